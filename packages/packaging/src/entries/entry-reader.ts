import type {EntryReader, PackageEntry} from './entry.ts';

/** Opens an entry in the way that spares most copies. */
export async function openEntry(entry: PackageEntry): Promise<EntryReader> {
	return entry.openReader === undefined ? createStreamReader(await entry.open()) : await entry.openReader();
}

/** Gives the next piece of something, of any length; undefined at its end. */
export type NextPiece = () => Promise<Uint8Array | undefined>;

/** Reads pieces of any length into memory that is given. */
export function createPieceReader(nextPiece: NextPiece, close: () => Promise<void>): EntryReader {
	let rest: Uint8Array | undefined = new Uint8Array(0);
	return {
		async read(memory) {
			let filled = 0;
			while (filled < memory.length && rest !== undefined) {
				if (rest.length === 0) {
					rest = await nextPiece();
				} else {
					const part: Uint8Array = rest.subarray(0, memory.length - filled);
					memory.set(part, filled);
					rest = rest.subarray(part.length);
					filled += part.length;
				}
			}
			return filled;
		},
		close,
	};
}

function createStreamReader(stream: ReadableStream<Uint8Array>): EntryReader {
	const reader = stream.getReader();
	return createPieceReader(
		async () => (await reader.read()).value,
		// Without effect at the end; a source that fails while it is given up has nothing to tell any more.
		() => reader.cancel().catch(() => {}),
	);
}
