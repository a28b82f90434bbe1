import type {Digests, HashAlgorithm} from '@fonds/core/hash';
import type {PackageProgressListener} from '../entries/progress.ts';

/** What decides the length of a ZIP file besides its entries. */
export interface ZipEncodingOptions {
	/** Deflates entries that do not say themselves whether to, unless their names tell of a compressed format. @default false */
	readonly compress?: boolean | undefined;
	/** Leaves out dates, so that the same entries always give the same bytes. @default false */
	readonly deterministic?: boolean | undefined;
}

/** Options of `zip`. */
export interface ZipOptions extends ZipEncodingOptions {
	/** Ends the stream with the signal's reason, and closes what is open. */
	readonly signal?: AbortSignal | undefined;
	/** Digests to make of every entry while it is read. @default [] */
	readonly digests?: readonly HashAlgorithm[] | undefined;
	/** Told about each entry once it is written, before the next one is asked for; not about folders. What it throws ends the stream. */
	readonly onEntry?: ((entry: WrittenEntry) => void) | undefined;
	readonly onProgress?: PackageProgressListener | undefined;
	/** Bytes of all entries, for the progress. @default their sum, if the entries are an array and all announce their sizes */
	readonly total?: number | undefined;
}

/** What was written. */
export interface WrittenEntry {
	readonly path: string;
	readonly size: number;
	/** The digests that were asked for; of an entry of a ZIP file CRC-32, too. */
	readonly digests: Digests;
}
