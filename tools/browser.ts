// Unpacks the browser once, before parallel tests would, or says what to install.
import {existsSync} from 'node:fs';

import {chromium} from './chromium.ts';

if (chromium === undefined || !existsSync(chromium)) {
	console.error('The tests need Chrome, Chromium or Edge and found none. Install one, or set CHROMIUM_PATH to its program.');
	process.exit(1);
}
