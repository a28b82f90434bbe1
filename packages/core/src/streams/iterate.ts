/**
 * Reads a stream chunk by chunk, also where streams cannot be iterated themselves (Safari).
 *
 * Leaving the loop early cancels the stream and waits until its source has let go.
 */
export async function* iterate(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
	const reader = stream.getReader();
	let finished = false;
	try {
		for (;;) {
			let result: ReadableStreamReadResult<Uint8Array>;
			try {
				result = await reader.read();
			} catch (error) {
				finished = true; // an errored stream has nothing left to cancel
				throw error;
			}
			if (result.done) {
				finished = true;
				return;
			}
			yield result.value;
		}
	} finally {
		if (!finished) {
			await reader.cancel();
		}
		reader.releaseLock();
	}
}
