/** A piece of a package. */
export interface Piece {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Does the stream end with it? */
	readonly last: boolean;
}

/** Reads a stream in pieces whose size is asked for one by one. */
export interface PartReader {
	/** The next so many bytes, fewer at the end of the stream. Each piece is memory of its own. */
	next(size: number): Promise<Piece>;
	/** Lets go of the stream; its source is told why. */
	cancel(reason: unknown): void;
}

/** Makes a reader of pieces. It reads one chunk beyond a piece to know whether it is the last. */
export function createPartReader(stream: ReadableStream<Uint8Array>, signal: AbortSignal | undefined): PartReader {
	const reader = stream.getReader();
	let rest: Uint8Array = new Uint8Array(0);
	let ended = false;

	const cancel = (reason: unknown): void => {
		reader.cancel(reason).catch(() => {}); // The source's own trouble on the way out changes nothing.
	};
	const abort = (): void => cancel(signal?.reason);
	signal?.addEventListener('abort', abort, {once: true});

	/** Makes sure that `rest` holds something unless the stream has ended. */
	const fill = async (): Promise<void> => {
		while (rest.length === 0 && !ended) {
			const {done, value} = await reader.read();
			signal?.throwIfAborted(); // A cancelled stream ends as if it were complete.
			if (done) {
				ended = true;
				signal?.removeEventListener('abort', abort);
			} else {
				rest = value;
			}
		}
	};

	return {
		async next(size) {
			signal?.throwIfAborted();
			let bytes = new Uint8Array(size);
			let length = 0;
			for (await fill(); length < size && rest.length > 0; await fill()) {
				const chunk = rest.subarray(0, size - length);
				bytes.set(chunk, length);
				length += chunk.length;
				rest = rest.subarray(chunk.length);
			}
			if (length < size) {
				bytes = bytes.slice(0, length);
			}
			return {bytes, last: ended && rest.length === 0};
		},
		cancel,
	};
}
