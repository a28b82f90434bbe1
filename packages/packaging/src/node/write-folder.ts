/// <reference types="node" />
import {randomUUID} from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {SdkError} from '@fonds/core';
import {explainWriteError, syncDirectory} from '@fonds/core/node';
import type {PackageLayout} from '../layout/layout.ts';
import {writeFiles, type WriteFilesOptions, type WrittenFolder} from '../sinks/write-files.ts';
import {createDiskFolder, type FolderFileSystem} from './disk-folder.ts';

/**
 * Writes a package into a new folder. Every file is read once and its digests are made on the way; all of it is flushed to the disk under a temporary name
 * beside the folder, which gets its name when it is complete. Whatever goes wrong, nothing is left behind. Dates of files are kept as well as the
 * disk can hold them; those of folders are not.
 *
 * @param folder - The folder to make. There must be none of that name, and the folder it goes into must be there.
 * @throws PackageError for files that cannot be packaged, as `zip` does; and with the problem `unsafe-path` for a name this disk cannot hold.
 * @throws SdkError with code `folder-exists`, `no-space`, `no-directory` or `not-writable`.
 */
export async function writeFolder(folder: string, layout: PackageLayout, options: WriteFilesOptions = {}): Promise<WrittenFolder> {
	return await writeFolderWith(nodeFiles, folder, layout, options);
}

/** {@link writeFolder} on any file system. */
export async function writeFolderWith(
	files: FolderFileSystem,
	folder: string,
	layout: PackageLayout,
	options: WriteFilesOptions = {},
): Promise<WrittenFolder> {
	const target = resolve(folder);
	const temporary = join(dirname(target), `.${randomUUID()}.part`);
	options.signal?.throwIfAborted();
	await refuseExisting(files, target);
	await explained(target, files.mkdir(temporary));
	try {
		const disk = createDiskFolder(files, temporary, target);
		const written = await writeFiles(layout, disk, options);
		await explained(target, disk.sync());
		await name(files, temporary, target);
		return written;
	} catch (error) {
		await files.rm(temporary, {recursive: true, force: true, maxRetries: 3}).catch(() => {}); // The reason for this matters more.
		throw error;
	}
}

async function refuseExisting(files: FolderFileSystem, folder: string): Promise<void> {
	const exists = await files.lstat(folder).then(
		() => true,
		() => false, // If it cannot be looked at, writing says why.
	);
	if (exists) {
		throw folderExists(folder);
	}
}

function folderExists(folder: string): SdkError {
	return new SdkError(`${folder} exists already and was left as it is. Choose another name.`, {code: 'folder-exists'});
}

/**
 * Gives the folder its name. A rename would replace an empty folder that came up meanwhile, so the name is taken first with a folder of our own; Windows
 * replaces no folder, not even that.
 */
async function name(files: FolderFileSystem, temporary: string, folder: string): Promise<void> {
	const placeholder = process.platform !== 'win32';
	if (placeholder) {
		await takeName(files, folder);
	}
	try {
		await files.rename(temporary, folder);
	} catch (error) {
		if (placeholder) {
			await files.rmdir(folder).catch(() => {});
		}
		await refuseExisting(files, folder);
		throw explainWriteError(error, folder);
	}
	await explained(folder, syncDirectory(files, dirname(folder)));
}

async function takeName(files: FolderFileSystem, folder: string): Promise<void> {
	try {
		await files.mkdir(folder);
	} catch (error) {
		await refuseExisting(files, folder);
		throw explainWriteError(error, folder);
	}
}

async function explained<T>(folder: string, work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		throw explainWriteError(error, folder);
	}
}
