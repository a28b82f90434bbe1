/** An entry of a ZIP file, as its directory describes it. */
export interface ZipEntry {
	readonly path: string;
	/** A folder; it has no bytes, and its path no final slash. */
	readonly directory: boolean;
	readonly size: number;
	readonly compressedSize: number;
	/** Eight hexadecimal digits. */
	readonly crc32: string;
	readonly method: 'stored' | 'deflated';
	/** `undefined` if the file does not tell: 1 January 1980 at midnight stands for no date. */
	readonly modified: Date | undefined;
}

/** What only the reader needs. */
export interface DirectoryEntry extends ZipEntry {
	readonly name: Uint8Array;
	readonly flags: number;
	readonly crc: number;
	/** Where the local header begins. */
	readonly offset: number;
	/** Where the next thing begins: the local header of another entry, or the directory. */
	readonly limit: number;
}
