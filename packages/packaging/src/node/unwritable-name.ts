/// <reference types="node" />

import {deviceName} from '../entries/device-name.ts';

/**
 * Why Windows would not write this path, or would write something else: `a:b` is a hidden stream of the file `a`, `nul` takes everything and keeps nothing, and
 * dots and spaces at the end are left out.
 */
export function unwritableName(path: string, platform: NodeJS.Platform = process.platform): string | undefined {
	if (platform !== 'win32') {
		return undefined;
	}
	const segments = path.split('/');
	if (segments.some(segment => /[<>:"|?*]/.test(segment))) {
		return 'Windows allows none of < > : " | ? * in a name';
	}
	if (segments.some(segment => /[. ]$/.test(segment))) {
		return 'Windows leaves out dots and spaces at the end of a name';
	}
	return segments.some(segment => deviceName.test(segment)) ? 'Windows takes it for a device' : undefined;
}
