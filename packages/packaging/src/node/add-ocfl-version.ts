/// <reference types="node" />
import {randomUUID} from 'node:crypto';
import * as nodeFiles from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {SdkError} from '@fonds/core';
import {explainWriteError, syncDirectory} from '@fonds/core/node';
import {ocflObjectLayout, type OcflDescription, type OcflLayoutOptions} from '../ocfl/object-layout.ts';
import {readOcflObject} from '../ocfl/read-object.ts';
import type {WriteFilesOptions, WrittenFolder} from '../sinks/write-files.ts';
import {openFolder} from './open-folder.ts';
import {writeFolderWith} from './write-folder.ts';

/** Options of {@link addOcflVersion}. */
export interface AddOcflVersionOptions extends WriteFilesOptions {
	/** More digests of the new files, for the fixity block. @default [] */
	readonly fixity?: OcflLayoutOptions['fixity'];
}

/** What is used of `node:fs/promises`; a test can put something else in its place. */
export type ObjectFileSystem = Pick<typeof nodeFiles, 'copyFile' | 'lstat' | 'mkdir' | 'open' | 'rename' | 'rm' | 'rmdir'>;

/**
 * Adds a version to an OCFL object on a disk. It is written and flushed beside the object, moved into it as a whole, and then the inventory of the root is
 * replaced, its sidecar last (OCFL 1.1, 3.6). Whatever goes wrong, the object is as it was. Should the power fail between these two, the inventory in the folder of the
 * new version is the right one.
 *
 * @param folder - The object.
 * @throws ConfigurationError, PackageError and FixityError as `readOcflObject` and `ocflObjectLayout`; SdkError with code `no-space` or `not-writable`, or
 * `folder-exists` when somebody else added that version meanwhile.
 */
export async function addOcflVersion(
	folder: string,
	description: OcflDescription,
	options: AddOcflVersionOptions = {},
): Promise<WrittenFolder> {
	return await addOcflVersionWith(nodeFiles, folder, description, options);
}

/** {@link addOcflVersion} on any file system. */
export async function addOcflVersionWith(
	files: ObjectFileSystem,
	folder: string,
	description: OcflDescription,
	{fixity, ...options}: AddOcflVersionOptions = {},
): Promise<WrittenFolder> {
	const object = resolve(folder);
	const previous = await readOcflObject(await openFolder(object), options);
	const layout = ocflObjectLayout(description, {fixity, previous});
	const added = join(dirname(object), `.${randomUUID()}.part`);
	try {
		const written = await writeFolderWith(files, added, layout, options);
		await moveIn(files, added, object, `v${Number(previous.head.slice(1)) + 1}`, `inventory.json.${previous.digestAlgorithm}`);
		return written;
	} catch (error) {
		throw explainWriteError(error, object);
	} finally {
		await files.rm(added, {recursive: true, force: true, maxRetries: 3}).catch(() => {}); // The object is right, or why it is not is told.
	}
}

async function moveIn(files: ObjectFileSystem, added: string, object: string, version: string, sidecar: string): Promise<void> {
	const before = join(added, 'inventory.before');
	const inventory = join(object, 'inventory.json');
	await files.copyFile(inventory, before);
	await files.rename(join(added, version), join(object, version)).catch(async (error: unknown) => {
		throw (await exists(files, join(object, version))) ? versionExists(object, version, error) : error;
	});
	try {
		await files.rename(join(added, 'inventory.json'), inventory);
		await files.rename(join(added, sidecar), join(object, sidecar));
	} catch (error) {
		await files.rename(before, inventory);
		await files.rm(join(object, version), {recursive: true, force: true, maxRetries: 3});
		throw error;
	}
	await syncDirectory(files, object);
}

async function exists(files: ObjectFileSystem, path: string): Promise<boolean> {
	return await files.lstat(path).then(
		() => true,
		() => false,
	);
}

function versionExists(object: string, version: string, cause: unknown): SdkError {
	return new SdkError(`${object} has a folder ${version} already and was left as it is. Read the object again.`, {
		code: 'folder-exists',
		cause,
	});
}
