import {JobFailedError, NotFoundError, TimeoutError, type JobState, type PollOptions} from '@fonds/core';
import {wait} from '../auth/once.ts';
import {isFinished} from '../operations/progress-state.ts';
import type {Preservica} from '../preservica.ts';
import type {SentDirectoryPackage} from './directory-state.ts';
import {areThere} from './find-code.ts';

type Client = Pick<Preservica, 'entities' | 'uploads'>;

/**
 * Waits for the end of an ingest. No token tells of one into a location: its assets do when they are there.
 *
 * @throws JobFailedError when it failed; TimeoutError with code `deadline` when it takes longer than that.
 */
export async function untilIngested({entities, uploads}: Client, {job, codes}: SentDirectoryPackage, options: PollOptions): Promise<void> {
	if (job !== undefined) {
		await uploads.resume(job).done(options);
		return;
	}
	const {interval = {}, deadline = Infinity, sleep = wait, ...requestOptions} = options;
	const {initial = 5000, factor = 1.5, max = 60_000} = interval;
	let waited = 0;
	for (let pause = initial; !(await areThere(entities, codes, requestOptions)); pause = Math.min(pause * factor, max)) {
		if (waited >= deadline) {
			throw new TimeoutError(`The assets of ${codes[0]} were not there within ${deadline} ms.`, {code: 'deadline'});
		}
		await sleep(Math.min(pause, deadline - waited), options.signal);
		waited += pause;
	}
}

/**
 * Is the ingest of an earlier run over, whatever came of it?
 *
 * @param waits - Wait for its end?
 */
export async function isOver(
	{entities, uploads}: Client,
	{job, codes}: SentDirectoryPackage,
	waits: boolean,
	options: PollOptions,
): Promise<boolean> {
	if (job === undefined) {
		return areThere(entities, codes, options);
	}
	try {
		return waits ? await ended(uploads, job, options) : await hasEnded(uploads, job, options);
	} catch (error) {
		if (error instanceof JobFailedError || error instanceof NotFoundError) {
			return true; // The server is asked for each of its assets.
		}
		throw error;
	}
}

async function ended(uploads: Preservica['uploads'], job: JobState, options: PollOptions): Promise<boolean> {
	try {
		await uploads.resume(job).done(options);
		return true;
	} catch (error) {
		if (error instanceof TimeoutError && error.code === 'deadline') {
			return false;
		}
		throw error;
	}
}

async function hasEnded(uploads: Preservica['uploads'], job: JobState, options: PollOptions): Promise<boolean> {
	for await (const {state} of uploads.resume(job).watch(options)) {
		return isFinished(state);
	}
	return false;
}
