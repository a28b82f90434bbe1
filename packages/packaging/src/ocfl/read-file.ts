import {PackageError} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import type {PackageTree} from '../tree/package-tree.ts';

/** The largest inventory that is read, in bytes: it describes some 500,000 files. */
const largest = 256 * 1024 * 1024;

/** Reads a small file whole. @throws PackageError with the problem `too-large` or `missing`. */
export async function readBytes({files}: PackageTree, path: string, signal?: AbortSignal): Promise<Uint8Array> {
	const file = files.get(path);
	if (file === undefined || file.size > largest) {
		const problem = file === undefined ? 'missing' : 'too-large';
		throw new PackageError(
			`"${path}" ${file === undefined ? 'is not there' : `has ${file.size} bytes; at most ${largest} are read at once`}.`,
			{problem, path},
		);
	}
	signal?.throwIfAborted();
	return await readAll(file.open({signal}));
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
