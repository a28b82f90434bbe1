import {PackageError} from '@fonds/core';
import type {BlobEntry} from '../entries/file-entry.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {entriesOf, treeOf, walkItems, type FolderOptions, type SourceItem, type WalkedItem} from './walk-folder.ts';

/**
 * The files and folders that were dropped on a page, with all that is in the folders, in the order of their names. Paths begin with what was dropped: a
 * folder's files are in that folder. Other things, such as dropped text, are left out.
 *
 * Call it while the `drop` event is handled, before anything is awaited: what was dropped is gone afterwards. The entries can be gone through later.
 *
 * @throws PackageError (while they are gone through) with the problem `unreadable`, or `duplicate-path` for two dropped things of one name.
 */
export function entriesOfDrop(dataTransfer: DataTransfer, options: FolderOptions = {}): AsyncGenerator<BlobEntry, undefined> {
	return entriesOf(walkDrop(takeItems(dataTransfer), options));
}

/**
 * The files and folders that were dropped on a page as a tree. Call it as `entriesOfDrop`.
 *
 * @throws PackageError as `entriesOfDrop` does.
 */
export async function treeOfDrop(dataTransfer: DataTransfer, options: FolderOptions = {}): Promise<PackageTree> {
	return await treeOf(walkDrop(takeItems(dataTransfer), options));
}

async function* walkDrop(items: readonly SourceItem[], options: FolderOptions): AsyncGenerator<WalkedItem, undefined> {
	options.signal?.throwIfAborted();
	const names = new Set<string>();
	for (const {name} of items) {
		if (names.has(name)) {
			throw new PackageError(`Two things with the name "${name}" were dropped. Drop them one after the other, or rename one.`, {
				problem: 'duplicate-path',
				path: name,
			});
		}
		names.add(name);
	}
	yield* walkItems(items, '', options);
	return undefined;
}

function takeItems({items}: DataTransfer): readonly SourceItem[] {
	return Array.from(items, takeItem).filter(item => item !== undefined);
}

function takeItem(item: DataTransferItem, index: number): SourceItem | undefined {
	const entry = item.webkitGetAsEntry();
	if (entry !== null && isEntry(entry)) {
		return itemOf(entry);
	}
	if (item.kind !== 'file') {
		return undefined; // Text.
	}
	const file = item.getAsFile(); // What is no file of a disk, such as a picture of a page.
	return file === null
		? {name: `dropped item ${index + 1}`, file: () => Promise.reject(new Error('the browser does not give it to the page'))}
		: {name: file.name, file: () => Promise.resolve(file)};
}

/** There is no third kind. */
type Entry = FileSystemDirectoryEntry | FileSystemFileEntry;

function isEntry(entry: FileSystemEntry): entry is Entry {
	return entry.isFile || entry.isDirectory;
}

function isDirectory(entry: Entry): entry is FileSystemDirectoryEntry {
	return entry.isDirectory;
}

function itemOf(entry: Entry): SourceItem {
	const {name} = entry;
	return isDirectory(entry) ? {name, list: () => list(entry)} : {name, file: () => fileOf(entry)};
}

async function fileOf(entry: FileSystemFileEntry): Promise<File> {
	return await new Promise((resolve, reject) => {
		entry.file(resolve, reject);
	});
}

/** A reader gives a hundred at a time in Chromium, and an empty list at the end. */
async function list(folder: FileSystemDirectoryEntry): Promise<readonly SourceItem[]> {
	const reader = folder.createReader();
	const found: SourceItem[] = [];
	for (;;) {
		const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
			reader.readEntries(resolve, reject);
		});
		if (batch.length === 0) {
			return found;
		}
		found.push(...batch.filter(isEntry).map(itemOf));
	}
}
