import {isSdkError, orAbort} from '@fonds/core';
import {hashStream, type Digests, type HashAlgorithm} from '@fonds/core/hash';
import {untilAbort} from '../entries/until-abort.ts';
import type {Entries, PackageEntry} from '../entries/entry.ts';

/** What reading a file gave. */
export interface ReadResult {
	/** Bytes that came. */
	readonly size: number;
	/** Undefined when it could not be read to its end. */
	readonly digests: Digests | undefined;
	readonly problem: string | undefined;
}

/** How files are read. */
export interface ReadAheadOptions {
	/** None: nothing is read. */
	readonly algorithms: readonly HashAlgorithm[];
	readonly concurrency: number;
	readonly signal: AbortSignal | undefined;
	/** Told how many bytes came. */
	readonly onRead: (bytes: number) => void;
}

/** An entry, and what reading it gave; undefined when it was not read. */
export interface ReadEntry {
	readonly entry: PackageEntry;
	readonly result: ReadResult | undefined;
}

/**
 * Reads entries, several at a time, and gives them in their order; of those not given yet it holds the digests alone. A file that cannot be read does not end the
 * others.
 *
 * @throws the reason of the signal.
 */
export async function* readAhead(entries: Entries, {signal, ...options}: ReadAheadOptions): AsyncGenerator<ReadEntry, undefined> {
	const stop = new AbortController();
	const ended = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
	const running: Promise<ReadEntry>[] = [];
	try {
		for await (const entry of untilAbort(entries, ended)) {
			const work = read(entry, options, ended).then(result => ({entry, result}));
			work.catch(() => {}); // Who waits for its turn is told.
			running.push(work);
			if (running.length >= options.concurrency) {
				yield await running.shift()!;
			}
		}
		for (let next = running.shift(); next !== undefined; next = running.shift()) {
			yield await next;
		}
		ended.throwIfAborted();
	} finally {
		stop.abort();
	}
	return undefined;
}

async function read(
	entry: PackageEntry,
	{algorithms, onRead}: Omit<ReadAheadOptions, 'signal'>,
	signal: AbortSignal,
): Promise<ReadResult | undefined> {
	if (entry.directory === true || algorithms.length === 0) {
		return undefined;
	}
	let size = 0;
	try {
		const stream = await openInTime(entry, signal);
		const {digests} = await hashStream(stream, algorithms, {
			signal,
			onProgress({done}) {
				onRead(done - size);
				size = done;
			},
		});
		return {size, digests, problem: undefined};
	} catch (error) {
		if (signal.aborted || isSdkError(error, 'no-webassembly')) {
			throw error;
		}
		return {size, digests: undefined, problem: error instanceof Error ? error.message : String(error)};
	}
}

/** A source that never opens does not hold up an abort; one that opens too late is let go. */
async function openInTime(entry: PackageEntry, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
	const opening = Promise.resolve(entry.open());
	try {
		return await orAbort(opening, signal);
	} catch (error) {
		opening.then(stream => stream.cancel(error)).catch(() => {});
		throw error;
	}
}
