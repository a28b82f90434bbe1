import type {FixityAlgorithm} from '@fonds/core/hash';
import type {XmlElement} from '@fonds/core/xml';
import type {PackageEntry} from '../entries/entry.ts';
import type {EntityDescription} from './description.ts';

/** One way in which an asset's content is there: by `files` alone, or by `contentObjects` described in full. */
export interface RepresentationDescription {
	/** `Preservation`, `Access`, or another word the server knows. One that is `Physical` needs no files. */
	readonly type: 'Preservation' | 'Access' | 'Physical' | (string & {});
	/** @default the type; with a number if the asset has several of the type */
	readonly name?: string | undefined;
	/** Each file becomes a content object. Read lazily if it is an async iterable; the package's size is then not known. */
	readonly files?: Iterable<ContentFile | File> | AsyncIterable<ContentFile | File> | undefined;
	/** In their order. One that is given to several representations of the asset is in each of them, and packaged once. */
	readonly contentObjects?: readonly ContentObjectDescription[] | undefined;
	/** Formats of the whole (XIP 6.2). */
	readonly formats?: readonly RepresentationFormatDescription[] | undefined;
	/** Technical properties of the whole (XIP 6.2). */
	readonly properties?: readonly PropertyDescription[] | undefined;
	/** Elements of XIP later than 7.7, written after those that are known. @default [] */
	readonly unknown?: readonly XmlElement[] | undefined;
}

/**
 * A file and what its content object is to be called. `path` may have folders; only the name goes into the package, the rest is kept
 * in the description, unless there is one.
 */
export interface ContentFile extends BitstreamDescription {
	/** Reference of the content object. @default a new UUID */
	readonly ref?: string | undefined;
	/** @default the file's name without extension */
	readonly title?: string | undefined;
	/** @default the path, if it has folders */
	readonly description?: string | undefined;
	/** @default that of the asset */
	readonly securityTag?: string | undefined;
	readonly customType?: string | undefined;
	/** Label of the generation. @default the title */
	readonly label?: string | undefined;
	readonly identifiers?: EntityDescription['identifiers'];
	readonly metadata?: EntityDescription['metadata'];
}

/** A component of an asset, with everything it has ever been. */
export interface ContentObjectDescription extends Omit<EntityDescription, 'parent'> {
	/** In the order in which they were made. */
	readonly generations: readonly GenerationDescription[];
}

/** What a content object was at a time. */
export interface GenerationDescription {
	/** Whether it is what was first ingested, and not derived. @default true for the first one */
	readonly original?: boolean | undefined;
	/** Whether it is what is used now. @default true for the last one */
	readonly active?: boolean | undefined;
	readonly label?: string | undefined;
	/** Such as `tiff`. */
	readonly formatGroup?: string | undefined;
	/** When it takes effect; a text as XML Schema's `dateTime`, or an empty one for none. @default the date of the package */
	readonly effectiveDate?: Date | string | undefined;
	/** Its files, mostly one. */
	readonly bitstreams: readonly (BitstreamDescription | File)[];
	readonly formats?: readonly FormatDescription[] | undefined;
	readonly properties?: readonly PropertyDescription[] | undefined;
	/** Elements of XIP later than 7.7, written after those that are known. @default [] */
	readonly unknown?: readonly XmlElement[] | undefined;
}

/** A file of a generation. Of its path only the name goes into the package. */
export interface BitstreamDescription extends PackageEntry {
	/** @default the name in the path */
	readonly filename?: string | undefined;
	/** What it was called once (XIP 6.2). */
	readonly originalFilename?: string | undefined;
	/** What it was taken out of (XIP 6.9). */
	readonly container?: string | undefined;
	/** What took it out (XIP 6.9). */
	readonly extractionTool?: string | undefined;
	/** How it was taken out (XIP 6.9). */
	readonly extractionToolParams?: string | undefined;
	/** What its digests have to be: the package fails if the file has others. These algorithms are then used beside those asked for. @default [] */
	readonly fixities?: readonly FixityDescription[] | undefined;
	/** Elements of XIP later than 7.7, written after those that are known. @default [] */
	readonly unknown?: readonly XmlElement[] | undefined;
}

/** A digest a file has to have. One without an algorithm is refused: it could not be kept. */
export interface FixityDescription {
	readonly algorithm: FixityAlgorithm | undefined;
	/** Hexadecimal. */
	readonly value: string;
}

/** A format that a generation was found to have. */
export interface FormatDescription {
	/** Such as `fmt/353`. */
	readonly puid: string;
	readonly name: string;
	/** The lowest number is the best match. @default its place in the list, from 1 on */
	readonly priority?: number | undefined;
	/** How it was found out. @default 'Unknown' */
	readonly method?: 'Container' | 'Signature' | 'Extension' | 'None' | 'Unknown' | (string & {}) | undefined;
	readonly version?: string | undefined;
	readonly warnings?: string | undefined;
	readonly valid?: boolean | undefined;
}

/** A format of a whole representation. */
export interface RepresentationFormatDescription {
	readonly puid: string;
	readonly name: string;
	/** @default its place in the list, from 1 on */
	readonly priority?: number | undefined;
	/** Before XIP 6.9 it has to be there. */
	readonly valid?: boolean | undefined;
}

/** A technical property. */
export interface PropertyDescription {
	/** What belongs together has the same. */
	readonly group?: string | undefined;
	/** Such as `prp/12`. */
	readonly puid: string;
	readonly name: string;
	readonly value: string;
}
