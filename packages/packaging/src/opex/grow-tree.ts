import type {PackageFile, PackageTree} from '../tree/package-tree.ts';

/** A folder of a tree. */
export interface Branch {
	readonly name: string;
	/** With a final slash; '' for the top. */
	readonly path: string;
	readonly files: Map<string, PackageFile>;
	readonly folders: Map<string, Branch>;
}

/** Makes folders of paths. */
export function growTree({files, emptyFolders}: PackageTree): Branch {
	const top: Branch = {name: '', path: '', files: new Map(), folders: new Map()};
	for (const file of files.values()) {
		const names = file.path.split('/');
		const name = names.pop() ?? '';
		names.reduce(grow, top).files.set(name, file);
	}
	emptyFolders.forEach(path => path.split('/').reduce(grow, top));
	return top;
}

function grow(branch: Branch, name: string): Branch {
	const found = branch.folders.get(name) ?? {name, path: `${branch.path}${name}/`, files: new Map(), folders: new Map()};
	branch.folders.set(name, found);
	return found;
}

/** Paths of all folders below, from there on. */
export function* foldersBelow({folders}: Branch, prefix = ''): Generator<string, undefined> {
	for (const [name, inner] of folders) {
		yield prefix + name;
		yield* foldersBelow(inner, `${prefix}${name}/`);
	}
	return undefined;
}
