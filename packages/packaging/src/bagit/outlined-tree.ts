import {streamFrom} from '@fonds/core/streams';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';

/** A tree of files of which only the names matter. */
export function treeOfOutline(tagFiles: readonly string[], isHoley: boolean): PackageTree {
	const paths = ['bagit.txt', 'bag-info.txt', ...(isHoley ? ['fetch.txt'] : []), ...tagFiles];
	const files = paths.map((path): [string, PackageFile] => [path, {path, size: 0, open: () => streamFrom([])}]);
	return {files: new Map(files), emptyFolders: []};
}
