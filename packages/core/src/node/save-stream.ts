/// <reference types="node" />
import {randomUUID} from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {orAbort} from '../async/or-abort.ts';
import {SdkError} from '../errors/sdk-error.ts';
import {codeOf, explain, type FileSystem, syncDirectory, writeFully} from './file-system.ts';

/** How a stream is saved. */
export interface SaveOptions {
	/** Ends the work with `signal.reason`; nothing is left behind. */
	readonly signal?: AbortSignal | undefined;
	/** Replaces an existing file. @default false */
	readonly overwrite?: boolean | undefined;
	/** Who may read and write the file, such as `0o600` for its owner only. Windows has no such thing. @default what the system gives new files */
	readonly mode?: number | undefined;
}

/**
 * Writes a stream into a file that gets its name only when all bytes are on the disk: under a temporary name beside it, flushed, then renamed.
 * Whatever goes wrong, nothing is left behind, and the stream is cancelled.
 *
 * @throws SdkError with code `file-exists` when there is such a file and `overwrite` is not set, also when it appears in the meantime;
 * `no-space` when the disk is full; `no-directory` and `not-writable`
 */
export function saveStream(path: string, stream: ReadableStream<Uint8Array>, options: SaveOptions = {}): Promise<{readonly size: number}> {
	return saveStreamWith(nodeFiles, path, stream, options);
}

/** {@link saveStream} on any file system. */
export async function saveStreamWith(
	files: FileSystem,
	path: string,
	stream: ReadableStream<Uint8Array>,
	{signal, overwrite = false, mode}: SaveOptions = {},
): Promise<{readonly size: number}> {
	const temporary = join(dirname(path), `.${randomUUID()}.part`);
	const reader = stream.getReader();
	try {
		signal?.throwIfAborted();
		if (!overwrite) {
			await refuseExisting(files, path);
		}

		const size = await write(files, {temporary, path, mode}, reader, signal);
		await name(files, temporary, path, overwrite);
		return {size};
	} catch (error) {
		reader.cancel(error).catch(() => {});
		await files.unlink(temporary).catch(() => {});
		throw error;
	}
}

async function refuseExisting(files: FileSystem, path: string): Promise<void> {
	const exists = await files.lstat(path).then(
		() => true,
		() => false, // If it cannot be looked at, writing says why.
	);
	if (exists) {
		throw fileExists(path);
	}
}

const fileExists = (path: string) =>
	new SdkError(`${path} exists already and was left as it is. Choose another name, or set overwrite.`, {code: 'file-exists'});

async function write(
	files: FileSystem,
	{temporary, path, mode}: {readonly temporary: string; readonly path: string; readonly mode: number | undefined},
	reader: ReadableStreamDefaultReader<Uint8Array>,
	signal: AbortSignal | undefined,
): Promise<number> {
	const onDisk = async <T>(work: Promise<T>): Promise<T> => {
		try {
			return await work;
		} catch (error) {
			throw explain(error, path);
		}
	};

	const file = await onDisk(files.open(temporary, 'wx', mode));
	let size = 0;
	try {
		for (;;) {
			const {done, value} = await orAbort(reader.read(), signal);
			if (done) {
				await onDisk(file.sync());
				return size;
			}

			await onDisk(writeFully(file, value));
			size += value.length;
		}
	} finally {
		await onDisk(file.close());
	}
}

/**
 * Gives the file its name. A hard link fails when the name is taken, which a rename does not; file systems without links (FAT, some network
 * disks) get an empty file as a placeholder first, which is ours alone, and the rename replaces it.
 */
async function name(files: FileSystem, temporary: string, path: string, overwrite: boolean): Promise<void> {
	try {
		if (overwrite) {
			await files.rename(temporary, path);
		} else {
			await nameOnce(files, temporary, path);
		}

		await syncDirectory(files, dirname(path));
	} catch (error) {
		throw codeOf(error) === 'EEXIST' ? fileExists(path) : explain(error, path);
	}
}

async function nameOnce(files: FileSystem, temporary: string, path: string): Promise<void> {
	try {
		await files.link(temporary, path);
	} catch (error) {
		if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV', 'EACCES', 'UNKNOWN'].includes(codeOf(error))) {
			throw error;
		}

		const placeholder = await files.open(path, 'wx');
		await placeholder.close();
		try {
			await files.rename(temporary, path);
			return;
		} catch (failure) {
			await files.unlink(path).catch(() => {});
			throw failure;
		}
	}

	await files.unlink(temporary);
}
