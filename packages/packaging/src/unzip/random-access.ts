/** Bytes of which any part can be read: a file on a disk, a `Blob`, an object behind range requests. */
export interface RandomAccess {
	readonly size: number;
	/** Reads `length` bytes from `offset` on. Fewer than asked for mean that the bytes end there. */
	read(offset: number, length: number): Promise<Uint8Array>;
}

/** Reads a `Blob` part by part. */
export function accessBlob(blob: Blob): RandomAccess {
	return {
		size: blob.size,
		read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
	};
}
