import type {XmlElement} from '@fonds/core/xml';
import type {PremisAgent, PremisEvent, PremisObject, PremisRights} from './premis.ts';

/** Who made a METS document, or has to do with it. */
export interface MetsAgent {
	readonly role: string | undefined;
	readonly type: string | undefined;
	readonly name: string | undefined;
	readonly notes: readonly string[];
}

/** What a METS document says of itself. Comes first, once, also where the document has no header. */
export interface MetsHeader {
	readonly kind: 'header';
	readonly objectId: string | undefined;
	readonly label: string | undefined;
	readonly profile: string | undefined;
	/** As it is written; Archivematica writes no zone. */
	readonly created: string | undefined;
	/** As it is written. */
	readonly modified: string | undefined;
	readonly agents: readonly MetsAgent[];
}

/** Where a section of metadata is, and whether it still counts. */
export interface MetsMetadata {
	/** Not always unique: Archivematica has written `dmdSec_1` twice. */
	readonly id: string | undefined;
	/** ID of the `amdSec` it is in; `undefined` for descriptions. */
	readonly administrativeSection: string | undefined;
	/** Such as `original`, `update`, `current`, `superseded`, `deleted`. */
	readonly status: string | undefined;
	/** Whether a reingest put something else in its place, or removed it. */
	readonly superseded: boolean;
	/** As it is written. */
	readonly created: string | undefined;
	/** Such as `DC`, `PREMIS:OBJECT`, `OTHER`. */
	readonly metadataType: string | undefined;
	/** Such as `CUSTOM` for the columns of a metadata.csv. */
	readonly otherMetadataType: string | undefined;
	/** UUID of the object the `amdSec` is about; `undefined` for descriptions: divisions and files name them by ID. */
	readonly about: string | undefined;
	/** What was wrapped. Tool output (`objectCharacteristicsExtension`) and embedded content are left out; see {@link ReadMetsOptions.extensions}. */
	readonly xml: XmlElement | undefined;
}

/** One value of a description. */
export interface MetsField {
	/** The name of the element without a prefix, such as `title`; of nested ones all names, such as `name/namePart`. */
	readonly name: string;
	readonly namespace: string;
	readonly value: string;
}

/** A `dmdSec`: Dublin Core, the columns of a metadata.csv, anything else; or a PREMIS object of the package or a directory. */
export interface MetsDescription extends MetsMetadata {
	readonly kind: 'description';
	/** Its values in document order; empty ones are left out. */
	readonly fields: readonly MetsField[];
	/** Where it describes by PREMIS. */
	readonly object: PremisObject | undefined;
	/** Where it is elsewhere. */
	readonly href: string | undefined;
}

/** A PREMIS object of a `techMD`. */
export interface MetsObject extends MetsMetadata {
	readonly kind: 'object';
	readonly object: PremisObject;
}

/** A PREMIS event of a `digiprovMD`. */
export interface MetsEvent extends MetsMetadata {
	readonly kind: 'event';
	readonly event: PremisEvent;
}

/** A PREMIS agent of a `digiprovMD`. Archivematica repeats the agents for each file. */
export interface MetsPremisAgent extends MetsMetadata {
	readonly kind: 'agent';
	readonly agent: PremisAgent;
}

/** A PREMIS rights statement of a `rightsMD`. */
export interface MetsRights extends MetsMetadata {
	readonly kind: 'rights';
	readonly rights: PremisRights;
}

/** Metadata of another kind in an `amdSec`, such as the bag-info.txt of a transfer in a `sourceMD`. */
export interface MetsOther extends MetsMetadata {
	readonly kind: 'other';
	/** `techMD`, `rightsMD`, `sourceMD` or `digiprovMD`. */
	readonly element: string;
	readonly fields: readonly MetsField[];
	/** Where it is elsewhere. */
	readonly href: string | undefined;
}

/** One step that turns the stored file back into what it was. */
export interface MetsTransformation {
	/** `decompression` or `decryption`. */
	readonly type: string;
	/** Such as `bzip2` or `GPG`. */
	readonly algorithm: string | undefined;
	/** Such as the fingerprint of a key. */
	readonly key: string | undefined;
}

/** A file of the `fileSec`. */
export interface MetsFileEntry {
	readonly kind: 'file';
	readonly id: string | undefined;
	/** `USE` of its group, such as `original`, `preservation`, `metadata`; `deleted` for what a reingest removed. */
	readonly group: string | undefined;
	readonly groupId: string | undefined;
	/** As it is written in `FLocat`. */
	readonly href: string | undefined;
	/** Relative to the document, percent-decoded; `undefined` for a file that is gone or has an address. Not checked: it may be hostile. */
	readonly path: string | undefined;
	/** IDs of `amdSec`s. */
	readonly administrativeSections: readonly string[];
	/** IDs of `dmdSec`s. */
	readonly descriptions: readonly string[];
	/** In the order they are to be applied. */
	readonly transformations: readonly MetsTransformation[];
}

/** A `structMap`. Archivematica's `physical` one has what is there, the `logical` one also directories that were empty. */
export interface MetsStructure {
	readonly id: string | undefined;
	readonly type: string | undefined;
	readonly label: string | undefined;
}

/** A division of a `structMap`, before those in it. */
export interface MetsDivision {
	readonly kind: 'division';
	readonly structure: MetsStructure;
	/** `LABEL`s from the outermost division to this one. */
	readonly path: readonly string[];
	/** Such as `Directory` or `Item`. */
	readonly type: string | undefined;
	readonly label: string | undefined;
	/** IDs of `amdSec`s. */
	readonly administrativeSections: readonly string[];
	/** IDs of `dmdSec`s. */
	readonly descriptions: readonly string[];
	/** IDs of files. */
	readonly files: readonly string[];
}

/** A part of a METS document; `kind` tells which. */
export type MetsSection =
	| MetsHeader
	| MetsDescription
	| MetsObject
	| MetsEvent
	| MetsPremisAgent
	| MetsRights
	| MetsOther
	| MetsFileEntry
	| MetsDivision;
