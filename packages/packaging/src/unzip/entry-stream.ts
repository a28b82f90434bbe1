import {createHasher} from '@fonds/core/hash';
import {orAbort} from '../entries/abortable.ts';
import {checkFolder} from './check-folders.ts';
import {createInflater, type Inflater} from './inflater.ts';
import {checkEnd, findData} from './local-header.ts';
import {refuse} from './problem.ts';
import type {RandomAccess} from './random-access.ts';
import {readExactly} from './reading.ts';
import type {DirectoryEntry} from './zip-entry.ts';

/** How much is read at a time of what is stored. */
const storedPart = 1024 * 1024;
/** And of what is deflated: it can become a thousand times as much in one go. */
const deflatedPart = 32 * 1024;

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
	const part = access.part?.(offset, entry.limit - offset, signal);
	const source = part ?? access;
	try {
		for (const folder of folders) {
			await orAbort(checkFolder(source, folder), signal);
		}
		yield* readVerified(source, entry, signal);
	} finally {
		await part?.close();
	}
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
	const partSize = method === 'stored' ? storedPart : deflatedPart;
	const inflater = method === 'stored' ? undefined : createInflater(path);
	let position = 0;
	let ended = false;
	while (position < compressedSize && !ended) {
		const part = await orAbort(readExactly(source, start + position, Math.min(partSize, compressedSize - position), path), signal);
		position += part.length;
		// Chunks are handed on and may be transferred, which must not take the source's own memory away.
		yield* inflater === undefined ? [new Uint8Array(part)] : inflater.push(part);
		ended = inflater?.unused !== undefined;
	}
	// Some writers call an empty file deflated although there is nothing.
	if (inflater !== undefined && compressedSize > 0) {
		checkInflated(path, inflater, position < compressedSize);
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
