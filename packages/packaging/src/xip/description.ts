import type {XmlElement} from '@fonds/core/xml';
import type {PackageEntry} from '../entries/entry.ts';

/** What a package brings: assets and folders, below a folder that exists or below each other. */
export interface XipDescription {
	/** Reference of the folder that the top assets and folders go into. Left out, they have no parent of their own in the package. */
	readonly parent?: string | undefined;
	readonly assets?: readonly AssetDescription[] | undefined;
	readonly folders?: readonly FolderDescription[] | undefined;
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

export interface IdentifierDescription {
	readonly type: string;
	readonly value: string;
}

/** A descriptive metadata fragment. It comes out as it went in, but for comments and processing instructions. */
export interface MetadataDescription {
	/** @default the namespace of the root element */
	readonly schema?: string | undefined;
	/** A document, or its root element. The root has to be in a namespace, and not in that of XIP (schema, MetadataContent). */
	readonly xml: string | XmlElement;
}

/** One way in which an asset's content is there. */
export interface RepresentationDescription {
	/** `Preservation`, `Access`, or another word the server knows. */
	readonly type: 'Preservation' | 'Access' | (string & {});
	/** @default the type; with a number if the asset has several of the type */
	readonly name?: string | undefined;
	/** Each file becomes a content object. Read lazily if it is an async iterable; the package's size is then not known. */
	readonly files: Iterable<ContentFile | File> | AsyncIterable<ContentFile | File>;
}

/**
 * A file and what its content object is to be called. `path` may have folders; only the name goes into the package, the rest is kept
 * in the description, unless there is one.
 */
export interface ContentFile extends PackageEntry {
	/** @default the file's name without extension */
	readonly title?: string | undefined;
	/** @default the path, if it has folders */
	readonly description?: string | undefined;
	/** @default that of the asset */
	readonly securityTag?: string | undefined;
	readonly customType?: string | undefined;
	/** Label of the generation. @default the title */
	readonly label?: string | undefined;
}
