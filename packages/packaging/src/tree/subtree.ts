import type {PackageFile, PackageTree} from './package-tree.ts';

/**
 * What is in a folder of a tree, with paths from there on.
 *
 * @param folder - With a final slash.
 */
export function subtree({files, emptyFolders}: PackageTree, folder: string): PackageTree {
	const own = new Map<string, PackageFile>();
	for (const [path, file] of files) {
		if (path.startsWith(folder)) {
			const inner = path.slice(folder.length);
			own.set(inner, moveFile(file, inner));
		}
	}
	const empty = emptyFolders.filter(path => path.startsWith(folder)).map(path => path.slice(folder.length));
	return {files: own, emptyFolders: empty};
}

/** The same file at another path. */
export function moveFile(file: PackageFile, path: string): PackageFile {
	return {
		...file,
		path,
		open: options => file.open(options),
		openReader: file.openReader && (() => file.openReader!()),
		access: file.access && (() => file.access!()),
	};
}
