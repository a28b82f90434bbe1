import {checkEnd, findData} from './local-header.ts';
import {bufferAccess, type RandomAccess} from './random-access.ts';
import type {DirectoryEntry} from './zip-entry.ts';

/**
 * Compares the headers of empty folders with the directory. Nobody will open them, and no file has their name in its path.
 *
 * @throws PackageError as opening a file does.
 */
export async function checkEmptyFolders(source: RandomAccess, entries: readonly DirectoryEntry[]): Promise<void> {
	const around = new Set<string>();
	for (const {path} of entries) {
		for (let end = path.lastIndexOf('/'); end > 0 && !around.has(path.slice(0, end)); end = path.lastIndexOf('/', end - 1)) {
			around.add(path.slice(0, end));
		}
	}
	const empty = entries.filter(({path, directory}) => directory && !around.has(path));
	const buffered = bufferAccess(source);
	for (const entry of empty.toSorted((a, b) => a.offset - b.offset)) {
		const data = await findData(buffered, entry);
		await checkEnd(buffered, entry, data + entry.compressedSize);
	}
}
