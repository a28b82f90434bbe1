import type {HashAlgorithm} from '@fonds/core/hash';
import type {Entries, PackageEntry} from '../entries/entry.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {inGroups} from './in-groups.ts';
import type {OutlinedFile, PackageLayout} from './layout.ts';

/** Options of {@link filesLayout}. */
export interface FilesLayoutOptions {
	/** A name for the folder, or without `.zip` for the file. @default 'files' */
	readonly name?: string | undefined;
	/** Digests to make while the files are written; who writes them tells `onEntry`. @default [] */
	readonly digests?: readonly HashAlgorithm[] | undefined;
}

/**
 * Lays out files as they are, of no format: to copy a folder, to unpack a ZIP file (`writeFolder(folder, filesLayout(treeOfZip(archive)))`), to make one in a
 * worker. A tree keeps its empty folders.
 */
export function filesLayout(files: Entries | PackageTree, {name = 'files', digests = []}: FilesLayoutOptions = {}): PackageLayout {
	const entries = isTree(files) ? entriesOfTree(files) : files;
	return {name, digests, walk: () => inGroups(entries), outline: () => outline(entries)};
}

function isTree(files: Entries | PackageTree): files is PackageTree {
	return 'emptyFolders' in files;
}

function entriesOfTree({files, emptyFolders}: PackageTree): readonly PackageEntry[] {
	return [...files.values(), ...emptyFolders.map(path => folderEntry(path))];
}

function outline(entries: Entries): readonly OutlinedFile[] | undefined {
	if (!Array.isArray(entries)) {
		return undefined;
	}
	const list: readonly PackageEntry[] = entries;
	const outlined = list.map(({path, size, modified, compress, directory}) => ({path, size, modified, compress, directory}));
	return outlined.every((file): file is typeof file & {size: number} => file.size !== undefined) ? outlined : undefined;
}
