/** Part of a blob: bytes from `start`, up to but not including `end`. */
export interface ByteRange {
	readonly start: number;
	readonly end: number;
}

/** What can be written into a blob. */
export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>;

/** Bytes too large for a document. Ids begin with `blob-`; a blob no document names is removed when the sandbox starts. */
export interface Blobs {
	/** Stores bytes; they are on disk when this resolves. Nothing is left when the source fails. */
	write(source: BlobSource): Promise<{id: string; size: number}>;
	/** @throws Error when there is no such blob. */
	read(id: string, range?: ByteRange): ReadableStream<Uint8Array<ArrayBuffer>>;
	/** A small piece of a blob, at once; shorter than the range when the blob is. @throws Error when there is no such blob. */
	piece(id: string, range: ByteRange): Uint8Array;
	delete(id: string): Promise<void>;
	/** How many blobs there are. */
	count(): number;
	/** Removes every blob whose id is not given, and what interrupted writes left. */
	keepOnly(ids: ReadonlySet<string>): Promise<void>;
}

/** Removes blobs that nothing names any more, without waiting. One that cannot be removed now is removed when the sandbox next starts. */
export function discard(blobs: Blobs, ids: Iterable<string>): void {
	for (const id of ids) blobs.delete(id).catch(() => undefined);
}

/** A new id for a blob. */
export function newBlobId(): string {
	return `blob-${crypto.randomUUID()}`;
}

/** All ids of blobs that occur in a text. */
export function blobIdsIn(text: string): Iterable<string> {
	return text.match(/blob-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu) ?? [];
}
