/// <reference types="node" />
import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import type {EntryReader} from '../entries/entry.ts';
import {openFlags, type FileState} from './file-reader.ts';
import {promptly} from './prompt-disk.ts';

/** Bytes. Larger files take longer to read than to ask for. */
const largest = 64 * 1024;

/** Reads a small file as a whole; undefined if it is not small, not what it was when it was listed, or on a slow disk. */
export async function readSmallFile(expected: FileState): Promise<EntryReader | undefined> {
	if (expected.size > largest) {
		return undefined;
	}
	const read = await promptly(() => readWhole(expected));
	return read?.result && readerOf(read.result);
}

function readWhole(expected: FileState): Uint8Array | undefined {
	const bytes = new Uint8Array(expected.size + 1);
	// A pipe that has taken the place of the file must not stop this thread.
	const handle = openSync(expected.file, openFlags(expected) | (constants.O_NONBLOCK ?? 0));
	try {
		let length = 0;
		for (let read = -1; read !== 0 && length < bytes.length; length += read) {
			read = readSync(handle, bytes, length, bytes.length - length, length);
		}
		const unchanged = length === expected.size && fstatSync(handle).mtimeMs === expected.modifiedMs;
		return unchanged ? bytes.subarray(0, length) : undefined;
	} finally {
		closeSync(handle);
	}
}

function readerOf(bytes: Uint8Array): EntryReader {
	let at = 0;
	return {
		read(memory) {
			const part = bytes.subarray(at, at + memory.length);
			memory.set(part);
			at += part.length;
			return Promise.resolve(part.length);
		},
		close: () => Promise.resolve(),
	};
}
