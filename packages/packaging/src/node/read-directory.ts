/// <reference types="node" />
import type {Stats} from 'node:fs';
import {lstat, readdir, realpath, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {PackageError} from '@fonds/core';
import {entryOf, type FileEntry} from './file-entry.ts';

export interface ReadDirectoryOptions {
	/** What to do with symbolic links: refuse them, or package what they point to. @default 'refuse' */
	readonly symlinks?: 'refuse' | 'follow' | undefined;
	readonly signal?: AbortSignal | undefined;
}

interface Found {
	/** Where it is. */
	readonly file: string;
	/** Path inside the package. */
	readonly path: string;
	readonly stats: Stats;
}

/** How many files are asked about at a time. */
const batchSize = 256;

/**
 * Lists the files of a folder and the folders in it, in the order of their names, hidden files too. A folder without files leaves
 * no trace: packages consist of files.
 *
 * @throws PackageError with the problem `symlink`, `symlink-loop`, `special-file` (devices, pipes, sockets), `unsafe-path` (a name
 * that is not UTF-8) or `unreadable`.
 */
export async function* readDirectory(directory: string, options: ReadDirectoryOptions = {}): AsyncGenerator<FileEntry, undefined> {
	const root = await attempt(directory, '', () => realpath(directory));
	yield* walk(directory, '', [root], options);
	return undefined;
}

async function* walk(
	directory: string,
	prefix: string,
	around: readonly string[],
	options: ReadDirectoryOptions,
): AsyncGenerator<FileEntry, undefined> {
	const names = await attempt(directory, prefix, () => readdir(directory, {encoding: 'buffer'}));
	const sorted = names.map(name => decodeName(name, prefix)).toSorted((a, b) => (a < b ? -1 : 1));
	for (let start = 0; start < sorted.length; start += batchSize) {
		const batch = sorted.slice(start, start + batchSize);
		const found = batch.map(name => inspect(join(directory, name), prefix + name, options));
		found.forEach(item => item.catch(() => {})); // The first in order is told, not the first to fail.
		for (const next of found) {
			const item = await next;
			options.signal?.throwIfAborted();
			if (item.stats.isDirectory()) {
				yield* walk(item.file, `${item.path}/`, [...around, await enter(item, around)], options);
			} else {
				yield entryOf(item.file, item.path, item.stats);
			}
		}
	}
	return undefined;
}

async function inspect(file: string, path: string, {symlinks = 'refuse'}: ReadDirectoryOptions): Promise<Found> {
	const own = await attempt(file, path, () => lstat(file));
	if (own.isSymbolicLink() && symlinks === 'refuse') {
		throw new PackageError(`"${file}" is a symbolic link. Remove it, or ask for links to be followed (symlinks: 'follow').`, {
			problem: 'symlink',
			path,
		});
	}
	const stats = own.isSymbolicLink() ? await attempt(file, path, () => stat(file)) : own;
	if (!stats.isFile() && !stats.isDirectory()) {
		throw new PackageError(`"${file}" is not a file that can be packaged, but a device, a pipe or a socket.`, {
			problem: 'special-file',
			path,
		});
	}
	return {file, path, stats};
}

/** Links may lead back to a folder around them. */
async function enter({file, path}: Found, around: readonly string[]): Promise<string> {
	const real = await attempt(file, path, () => realpath(file));
	if (around.includes(real)) {
		throw new PackageError(`The link "${file}" leads back to a folder it is in.`, {problem: 'symlink-loop', path});
	}
	return real;
}

function decodeName(name: Buffer, prefix: string): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(name);
	} catch (cause) {
		const shown = `${prefix}${name.toString('latin1')}`;
		throw new PackageError(`The name of the file "${shown}" is not UTF-8. Rename it.`, {problem: 'unsafe-path', path: shown, cause});
	}
}

async function attempt<T>(file: string, path: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new PackageError(`"${file}" cannot be read: ${reason}`, {problem: 'unreadable', path, cause});
	}
}
