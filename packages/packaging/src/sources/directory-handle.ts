import type {BlobEntry} from '../entries/file-entry.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {attempt, entriesOf, treeOf, walkItems, type FolderOptions, type SourceItem, type WalkedItem} from './walk-folder.ts';

/** The files of a chosen folder. They can be gone through more than once, and given to a worker. */
export interface DirectoryEntries extends AsyncIterable<BlobEntry> {
	readonly directory: FileSystemDirectoryHandle;
}

/**
 * The files of a folder that a user chose (`showDirectoryPicker`) or of the origin's own file system, and of the folders in it, in the order of their names.
 * Paths begin in the folder. Nothing is asked for before the entries are gone through.
 *
 * Browsers may leave out what they do not show to pages, as Chromium does with symbolic links.
 *
 * @throws PackageError (while they are gone through) with the problem `unreadable`.
 */
export function entriesOfDirectory(directory: FileSystemDirectoryHandle, options: FolderOptions = {}): DirectoryEntries {
	return {directory, [Symbol.asyncIterator]: () => entriesOf(walkDirectory(directory, options))};
}

/**
 * A folder that a user chose as a tree.
 *
 * @throws PackageError with the problem `unreadable`.
 */
export async function treeOfDirectory(directory: FileSystemDirectoryHandle, options: FolderOptions = {}): Promise<PackageTree> {
	return await treeOf(walkDirectory(directory, options));
}

async function* walkDirectory(directory: FileSystemDirectoryHandle, options: FolderOptions): AsyncGenerator<WalkedItem, undefined> {
	options.signal?.throwIfAborted();
	// The folder itself has no name in its paths; one that cannot be listed has nothing to go on with.
	const items = await attempt(directory.name, () => list(directory));
	yield* walkItems(items, '', options);
	return undefined;
}

async function list(directory: FileSystemDirectoryHandle): Promise<readonly SourceItem[]> {
	const items: SourceItem[] = [];
	for await (const handle of directory.values()) {
		items.push(itemOf(handle));
	}
	return items;
}

function itemOf(handle: FileSystemDirectoryHandle | FileSystemFileHandle): SourceItem {
	const {name} = handle;
	return handle.kind === 'file' ? {name, file: () => handle.getFile()} : {name, list: () => list(handle)};
}
