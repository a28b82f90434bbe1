import {findEmptyFolders} from '../entries/empty-folders.ts';
import {checkEnd, findData} from './local-header.ts';
import type {RandomAccess} from './random-access.ts';
import type {DirectoryEntry} from './zip-entry.ts';

/** Folders, by when their headers are compared with the directory: nobody opens them. */
export interface FolderTurns {
	/** Empty ones, and those behind the last file: at once. */
	readonly atOnce: readonly DirectoryEntry[];
	/** Others when the file is opened that they lie directly before: its bytes are fetched then, and theirs with them. */
	readonly before: ReadonlyMap<DirectoryEntry, readonly DirectoryEntry[]>;
}

export function shareFolders(entries: readonly DirectoryEntry[]): FolderTurns {
	const empty = findEmptyFolders(entries);
	const atOnce: DirectoryEntry[] = [];
	const before = new Map<DirectoryEntry, readonly DirectoryEntry[]>();
	let waiting: DirectoryEntry[] = [];
	for (const entry of entries.some(({directory}) => directory) ? entries.toSorted((a, b) => a.offset - b.offset) : []) {
		if (entry.directory) {
			(empty.has(entry.path) ? atOnce : waiting).push(entry);
		} else if (waiting.length > 0) {
			before.set(entry, waiting);
			waiting = [];
		}
	}
	return {atOnce: [...atOnce, ...waiting], before};
}

/** @throws PackageError as opening a file does. */
export async function checkFolder(source: Pick<RandomAccess, 'size' | 'read'>, folder: DirectoryEntry): Promise<void> {
	await checkEnd(source, folder, (await findData(source, folder)) + folder.compressedSize);
}
