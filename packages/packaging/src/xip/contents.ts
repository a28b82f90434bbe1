import type {FixityAlgorithm} from '@fonds/core/hash';
import type {XmlElement} from '@fonds/core/xml';
import type {PackageEntry} from '../entries/entry.ts';
import type {Finding} from '../findings/finding.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';

/** What is in a XIP package: the model of a description, with everything that was found. It can be described again: `xipLayout(contents, …)`. */
export interface XipContents {
	/** The namespace of the metadata, such as `http://preservica.com/XIP/v7.7`. */
	readonly namespace: string;
	/** Path of the metadata in the tree. */
	readonly metadataPath: string;
	/** Folders that are not in another folder of the package. */
	readonly folders: readonly XipFolder[];
	/** Assets that are not in a folder of the package. */
	readonly assets: readonly XipAsset[];
	readonly links: readonly XipLink[];
	readonly restrictions: readonly XipRestriction[];
	readonly events: readonly XipEventAction[];
	/** Every file that the metadata describes, in its order; also those that no generation names. */
	readonly bitstreams: readonly XipBitstream[];
	/** Content objects that are in no representation. */
	readonly contentObjects: readonly XipContentObject[];
	/** Bitstreams that are in no generation. */
	readonly unusedBitstreams: readonly XipBitstream[];
	/** Elements of which something is nowhere else in here, as they are: because it is not known, cannot be, or refers to what is not in the package. */
	readonly leftovers: readonly XmlElement[];
	/** Elements at the top that are not known here. */
	readonly unknown: readonly XmlElement[];
	/** What is wrong with the metadata, and with the names of files in it. */
	readonly findings: readonly Finding[];
	/** The files it was read from. */
	readonly tree: PackageTree;
}

/** What folders, assets and content objects have in common. Texts that are empty are `undefined`. */
export interface XipEntity {
	/** Empty if there is none. */
	readonly ref: string;
	/** Empty if there is none. */
	readonly title: string;
	readonly description: string | undefined;
	readonly securityTag: string | undefined;
	readonly customType: string | undefined;
	/** Reference of what it is in. */
	readonly parent: string | undefined;
	readonly identifiers: readonly XipIdentifier[];
	readonly metadata: readonly XipFragment[];
	/** Elements in it that are not known here. */
	readonly unknown: readonly XmlElement[];
}

/** A folder (structural object) with what is in it. */
export interface XipFolder extends XipEntity {
	readonly folders: readonly XipFolder[];
	readonly assets: readonly XipAsset[];
}

/** An asset (information object). */
export interface XipAsset extends XipEntity {
	readonly representations: readonly XipRepresentation[];
}

/** An identifier of an entity. */
export interface XipIdentifier {
	/** Its key on a server. */
	readonly apiId: string | undefined;
	readonly type: string;
	readonly value: string;
}

/** A descriptive metadata fragment. */
export interface XipFragment {
	readonly ref: string | undefined;
	readonly schema: string | undefined;
	/** The root element. */
	readonly xml: XmlElement;
}

/** One way in which the content of an asset is there. */
export interface XipRepresentation {
	/** Empty if there is none. */
	readonly type: string;
	readonly name: string | undefined;
	/** In their order. One that is in several representations is the same object in each. */
	readonly contentObjects: readonly XipContentObject[];
	readonly formats: readonly XipRepresentationFormat[];
	readonly properties: readonly XipProperty[];
	readonly unknown: readonly XmlElement[];
}

/** A component of an asset. */
export interface XipContentObject extends XipEntity {
	readonly generations: readonly XipGeneration[];
}

/** What a content object was at a time. */
export interface XipGeneration {
	readonly original: boolean | undefined;
	readonly active: boolean | undefined;
	readonly label: string | undefined;
	readonly formatGroup: string | undefined;
	/** As it stands there; empty if it does not, so that none is made up when this is written again. Undefined where no document describes it. */
	readonly effectiveDate: string | undefined;
	readonly bitstreams: readonly XipBitstream[];
	readonly formats: readonly XipFormat[];
	readonly properties: readonly XipProperty[];
	readonly unknown: readonly XmlElement[];
}

/** A file. It is an entry, so that it can be packaged again; opening one that is not there fails with a `PackageError`. */
export interface XipBitstream extends PackageEntry {
	/** Its name. */
	readonly filename: string;
	/** Where the metadata says it is. */
	readonly location: string | undefined;
	readonly originalFilename: string | undefined;
	readonly physicalFilename: string | undefined;
	readonly container: string | undefined;
	readonly extractionTool: string | undefined;
	readonly extractionToolParams: string | undefined;
	/** Bytes, as the metadata says. */
	readonly size: number | undefined;
	/** As the metadata says. */
	readonly fixities: readonly XipFixity[];
	/** The file in the tree, if it is there. */
	readonly file: PackageFile | undefined;
	readonly unknown: readonly XmlElement[];
	/** @throws PackageError with the problem `missing` if the file is not there. */
	open(options?: {readonly signal?: AbortSignal | undefined}): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** A digest in the metadata. */
export interface XipFixity {
	/** Undefined if it is not one that XIP knows. */
	readonly algorithm: FixityAlgorithm | undefined;
	/** The name that stands there, such as `SHA1`. */
	readonly name: string;
	/** In lower case. */
	readonly value: string;
}

/** A format that a generation was found to have. */
export interface XipFormat {
	/** Such as `fmt/353`. */
	readonly puid: string;
	/** The lowest number is the best match. */
	readonly priority: number | undefined;
	/** How it was found out. */
	readonly method: 'Container' | 'Signature' | 'Extension' | 'None' | 'Unknown' | (string & {}) | undefined;
	readonly name: string;
	readonly version: string | undefined;
	readonly warnings: string | undefined;
	readonly valid: boolean | undefined;
}

/** A format of a whole representation. */
export interface XipRepresentationFormat {
	readonly puid: string;
	readonly name: string;
	readonly priority: number | undefined;
	readonly valid: boolean | undefined;
}

/** A technical property. */
export interface XipProperty {
	/** What belongs together has the same. */
	readonly group: string | undefined;
	/** Such as `prp/12`. */
	readonly puid: string;
	readonly name: string;
	readonly value: string;
}

/** A directed relation between two entities. */
export interface XipLink {
	/** Such as `VirtualChild`, or an address of Dublin Core terms. */
	readonly type: string;
	/** Reference of where it begins. */
	readonly from: string;
	/** Reference of where it leads. */
	readonly to: string;
}

/** Something that must not be done with an entity. */
export interface XipRestriction {
	readonly type: 'LOCK' | 'DELETE' | (string & {});
	/** Reference of the entity. */
	readonly entity: string;
}

/** What an event did to an entity. */
export interface XipEventAction {
	readonly commandType: string | undefined;
	readonly event: XipEvent;
	readonly date: string | undefined;
	/** Reference of the entity. */
	readonly entity: string;
	readonly serialisedCommand: string | undefined;
}

/** Who did something, when, and by which workflow. */
export interface XipEvent {
	/** Such as `Ingest`. */
	readonly type: string | undefined;
	readonly ref: string | undefined;
	readonly date: string | undefined;
	readonly user: string | undefined;
	readonly workflowName: string | undefined;
	readonly workflowInstanceId: string | undefined;
}
