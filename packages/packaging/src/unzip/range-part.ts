import {NetworkError, orAbort, TimeoutError} from '@fonds/core';
import {concat} from './byte-queue.ts';
import {refuse} from './problem.ts';
import type {PartAccess} from './random-access.ts';
import type {RangeClient} from './range-client.ts';

/** How often an answer that breaks off is gone on with, without a byte in between. */
const maxResumptions = 3;

/** Reads a part of a file as it comes, a chunk ahead; goes on where an answer breaks off. */
export function readRange(client: RangeClient, start: number, length: number, signal: AbortSignal): PartAccess {
	const end = start + length;
	let position = start;
	let fetched = start;
	let chunks: ChunkReader | undefined;
	let rest: Uint8Array = new Uint8Array(0);
	let fruitless = 0;

	const nextChunk = async (): Promise<Uint8Array> => {
		for (;;) {
			try {
				chunks ??= readAhead(await client.stream(fetched, end - fetched, signal));
				const chunk = await orAbort(chunks.next(), signal);
				if (chunk !== undefined && chunk.length > 0) {
					fruitless = 0;
					fetched += chunk.length;
					return fetched <= end ? chunk : refuse('no-ranges', 'The server sends more of the file than it was asked for.');
				}
				if (chunk === undefined) {
					throw new NetworkError('The answer ended before it should.');
				}
			} catch (error) {
				const isBroken = error instanceof NetworkError || error instanceof TimeoutError;
				if (!isBroken || signal.aborted || fruitless++ >= maxResumptions) {
					throw error;
				}
				await chunks?.close();
				chunks = undefined;
			}
		}
	};
	return {
		size: client.size(),
		async read(offset, wanted) {
			if (offset !== position) {
				return await client.range(offset, wanted, signal);
			}
			const parts = [rest];
			const needed = Math.min(wanted, end - position);
			let available = rest.length;
			while (available < needed) {
				const chunk = await nextChunk();
				parts.push(chunk);
				available += chunk.length;
			}
			const bytes = parts.length === 1 ? rest : concat(parts, available);
			const result = bytes.subarray(0, wanted);
			rest = bytes.subarray(result.length);
			position += result.length;
			return result;
		},
		close: async () => await chunks?.close(),
	};
}

interface ChunkReader {
	next(): Promise<Uint8Array | undefined>;
	close(): Promise<void>;
}

/** Asks for a chunk when the one before is taken. */
function readAhead(stream: ReadableStream<Uint8Array>): ChunkReader {
	const reader = stream.getReader();
	const ask = async (): Promise<Uint8Array | undefined> => (await reader.read()).value;
	let ahead: Promise<Uint8Array | undefined> | undefined;
	return {
		async next() {
			const chunk = await (ahead ?? ask());
			ahead = chunk === undefined ? undefined : ask();
			ahead?.catch(() => {}); // Who asks for it is told.
			return chunk;
		},
		close: () => reader.cancel().catch(() => {}), // It is given up, whatever it says.
	};
}
