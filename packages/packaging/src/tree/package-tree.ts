import type {PackageEntry} from '../entries/entry.ts';
import type {RandomAccess} from '../unzip/random-access.ts';

/** A file of a package that is there to be read. It can be opened as often as one likes, and packaged again. */
export interface PackageFile extends PackageEntry {
	readonly size: number;
	open(options?: {readonly signal?: AbortSignal | undefined}): ReadableStream<Uint8Array<ArrayBuffer>>;
	/**
	 * Any part of the bytes, so that a ZIP file in a package can be opened where it lies; undefined where they are a `blob`, or can only be read from front to back.
	 * Unlike what `open` gives, they are compared with no checksum.
	 */
	readonly access?: (() => RandomAccess) | undefined;
}

/** A package, or any folder, to be read: of a disk, of a ZIP file, of what a user chose. Paths have been checked: none leaves the folder. */
export interface PackageTree {
	/** By path, with `/` between segments, in the order of the source. */
	readonly files: ReadonlyMap<string, PackageFile>;
	/** Folders in which there is nothing at all. */
	readonly emptyFolders: readonly string[];
}
