import {createProgress, type ProgressListener} from '../progress/progress.ts';
import {createAbortableReader} from './abortable-reader.ts';
import type {Digests, HashAlgorithm} from './algorithms.ts';
import {createHasher} from './hasher.ts';

/** What `hashStream` takes. */
export interface HashStreamOptions {
	/** Ends the reading; the stream is cancelled and `signal.reason` thrown. */
	readonly signal?: AbortSignal | undefined;
	/** Told the bytes that were read, in the phase `hash`. */
	readonly onProgress?: ProgressListener | undefined;
	/** How many bytes there will be, if known; for the progress only. */
	readonly size?: number | undefined;
}

/**
 * Reads a stream to its end for its digests and its size. On an abort the stream is cancelled.
 *
 * @throws ConfigurationError with code `no-webassembly`, see `createHasher`; and what the stream fails with, untouched.
 */
export async function hashStream(
	stream: ReadableStream<Uint8Array>,
	algorithms: readonly HashAlgorithm[],
	options: HashStreamOptions = {},
): Promise<{digests: Digests; size: number}> {
	const reader = createAbortableReader(stream, options.signal);
	try {
		const hasher = await createHasher(algorithms);
		const progress = createProgress(options.onProgress, 'hash', options.size);
		let size = 0;
		for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
			hasher.update(chunk);
			size += chunk.length;
			progress.add(chunk.length);
		}
		progress.end();
		return {digests: hasher.digest(), size};
	} catch (error) {
		void reader.cancel(error); // a source that is slow to let go must not hold the error back
		throw error;
	} finally {
		reader.release();
	}
}
