import {streamFrom} from '@fonds/core/streams';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';

/** A file that is going to be in a bag. */
export interface OutlinedBagFile {
	readonly path: string;
	readonly size?: number | undefined;
}

/** A tree of files of which only names and sizes matter. */
export function outlinedTree(outline: readonly OutlinedBagFile[]): PackageTree {
	const files = outline.map(({path, size = 0}): [string, PackageFile] => [path, {path, size, open: () => streamFrom([])}]);
	return {files: new Map(files), emptyFolders: []};
}
