import {streamFrom} from '@fonds/core/streams';
import type {Blobs, BlobSource, ByteRange} from './blobs.ts';
import {newBlobId} from './blobs.ts';

interface Chunks {
	readonly size: number;
	readonly chunks: readonly Uint8Array<ArrayBuffer>[];
}

/** Small chunks are put together up to this size. */
const chunkSize = 1024 * 1024;

/** Blobs that are gone with the process. */
export function createMemoryBlobs(): Blobs {
	const blobs = new Map<string, Chunks>();
	const find = (id: string): Chunks => {
		const blob = blobs.get(id);
		if (!blob) throw new Error(`There is no blob ${id}.`);
		return blob;
	};
	return {
		async write(source: BlobSource) {
			const id = newBlobId();
			const blob = await collect(source);
			blobs.set(id, blob);
			return {id, size: blob.size};
		},
		read(id: string, range?: ByteRange) {
			const blob = find(id);
			return streamFrom(pieces(blob, range ?? {start: 0, end: blob.size}));
		},
		piece(id: string, range: ByteRange) {
			return Buffer.concat([...pieces(find(id), range)]);
		},
		async delete(id: string) {
			blobs.delete(id);
		},
		count: () => blobs.size,
		async keepOnly(ids: ReadonlySet<string>) {
			for (const id of blobs.keys()) if (!ids.has(id)) blobs.delete(id);
		},
	};
}

/** Copies, so that nobody who reads can change what is kept. */
function* pieces({chunks}: Chunks, {start, end}: ByteRange): Generator<Uint8Array<ArrayBuffer>> {
	let offset = 0;
	for (const chunk of chunks) {
		if (offset >= end) return;
		const piece = chunk.slice(Math.max(0, start - offset), Math.max(0, end - offset));
		if (piece.length > 0) yield piece;
		offset += chunk.length;
	}
}

async function collect(source: BlobSource): Promise<Chunks> {
	const chunks: Uint8Array<ArrayBuffer>[] = [];
	let open = new Uint8Array(0);
	let used = 0;
	let size = 0;
	for await (const chunk of source instanceof Uint8Array ? [source] : source) {
		for (let offset = 0; offset < chunk.length;) {
			if (used === open.length) {
				open = new Uint8Array(Math.max(chunkSize, chunk.length - offset));
				used = 0;
				chunks.push(open);
			}
			const part = chunk.subarray(offset, offset + open.length - used);
			open.set(part, used);
			used += part.length;
			offset += part.length;
		}
		size += chunk.length;
	}
	if (used < open.length) chunks[chunks.length - 1] = open.slice(0, used);
	return {size, chunks};
}
