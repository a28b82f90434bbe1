import {isSdkError} from '@fonds/core';
import {refuse} from './problem.ts';
import type {RandomAccess} from './random-access.ts';

/**
 * Reads exactly these bytes.
 *
 * @throws PackageError `truncated` if the source ends before, `unreadable` if it fails; an error of Fonds, such as that of a request, as it is.
 */
export async function readExactly(source: RandomAccess, offset: number, length: number, path?: string): Promise<Uint8Array> {
	let bytes: Uint8Array;
	try {
		bytes = offset + length <= source.size ? await source.read(offset, length) : new Uint8Array(0);
	} catch (error) {
		if (isSdkError(error) || (error instanceof Error && error.name === 'AbortError')) {
			throw error;
		}
		refuse('unreadable', `The ZIP file cannot be read: ${error instanceof Error ? error.message : String(error)}`, path, error);
	}
	if (bytes.length !== length) {
		refuse('truncated', `The ZIP file ends at ${source.size} bytes, in the middle of something. Get it again.`, path);
	}
	return bytes;
}

/** Numbers in bytes, little-endian. Reading beyond the end is damage of the file. */
export interface ByteView {
	u16(at: number): number;
	u32(at: number): number;
	/** @throws PackageError for a number that no file on earth needs. */
	u64(at: number): number;
}

export function viewBytes(bytes: Uint8Array, what: string): ByteView {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const check = (at: number, length: number): void => {
		if (at + length > bytes.length) {
			refuse('damaged', `The ${what} of the ZIP file is cut off.`);
		}
	};
	return {
		u16(at) {
			check(at, 2);
			return view.getUint16(at, true);
		},
		u32(at) {
			check(at, 4);
			return view.getUint32(at, true);
		},
		u64(at) {
			check(at, 8);
			const value = Number(view.getBigUint64(at, true));
			return Number.isSafeInteger(value) ? value : refuse('damaged', `The ${what} of the ZIP file holds the impossible number ${value}.`);
		},
	};
}
