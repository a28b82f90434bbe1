import {PackageError} from '@fonds/core';
import {refuseUnsafe} from '../entries/path-claims.ts';
import type {PackageEntry} from '../entries/entry.ts';

/**
 * Makes an entry of a stream: what a server sends, what a program makes.
 *
 * @param path - Path inside the package.
 * @param size - Its length in bytes; `undefined` if that is not known. A package with such an entry has no length that is known before.
 * @param open - Opens the stream when the entry's turn comes, once.
 * @throws PackageError with the problem `unsafe-path` or `bad-size`.
 */
export function entryFromStream(path: string, size: number | undefined, open: PackageEntry['open']): PackageEntry {
	refuseUnsafe(path);
	if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) {
		throw new PackageError(`The size ${size} announced for "${path}" is not a number of bytes.`, {problem: 'bad-size', path});
	}
	return {path, size, open};
}
