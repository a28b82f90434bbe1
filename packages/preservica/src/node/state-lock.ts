/// <reference types="node" />
import {readFile, rm, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import {ConfigurationError, SdkError} from '@fonds/core';

/** Locks of this process. */
const held = new Set<string>();

/**
 * Keeps other runs from a file until the function that comes of it is called. The lock is a file beside it that says who has it; that of a
 * process of this computer that is no more is taken over.
 *
 * @throws SdkError with code `locked` when another run has it.
 * @throws ConfigurationError when nothing can be written there.
 */
export async function lockState(file: string): Promise<() => Promise<void>> {
	const lock = `${file}.lock`;
	if (await isLeftBehind(lock)) {
		await rm(lock, {force: true});
	}
	try {
		await writeFile(lock, `${process.pid} ${hostname()}`, {flag: 'wx', mode: 0o600});
	} catch (cause) {
		if (codeOf(cause) === 'EEXIST') {
			throw new SdkError(`Another run works with the state file ${file}. If there is none, delete ${lock}.`, {code: 'locked'});
		}
		throw new ConfigurationError(`The state file ${file} cannot be written.`, {cause});
	}
	held.add(lock);
	return async () => {
		held.delete(lock);
		await rm(lock, {force: true});
	};
}

/** Is there a lock of a process of this computer that is no more? Of another computer's nobody here can tell. */
async function isLeftBehind(lock: string): Promise<boolean> {
	const text = await readFile(lock, 'utf8').catch(() => '');
	const [, pid = '', host = ''] = /^(\d+) (.*)$/.exec(text) ?? [];
	return pid !== '' && host === hostname() && !held.has(lock) && !isRunning(Number(pid));
}

/** Is a process running? One with this process's own number, whose lock is not ours, was an earlier one. */
function isRunning(pid: number): boolean {
	try {
		return pid !== process.pid && process.kill(pid, 0);
	} catch (error) {
		return codeOf(error) !== 'ESRCH'; // It may be another account's.
	}
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}
