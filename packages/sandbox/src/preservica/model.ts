/** Folder (structural object), asset (information object), content object. */
export type Kind = 'SO' | 'IO' | 'CO';

/** A folder, an asset or a content object. */
export interface Entity {
	readonly ref: string;
	readonly kind: Kind;
	readonly title: string;
	readonly description?: string | undefined;
	readonly securityTag: string;
	readonly customType?: string | undefined;
	/** The folder of a folder or asset, the asset of a content object; none at the root. */
	readonly parent?: string | undefined;
	/** What the system it came from calls it (`SourceID` of OPEX). */
	readonly sourceId?: string | undefined;
}

/** A descriptive metadata fragment. */
export interface Fragment {
	readonly ref: string;
	readonly entity: string;
	readonly schemaUri: string;
	/** The one element it holds, serialised with all its namespaces declared. */
	readonly xml: string;
}

export interface Identifier {
	readonly apiId: string;
	readonly type: string;
	readonly value: string;
	readonly entity: string;
}

/** A relation between two entities. */
export interface Link {
	readonly apiId: string;
	readonly type: string;
	readonly from: string;
	readonly to: string;
}

/** One way an asset is kept or shown. */
export interface Representation {
	readonly asset: string;
	readonly type: string;
	/** Counted from 1 within the type. */
	readonly index: number;
	readonly name?: string | undefined;
	/** In page order. */
	readonly contentObjects: readonly string[];
}

/** A version of a content object. */
export interface Generation {
	readonly contentObject: string;
	/** Counted from 1. */
	readonly index: number;
	readonly original: boolean;
	readonly active: boolean;
	readonly label?: string | undefined;
	readonly effectiveDate: string;
	/** When it came in, if that is not its effective date. */
	readonly receivedAt?: string | undefined;
	readonly formats: readonly Format[];
	readonly bitstreams: readonly Bitstream[];
}

/** What a file is, as far as its name tells. */
export interface Format {
	readonly puid: string;
	readonly name: string;
	readonly version?: string | undefined;
	readonly group: string;
	readonly mediaType: string;
	readonly method: 'Extension' | 'Unknown';
}

/** One file. */
export interface Bitstream {
	readonly filename: string;
	readonly originalFilename?: string | undefined;
	readonly size: number;
	readonly fixities: readonly Fixity[];
	/** The blob that holds its bytes, perhaps beside those of other files. */
	readonly blob: string;
	/** Where in the blob its bytes begin. */
	readonly start: number;
}

/** The algorithms the XIP schema allows. */
export type FixityAlgorithm = 'MD5' | 'SHA1' | 'SHA256' | 'SHA512';

export interface Fixity {
	readonly algorithm: FixityAlgorithm;
	/** Lower-case hexadecimal. */
	readonly value: string;
}

/** Something that happened to an entity, as part of an event. */
export interface EventAction {
	readonly event: string;
	/** Is it a further action of an event that has others? */
	readonly further?: boolean | undefined;
	readonly type: 'Ingest' | 'Modified' | 'Moved' | 'Deleted';
	readonly command: string;
	readonly date: string;
	readonly user: string;
	readonly entity: string;
	/** What more there is to say of it. */
	readonly detail?: string | undefined;
}

/** What is left of an entity that was deleted. */
export interface Tombstone extends Entity {
	readonly deletedAt: string;
}

/** One look at whether a file is intact where it is kept. */
export interface IntegrityCheck {
	readonly contentObject: string;
	/** Counted from 1, as is `bitstream`. */
	readonly generation: number;
	readonly bitstream: number;
	readonly type: 'full' | 'quick';
	readonly success: boolean;
	readonly date: string;
	readonly adapter: string;
	readonly fixed?: boolean | undefined;
	readonly reason?: string | undefined;
}

/** A picture that was put in place of the one an entity would have. */
export interface Preview {
	readonly entity: string;
	readonly mediaType: string;
	readonly blob: string;
}

/** Pictures of an asset that came with it, by size. */
export interface Thumbnail {
	readonly entity: string;
	readonly mediaType: string;
	readonly small: string;
	readonly medium: string;
	readonly large: string;
}
