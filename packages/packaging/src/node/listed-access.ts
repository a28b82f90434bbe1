/// <reference types="node" />
import type {PartAccess, RandomAccess} from '../unzip/random-access.ts';
import {closeFile, openAsListed, readFile, refuseChanged, type FileState} from './listed-file.ts';

/**
 * Reads any part of a file that was listed. It is open only while a part is read, and refused if it is no longer what was listed.
 */
export function accessListed(expected: FileState): RandomAccess {
	const {size} = expected;
	return {
		size,
		async read(offset, length) {
			const part = accessPart(expected);
			try {
				return await part.read(offset, length);
			} finally {
				await part.close();
			}
		},
		part: () => accessPart(expected),
	};
}

function accessPart(expected: FileState): PartAccess {
	let opened: Promise<number> | undefined;
	return {
		size: expected.size,
		async read(offset, length) {
			opened ??= openUnchanged(expected);
			const handle = await opened;
			const bytes = new Uint8Array(Math.max(0, Math.min(length, expected.size - offset)));
			let filled = 0;
			while (filled < bytes.length) {
				const {bytesRead} = await readFile(handle, bytes, filled, bytes.length - filled, offset + filled);
				if (bytesRead === 0) {
					break;
				}
				filled += bytesRead;
			}
			return bytes.subarray(0, filled);
		},
		async close() {
			const handle = await opened?.catch(() => undefined); // Who read was told.
			if (handle !== undefined) {
				await closeFile(handle);
			}
		},
	};
}

async function openUnchanged(expected: FileState): Promise<number> {
	const handle = await openAsListed(expected);
	try {
		await refuseChanged(handle, expected);
		return handle;
	} catch (error) {
		await closeFile(handle);
		throw error;
	}
}
