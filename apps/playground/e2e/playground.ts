import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

import {chromium as playwright, type Browser} from 'playwright';
import {createServer} from 'vite';

import {chromium, flags} from '../../../tools/chromium.ts';

const playground = join(import.meta.dirname, '..');

/** The playground as `npm start` serves it, on a sandbox of its own, with a browser in front of it. */
export interface RunningPlayground {
	readonly url: string;
	readonly sandbox: string;
	readonly browser: Browser;
	close(): Promise<void>;
}

/** Starts everything on free ports. */
export async function startPlayground(): Promise<RunningPlayground> {
	const cli = join(playground, '../../packages/sandbox/src/cli.ts');
	const sandbox = spawn('node', ['--conditions=@fonds/source', cli, '--port', '0', '--step', '40', '--json'], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const {url: sandboxUrl} = await firstLine(sandbox.stdout);
	process.env['SANDBOX_URL'] = sandboxUrl;
	const server = await createServer({root: playground, server: {port: 0, host: '127.0.0.1', open: false, watch: null, hmr: false}, logLevel: 'error'});
	await server.listen();
	const url = server.resolvedUrls?.local[0];
	if (url === undefined) throw new Error('The playground has no address.');
	const browser = await playwright.launch({...(chromium !== undefined && {executablePath: chromium}), args: flags});
	return {
		url,
		sandbox: sandboxUrl,
		browser,
		async close() {
			await browser.close();
			await server.close();
			sandbox.kill();
			await once(sandbox, 'close');
		},
	};
}

async function firstLine(output: NodeJS.ReadableStream): Promise<{url: string}> {
	for await (const line of createInterface({input: output})) return JSON.parse(line) as {url: string};
	throw new Error('The sandbox ended before it said where it listens.');
}
