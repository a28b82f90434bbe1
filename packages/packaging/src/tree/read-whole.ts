import {PackageError, isSdkError} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import type {PackageFile} from './package-tree.ts';

/** How large a file may be to be read whole. */
export interface ReadLimit {
	readonly bytes: number;
	/** What the file is, for the error: `a document`. */
	readonly what: string;
}

/** How a file is read whole. */
export interface ReadWholeOptions {
	/** A larger file is refused before it is opened. @default any size */
	readonly limit?: ReadLimit | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a file of a tree into memory, and never more than it was said to have.
 *
 * @throws PackageError with the problem `too-large`, or `size-mismatch` if it has more or fewer bytes; the reason of the signal, and what the file throws.
 */
export async function readWhole(file: PackageFile, {limit, signal}: ReadWholeOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
	const {path, size} = file;
	signal?.throwIfAborted();
	if (limit !== undefined && size > limit.bytes) {
		const message = `"${path}" has ${size} bytes, too many for ${limit.what}: at most ${limit.bytes} are read at once.`;
		throw new PackageError(message, {problem: 'too-large', path});
	}
	const bytes = await readAll(file.open({signal}), {limit: size}).catch((error: unknown) => {
		throw isSdkError(error, 'too-large') ? mismatch(file, 'more bytes') : error;
	});
	if (bytes.length < size) {
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
