/// <reference types="node" />
import {spawn} from 'node:child_process';

/** How a program ended. */
export interface ProgramEnd {
	/** Its exit code; `undefined` when a signal of the system ended it. */
	readonly code: number | undefined;
	/** The end of what it wrote to its error output. */
	readonly errors: string;
}

/** Characters of the error output that are kept. */
const keptCharacters = 4000;

/** Milliseconds a program has to end by itself. */
const patience = 2000;

/** What the program sees of the environment: the credentials of Preservica are none of its business. */
function environment(): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('PRESERVICA_')));
}

/**
 * Runs a program, without a shell, and waits for its end. An abort ends the program first: by an interrupt, on which downloaders end what they
 * have started themselves, then for good.
 *
 * @throws the error of the system when it cannot be started, with code `ENOENT` when there is none.
 */
export async function runProgram(
	command: string,
	parameters: readonly string[],
	{cwd, signal}: {readonly cwd: string; readonly signal: AbortSignal | undefined},
): Promise<ProgramEnd> {
	signal?.throwIfAborted();
	const child = spawn(command, parameters, {cwd, stdio: ['ignore', 'ignore', 'pipe'], shell: false, windowsHide: true, env: environment()});
	let errors = '';
	let timer: NodeJS.Timeout | undefined;
	child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-keptCharacters)));
	const abort = (): void => {
		child.kill('SIGINT');
		timer = setTimeout(() => {
			child.kill('SIGKILL');
			child.stderr.destroy(); // What it has started itself may hold it open.
		}, patience);
	};
	signal?.addEventListener('abort', abort, {once: true});
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject).once('close', resolve);
		});
		signal?.throwIfAborted();
		return {code: code ?? undefined, errors};
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', abort);
	}
}
