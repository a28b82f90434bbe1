import type {Contents} from './contents.ts';
import {fileOf} from './contents.ts';
import type {Opex} from './read-opex.ts';

/** What a folder or a PAX really holds. */
export interface Listing {
	/** What stands before its paths in the package. */
	readonly root: string;
	readonly files: readonly string[];
	readonly folders: readonly string[];
}

/**
 * What of a manifest is not so, and what it leaves out: a folder that is not complete must not be taken for one that is. Metadata files may be
 * left out, and so may the folders of a PAX.
 */
export function* checkManifest({name, manifest}: Opex, {root, files, folders}: Listing, {files: packed}: Contents): Generator<string> {
	const present = new Set(files);
	const listed = new Set<string>();
	for (const {path, size} of manifest?.files ?? []) {
		if (listed.has(path)) yield `${name} lists ${path} twice.`;
		listed.add(path);
		const actual = present.has(path) ? fileOf(packed, root + path).size : undefined;
		if (actual === undefined) yield `${name} lists ${path}, which is not in the package.`;
		else if (size !== undefined && size !== actual) yield `${root}${path} has ${actual} bytes, ${name} says ${size}.`;
	}
	if (manifest?.files) {
		for (const path of files) {
			if (!listed.has(path) && !/\.(?:opex|metadata)$/u.test(path)) yield `${root}${path} is in the package and not listed by ${name}.`;
		}
	}
	const folderNames = new Set(folders);
	const listedFolders = new Set<string>();
	for (const path of manifest?.folders ?? []) {
		if (listedFolders.has(path)) yield `${name} lists the folder ${path} twice.`;
		listedFolders.add(path);
		if (!folderNames.has(path)) yield `${name} lists the folder ${path}, which is not in the package.`;
	}
	if (manifest?.folders) {
		for (const path of folders) {
			if (!listedFolders.has(path) && !path.includes('/')) yield `The folder ${root}${path} is in the package and not listed by ${name}.`;
		}
	}
}
