/// <reference types="node" />
import {open, readFile, unlink} from 'node:fs/promises';
import {hostname} from 'node:os';
import {ConfigurationError} from '@fonds/core';

/**
 * Does something while no other process does it, by a file that says which process that is. The file of a process that died is taken over.
 *
 * @throws ConfigurationError with code `in-progress` while another process has it.
 */
export async function withLock<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
	await take(path, what, true);
	try {
		return await work();
	} finally {
		await unlink(path).catch(() => {});
	}
}

async function take(path: string, what: string, mayTakeOver: boolean): Promise<void> {
	try {
		const file = await open(path, 'wx');
		await file.writeFile(`${process.pid} ${hostname()}\n`);
		await file.close();
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
			throw error;
		}
		if (!mayTakeOver || (await isHeld(path))) {
			throw new ConfigurationError(`${what} is being written by another process. If there is none, delete ${path}.`, {
				code: 'in-progress',
				cause: error,
			});
		}
		await unlink(path).catch(() => {});
		await take(path, what, false);
	}
}

/** A process of another machine cannot be looked at. */
async function isHeld(path: string): Promise<boolean> {
	const [pid, host] = (await readFile(path, 'utf8').catch(() => '')).trim().split(' ');
	if (host !== hostname()) {
		return true;
	}
	try {
		process.kill(Number(pid), 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
