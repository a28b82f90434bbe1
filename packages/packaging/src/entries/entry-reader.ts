import type {EntryReader, PackageEntry} from './entry.ts';

/** Opens an entry in the way that spares most copies. */
export async function openEntry(entry: PackageEntry): Promise<EntryReader> {
	return entry.openReader === undefined
		? createStreamReader(await entry.open())
		: checkReader(await entry.openReader(), entry.size === undefined);
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
		async () => {
			const {done, value} = await reader.read();
			return done ? undefined : checkPiece(value);
		},
		// Without effect at the end; a source that fails while it is given up has nothing to tell any more.
		() => reader.cancel().catch(() => {}),
	);
}

/** Numbers of more bits would lose all but eight of them, and what is no piece at all would be taken for the end. */
function checkPiece(piece: unknown): Uint8Array {
	if (!isBytes(piece)) {
		throw new TypeError('its stream gives something else than a Uint8Array.');
	}
	return piece;
}

/** Not by its class, which is another in every frame of a page. */
function isBytes(piece: unknown): piece is Uint8Array {
	return ArrayBuffer.isView(piece) && 'BYTES_PER_ELEMENT' in piece && piece.BYTES_PER_ELEMENT === 1;
}

/**
 * Makes sure that a reader keeps its promise. A file whose size is not known ends where a reader gives nothing: less than was asked for need not
 * be the end. With a size, the sum tells.
 */
function checkReader(reader: EntryReader, untilNothing: boolean): EntryReader {
	return {
		async read(memory) {
			let filled = 0;
			for (;;) {
				const length = await reader.read(memory.subarray(filled));
				if (!(Number.isInteger(length) && length >= 0 && length <= memory.length - filled)) {
					throw new TypeError(`its reader says it has read ${length} bytes into memory for ${memory.length - filled}.`);
				}
				filled += length;
				if (!untilNothing || length === 0 || filled === memory.length) {
					return filled;
				}
			}
		},
		close: () => reader.close(),
	};
}
