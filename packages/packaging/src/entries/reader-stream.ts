import type {EntryReader} from './entry.ts';
import {pullStream} from './pull-stream.ts';

const chunkSize = 1024 * 1024;

/** A stream of what a reader gives, for those who want a stream. The reader is opened when the stream is first read, and closed when the signal ends. */
export function readerStream(open: () => Promise<EntryReader>, signal?: AbortSignal): ReadableStream<Uint8Array<ArrayBuffer>> {
	return pullStream(() => readChunks(open), signal);
}

async function* readChunks(open: () => Promise<EntryReader>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	const reader = await open();
	try {
		for (;;) {
			const chunk = new Uint8Array(chunkSize);
			const length = await reader.read(chunk);
			if (length > 0) {
				yield chunk.subarray(0, length);
			}
			if (length < chunk.length) {
				return;
			}
		}
	} finally {
		await reader.close();
	}
}
