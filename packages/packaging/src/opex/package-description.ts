import type {PackageEntry} from '../entries/entry.ts';
import type {AssetDescription} from '../xip/description.ts';
import type {OpexFixityDescription, OpexProperties} from './description.ts';

/** What a folder holds. */
export interface OpexContentDescription {
	readonly folders?: readonly OpexFolderDescription[] | undefined;
	/** Each becomes an asset. Where `path` has folders, these are folders here; what `folderEntry` gives is an empty one. */
	readonly files?: Iterable<OpexFileDescription | File> | undefined;
	/** Assets of several files, or several representations: each becomes a PAX. */
	readonly assets?: readonly OpexAssetDescription[] | undefined;
}

/** What is to be ingested. */
export interface OpexPackageDescription extends OpexContentDescription {
	/** A name for the package; the directory's, if it is a container. @default the name of the only folder, else 'opex' */
	readonly name?: string | undefined;
}

/** A folder with what is in it. */
export interface OpexFolderDescription extends OpexProperties, OpexContentDescription {
	/** Name of the folder, and its title if it has no other. */
	readonly name: string;
}

/** A file that becomes an asset. */
export interface OpexFileDescription extends PackageEntry, OpexProperties {
	/** What it was called once (OPEX 1.2). */
	readonly originalFilename?: string | undefined;
	/** What its digests have to be: the package fails if the file has others. They are written beside those asked for. @default [] */
	readonly fixities?: readonly OpexFixityDescription[] | undefined;
}

/**
 * An asset that becomes a PAX. Its title, description, security tag, identifiers and metadata go into its OPEX document, its structure into the `.xip`; `parent` is
 * left out: its place in the folders says that. OPEX has no room for the keys and references of identifiers and fragments.
 */
export interface OpexAssetDescription extends AssetDescription, Pick<OpexProperties, 'sourceId' | 'events' | 'relationships'> {
	/** Name of the PAX. @default the title, without what file systems cannot hold */
	readonly name?: string | undefined;
}
