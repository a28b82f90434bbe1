/// <reference types="node" />
import type {Stats} from 'node:fs';
import {access, constants, lstat, open, type FileHandle} from 'node:fs/promises';
import {basename} from 'node:path';
import {PackageError} from '@fonds/core';
import type {DiskFile} from './package-files.ts';

/** What tells that a file was changed. */
export type FileStats = Pick<Stats, 'size' | 'mtime' | 'mtimeMs'>;

/** Bytes read at a time; of a smaller file, one more than it has. */
const chunkSize = 1024 * 1024;

/**
 * A file about which everything is known but its bytes. It is opened when its stream is first read, which fails at its end when the file was
 * changed since it was looked at: it might be a mixture of the old and the new.
 */
export function diskFile(file: string, {size, mtime, mtimeMs}: FileStats, name: string = basename(file)): DiskFile {
	return {path: name, size, modified: mtime, open: () => streamOf(file, {size, mtimeMs})};
}

function streamOf(file: string, {size, mtimeMs}: Pick<Stats, 'size' | 'mtimeMs'>): ReadableStream<Uint8Array<ArrayBuffer>> {
	let handle: FileHandle | undefined;
	let done = 0;
	return new ReadableStream(
		{
			async pull(controller) {
				try {
					handle ??= await openFile(file);
					const {bytesRead, buffer} = await handle.read(new Uint8Array(Math.min(chunkSize, size - done + 1)));
					done += bytesRead;
					if (done > size || (bytesRead === 0 && done < size)) {
						throw changed(file, `it had ${size} bytes and now has ${done > size ? 'more' : done}`);
					}
					if (bytesRead > 0) {
						controller.enqueue(buffer.subarray(0, bytesRead));
						return;
					}
					if ((await handle.stat()).mtimeMs !== mtimeMs) {
						throw changed(file, 'it was written to');
					}
					await handle.close();
					controller.close();
				} catch (error) {
					await handle?.close().catch(() => {});
					throw error;
				}
			},
			cancel: () => handle?.close(),
		},
		{highWaterMark: 0},
	);
}

function changed(file: string, how: string): PackageError {
	return new PackageError(`"${file}" changed while it was read: ${how}.`, {problem: 'file-changed', path: file});
}

/** Is a file still there, readable and as it was when it was looked at? */
export async function isUnchanged(file: string, {size, mtimeMs}: FileStats): Promise<boolean> {
	try {
		await access(file, constants.R_OK);
		const now = await lstat(file);
		return now.isFile() && now.size === size && now.mtimeMs === mtimeMs;
	} catch {
		return false;
	}
}

async function openFile(file: string): Promise<FileHandle> {
	try {
		return await open(file, 'r');
	} catch (cause) {
		throw new PackageError(`"${file}" cannot be read. Check that it is still there, and that this account may read it.`, {
			problem: 'unreadable',
			path: file,
			cause,
		});
	}
}
