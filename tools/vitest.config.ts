import {playwright} from '@vitest/browser-playwright';
import {defineConfig} from 'vitest/config';

import {chromium, flags} from './chromium.ts';

// One config for every package; `root` is the package the command runs in.
const conditions = ['@fonds/source', 'module', 'import', 'default'];
// Without `module`: what the S3 client has there is for bundlers only.
const nodeConditions = ['@fonds/source', 'node', 'import', 'default'];

export default defineConfig({
	resolve: {conditions},
	ssr: {resolve: {conditions: nodeConditions}},
	test: {
		include: ['src/**/*.test.ts'],
		exclude: ['**/node_modules/**', '**/dist/**'],
		testTimeout: 20_000,
		coverage: {provider: 'v8', include: ['src/**/*.ts'], exclude: ['**/*.test.ts'], reporter: ['text', 'lcovonly']},
		projects: [
			{extends: true, test: {name: 'node', environment: 'node'}},
			{
				extends: true,
				resolve: {conditions: ['browser']}, // The client of Azure is another one in browsers.
				optimizeDeps: {
					include: ['txml/txml', ...['md5', 'sha1', 'sha256', 'sha512', 'crc32'].map(name => `hash-wasm/dist/${name}.umd.min.js`)],
				},
				test: {
					name: 'chromium',
					exclude: ['**/node_modules/**', '**/dist/**', '**/*.node.test.ts'],
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({launchOptions: {...(chromium !== undefined && {executablePath: chromium}), args: flags}}),
						instances: [{browser: 'chromium'}],
					},
				},
			},
		],
	},
});
