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
	readonly sandbox: SandboxControl;
	readonly browser: Browser;
	close(): Promise<void>;
}

/** The sandbox behind a playground, asked directly. */
export interface SandboxControl {
	/** Storage Service key, as its header has it. */
	readonly storageKey: string;
	/** Uploads that were neither completed nor aborted. */
	openUploads(): Promise<readonly unknown[]>;
	addFault(fault: Readonly<Record<string, unknown>>): Promise<void>;
	clearFaults(): Promise<void>;
	/** How often each fault has struck. */
	strikes(): Promise<readonly number[]>;
	/** The bytes of an answer. */
	read(path: string, headers?: Record<string, string>): Promise<Uint8Array>;
}

/** Starts everything on free ports. */
export async function startPlayground(): Promise<RunningPlayground> {
	const cli = join(playground, '../../packages/sandbox/src/cli.ts');
	const sandbox = spawn(process.execPath, ['--conditions=@fonds/source', cli, '--port', '0', '--step', '40', '--json'], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const greeting = await firstLine(sandbox.stdout);
	process.env['SANDBOX_URL'] = greeting.url;
	const server = await createServer({
		root: playground,
		server: {port: 0, host: '127.0.0.1', open: false, watch: null, hmr: false},
		logLevel: 'silent',
	});
	await server.listen();
	const url = server.resolvedUrls?.local[0];
	if (url === undefined) throw new Error('The playground has no address.');
	const browser = await playwright.launch({...(chromium !== undefined && {executablePath: chromium}), args: flags});
	return {
		url,
		sandbox: controlOf(greeting),
		browser,
		async close() {
			await browser.close();
			await server.close();
			sandbox.kill();
			await once(sandbox, 'close');
		},
	};
}

interface Greeting {
	readonly url: string;
	readonly credentials: {readonly archivematica: {readonly storage: {readonly username: string; readonly apiKey: string}}};
}

async function firstLine(output: NodeJS.ReadableStream): Promise<Greeting> {
	for await (const line of createInterface({input: output})) return JSON.parse(line) as Greeting;
	throw new Error('The sandbox ended before it said where it listens.');
}

function controlOf({url, credentials}: Greeting): SandboxControl {
	const ask = async (path: string, init?: RequestInit): Promise<Response> => {
		const answer = await fetch(new URL(path, url), init);
		if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${path}: ${await answer.text()}`);
		return answer;
	};
	const {username, apiKey} = credentials.archivematica.storage;
	return {
		storageKey: `ApiKey ${username}:${apiKey}`,
		openUploads: async () => ((await (await ask('/sandbox/state')).json()) as {openUploads: readonly unknown[]}).openUploads,
		addFault: async fault => void (await ask('/sandbox/faults', {method: 'POST', body: JSON.stringify(fault)})),
		clearFaults: async () => void (await ask('/sandbox/faults', {method: 'DELETE'})),
		strikes: async () => ((await (await ask('/sandbox/faults')).json()) as readonly {used: number}[]).map(({used}) => used),
		read: async (path, headers = {}) => (await ask(path, {headers})).bytes(),
	};
}
