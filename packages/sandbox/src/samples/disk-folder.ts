import {closeSync, constants, openSync, readSync} from 'node:fs';
import {open, readdir, realpath, stat, type FileHandle} from 'node:fs/promises';
import {basename, isAbsolute, relative, resolve} from 'node:path';
import type {Packed, PackedEntry} from '../preservica/ingest/contents.ts';

/** A file or folder on this machine. */
export interface DiskEntry extends PackedEntry {
	/** Its bytes, as a name need not be text. */
	readonly path: Buffer;
}

/** How much of a file is read at a time. */
const chunkSize = 256 * 1024;
/** A link that has taken the place of a file is not followed. Windows has no such flag. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/**
 * Looks through a folder and all below it, by name. Symbolic links and what is neither file nor folder are left out. Files are read when asked for.
 *
 * @param outside A folder that must not be in it.
 * @throws Error when it is no folder, or something of it cannot be read.
 */
export async function openDiskFolder(folder: string, outside: string | undefined): Promise<Packed<DiskEntry>> {
	const top = await realpath(folder);
	if (!(await stat(top)).isDirectory()) throw new Error('it is not a folder.');
	if (outside !== undefined && isWithin(await realpath(outside), top)) throw new Error('the data folder lies in it.');
	const entries: DiskEntry[] = [];
	for await (const entry of walk(Buffer.from(top), basename(top) || 'Root')) entries.push(entry);
	return {
		entries,
		open: entry => readWhole(entry),
		access: entry => ({
			size: entry.size,
			stream: (start, end) => readPart(entry, start, end),
			piece: (start, end) => readPiece(entry, start, end),
		}),
	};
}

function isWithin(inner: string, outer: string): boolean {
	const way = relative(resolve(outer), resolve(inner));
	return !isAbsolute(way) && way.split(/[\\/]/u)[0] !== '..';
}

async function* walk(path: Buffer, name: string): AsyncGenerator<DiskEntry> {
	yield {path, name: `${name}/`, directory: true, size: 0, compressedSize: 0};
	const children = await readdir(path, {withFileTypes: true, encoding: 'buffer'});
	for (const child of children.toSorted((a, b) => Buffer.compare(a.name, b.name))) {
		const inner = Buffer.concat([path, Buffer.from('/'), child.name]);
		const called = `${name}/${child.name.toString('utf8')}`;
		if (child.isDirectory()) yield* walk(inner, called);
		if (!child.isFile()) continue;
		const {size} = await stat(inner);
		yield {path: inner, name: called, directory: false, size, compressedSize: size};
	}
}

async function* readWhole({path}: DiskEntry): AsyncGenerator<Uint8Array> {
	const file = await open(path, flags);
	try {
		for (let chunk = await readChunk(file, null); chunk.length > 0; chunk = await readChunk(file, null)) yield chunk;
	} finally {
		await file.close();
	}
}

async function* readPart({path}: DiskEntry, start: number, end: number): AsyncGenerator<Uint8Array> {
	const file = await open(path, flags);
	try {
		for (let at = start; at < end;) {
			const chunk = await readChunk(file, at, Math.min(chunkSize, end - at));
			if (chunk.length === 0) return;
			yield chunk;
			at += chunk.length;
		}
	} finally {
		await file.close();
	}
}

async function readChunk(file: FileHandle, position: number | null, length = chunkSize): Promise<Uint8Array> {
	const {buffer, bytesRead} = await file.read(Buffer.allocUnsafe(length), 0, length, position);
	return buffer.subarray(0, bytesRead);
}

function readPiece({path}: DiskEntry, start: number, end: number): Buffer {
	const descriptor = openSync(path, flags);
	try {
		const buffer = Buffer.allocUnsafe(end - start);
		return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, start));
	} finally {
		closeSync(descriptor);
	}
}
