// Starts a sandbox and serves the page in front of it; Ctrl-C ends both. Environment: SANDBOX_PORT (4400), PORT (5173),
// or SANDBOX_URL, the address of a sandbox that runs already. What follows on the command line goes to the sandbox: `npm start -- --seed=/home/me/papers`.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer as createListener} from 'node:net';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

import {createServer} from 'vite';

const {env} = process;
const port = Number(env['PORT'] ?? 5173);
const sandboxPort = Number(env['SANDBOX_PORT'] ?? 4400);

/** What the sandbox says of itself when it listens. */
interface Greeting {
	readonly url: string;
	readonly version: string;
	readonly environment: Readonly<Record<string, string>>;
}

async function isFree(wanted: number, host: string): Promise<boolean> {
	const listener = createListener().listen(wanted, host);
	try {
		await once(listener, 'listening');
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== 'EADDRINUSE'; // a machine without IPv6 has no ::1
	} finally {
		listener.close();
	}
}

/** Another program may listen on one of the two addresses of this machine only; a browser would find that one. */
async function claim(wanted: number, what: string, variable: string): Promise<void> {
	if ((await isFree(wanted, '127.0.0.1')) && (await isFree(wanted, '::1'))) return;
	throw new Error(
		`Port ${wanted} is taken, and ${what} needs it. Is another “npm start” running? End what has it, or choose another port: ${variable}=${wanted + 1} npm start`,
	);
}

async function startSandbox(): Promise<Greeting> {
	await claim(sandboxPort, 'the sandbox', 'SANDBOX_PORT');
	const cli = join(import.meta.dirname, '../../packages/sandbox/src/cli.ts');
	const options = ['--port', String(sandboxPort), '--json', ...process.argv.slice(2)];
	const child = spawn(process.execPath, ['--conditions=@fonds/source', cli, ...options], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	process.once('exit', () => child.kill());
	child.once('exit', code => {
		console.error('The sandbox ended.');
		process.exit(code ?? 1);
	});
	for await (const line of createInterface({input: child.stdout})) return JSON.parse(line) as Greeting;
	throw new Error('The sandbox did not start.');
}

async function start(): Promise<string> {
	await claim(port, 'the page', 'PORT');
	if (env['SANDBOX_URL'] === undefined) {
		const {url, version, environment} = await startSandbox();
		env['SANDBOX_URL'] = url;
		console.log(`\nThe sandbox, Preservica ${version} and Archivematica, is at ${url}. For a script:\n`);
		for (const [name, value] of Object.entries(environment)) console.log(`  export ${name}=${value}`);
	}
	const server = await createServer({root: import.meta.dirname, server: {port, strictPort: true}, logLevel: 'warn'});
	await server.listen();
	return server.resolvedUrls?.local[0] ?? '';
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(0));

try {
	console.log(`\nThe playground is at ${await start()}  (Ctrl-C ends it)\n`);
} catch (error) {
	console.error(`\n${(error as Error).message}\n`);
	process.exit(1);
}
