/** A stream whose first bytes have been looked at. */
export interface PeekedStream {
	readonly start: Uint8Array;
	/** All of the stream, the start included. */
	readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
}

function concatenate(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(size);
	let offset = 0;
	for (const chunk of chunks) {
		bytes.set(chunk.subarray(0, size - offset), offset);
		offset += chunk.length;
		if (offset >= size) break;
	}
	return bytes;
}

/** Reads until `size` bytes are there or the stream ends; the chunks, not cut. */
async function readAhead(
	reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
	size: number,
): Promise<{chunks: Uint8Array<ArrayBuffer>[]; length: number; ended: boolean}> {
	const chunks: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	while (length < size) {
		const {done, value} = await reader.read();
		if (done) return {chunks, length, ended: true};
		chunks.push(value);
		length += value.length;
	}
	return {chunks, length, ended: false};
}

/** Looks at the first bytes of a stream without losing them. */
export async function peek(source: ReadableStream<Uint8Array<ArrayBuffer>>, size: number): Promise<PeekedStream> {
	const reader = source.getReader();
	const {chunks, length} = await readAhead(reader, size);
	const start = concatenate(chunks, Math.min(size, length));
	const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			async pull(controller) {
				const chunk = chunks.shift() ?? (await reader.read()).value;
				if (chunk === undefined) controller.close();
				else controller.enqueue(chunk);
			},
			cancel: reason => reader.cancel(reason),
		},
		{highWaterMark: 0},
	);
	return {start, stream};
}

/** The first `limit` bytes of a stream; `complete` when that was all of it. What follows is cancelled. */
export async function readStart(
	source: ReadableStream<Uint8Array<ArrayBuffer>>,
	limit: number,
): Promise<{bytes: Uint8Array<ArrayBuffer>; complete: boolean}> {
	const reader = source.getReader();
	// One byte more than asked for tells whether there is more; reading to the end lets a verified stream speak.
	const {chunks, length, ended} = await readAhead(reader, limit + 1);
	if (!ended) await reader.cancel();
	return {bytes: concatenate(chunks, Math.min(limit, length)), complete: ended};
}

/**
 * All of a stream as a blob, which browsers keep outside the page's memory.
 *
 * @throws what the stream failed with; the browser would only say that fetching failed.
 */
export async function readBlob(source: ReadableStream<Uint8Array<ArrayBuffer>>, mediaType: string): Promise<Blob> {
	const reader = source.getReader();
	let failure: {readonly error: unknown} | undefined;
	const watched = new ReadableStream<Uint8Array<ArrayBuffer>>({
		async pull(controller) {
			try {
				const {done, value} = await reader.read();
				if (done) controller.close();
				else controller.enqueue(value);
			} catch (error) {
				failure = {error};
				controller.error(error);
			}
		},
		cancel: reason => reader.cancel(reason),
	});
	try {
		const blob = await new Response(watched).blob();
		return blob.slice(0, blob.size, mediaType);
	} catch (error) {
		throw failure === undefined ? error : failure.error;
	}
}
