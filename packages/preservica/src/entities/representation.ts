import type {Fixity} from '@fonds/core/hash';
import type {EntityStub} from './entity.ts';

/** One way to hold an asset's content: as preserved, for access, on a shelf. */
export interface Representation {
	/** Reference of the asset. */
	readonly asset: string;
	/** `Preservation`, `Access`, `Physical`, or what the server says. */
	readonly type: string;
	/** Counts from 1 within the type. */
	readonly index: number;
	readonly name: string | undefined;
	readonly url: string;
}

/** A content object as a representation lists it, in page order. */
export interface ContentObjectStub extends EntityStub<'contentObject'> {}

/** A file format as the server identified it. Every field may be missing or blank. */
export interface Format {
	/** PRONOM identifier, such as `fmt/353`. */
	readonly puid: string | undefined;
	readonly name: string | undefined;
	readonly version: string | undefined;
	/** `Container`, `Signature`, `Extension`, `None`, `Unknown`, or what the server says. */
	readonly method: string | undefined;
	readonly priority: number | undefined;
	readonly valid: boolean | undefined;
}

/** A technical property that the server extracted. */
export interface Property {
	/** Keeps repeated values together, such as `TIFF Page 0`. */
	readonly group: string | undefined;
	readonly puid: string | undefined;
	readonly name: string | undefined;
	/** May be a whole report of hundreds of kilobytes. */
	readonly value: string | undefined;
}

/** A content object at one time: migrating or replacing a file makes the next generation. */
export interface Generation {
	/** Reference of the content object. */
	readonly contentObject: string;
	/** Counts from 1, in the order of creation. */
	readonly index: number;
	readonly url: string;
	/** Is it as it was ingested, not derived? */
	readonly original: boolean;
	/** Is it a current one? */
	readonly active: boolean;
	readonly label: string | undefined;
	readonly formatGroup: string | undefined;
	/** ISO 8601, as the server wrote it. */
	readonly effectiveDate: string | undefined;
	readonly formats: readonly Format[];
	readonly properties: readonly Property[];
	readonly bitstreams: readonly {readonly filename: string | undefined; readonly url: string}[];
}

/** A digest in an algorithm that this release cannot compute. */
export interface UnknownFixity {
	readonly algorithm: string;
	readonly value: string;
}

/** A file, and what the server knows to check it by. */
export interface Bitstream {
	/** As the server has it: not necessarily safe to use in a path. */
	readonly filename: string;
	readonly size: number;
	/** May be empty: then only the size can be checked. */
	readonly fixities: readonly Fixity[];
	/** Digests in algorithms that cannot be checked here. */
	readonly unknownFixities: readonly UnknownFixity[];
	/** Where its bytes are. */
	readonly url: string;
	/** Where the history of its integrity checks is, undefined when the server leaves it out. */
	readonly integrityHistoryUrl: string | undefined;
	/** Reference of the content object. */
	readonly contentObject: string;
	/** Index of the generation. */
	readonly generation: number;
	/** Counts from 1 within the generation. */
	readonly index: number;
}
