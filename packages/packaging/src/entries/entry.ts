/**
 * One file of a package: its name and a way to its bytes.
 *
 * Nothing is opened before the entry's turn comes, and nothing is opened twice: either `open` or `openReader` is called, once.
 */
export interface PackageEntry {
	/** Path inside the package, with `/` between its segments. */
	readonly path: string;
	/** Size in bytes. Announce it when it is known: the package's size can then be predicted, and a file that changes is noticed. */
	readonly size?: number | undefined;
	readonly modified?: Date | undefined;
	/** A folder: it has no bytes and is not opened. Make it with `folderEntry`. @default false */
	readonly directory?: boolean | undefined;
	/** Opens the bytes. */
	open(): ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>;
	/**
	 * A way to the bytes that spares a copy, for sources that can read into memory they are given. It may be taken a little ahead of
	 * the entry's turn if the file is small: such an entry must not depend on what is packed before it.
	 */
	readonly openReader?: (() => Promise<EntryReader>) | undefined;
	/** The bytes as a `Blob`, when that is what they are. A worker can be given it. */
	readonly blob?: Blob | undefined;
	/** Whether to deflate this entry. @default what the writer was asked for, and not for names of formats that are compressed already */
	readonly compress?: boolean | undefined;
}

/** Reads an entry into memory that it is given. */
export interface EntryReader {
	/** Fills the memory with the next bytes. Gives their number: fewer than the memory holds only at the end of the entry. */
	read(memory: Uint8Array<ArrayBuffer>): Promise<number>;
	/** Ends the reading, at the end or before it. */
	close(): Promise<void>;
}

/** The files of a package, in the order in which they are written. */
export type Entries = Iterable<PackageEntry> | AsyncIterable<PackageEntry>;
