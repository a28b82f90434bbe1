import type {Finding} from '../findings/finding.ts';
import type {Pax} from '../pax/pax.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import type {OpexDocument} from './document.ts';

/** What is in an OPEX package, an export or a container. */
export interface OpexContents {
	/** Path of the container's own document, and what it says; undefined in a package. */
	readonly documentPath: string | undefined;
	readonly document: OpexDocument | undefined;
	readonly folders: readonly OpexFolder[];
	/** Assets that are in no folder. */
	readonly assets: readonly OpexAsset[];
	/** What is wrong with documents, and with names and sizes of files. */
	readonly findings: readonly Finding[];
	/** The files it was read from. */
	readonly tree: PackageTree;
}

/** What folders and assets have in common. */
interface OpexItem {
	/** Name of the file or folder. */
	readonly name: string;
	/** Path of the file or folder, without a final slash. */
	readonly path: string;
	/** Undefined if there is none. */
	readonly documentPath: string | undefined;
	/** Undefined if there is none, or it cannot be read. */
	readonly document: OpexDocument | undefined;
	/** A `.metadata` file: a fragment outside OPEX. It is not read. */
	readonly metadataFile: PackageFile | undefined;
}

/** A folder. */
export interface OpexFolder extends OpexItem {
	readonly folders: readonly OpexFolder[];
	readonly assets: readonly OpexAsset[];
}

/** An asset: a file, or a PAX. */
export interface OpexAsset extends OpexItem {
	/** `folder`: a PAX that is not zipped, or a folder with a document beside it (OPEX 1.2). */
	readonly kind: 'file' | 'zip' | 'folder';
	/** The file itself, also that of a zipped PAX; undefined for a folder. */
	readonly file: PackageFile | undefined;
	/** What is in a PAX; undefined for a file, and for what cannot be opened. */
	readonly pax: Pax | undefined;
}
