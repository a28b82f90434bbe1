/// <reference types="node" />
import type {FileEntry} from './file-entry.ts';
import {walkDirectory} from './walk-directory.ts';

/** Options of {@link readDirectory} and `openFolder`. */
export interface ReadDirectoryOptions {
	/** What to do with symbolic links: refuse them, or package what they point to. @default 'refuse' */
	readonly symlinks?: 'refuse' | 'follow' | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Lists the files of a folder and the folders in it, in the order of their names, hidden files too. A folder without files leaves
 * no trace: packages consist of files.
 *
 * @throws PackageError with the problem `symlink`, `symlink-loop`, `special-file` (devices, pipes, sockets), `unsafe-path` (a name
 * that is not UTF-8) or `unreadable`.
 */
export async function* readDirectory(directory: string, options: ReadDirectoryOptions = {}): AsyncGenerator<FileEntry, undefined> {
	for await (const item of walkDirectory(directory, options)) {
		if ('file' in item) {
			yield item.file;
		}
	}
	return undefined;
}
