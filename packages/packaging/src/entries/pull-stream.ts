/** Makes the chunks of a stream, and stops when the signal ends. */
export type ChunkSource = (signal: AbortSignal) => AsyncGenerator<Uint8Array<ArrayBuffer>, void>;

/**
 * Turns a generator into a stream that asks it for a chunk only when its reader wants one. A cancelled stream and an ended
 * `signal` both end the generator at once; with the signal, its reason comes out of the stream.
 */
export function pullStream(source: ChunkSource, signal?: AbortSignal): ReadableStream<Uint8Array<ArrayBuffer>> {
	const cancelled = new AbortController();
	const ended = signal === undefined ? cancelled.signal : AbortSignal.any([signal, cancelled.signal]);
	let chunks: ReturnType<ChunkSource> | undefined;
	let ahead: Promise<IteratorResult<Uint8Array<ArrayBuffer>, void>> | undefined;
	let abort: (() => void) | undefined;
	const finish = (): void => {
		if (abort !== undefined) {
			signal?.removeEventListener('abort', abort);
		}
	};

	return new ReadableStream(
		{
			start(controller) {
				abort = () => {
					controller.error(signal?.reason);
					chunks?.return().catch(() => {});
				};
				if (signal?.aborted === true) {
					abort();
				} else {
					signal?.addEventListener('abort', abort, {once: true});
				}
			},
			async pull(controller) {
				chunks ??= source(ended);
				try {
					const {done, value} = await (ahead ?? chunks.next());
					ahead = done === true ? undefined : chunks.next();
					ahead?.catch(() => {}); // Who asks for it is told.
					if (ended.aborted) {
						return;
					}
					if (done) {
						finish();
						controller.close();
					} else {
						controller.enqueue(value);
					}
				} catch (error) {
					finish();
					throw error;
				}
			},
			async cancel(reason) {
				finish();
				cancelled.abort(reason);
				await chunks?.return().catch(() => {});
			},
		},
		{highWaterMark: 0},
	);
}
