import type {PackedEntry} from './contents.ts';
import {IngestProblem} from './description.ts';

/** A folder of a package. */
export interface Folder {
	readonly name: string;
	/** With a `/` at its end; empty at the top. */
	readonly path: string;
	/** By name, in the order of the package. */
	readonly folders: Map<string, Folder>;
	/** Names, in the order of the package. */
	readonly files: Set<string>;
}

const deepest = 200;

/** Makes a tree of the names in a package. @throws IngestProblem for a name that is a file and a folder, and for absurd depth. */
export function growTree(entries: readonly PackedEntry[]): Folder {
	const top = newFolder('', '');
	for (const {name, directory} of entries) {
		const parts = name.split('/');
		const last = parts.pop() ?? '';
		if (parts.length > deepest) throw new IngestProblem([`${name} lies in more than ${deepest} folders.`]);
		let folder = top;
		for (const part of parts) {
			const inner = folder.folders.get(part) ?? newFolder(part, `${folder.path}${part}/`);
			folder.folders.set(part, inner);
			folder = inner;
		}
		if (!directory) folder.files.add(last);
	}
	checkNames(top);
	return top;
}

/** The paths of all files below a folder, from it. */
export function* pathsBelow({files, folders}: Folder): Generator<string> {
	yield* files;
	for (const [name, folder] of folders) for (const path of pathsBelow(folder)) yield `${name}/${path}`;
}

/** The paths of all folders below a folder, from it. */
export function* foldersBelow({folders}: Folder): Generator<string> {
	for (const [name, folder] of folders) {
		yield name;
		for (const path of foldersBelow(folder)) yield `${name}/${path}`;
	}
}

function newFolder(name: string, path: string): Folder {
	return {name, path, folders: new Map(), files: new Set()};
}

function checkNames({path, folders, files}: Folder): void {
	for (const [name, folder] of folders) {
		if (files.has(name)) throw new IngestProblem([`${path}${name} is a file and a folder.`]);
		checkNames(folder);
	}
}
