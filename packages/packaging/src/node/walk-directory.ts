/// <reference types="node" />
import type {Stats} from 'node:fs';
import {lstat, readdir, realpath, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {PackageError} from '@fonds/core';
import {entryOf, type FileEntry} from './file-entry.ts';
import type {ReadDirectoryOptions} from './read-directory.ts';

/** What there is in a folder: its files, and the folders in which there is nothing at all. */
export type DirectoryItem = {readonly file: FileEntry} | {readonly emptyFolder: string};

interface Found {
	/** Where it is. */
	readonly file: string;
	/** Path inside the package. */
	readonly path: string;
	readonly stats: Stats;
	/** Whether a link led to it. */
	readonly linked: boolean;
}

/** How many files are asked about at a time. */
const batchSize = 256;

/** Goes through a folder and the folders in it, in the order of their names, and fails as `readDirectory` does. */
export async function* walkDirectory(directory: string, options: ReadDirectoryOptions): AsyncGenerator<DirectoryItem, undefined> {
	const root = await attempt(directory, '', () => realpath(directory));
	yield* walk(directory, '', [root], options);
	return undefined;
}

async function* walk(
	directory: string,
	prefix: string,
	around: readonly string[],
	options: ReadDirectoryOptions,
): AsyncGenerator<DirectoryItem, undefined> {
	const names = await attempt(directory, prefix.slice(0, -1), () => readdir(directory, {encoding: 'buffer'}));
	if (prefix !== '') {
		await inspect(directory, prefix.slice(0, -1), options); // What has become a link since it was looked at has listed another folder.
	}
	if (names.length === 0 && prefix !== '') {
		yield {emptyFolder: prefix.slice(0, -1)};
	}
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
				yield {file: entryOf(item.file, item.path, item.stats, item.linked)};
			}
		}
	}
	return undefined;
}

async function inspect(file: string, path: string, {symlinks = 'refuse'}: ReadDirectoryOptions): Promise<Found> {
	const own = await attempt(file, path, () => lstat(file));
	const linked = own.isSymbolicLink();
	if (linked && symlinks === 'refuse') {
		throw new PackageError(`"${file}" is a symbolic link. Remove it, or ask for links to be followed (symlinks: 'follow').`, {
			problem: 'symlink',
			path,
		});
	}
	const stats = linked ? await attempt(file, path, () => stat(file)) : own;
	if (!stats.isFile() && !stats.isDirectory()) {
		throw new PackageError(`"${file}" is not a file that can be packaged, but a device, a pipe or a socket.`, {
			problem: 'special-file',
			path,
		});
	}
	return {file, path, stats, linked};
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
