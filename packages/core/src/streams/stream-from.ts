/** What can become a stream: chunks of bytes, or text that is encoded as UTF-8. */
export type ChunkSource = Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/**
 * Makes a stream of chunks. One chunk is asked for when the reader wants one, never ahead; cancelling the stream ends the source
 * (`return()`), and an error of the source reaches the reader untouched.
 */
export function streamFrom(source: ChunkSource): ReadableStream<Uint8Array<ArrayBuffer>> {
	let chunks: AsyncIterator<Uint8Array | string> | Iterator<Uint8Array | string> | undefined;
	const encoder = new TextEncoder();
	return new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			async pull(controller) {
				chunks ??= Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
				for (;;) {
					const {done, value} = await chunks.next();
					if (done) {
						controller.close();
						return;
					}
					const bytes = typeof value === 'string' ? encoder.encode(value) : value;
					if (bytes.length > 0) {
						controller.enqueue(ownBytes(bytes));
						return;
					}
				}
			},
			async cancel() {
				await chunks?.return?.();
			},
		},
		{highWaterMark: 0},
	);
}

/** The same bytes; copied only from shared memory, which streams and digests do not take. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return isOwned(bytes) ? bytes : new Uint8Array(bytes);
}

function isOwned(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
	return typeof SharedArrayBuffer === 'undefined' || !(bytes.buffer instanceof SharedArrayBuffer);
}
