import {PackageError} from '@fonds/core';
import {moveFile} from '../tree/subtree.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';

/** A folder of a tree. */
export interface Branch {
	readonly name: string;
	/** With a final slash; '' for the top. */
	readonly path: string;
	readonly files: Map<string, PackageFile>;
	readonly folders: Map<string, Branch>;
}

/** How deep folders may be in folders. No file system that packages are made on takes more. */
export const deepest = 1000;

/** Makes folders of paths. @throws PackageError with the problem `too-deep`. */
export function growTree({files, emptyFolders}: PackageTree): Branch {
	const top: Branch = {name: '', path: '', files: new Map(), folders: new Map()};
	for (const file of files.values()) {
		const names = split(file.path);
		const name = names.pop() ?? '';
		names.reduce(grow, top).files.set(name, file);
	}
	for (const path of emptyFolders) {
		split(path).reduce(grow, top);
	}
	return top;
}

function split(path: string): string[] {
	const names = path.split('/');
	if (names.length > deepest) {
		const message = `The path that begins with "${path.slice(0, 60)}…" has ${names.length} folders in each other; ${deepest} at most are read.`;
		throw new PackageError(message, {problem: 'too-deep', path});
	}
	return names;
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

/** What is in a folder, with paths from there on. */
export function treeOfBranch(branch: Branch): PackageTree {
	const files = new Map<string, PackageFile>();
	const emptyFolders: string[] = [];
	const visit = (inner: Branch): void => {
		for (const file of inner.files.values()) {
			const path = file.path.slice(branch.path.length);
			files.set(path, moveFile(file, path));
		}
		if (inner !== branch && inner.files.size + inner.folders.size === 0) {
			emptyFolders.push(inner.path.slice(branch.path.length, -1));
		}
		inner.folders.forEach(visit);
	};
	visit(branch);
	return {files, emptyFolders};
}
