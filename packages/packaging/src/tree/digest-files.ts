import {isSdkError, type ProgressListener} from '@fonds/core';
import {createProgress} from '@fonds/core';
import {hashStream, type Digests, type HashAlgorithm} from '@fonds/core/hash';
import type {PackageFile} from './package-tree.ts';

/** A file, and which digests of it are wanted. */
export interface DigestRequest {
	readonly file: PackageFile;
	readonly algorithms: readonly HashAlgorithm[];
}

/** What a file has: its digests, or why it could not be read to its end. */
export interface FileDigests {
	readonly file: PackageFile;
	/** Bytes that were read. */
	readonly size: number;
	readonly digests: Digests;
	/** Why it could not be read; the digests are then empty. */
	readonly problem: string | undefined;
}

/** Options of what reads whole trees. */
export interface DigestFilesOptions {
	/** Files that are read at a time. @default 4 */
	readonly concurrency?: number | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Told the bytes that were read, in the phase `verify`. */
	readonly onProgress?: ProgressListener | undefined;
}

/**
 * Reads files for their digests, each once, several at a time, and gives them in their order. A file that cannot be read does not end the others.
 *
 * @throws the reason of the signal.
 */
export async function* digestFiles(
	requests: readonly DigestRequest[],
	{concurrency = 4, signal, onProgress}: DigestFilesOptions = {},
): AsyncGenerator<FileDigests, undefined> {
	const stop = new AbortController();
	const ended = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
	const progress = createProgress(
		onProgress,
		'verify',
		requests.reduce((sum, {file}) => sum + file.size, 0),
	);
	const running: Promise<FileDigests>[] = [];
	const begin = ({file, algorithms}: DigestRequest): void => {
		const work = digest(file, algorithms, ended);
		work.catch(() => {}); // Who waits for its turn is told.
		running.push(work);
	};
	let next = 0;
	try {
		for (; next < Math.min(concurrency, requests.length); next++) {
			begin(requests[next]!);
		}
		for (;;) {
			const work = running.shift();
			if (work === undefined) {
				progress.end();
				return undefined;
			}
			const done = await work;
			progress.add(done.size);
			if (next < requests.length) {
				begin(requests[next++]!);
			}
			yield done;
		}
	} finally {
		stop.abort();
	}
}

async function digest(file: PackageFile, algorithms: readonly HashAlgorithm[], signal: AbortSignal): Promise<FileDigests> {
	try {
		const {digests, size} = await hashStream(file.open({signal}), algorithms, {signal});
		return {file, size, digests, problem: undefined};
	} catch (error) {
		if (signal.aborted || isSdkError(error, 'no-webassembly')) {
			throw error;
		}
		return {file, size: 0, digests: {}, problem: error instanceof Error ? error.message : String(error)};
	}
}
