/// <reference types="node" />
import {readerStream} from '../entries/reader-stream.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import type {FileEntry} from './file-entry.ts';
import type {ReadDirectoryOptions} from './read-directory.ts';
import {walkDirectory} from './walk-directory.ts';

/**
 * Lists a folder of a disk as a tree. Files are opened when they are read, and noticed then if they are no longer what was listed.
 *
 * @throws PackageError as `readDirectory` does.
 */
export async function openFolder(folder: string, options: ReadDirectoryOptions = {}): Promise<PackageTree> {
	const files = new Map<string, PackageFile>();
	const emptyFolders: string[] = [];
	for await (const item of walkDirectory(folder, options)) {
		if ('file' in item) {
			files.set(item.file.path, treeFile(item.file));
		} else {
			emptyFolders.push(item.emptyFolder);
		}
	}
	return {files, emptyFolders};
}

function treeFile(entry: FileEntry): PackageFile {
	return {...entry, open: ({signal} = {}) => readerStream(entry.openReader, signal)};
}
