/// <reference types="node" />
import {readdir} from 'node:fs/promises';
import {relative, sep} from 'node:path';
import {readerStream} from '../entries/reader-stream.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import {readDirectory, type ReadDirectoryOptions} from './read-directory.ts';

/**
 * Lists a folder of a disk as a tree.
 *
 * @throws PackageError as `readDirectory` does.
 */
export async function openFolder(folder: string, options: ReadDirectoryOptions = {}): Promise<PackageTree> {
	const files = new Map<string, PackageFile>();
	for await (const entry of readDirectory(folder, options)) {
		files.set(entry.path, {...entry, open: () => readerStream(entry.openReader!)});
	}
	return {files, emptyFolders: await emptyFoldersOf(folder)};
}

async function emptyFoldersOf(folder: string): Promise<readonly string[]> {
	const found = await readdir(folder, {recursive: true, withFileTypes: true});
	const around = new Set(found.map(({parentPath}) => parentPath));
	return found
		.filter(item => item.isDirectory())
		.map(item => `${item.parentPath}${sep}${item.name}`)
		.filter(path => !around.has(path))
		.map(path => relative(folder, path).split(sep).join('/'))
		.toSorted((a, b) => (a < b ? -1 : 1));
}
