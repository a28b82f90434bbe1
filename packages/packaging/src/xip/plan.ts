import type {Digests, FixityAlgorithm} from '@fonds/core/hash';
import type {XmlElement} from '@fonds/core/xml';
import type {PackageEntry} from '../entries/entry.ts';
import type {ZipEncodingOptions} from '../zip/options.ts';
import type {PropertyDescription} from './content-description.ts';
import type {IdentifierDescription, LinkDescription, RestrictionDescription} from './description.ts';

/** A description with everything decided that can be before the files are seen. Plain data but for the files. */
export interface XipPlan extends Required<ZipEncodingOptions> {
	readonly id: string;
	readonly namespace: string;
	readonly algorithms: readonly FixityAlgorithm[];
	readonly date: Date;
	readonly folders: readonly PlannedEntity[];
	readonly assets: readonly PlannedEntity[];
	/** In the order of the assets. */
	readonly representations: readonly PlannedRepresentation[];
	readonly links: readonly LinkDescription[];
	readonly restrictions: readonly RestrictionDescription[];
	readonly events: readonly PlannedEventAction[];
	readonly unknown: readonly XmlElement[];
}

export interface PlannedEntity {
	readonly ref: string;
	readonly title: string;
	readonly description: string | undefined;
	readonly securityTag: string;
	readonly customType: string | undefined;
	readonly parent: string | undefined;
	readonly identifiers: readonly IdentifierDescription[];
	readonly fragments: readonly PlannedFragment[];
	readonly unknown: readonly XmlElement[];
}

export interface PlannedFragment {
	readonly ref: string;
	readonly schema: string;
	readonly content: XmlElement;
}

/** What a representation says of itself. */
export interface PlannedRepresentationFields {
	readonly asset: PlannedEntity;
	readonly type: string;
	readonly name: string;
	readonly formats: readonly PlannedFormat[];
	readonly properties: readonly PropertyDescription[];
	readonly unknown: readonly XmlElement[];
}

export interface PlannedRepresentation extends PlannedRepresentationFields {
	/** The content objects, if they are known. */
	readonly objects: readonly PlannedObject[] | undefined;
	/** The content objects in any case, one by one. */
	readonly walk: () => Iterable<PlannedObject> | AsyncIterable<PlannedObject>;
}

/** A content object. One that is in several representations is known by its entity. */
export interface PlannedObject {
	readonly entity: PlannedEntity;
	readonly generations: readonly PlannedGeneration[];
}

export interface PlannedGeneration {
	readonly original: boolean;
	readonly active: boolean;
	readonly label: string | undefined;
	readonly formatGroup: string | undefined;
	readonly effectiveDate: string | undefined;
	readonly files: readonly PlannedFile[];
	readonly formats: readonly PlannedFormat[];
	readonly properties: readonly PropertyDescription[];
	readonly unknown: readonly XmlElement[];
}

/** A format of a generation, or of a representation, which has less to say. */
export interface PlannedFormat {
	readonly puid: string;
	readonly name: string;
	readonly priority: number;
	readonly method: string;
	readonly version: string | undefined;
	readonly warnings: string | undefined;
	readonly valid: boolean | undefined;
}

/** A file and its bitstream. */
export interface PlannedFile {
	readonly entry: PackageEntry;
	readonly filename: string;
	/** Folder below `content/`. */
	readonly location: string;
	/** Elements of the bitstream that are optional, by name. */
	readonly facts: readonly (readonly [name: string, value: string])[];
	/** What its digests have to be. */
	readonly expected: Digests | undefined;
	readonly unknown: readonly XmlElement[];
}

/** An event action with its texts in the order of the schema. */
export interface PlannedEventAction {
	readonly commandType: string | undefined;
	readonly eventType: string | undefined;
	readonly event: readonly (readonly [name: string, value: string])[];
	readonly date: string | undefined;
	readonly entity: string;
	readonly serialisedCommand: string;
}

/** Where a file is in the package. */
export function pathOf({location, filename}: PlannedFile): string {
	return `content/${location}/${filename}`;
}

/** Every file of a content object. */
export function filesOf({generations}: PlannedObject): readonly PlannedFile[] {
	const [only] = generations;
	return generations.length === 1 ? only!.files : generations.flatMap(({files}) => files);
}
