import {defaultClientConditions, defineConfig} from 'vite';

const sandbox = process.env['SANDBOX_URL'] ?? 'http://127.0.0.1:4400';

export default defineConfig({
	resolve: {conditions: ['@fonds/source', ...defaultClientConditions]},
	server: {
		open: process.env['CI'] === undefined && process.stdout.isTTY,
		// The systems send no CORS headers, so the page and they share an origin, as they would behind a catalogue's own proxy.
		proxy: {'/api': {target: sandbox}, '/sandbox/': {target: sandbox}},
	},
	worker: {format: 'es'},
	// Named here, so that none is found in the middle of an upload: the page would be loaded anew.
	optimizeDeps: {
		include: [
			'@aws-sdk/client-s3',
			'@lit/context',
			'@lit/task',
			'fflate',
			...['md5', 'sha1', 'sha256', 'sha512', 'crc32'].map(name => `hash-wasm/dist/${name}.umd.min.js`),
			'ky',
			'lit/directives/keyed.js',
			'lit/directives/repeat.js',
			'openseadragon',
			'otplib',
			'pdfjs-dist',
			'txml/txml',
			'zod/mini',
		],
	},
	build: {target: 'es2023'},
});
