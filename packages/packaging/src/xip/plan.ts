import type {FixityAlgorithm} from '@fonds/core/hash';
import type {XmlElement} from '@fonds/core/xml';
import type {ZipLayoutOptions} from '../zip/options.ts';
import type {ContentFile, IdentifierDescription} from './description.ts';

/** A description with everything decided that can be before the files are seen. Plain data but for the files. */
export interface XipPlan extends Required<ZipLayoutOptions> {
	readonly id: string;
	readonly namespace: string;
	readonly algorithms: readonly FixityAlgorithm[];
	readonly date: Date;
	readonly folders: readonly PlannedEntity[];
	readonly assets: readonly PlannedEntity[];
	/** In the order of the assets. */
	readonly representations: readonly PlannedRepresentation[];
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
}

export interface PlannedFragment {
	readonly ref: string;
	readonly schema: string;
	readonly content: XmlElement;
}

export interface PlannedRepresentation {
	readonly asset: PlannedEntity;
	readonly type: string;
	readonly name: string;
	/** The files, if they are known. */
	readonly files: readonly PlannedFile[] | undefined;
	/** The files in any case, one by one. */
	walk(): Iterable<PlannedFile> | AsyncIterable<PlannedFile>;
}

/** A file, its content object, generation and bitstream. */
export interface PlannedFile {
	readonly entry: ContentFile;
	/** The content object. */
	readonly object: PlannedEntity;
	readonly label: string;
	readonly filename: string;
	/** Folder below `content/`. */
	readonly location: string;
}

/** Where a file is in the package. */
export function pathOf({id}: XipPlan, {location, filename}: PlannedFile): string {
	return `${id}/content/${location}/${filename}`;
}
