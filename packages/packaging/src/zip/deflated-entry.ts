import {createHasher, type Digests, type HashAlgorithm} from '@fonds/core/hash';
import type {Deflater, Deflaters} from './deflater.ts';
import type {EntryPlan} from './entry-plan.ts';
import {readParts, type Part} from './segments.ts';
import type {Source} from './source.ts';
import {blockViews} from './stored-blocks.ts';

/** A part of an entry that is deflated: how long it was, and what has come out since the part before. */
export interface Piece {
	readonly length: number;
	readonly chunks: readonly Uint8Array[];
}

/** An entry while it is deflated, or when it has been. */
export interface DeflatedEntry {
	/** A small file, whole, so that its CRC and sizes can come first. Others have pieces. */
	readonly small: {readonly bytes: Uint8Array; readonly deflated: Uint8Array} | undefined;
	readonly pieces: Iterable<Piece> | AsyncIterable<Piece>;
	/** To be asked for at the end. */
	digests(): Digests;
	close(): Promise<void>;
}

/** Begins to read and deflate an entry. */
export async function beginDeflated(
	plan: EntryPlan,
	source: Source,
	algorithms: readonly HashAlgorithm[],
	deflaters: Deflaters,
): Promise<DeflatedEntry> {
	const hasher = await createHasher(['crc32', ...algorithms]);
	const parts = readParts(plan.path, plan.size, source);
	let deflater: Deflater | undefined;
	const close = async (): Promise<void> => {
		deflater?.close();
		await parts.return(undefined);
	};
	try {
		const first = (await parts.next()).value!;
		deflater = await deflaters.begin(first.last ? first.segment.length : plan.size);
		const digests = (): Digests => hasher.digest();
		if (first.last) {
			const bytes = join(first);
			hasher.update(bytes);
			const chunks = await deflater.push(bytes.slice(), true);
			return {small: {bytes, deflated: joinAll(chunks)}, pieces: [], digests, close};
		}
		return {small: undefined, pieces: deflateParts(first, parts, deflater, bytes => hasher.update(bytes)), digests, close};
	} catch (error) {
		await close();
		throw error;
	}
}

/** Deflates an entry to its end before its turn comes. Only for files that may be kept. */
export async function deflateAhead(...what: Parameters<typeof beginDeflated>): Promise<DeflatedEntry> {
	const entry = await beginDeflated(...what);
	try {
		const pieces: Piece[] = [];
		for await (const piece of entry.pieces) {
			pieces.push(piece);
		}
		const digests = entry.digests();
		return {small: entry.small, pieces, digests: () => digests, close: () => Promise.resolve()};
	} finally {
		await entry.close();
	}
}

/** Hands parts to the deflater and gives on what comes of them in order, as many behind as are on their way. */
async function* deflateParts(
	first: Part,
	rest: AsyncGenerator<Part, undefined>,
	deflater: Deflater,
	read: (bytes: Uint8Array) => void,
): AsyncGenerator<Piece> {
	const pending: Promise<Piece>[] = [];
	for (let part: Part | undefined = first; part !== undefined; part = (await rest.next()).value) {
		const {length} = part.segment;
		const bytes = join(part);
		read(bytes);
		const piece = deflater.push(bytes, part.last).then(chunks => ({length, chunks}));
		piece.catch(() => {}); // Who waits for it is told.
		pending.push(piece);
		if (pending.length > deflater.depth) {
			yield await pending.shift()!;
		}
	}
	yield* pending;
}

/** The bytes of a part in one piece of memory of their own. */
function join({segment: {bytes, length}}: Part): Uint8Array<ArrayBuffer> {
	return joinAll(blockViews(bytes, length), length);
}

function joinAll(
	chunks: readonly Uint8Array[],
	length: number = chunks.reduce((sum, chunk) => sum + chunk.length, 0),
): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}
