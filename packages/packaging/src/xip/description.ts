import type {XmlElement} from '@fonds/core/xml';
import type {RepresentationDescription} from './content-description.ts';

/** What a package brings: assets and folders, below a folder that exists or below each other. */
export interface XipDescription {
	/** Reference of the folder that the top assets and folders go into. Left out, they have no parent of their own in the package. */
	readonly parent?: string | undefined;
	readonly assets?: readonly AssetDescription[] | undefined;
	readonly folders?: readonly FolderDescription[] | undefined;
	/** Relations between entities, in the package or not. @default [] */
	readonly links?: readonly LinkDescription[] | undefined;
	/** The format has them; whether a server takes them over is not known. @default [] */
	readonly restrictions?: readonly RestrictionDescription[] | undefined;
	/** The format has them; whether a server takes them over is not known. @default [] */
	readonly events?: readonly EventActionDescription[] | undefined;
	/** Elements of XIP later than 7.7, written after those that are known. @default [] */
	readonly unknown?: readonly XmlElement[] | undefined;
	/** Of what a reader could not take over everything. It cannot be written: put it where it belongs, or leave it out. @default [] */
	readonly leftovers?: readonly XmlElement[] | undefined;
	/** What a reader found to be in no generation. It cannot be written: put it into one, or leave it out. @default [] */
	readonly unusedBitstreams?: readonly object[] | undefined;
	/** What a reader found to be in no representation. It cannot be written: put it into one, or leave it out. @default [] */
	readonly contentObjects?: readonly object[] | undefined;
}

/** What assets and folders have in common. */
export interface EntityDescription {
	readonly title: string;
	readonly description?: string | undefined;
	/** @default 'open' */
	readonly securityTag?: string | undefined;
	readonly customType?: string | undefined;
	/** @default a new UUID */
	readonly ref?: string | undefined;
	/** Reference of the folder it goes into. @default the folder it is described in, else the parent of the whole package */
	readonly parent?: string | undefined;
	readonly identifiers?: readonly IdentifierDescription[] | undefined;
	readonly metadata?: readonly MetadataDescription[] | undefined;
	/** Elements of XIP later than 7.7, written after those that are known. @default [] */
	readonly unknown?: readonly XmlElement[] | undefined;
}

/** An asset (information object). */
export interface AssetDescription extends EntityDescription {
	readonly representations: readonly RepresentationDescription[];
}

/** A folder (structural object) with what is in it. */
export interface FolderDescription extends EntityDescription {
	readonly assets?: readonly AssetDescription[] | undefined;
	readonly folders?: readonly FolderDescription[] | undefined;
}

/** An identifier beside the reference, such as a shelf mark. */
export interface IdentifierDescription {
	readonly type: string;
	readonly value: string;
	/** Its key on a server (XIP 6.2). */
	readonly apiId?: string | undefined;
}

/** A descriptive metadata fragment. It comes out as it went in, but for comments and processing instructions. */
export interface MetadataDescription {
	/** @default the namespace of the root element */
	readonly schema?: string | undefined;
	/** A document, or its root element. The root has to be in a namespace, and not in that of XIP (schema, MetadataContent). */
	readonly xml: string | XmlElement;
	/** @default a new UUID */
	readonly ref?: string | undefined;
}

/** A directed relation between two entities. */
export interface LinkDescription {
	/** Such as `VirtualChild`, or an address of Dublin Core terms. */
	readonly type: string;
	/** Reference of where it begins. */
	readonly from: string;
	/** Reference of where it leads. */
	readonly to: string;
}

/** Something that must not be done with an entity. */
export interface RestrictionDescription {
	/** `LOCK`, or `DELETE` (XIP 6.2). */
	readonly type: 'LOCK' | 'DELETE' | (string & {});
	/** Reference of the entity. */
	readonly entity: string;
}

/** What an event did to an entity. */
export interface EventActionDescription {
	readonly commandType?: string | undefined;
	readonly event: EventDescription;
	/** As XML Schema's `dateTime` (XIP 6.2). */
	readonly date?: Date | string | undefined;
	/** Reference of the entity. */
	readonly entity: string;
	readonly serialisedCommand?: string | undefined;
}

/** Who did something, when, and by which workflow. */
export interface EventDescription {
	/** Such as `Ingest`. */
	readonly type?: string | undefined;
	/** XIP 6.2. */
	readonly ref?: string | undefined;
	/** As XML Schema's `dateTime` (XIP 6.2). */
	readonly date?: Date | string | undefined;
	readonly user?: string | undefined;
	readonly workflowName?: string | undefined;
	/** A whole number (XIP 6.2). */
	readonly workflowInstanceId?: string | undefined;
}
