import {PackageError} from '@fonds/core';
import type {PackageTree} from '../tree/package-tree.ts';
import {readWhole} from '../tree/read-whole.ts';

/** The largest inventory that is read: it describes some 500,000 files. */
const limit = {bytes: 256 * 1024 * 1024, what: 'a file that describes an object'};

/** Reads a small file whole. @throws PackageError with the problem `too-large`, `missing` or `size-mismatch`. */
export async function readBytes({files}: PackageTree, path: string, signal?: AbortSignal): Promise<Uint8Array> {
	const file = files.get(path);
	if (file === undefined) {
		throw new PackageError(`"${path}" is not there.`, {problem: 'missing', path});
	}
	return await readWhole(file, {limit, signal});
}

/** Reads a small file as text; undefined when it is not UTF-8. */
export async function readText(tree: PackageTree, path: string, signal?: AbortSignal): Promise<string | undefined> {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(await readBytes(tree, path, signal));
	} catch (error) {
		if (error instanceof TypeError) {
			return undefined;
		}
		throw error;
	}
}
