/// <reference types="node" />
import {close, fstat, open, readv} from 'node:fs';
import {promisify} from 'node:util';
import {PackageError} from '@fonds/core';
import type {EntryReader} from '../entries/entry.ts';

// For thousands of small files the handles of `node:fs/promises` cost as much as the reading.
const openFile = promisify(open);
const readViews = promisify(readv);
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
		async read(views) {
			const wanted = views.reduce((sum, view) => sum + view.length, 0);
			let filled = 0;
			while (filled < wanted) {
				const {bytesRead} = await readViews(handle, filled === 0 ? views : behind(views, filled), position);
				reads++;
				filled += bytesRead;
				position += bytesRead;
				if (bytesRead === 0 || (filled < wanted && position >= expected.size)) {
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

/** The parts of `views` behind the first `filled` bytes. */
function behind(views: readonly Uint8Array<ArrayBuffer>[], filled: number): Uint8Array<ArrayBuffer>[] {
	let left = filled;
	return views.flatMap(view => {
		const from = Math.min(left, view.length);
		left -= from;
		return from === view.length ? [] : [view.subarray(from)];
	});
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
