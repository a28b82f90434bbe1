/// <reference types="node" />
import {close, constants, fstat, open, read} from 'node:fs';
import {promisify} from 'node:util';
import {PackageError} from '@fonds/core';

// For thousands of small files the handles of `node:fs/promises` cost as much as the reading.
const openFile = promisify(open);
export const readFile: typeof read.__promisify__ = promisify(read);
const statFile = promisify(fstat);
export const closeFile: typeof close.__promisify__ = promisify(close);

/** What a file looked like when it was listed. */
export interface FileState {
	/** Where it is. */
	readonly file: string;
	/** Path inside the package. */
	readonly path: string;
	readonly size: number;
	readonly modifiedMs: number;
	/** Whether a link may lead to it. */
	readonly linked: boolean;
}

/** Opens a file that is not to be a link, unless it was one when it was listed. */
export function openAsListed(expected: FileState): Promise<number> {
	return explainLink(expected, () => openFile(expected.file, openFlags(expected)));
}

/** How a file is opened that is not to be a link. (Windows cannot say that it wants none.) */
export function openFlags({linked}: FileState): number {
	return constants.O_RDONLY | (linked ? 0 : (constants.O_NOFOLLOW ?? 0));
}

/** A file that became a link after it was listed would bring in what it points to. */
export async function explainLink<T>({file, path}: FileState, opening: () => Promise<T>): Promise<T> {
	try {
		return await opening();
	} catch (error) {
		if (error instanceof Error && 'code' in error && ['ELOOP', 'EMLINK', 'EFTYPE'].includes(String(error.code))) {
			throw new PackageError(`"${file}" became a symbolic link after it was listed.`, {problem: 'symlink', path, cause: error});
		}
		throw error;
	}
}

/** A file that was written to while it was read would come out as a mixture of the old and the new. */
export async function refuseChanged(handle: number, {file, path, size, modifiedMs}: FileState): Promise<void> {
	const now = await statFile(handle);
	if (now.size !== size || now.mtimeMs !== modifiedMs) {
		throw new PackageError(`The file "${file}" was changed after it was listed. Package it again when nobody writes to it.`, {
			problem: 'file-changed',
			path,
		});
	}
}
