import {ConfigurationError} from '@fonds/core';
import {pullStream} from '../entries/pull-stream.ts';
import {checkFolder, shareFolders} from './check-folders.ts';
import {readDirectory} from './directory.ts';
import {accessEntry, isAccessible} from './entry-access.ts';
import {readEntry} from './entry-stream.ts';
import {checkLimits, type ZipLimits} from './limits.ts';
import {accessBlob, bufferAccess, type RandomAccess} from './random-access.ts';
import type {DirectoryEntry, ZipEntry} from './zip-entry.ts';

/** A ZIP file whose directory has been read. */
export interface ZipArchive {
	/** All entries, in the order of the directory. */
	entries(): readonly ZipEntry[];
	/**
	 * Opens a file. Size and CRC are checked while it is read: the stream fails instead of ending if they are wrong.
	 *
	 * @throws PackageError (from the stream) `header-mismatch`, `size-mismatch`, `crc-mismatch`, `damaged`, `overlap`,
	 * `hidden-data`, `truncated` or `unreadable`.
	 * @throws ConfigurationError for an entry of another ZIP file, or a folder.
	 */
	open(entry: ZipEntry, options?: {readonly signal?: AbortSignal | undefined}): ReadableStream<Uint8Array<ArrayBuffer>>;
	/**
	 * Gives any part of a file that is not compressed, such as a ZIP file in the ZIP file: `openZip(archive.access(entry))`. Its CRC is not checked, because not all of it
	 * is read.
	 *
	 * @throws PackageError (from reading) as `open`, and `unsupported` for a file that is deflated though it is as long as if it were not.
	 * @throws ConfigurationError for an entry of another ZIP file, a folder, or a file that is deflated.
	 */
	access(entry: ZipEntry): RandomAccess;
}

/**
 * Opens a ZIP file that may come from a stranger.
 *
 * Refused are paths that leave the package or collide (see `createPathClaims`), links and special files, entries that share bytes,
 * encryption, archives in several parts, more or larger files than the limits allow, and everything that is damaged, cut off or
 * contradicts itself. So are bytes that belong to no entry, before, between or behind the entries: other readers would find other files in them.
 *
 * @throws PackageError with the problem `not-a-zip`, `truncated`, `damaged`, `unreadable`, `encrypted`, `unsupported`, `symlink`,
 * `special-file`, `overlap`, `hidden-data`, `too-large`, `too-many`, `header-mismatch`, `unsafe-path` or `duplicate-path`.
 * @throws ConfigurationError for limits that are none.
 */
export async function openZip(source: Blob | RandomAccess, limits: ZipLimits = {}): Promise<ZipArchive> {
	checkLimits(limits);
	const access = source instanceof Blob ? accessBlob(source) : source;
	const directory = await readDirectory(access, limits);
	const folders = shareFolders(directory.entries);
	const buffered = bufferAccess(access);
	for (const folder of folders.atOnce) {
		await checkFolder(buffered, folder);
	}
	const known = new Map(directory.entries.map(entry => [publicEntry(entry), entry]));
	const entries = [...known.keys()];
	const find = (entry: ZipEntry): DirectoryEntry => {
		const found = known.get(entry);
		if (found === undefined || found.directory) {
			throw new ConfigurationError(`"${entry.path}" is ${found === undefined ? 'not an entry of this ZIP file' : 'a folder'}.`);
		}
		return found;
	};
	return {
		entries: () => entries,
		open(entry, options = {}) {
			const found = find(entry);
			return pullStream(signal => readEntry(access, found, folders.before.get(found) ?? [], signal), options.signal);
		},
		access(entry) {
			const found = find(entry);
			if (!isAccessible(found)) {
				throw new ConfigurationError(`"${entry.path}" is deflated, and can only be read from front to back. Open it.`);
			}
			return accessEntry(access, found);
		},
	};
}

function publicEntry({path, directory, size, compressedSize, crc32, method, modified}: ZipEntry): ZipEntry {
	return {path, directory, size, compressedSize, crc32, method, modified};
}
