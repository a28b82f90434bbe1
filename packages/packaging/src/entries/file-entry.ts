import type {EntryReader, PackageEntry} from './entry.ts';
import {createPieceReader} from './entry-reader.ts';
import {readerStream} from './reader-stream.ts';

/** How much of a `Blob` is fetched at a time. Browsers answer large slices much faster than their own streams give them. */
const sliceSize = 8 * 1024 * 1024;

/** An entry whose bytes are a `Blob`. */
export interface BlobEntry extends PackageEntry {
	readonly size: number;
	readonly blob: Blob;
}

/**
 * Makes an entry of a file the user has chosen or dropped, or of any `Blob`. A browser tells when the file has changed since:
 * reading then fails, and so does the package.
 *
 * @param path - Path inside the package. Default: the path in the chosen folder (`webkitRelativePath`), else the file's name.
 */
export function entryFromFile(file: File, path?: string): BlobEntry;
export function entryFromFile(blob: Blob, path: string): BlobEntry;
export function entryFromFile(file: Blob & Partial<File>, path?: string): BlobEntry {
	const openReader = (): Promise<EntryReader> => Promise.resolve(createBlobReader(file));
	return {
		path: path ?? (file.webkitRelativePath || file.name || ''),
		size: file.size,
		modified: file.lastModified === undefined ? undefined : new Date(file.lastModified),
		blob: file,
		open: () => readerStream(openReader),
		openReader,
	};
}

/** Reads a `Blob` in large slices. */
export function createBlobReader(blob: Blob): EntryReader {
	const slices = readSlices(blob);
	return createPieceReader(
		async () => (await slices.next()).value,
		async () => void (await slices.return(undefined)),
	);
}

/** Gives the slices of a blob, fetching one ahead. */
async function* readSlices(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
	const fetchSlice = (start: number): Promise<ArrayBuffer> => {
		// A slice is a thing of its own for the browser, and costs more than the bytes of a small file.
		const slice = blob.size <= sliceSize ? blob : blob.slice(start, start + sliceSize);
		const bytes = slice.arrayBuffer();
		bytes.catch(() => {}); // It may fail while nobody waits for it; who waits is told.
		return bytes;
	};
	let next = fetchSlice(0);
	for (let start = 0; start < blob.size; start += sliceSize) {
		const current = await next;
		if (start + sliceSize < blob.size) {
			next = fetchSlice(start + sliceSize);
		}
		yield new Uint8Array(current);
	}
	return undefined;
}
