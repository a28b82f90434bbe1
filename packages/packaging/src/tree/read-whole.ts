import {PackageError, isSdkError} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import type {PackageFile} from './package-tree.ts';

/**
 * Reads a file of a tree into memory, and never more than it was said to have.
 *
 * @throws PackageError with the problem `size-mismatch` if it has more or fewer bytes; the reason of the signal, and what the file throws.
 */
export async function readWhole(file: PackageFile, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
	signal?.throwIfAborted();
	const bytes = await readAll(file.open({signal}), {limit: file.size}).catch((error: unknown) => {
		throw isSdkError(error, 'too-large') ? mismatch(file, 'more bytes') : error;
	});
	if (bytes.length < file.size) {
		throw mismatch(file, `only ${bytes.length} bytes`);
	}
	return bytes;
}

function mismatch({path, size}: PackageFile, found: string): PackageError {
	return new PackageError(`"${path}" should have ${size} bytes and has ${found}. It was changed, or is damaged.`, {
		problem: 'size-mismatch',
		path,
	});
}
