import {ConfigurationError} from '@fonds/core';
import {findEmptyFolders} from '../entries/empty-folders.ts';
import {isAccessible} from '../unzip/entry-access.ts';
import type {ZipArchive} from '../unzip/open-zip.ts';
import type {PackageFile, PackageTree} from './package-tree.ts';

/**
 * The files of a ZIP file as a tree.
 *
 * @param folder - Only what is in this folder, with paths from there on. @default everything
 * @throws ConfigurationError if there is no such folder.
 */
export function treeOfZip(archive: ZipArchive, folder = ''): PackageTree {
	const top = folder.replace(/\/+$/, '');
	const prefix = top === '' ? '' : `${top}/`;
	const own = archive.entries().filter(({path}) => path.startsWith(prefix));
	if (own.length === 0 && prefix !== '' && !archive.entries().some(({path, directory}) => directory && path === top)) {
		throw new ConfigurationError(`The ZIP file has no folder "${top}".`);
	}
	const files = new Map<string, PackageFile>();
	for (const entry of own.filter(({directory}) => !directory)) {
		const path = entry.path.slice(prefix.length);
		files.set(path, {
			path,
			size: entry.size,
			modified: entry.modified,
			open: options => archive.open(entry, options),
			access: isAccessible(entry) ? () => archive.access(entry) : undefined,
		});
	}
	return {files, emptyFolders: [...findEmptyFolders(own)].map(path => path.slice(prefix.length))};
}
