/** Reads a stream until an abort, which cancels it, so that a read in flight ends too. */
export interface AbortableReader {
	/**
	 * The next chunk, undefined at the end.
	 *
	 * @throws `signal.reason`, untouched, after an abort; and what the stream fails with.
	 */
	read(): Promise<Uint8Array | undefined>;
	/** Lets the source go. A source that fails while it is let go has nothing to add. */
	cancel(reason: unknown): Promise<void>;
	/** Forgets the signal and the stream, at its end. */
	release(): void;
}

/** Takes hold of the stream. A signal that has already ended cancels it at once. */
export function createAbortableReader(stream: ReadableStream<Uint8Array>, signal: AbortSignal | undefined): AbortableReader {
	const reader = stream.getReader();
	const cancel = async (reason: unknown): Promise<void> => {
		signal?.removeEventListener('abort', abort);
		await reader.cancel(reason).catch(() => {});
	};
	const abort = (): void => {
		void cancel(signal?.reason);
	};
	if (signal?.aborted) {
		abort();
	} else {
		signal?.addEventListener('abort', abort, {once: true});
	}
	return {
		async read() {
			const {done, value} = await reader.read().catch((error: unknown) => {
				signal?.throwIfAborted(); // a source that saw the abort first may have its own word for it
				throw error;
			});
			signal?.throwIfAborted();
			return done ? undefined : value;
		},
		cancel,
		release() {
			signal?.removeEventListener('abort', abort);
			reader.releaseLock();
		},
	};
}
