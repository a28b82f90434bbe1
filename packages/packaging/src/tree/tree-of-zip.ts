import {isAccessible} from '../unzip/entry-access.ts';
import type {ZipArchive} from '../unzip/open-zip.ts';
import type {PackageFile, PackageTree} from './package-tree.ts';

/**
 * The files of a ZIP file as a tree.
 *
 * @param folder - Only what is in this folder, with paths from there on. @default everything
 */
export function treeOfZip(archive: ZipArchive, folder = ''): PackageTree {
	const prefix = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
	const own = archive.entries().filter(({path}) => path.startsWith(prefix));
	const files = new Map<string, PackageFile>();
	const around = new Set<string>();
	for (const entry of own) {
		const path = entry.path.slice(prefix.length);
		for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
			around.add(path.slice(0, end));
		}
		if (!entry.directory) {
			files.set(path, {
				path,
				size: entry.size,
				modified: entry.modified,
				open: options => archive.open(entry, options),
				access: isAccessible(entry) ? () => archive.access(entry) : undefined,
			});
		}
	}
	const emptyFolders = own.filter(entry => entry.directory).map(({path}) => path.slice(prefix.length));
	return {files, emptyFolders: emptyFolders.filter(path => path !== '' && !around.has(path))};
}
