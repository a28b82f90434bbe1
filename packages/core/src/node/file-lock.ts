/// <reference types="node" />
import * as files from 'node:fs/promises';
import {SdkError} from '../errors/sdk-error.ts';
import {sleep} from '../async/sleep.ts';
import {codeOf} from './file-system.ts';

/** A lock is held for the time of a small write; one this old was left by a process that died. */
const staleAfter = 10_000;
const patience = 20_000;

/**
 * Runs `work` while no other process does so for this path. The lock is a file beside it that only one can create. Should two processes take
 * over a dead one's lock in the same instant, both may run: callers replace files as a whole, so the worst is that one change is lost.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
	const lock = `${path}.lock`;
	for (let waited = 0; !(await take(lock));) {
		const stat = await files.stat(lock).catch(() => undefined);
		if (stat && Date.now() - stat.mtimeMs > staleAfter) {
			await files.rm(lock, {force: true});
			continue;
		}

		if (waited >= patience) {
			throw new SdkError(`${path} is in use by another process. If there is none, delete ${lock}.`, {code: 'locked'});
		}

		const pause = 5 + Math.random() * 20;
		await sleep(pause);
		waited += pause;
	}

	try {
		return await work();
	} finally {
		await files.rm(lock, {force: true});
	}
}

async function take(lock: string): Promise<boolean> {
	try {
		const handle = await files.open(lock, 'wx', 0o600);
		await handle.close();
		return true;
	} catch (error) {
		// Windows answers EPERM while a lock is being deleted.
		if (codeOf(error) === 'EEXIST' || (codeOf(error) === 'EPERM' && process.platform === 'win32')) {
			return false;
		}

		throw error;
	}
}
