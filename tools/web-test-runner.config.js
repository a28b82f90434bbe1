import {dirname} from 'node:path';

import {esbuildPlugin} from '@web/dev-server-esbuild';
import {chromeLauncher} from '@web/test-runner-chrome';

import {chromium, flags} from './chromium.ts';

const root = dirname(import.meta.dirname);

export default {
	rootDir: root,
	files: 'src/**/*.test.ts',
	nodeResolve: {exportConditions: ['@fonds/source', 'browser']},
	plugins: [esbuildPlugin({ts: true, target: 'es2023', tsconfig: `${root}/packages/web-components/tsconfig.json`})],
	browsers: [chromeLauncher({launchOptions: {executablePath: chromium, args: flags}})],
	testFramework: {config: {timeout: 10_000}},
	coverageConfig: {include: ['src/**'], exclude: ['**/*.test.ts'], report: true, reportDir: 'coverage'},
};
