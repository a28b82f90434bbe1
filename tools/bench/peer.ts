import {spawn, type ChildProcess} from 'node:child_process';
import {text} from 'node:stream/consumers';

/** What a measured program says of itself as the last line of its output. */
export interface Measured {
	readonly seconds: number;
	/** Bytes. */
	readonly peakMemory: number;
}

/** The Python that the peers are installed in (`README.md`, beside this file, says how). */
export const python: string = process.env['PEER_PYTHON'] ?? 'python3';

/** The installed versions of Python packages, as `name 1.2.3`; `undefined` when one of them, or Python, is missing. */
export async function peerVersions(names: readonly string[]): Promise<readonly string[] | undefined> {
	const program = `import importlib, importlib.metadata as metadata, json, sys
names = sys.argv[1:]
for name in names: importlib.import_module(name)
print(json.dumps([name + ' ' + metadata.version(name) for name in names]))`;
	try {
		return await runJson<readonly string[]>(python, ['-c', program, ...names]);
	} catch {
		return undefined;
	}
}

/**
 * Runs a program in a process of its own and reads the last line of its output as JSON.
 *
 * @throws Error with what it wrote to stderr when it fails.
 */
export async function runJson<T>(command: string, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<T> {
	const child = spawn(command, parameters, {env: {...process.env, ...environment}, stdio: ['ignore', 'pipe', 'pipe']});
	const [output, complaint, status] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)]);
	if (status !== 0) throw new Error(`${command} ended with ${status}:\n${complaint}`);
	return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
}

/** Resolves with the exit status of a process, or the signal that ended it. */
export function exitOf(child: ChildProcess): Promise<number | string | null> {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code, signal) => resolve(code ?? signal));
	});
}
