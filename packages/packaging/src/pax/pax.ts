import type {Finding} from '../findings/finding.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import type {XipAsset, XipContents} from '../xip/contents.ts';

/** What is in a PAX. */
export interface Pax {
	/**
	 * The asset, as the `.xip` tells it, or else as names of folders do: representations by their types, content objects in the order of their names, without
	 * references. It can be described again: `paxLayout(pax.asset)`.
	 */
	readonly asset: XipAsset;
	/** What the `.xip` says; undefined if there is none, or it cannot be read. */
	readonly xip: XipContents | undefined;
	/** What is wrong with the `.xip` and with names, sizes and places of files. */
	readonly findings: readonly Finding[];
	/** The files, by their paths in the PAX. */
	readonly tree: PackageTree;
}
