/// <reference types="node" />
import type {Stats} from 'node:fs';
import {stat} from 'node:fs/promises';
import {basename} from 'node:path';
import {PackageError} from '@fonds/core';
import type {EntryReader, PackageEntry} from '../entries/entry.ts';
import {readerStream} from '../entries/reader-stream.ts';
import type {RandomAccess} from '../unzip/random-access.ts';
import {openFileReader} from './file-reader.ts';
import {accessListed} from './listed-access.ts';

/** An entry whose bytes are a file on disk. */
export interface FileEntry extends PackageEntry {
	readonly size: number;
	readonly modified: Date;
	readonly openReader: () => Promise<EntryReader>;
	/** Any part of the bytes. */
	readonly access: () => RandomAccess;
}

/**
 * Makes an entry of a file. The file is opened when the entry's turn comes.
 *
 * @param file - Where the file is.
 * @param path - Path inside the package. Default: the file's name.
 * @throws PackageError with the problem `unreadable` if there is no such file, or `special-file` if it is a folder, a device or a pipe.
 */
export async function entryFromPath(file: string, path: string = basename(file)): Promise<FileEntry> {
	const stats = await stat(file).catch((error: unknown) => {
		throw new PackageError(`The file "${file}" cannot be read. Check that it is there, and that this account may read it.`, {
			problem: 'unreadable',
			path,
			cause: error,
		});
	});
	if (!stats.isFile()) {
		throw new PackageError(`"${file}" is not a file that can be packaged, but a folder, a device or a pipe.`, {
			problem: 'special-file',
			path,
		});
	}
	return entryOf(file, path, stats, true);
}

/**
 * Makes an entry of a file about which everything is known.
 *
 * @param linked - Whether a link may lead to it. What was no link when it was listed must not be one when it is opened.
 */
export function entryOf(file: string, path: string, {size, mtimeMs, mtime}: Stats, linked: boolean): FileEntry {
	const listed = {file, path, size, modifiedMs: mtimeMs, linked};
	const openReader = (): Promise<EntryReader> => openFileReader(listed);
	return {path, size, modified: mtime, open: () => readerStream(openReader), openReader, access: () => accessListed(listed)};
}
