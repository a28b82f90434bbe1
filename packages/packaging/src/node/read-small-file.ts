/// <reference types="node" />
import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {openFlags, type FileState} from './listed-file.ts';
import {promptly} from './prompt-disk.ts';

/** Bytes. Larger files take longer to read than to ask for. */
export const smallFile: number = 64 * 1024;

/**
 * Reads a small file as a whole, and gives its length; undefined if it is not what it was when it was listed, is on a slow disk, or if the memory has not one
 * byte more than the file.
 */
export async function readSmallFile(expected: FileState, memory: Uint8Array): Promise<number | undefined> {
	if (expected.size >= memory.length) {
		return undefined;
	}
	const read = await promptly(() => readWhole(expected, memory));
	return read?.result;
}

function readWhole(expected: FileState, memory: Uint8Array): number | undefined {
	// A pipe that has taken the place of the file must not stop this thread.
	const handle = openSync(expected.file, openFlags(expected) | (constants.O_NONBLOCK ?? 0));
	try {
		let length = 0;
		for (let read = -1; read !== 0 && length <= expected.size; length += read) {
			read = readSync(handle, memory, length, expected.size + 1 - length, length);
		}
		const unchanged = length === expected.size && fstatSync(handle).mtimeMs === expected.modifiedMs;
		return unchanged ? length : undefined;
	} finally {
		closeSync(handle);
	}
}
