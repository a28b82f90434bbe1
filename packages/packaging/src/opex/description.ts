import type {FixityAlgorithm} from '@fonds/core/hash';
import type {XmlElement} from '@fonds/core/xml';

/** What OPEX can say of a folder, an asset or a file as an archivist sees it. */
export interface OpexProperties {
	/** What it is called where it comes from. On a second ingest it finds what is there already. */
	readonly sourceId?: string | undefined;
	readonly title?: string | undefined;
	readonly description?: string | undefined;
	/** The system takes `open` if there is none. */
	readonly securityTag?: string | undefined;
	/** @default [] */
	readonly identifiers?: readonly OpexIdentifierDescription[] | undefined;
	/** What happened to it before. @default [] */
	readonly events?: readonly OpexEventDescription[] | undefined;
	/** @default [] */
	readonly relationships?: readonly OpexRelationshipDescription[] | undefined;
	/** Descriptive metadata fragments. @default [] */
	readonly metadata?: readonly OpexFragmentDescription[] | undefined;
	/** What a reader found and OPEX does not know. It cannot be written: leave it out. @default [] */
	readonly unknown?: readonly XmlElement[] | undefined;
}

/** A whole OPEX document. */
export interface OpexDescription extends OpexProperties {
	/** What is in the folder. */
	readonly manifest?: OpexManifestDescription | undefined;
	/** @default [] */
	readonly fixities?: readonly OpexFixityDescription[] | undefined;
	/** What the file was called once (OPEX 1.2). */
	readonly originalFilename?: string | undefined;
	/** @default '1.2' */
	readonly version?: string | undefined;
}

/** What is in a folder, by names, or in a PAX, by paths. */
export interface OpexManifestDescription {
	readonly files?: readonly OpexManifestFileDescription[] | undefined;
	readonly folders?: readonly string[] | undefined;
}

/** A file of a manifest. */
export interface OpexManifestFileDescription {
	readonly path: string;
	/** Bytes. */
	readonly size?: number | undefined;
	/** `content` or `metadata`. */
	readonly type?: 'content' | 'metadata' | (string & {}) | undefined;
}

/** A digest, of the file that the document is beside or of a file in a PAX. */
export interface OpexFixityDescription {
	readonly algorithm: FixityAlgorithm | undefined;
	/** The name of an algorithm that is not known here. @default that of the algorithm, such as `SHA-256` */
	readonly type?: string | undefined;
	/** Hexadecimal. */
	readonly value: string;
	/** Path of a file in the PAX (OPEX 1.2). @default the file itself */
	readonly path?: string | undefined;
}

/** An identifier. */
export interface OpexIdentifierDescription {
	readonly type: string;
	readonly value: string;
}

/** Something that happened. */
export interface OpexEventDescription {
	/** A text as XML Schema's `dateTime`. */
	readonly date: Date | string;
	readonly user: string;
	readonly type?: string | undefined;
	readonly action?: string | undefined;
	readonly detail?: string | undefined;
}

/** A relation to something else. */
export interface OpexRelationshipDescription {
	/** Such as `IsVersionOf`. */
	readonly type?: string | undefined;
	/** Reference or source id of the other. */
	readonly object?: string | undefined;
}

/** A descriptive metadata fragment. It comes out as it went in, but for comments and processing instructions. */
export interface OpexFragmentDescription {
	/** A document, or its root element, in a namespace other than that of OPEX. */
	readonly xml: string | XmlElement;
}
