import {defaultClientConditions, defineConfig} from 'vite';

const sandbox = process.env['SANDBOX_URL'] ?? 'http://127.0.0.1:4400';

export default defineConfig({
	resolve: {conditions: ['@fonds/source', ...defaultClientConditions]},
	server: {
		port: 5173,
		open: process.env['CI'] === undefined && process.stdout.isTTY,
		// The systems send no CORS headers, so the page and they share an origin, as they would behind a catalogue's own proxy.
		proxy: {'/api': {target: sandbox}, '/sandbox': {target: sandbox}},
	},
	worker: {format: 'es'},
	build: {target: 'es2023'},
});
