import {PackageError} from '@fonds/core';
import {entryFromFile, type BlobEntry} from '../entries/file-entry.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {blobFile} from '../tree/tree-of-entries.ts';

/** A file in a folder that a page was given. */
export interface SourceFile {
	readonly name: string;
	file(): Promise<File>;
}

/** A folder that a page was given. */
export interface SourceFolder {
	readonly name: string;
	/** What is in it, in any order. */
	list(): Promise<readonly SourceItem[]>;
}

/** One of both. */
export type SourceItem = SourceFile | SourceFolder;

/** How folders of a page are read. */
export interface FolderOptions {
	readonly signal?: AbortSignal | undefined;
	/** Told about each file or folder that cannot be read, which is then left out. @default the first ends the listing */
	readonly onProblem?: ((problem: PackageError) => void) | undefined;
}

/** A file, or a folder in which there is nothing. */
export type WalkedItem = {readonly entry: BlobEntry} | {readonly emptyFolder: string};

/** How many files are asked for at a time. */
const batchSize = 64;

/** Goes through items and all that is in them, in the order of names. */
export async function* walkItems(
	items: readonly SourceItem[],
	prefix: string,
	options: FolderOptions,
): AsyncGenerator<WalkedItem, undefined> {
	const sorted = items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
	for (let start = 0; start < sorted.length; start += batchSize) {
		const batch = sorted.slice(start, start + batchSize);
		const opened = batch.map(item => open(item, prefix + item.name));
		opened.forEach(work => work.catch(() => {})); // The first in order is told, not the first to fail.
		for (const [index, work] of opened.entries()) {
			const path = prefix + batch[index]!.name;
			const found = await work.catch((error: unknown) => tellProblem(error, options));
			options.signal?.throwIfAborted();
			if (found instanceof File) {
				yield {entry: entryFromFile(found, path)};
			} else if (found !== undefined) {
				yield* walkList(found, path, options);
			}
		}
	}
	return undefined;
}

async function* walkList(folder: SourceFolder, path: string, options: FolderOptions): AsyncGenerator<WalkedItem, undefined> {
	const items = await attempt(path, () => folder.list()).catch((error: unknown) => tellProblem(error, options));
	if (items?.length === 0) {
		yield {emptyFolder: path};
	}
	yield* walkItems(items ?? [], `${path}/`, options);
	return undefined;
}

async function open(item: SourceItem, path: string): Promise<File | SourceFolder> {
	return 'file' in item ? await attempt(path, () => item.file()) : item;
}

/** Says which file or folder could not be read. */
export async function attempt<T>(path: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new PackageError(`"${path}" cannot be read: ${reason}`, {problem: 'unreadable', path, cause});
	}
}

function tellProblem(error: unknown, {onProblem}: FolderOptions): undefined {
	if (onProblem === undefined || !(error instanceof PackageError)) {
		throw error;
	}
	onProblem(error);
	return undefined;
}

/** The files of what is walked, as entries. */
export async function* entriesOf(items: AsyncIterable<WalkedItem>): AsyncGenerator<BlobEntry, undefined> {
	for await (const item of items) {
		if ('entry' in item) {
			yield item.entry;
		}
	}
	return undefined;
}

/** What is walked, as a tree. */
export async function treeOf(items: AsyncIterable<WalkedItem>): Promise<PackageTree> {
	const files = new Map<string, PackageFile>();
	const emptyFolders: string[] = [];
	for await (const item of items) {
		if ('entry' in item) {
			files.set(item.entry.path, blobFile(item.entry));
		} else {
			emptyFolders.push(item.emptyFolder);
		}
	}
	return {files, emptyFolders};
}
