import type {FixityAlgorithm} from '@fonds/core/hash';
import type {XmlElement} from '@fonds/core/xml';

/** An OPEX document as it was read. It can be written again. Texts that are empty are `undefined`. */
export interface OpexDocument {
	/** Such as `1.2`; undefined if the document is in no namespace. */
	readonly version: string | undefined;
	readonly sourceId: string | undefined;
	readonly manifest: OpexManifest | undefined;
	readonly fixities: readonly OpexFixity[];
	readonly originalFilename: string | undefined;
	readonly title: string | undefined;
	readonly description: string | undefined;
	readonly securityTag: string | undefined;
	readonly identifiers: readonly OpexIdentifier[];
	readonly events: readonly OpexEvent[];
	readonly relationships: readonly OpexRelationship[];
	readonly metadata: readonly OpexFragment[];
	/** Elements that OPEX does not know, and texts that are there twice. */
	readonly unknown: readonly XmlElement[];
}

/** What is in a folder, by names, or in a PAX, by paths. */
export interface OpexManifest {
	/** Undefined if the manifest says nothing of files. */
	readonly files: readonly OpexManifestFile[] | undefined;
	/** Undefined if the manifest says nothing of folders. */
	readonly folders: readonly string[] | undefined;
}

/** A file of a manifest. */
export interface OpexManifestFile {
	readonly path: string;
	/** Bytes. */
	readonly size: number | undefined;
	readonly type: 'content' | 'metadata' | (string & {}) | undefined;
}

/** A digest. */
export interface OpexFixity {
	/** Undefined if it is not one that is known here. */
	readonly algorithm: FixityAlgorithm | undefined;
	/** The name that stands there, such as `SHA-1` or `SHA1`. */
	readonly type: string;
	/** In lower case. */
	readonly value: string;
	/** Path of a file in a PAX; undefined for the file that the document is beside. */
	readonly path: string | undefined;
}

/** An identifier. */
export interface OpexIdentifier {
	readonly type: string;
	readonly value: string;
}

/** Something that happened. */
export interface OpexEvent {
	/** As it stands there. */
	readonly date: string;
	readonly user: string;
	readonly type: string | undefined;
	readonly action: string | undefined;
	readonly detail: string | undefined;
}

/** A relation to something else. */
export interface OpexRelationship {
	readonly type: string | undefined;
	readonly object: string | undefined;
}

/** A descriptive metadata fragment. */
export interface OpexFragment {
	/** The root element. */
	readonly xml: XmlElement;
}
