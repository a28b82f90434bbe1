import type {Blobs, BlobSource, ByteRange} from './blobs.ts';
import {newBlobId} from './blobs.ts';

/** Blobs that are gone with the process. */
export function createMemoryBlobs(): Blobs {
	const blobs = new Map<string, Blob>();
	return {
		async write(source: BlobSource) {
			const id = newBlobId();
			const blob = new Blob(await collect(source));
			blobs.set(id, blob);
			return {id, size: blob.size};
		},
		read(id: string, range?: ByteRange) {
			const blob = blobs.get(id);
			if (!blob) throw new Error(`There is no blob ${id}.`);
			return (range ? blob.slice(range.start, range.end) : blob).stream();
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

async function collect(source: BlobSource): Promise<Uint8Array<ArrayBuffer>[]> {
	if (source instanceof Uint8Array) return [new Uint8Array(source)];
	const chunks: Uint8Array<ArrayBuffer>[] = [];
	for await (const chunk of source) chunks.push(new Uint8Array(chunk));
	return chunks;
}
