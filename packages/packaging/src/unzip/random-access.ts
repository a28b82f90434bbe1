/** Bytes of which any part can be read: a file on a disk, a `Blob`, an object behind range requests. */
export interface RandomAccess {
	readonly size: number;
	/** Reads `length` bytes from `offset` on. Fewer than asked for mean that the bytes end there. */
	read(offset: number, length: number): Promise<Uint8Array>;
	/** A part that will be read from front to back, once: for sources for which one long request is better than many short ones. */
	readonly part?: ((offset: number, length: number, signal: AbortSignal) => PartAccess) | undefined;
}

/** A part of something, to be read from front to back. Offsets are those of the whole. */
export interface PartAccess extends Pick<RandomAccess, 'size' | 'read'> {
	/** Ends the reading, at the end or before it. */
	close(): Promise<void>;
}

/** Reads a `Blob` part by part. */
export function accessBlob(blob: Blob): RandomAccess {
	return {
		size: blob.size,
		read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
	};
}

const blockSize = 64 * 1024;

/** Reads more than it is asked for, and gives what is next to it from there. For small reads that go forward. */
export function bufferAccess(source: RandomAccess): RandomAccess {
	let start = 0;
	let block: Uint8Array = new Uint8Array(0);
	return {
		size: source.size,
		async read(offset, length) {
			if (offset < start || offset + length > start + block.length) {
				block = await source.read(offset, Math.min(Math.max(length, blockSize), source.size - offset));
				start = offset;
			}
			return block.subarray(offset - start, offset - start + length);
		},
	};
}
