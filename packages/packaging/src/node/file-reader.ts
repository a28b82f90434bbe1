/// <reference types="node" />
import {close, fstat, open, read} from 'node:fs';
import {promisify} from 'node:util';
import {PackageError} from '@fonds/core';
import type {EntryReader} from '../entries/entry.ts';

// For thousands of small files the handles of `node:fs/promises` cost as much as the reading.
const openFile = promisify(open);
const readFile = promisify(read);
const statFile = promisify(fstat);
const closeFile = promisify(close);

/** What a file looked like when it was listed. */
export interface FileState {
	/** Where it is. */
	readonly file: string;
	/** Path inside the package. */
	readonly path: string;
	readonly size: number;
	readonly modifiedMs: number;
}

/** Reads a file straight into the memory it is wanted in, and notices when it changes meanwhile. */
export async function openFileReader(expected: FileState): Promise<EntryReader> {
	const handle = await openFile(expected.file, 'r');
	let position = 0;
	let reads = 0;
	return {
		async read(memory) {
			let filled = 0;
			while (filled < memory.length) {
				const {bytesRead} = await readFile(handle, memory, filled, memory.length - filled, position);
				reads++;
				filled += bytesRead;
				position += bytesRead;
				if (bytesRead === 0 || (filled < memory.length && position >= expected.size)) {
					if (reads > 1) {
						await refuseChanged(handle, expected);
					}
					return filled;
				}
			}
			return filled;
		},
		close: () => closeFile(handle),
	};
}

/** A long file that was written to while it was read would come out as a mixture of the old and the new. */
async function refuseChanged(handle: number, {file, path, size, modifiedMs}: FileState): Promise<void> {
	const now = await statFile(handle);
	if (now.size !== size || now.mtimeMs !== modifiedMs) {
		throw new PackageError(`The file "${file}" was changed while it was read. Package it again when nobody writes to it.`, {
			problem: 'file-changed',
			path,
		});
	}
}
