import {orAbort} from '@fonds/core';

/**
 * Makes callers share one piece of work and its result. A failure is not kept: the next caller tries again. A caller's abort ends only its
 * own wait.
 */
export function once<T>(work: () => Promise<T>): (signal?: AbortSignal) => Promise<T> {
	let shared: Promise<T> | undefined;
	const start = async (): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			shared = undefined;
			throw error;
		}
	};
	return signal => orAbort((shared ??= start()), signal);
}

/** Waits; an abort ends the wait with `signal.reason`. */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	try {
		await orAbort(new Promise(resolve => void (timer = setTimeout(resolve, ms))), signal);
	} finally {
		clearTimeout(timer); // A timer that nobody waits for would keep Node.js running.
	}
}
