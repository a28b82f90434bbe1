import {createHasher} from '@fonds/core/hash';
import {orAbort} from '@fonds/core';
import {checkFolder} from './check-folders.ts';
import {createInflater, type Inflater} from './inflater.ts';
import {checkEnd, findData} from './local-header.ts';
import {refuse} from './problem.ts';
import type {RandomAccess} from './random-access.ts';
import {readExactly} from './reading.ts';
import type {DirectoryEntry} from './zip-entry.ts';

/** How much is read at a time. */
const partSize = 1024 * 1024;
/** And inflated: it can become a thousand times as much in one go. */
const inflatedPart = 32 * 1024;

/** An entry that is fetched with its header, and with what is behind it, at once: asking three times takes longer than the bytes. */
const shortEntry = 256 * 1024;

/**
 * Reads an entry and fails at the end, or as soon as it is clear, if its bytes are not what the directory promises.
 *
 * @param folders - What lies directly before it and is checked with it.
 */
export async function* readEntry(
	access: RandomAccess,
	entry: DirectoryEntry,
	folders: readonly DirectoryEntry[],
	signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	const {offset} = folders[0] ?? entry;
	const length = entry.limit - offset;
	const part = access.part?.(offset, length, signal);
	const source = part ?? (length <= shortEntry ? fetchAtOnce(access, offset, length) : access);
	try {
		for (const folder of folders) {
			await orAbort(checkFolder(source, folder), signal);
		}
		yield* readVerified(source, entry, signal);
	} finally {
		await part?.close();
	}
}

function fetchAtOnce(access: RandomAccess, offset: number, length: number): RandomAccess {
	let fetched: Promise<Uint8Array> | undefined;
	return {
		size: access.size,
		async read(at, wanted) {
			if (at - offset + wanted > length) {
				return await access.read(at, wanted);
			}
			fetched ??= access.read(offset, Math.min(length, access.size - offset));
			return (await fetched).subarray(at - offset, at - offset + wanted);
		},
	};
}

async function* readVerified(
	source: RandomAccess,
	entry: DirectoryEntry,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	const {path, size, crc32} = entry;
	const start = await orAbort(findData(source, entry), signal);
	const hasher = await createHasher(['crc32']);
	let length = 0;
	for await (const chunk of readChunks(source, entry, start, signal)) {
		length += chunk.length;
		if (length > size) {
			refuse('size-mismatch', `The file "${path}" is longer than the ${size} bytes its ZIP file promises.`, path);
		}
		hasher.update(chunk);
		yield chunk;
	}
	if (length !== size) {
		refuse('size-mismatch', `The file "${path}" has ${length} bytes, its ZIP file promises ${size}.`, path);
	}
	await orAbort(checkEnd(source, entry, start + entry.compressedSize), signal);
	const {crc32: actual} = hasher.digest();
	if (actual !== crc32) {
		refuse('crc-mismatch', `The file "${path}" is damaged: its CRC-32 should be ${crc32} and is ${actual}.`, path);
	}
}

async function* readChunks(
	source: RandomAccess,
	{path, method, compressedSize}: DirectoryEntry,
	start: number,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const inflater = method === 'stored' ? undefined : createInflater(path);
	let position = 0;
	let inflated = 0;
	const isEnded = (): boolean => inflater?.unused !== undefined;
	while (position < compressedSize && !isEnded()) {
		const part = await orAbort(readExactly(source, start + position, Math.min(partSize, compressedSize - position), path), signal);
		position += part.length;
		if (inflater === undefined) {
			// Chunks are handed on and may be transferred, which must not take the source's own memory away.
			yield new Uint8Array(part);
			continue;
		}
		for (let at = 0; at < part.length && inflater.unused === undefined; at += inflatedPart) {
			const piece = part.subarray(at, at + inflatedPart);
			inflated += piece.length;
			yield* inflater.push(piece);
		}
	}
	// Some writers call an empty file deflated although there is nothing.
	if (inflater !== undefined && compressedSize > 0) {
		checkInflated(path, inflater, inflated < compressedSize);
	}
}

/** @throws PackageError `damaged` for a compressed form without end, `hidden-data` for one that ends before the entry does. */
export function checkInflated(path: string, {unused}: Inflater, more: boolean): void {
	if (unused === undefined) {
		refuse('damaged', `The file "${path}" is damaged: its compressed form has no end.`, path);
	}
	if (unused > 0 || more) {
		refuse('hidden-data', `The compressed form of the file "${path}" ends before its entry does, and something is behind it.`, path);
	}
}
