/// <reference types="node" />
import type {FileHandle} from 'node:fs/promises';
import {SdkError} from '../errors/sdk-error.ts';

/** What is used of `node:fs/promises`; a test can put something else in its place. */
export type FileSystem = Pick<typeof import('node:fs/promises'), 'link' | 'lstat' | 'open' | 'rename' | 'unlink'>;

/** The code of an error of the operating system. */
export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Says in a sentence why a file could not be written; anything unknown stays as it is. */
export function explain(error: unknown, path: string): unknown {
	const say = (code: string, message: string) => new SdkError(message, {code, cause: error});
	switch (codeOf(error)) {
		case 'ENOSPC':
		case 'EDQUOT': {
			return say('no-space', `There is no space left to write ${path}. Nothing was kept; make room and try again.`);
		}

		case 'EFBIG': {
			return say('no-space', `${path} grew larger than its file system allows. Nothing was kept.`);
		}

		case 'EEXIST':
		case 'ENOENT':
		case 'ENOTDIR': {
			return say('no-directory', `${path} cannot be written: there is no such directory.`);
		}

		case 'EACCES':
		case 'EPERM':
		case 'EROFS': {
			return say('not-writable', `${path} cannot be written: this account may not write there.`);
		}

		default: {
			return error;
		}
	}
}

/** Writes all bytes; the system may take fewer at a time. */
export async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
	for (let written = 0; written < bytes.length;) {
		const {bytesWritten} = await file.write(bytes, written);
		written += bytesWritten;
	}
}

/** Makes a new name in a directory last over a power cut. Windows and some network disks cannot; their names last anyway. */
export async function syncDirectory(files: Pick<FileSystem, 'open'>, directory: string): Promise<void> {
	try {
		const handle = await files.open(directory, 'r');
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
	} catch (error) {
		if (!['EACCES', 'EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM', 'EBADF'].includes(codeOf(error))) {
			throw error;
		}
	}
}
