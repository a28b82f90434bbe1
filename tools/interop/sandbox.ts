import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

/** What a sandbox says when it listens. */
export interface Greeting {
	readonly url: string;
	readonly version: string;
	readonly credentials: {
		readonly preservica: {
			readonly tenant: string;
			readonly users: {readonly archivist: {readonly username: string; readonly password: string}};
		};
		readonly archivematica: {
			readonly dashboard: {readonly username: string; readonly apiKey: string};
			readonly storage: {readonly username: string; readonly apiKey: string};
		};
	};
}

/** Lends a sandbox of a version, from source, with its samples and on a port of its own. */
export async function withSandbox<T>(version: string, use: (greeting: Greeting) => Promise<T>): Promise<T> {
	const sandbox = spawn(
		process.execPath,
		['--conditions=@fonds/source', 'packages/sandbox/src/cli.ts', '--port', '0', '--step', '0', '--version', version, '--json'],
		{cwd: fileURLToPath(new URL('../../', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit']},
	);
	const ended = once(sandbox, 'close');
	try {
		return await use(await greetingOf(sandbox));
	} finally {
		sandbox.kill();
		await ended;
	}
}

async function greetingOf({stdout}: ChildProcess): Promise<Greeting> {
	if (stdout) for await (const line of createInterface({input: stdout})) return JSON.parse(line) as Greeting;
	throw new Error('The sandbox ended before it said where it listens.');
}
