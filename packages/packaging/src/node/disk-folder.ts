/// <reference types="node" />
import type {FileHandle} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {PackageError} from '@fonds/core';
import {explainWriteError, syncDirectory, writeFully} from '@fonds/core/node';
import type {FileTarget, FolderTarget} from '../sinks/write-files.ts';
import {unwritableName} from './unwritable-name.ts';

/** What is used of `node:fs/promises`; a test can put something else in its place. */
export type FolderFileSystem = Pick<typeof import('node:fs/promises'), 'lstat' | 'mkdir' | 'open' | 'rename' | 'rm' | 'rmdir'>;

/** A folder of a disk that files are written to. */
export interface DiskFolder extends FolderTarget {
	/** Makes the names of all files and folders in it last over a power cut. */
	sync(): Promise<void>;
}

/**
 * @param root - Where the files go.
 * @param shown - What the folder will be called, for messages.
 */
export function createDiskFolder(files: FolderFileSystem, root: string, shown: string): DiskFolder {
	const made = new Set([root]);

	function locate(path: string): string {
		const problem = unwritableName(path);
		if (problem !== undefined) {
			throw unsafePath(path, problem);
		}
		return join(root, ...path.split('/'));
	}

	async function makeFolder(folder: string): Promise<void> {
		const missing: string[] = [];
		for (let each = folder; !made.has(each); each = dirname(each)) {
			missing.push(each);
		}
		for (const each of missing.toReversed()) {
			await files.mkdir(each);
			made.add(each);
		}
	}

	return {
		async create({path, modified}) {
			const file = locate(path);
			const handle = await onDisk(shown, path, async () => {
				await makeFolder(dirname(file));
				return await files.open(file, 'wx');
			});
			return fileTarget(handle, shown, path, modified);
		},
		async createFolder(path) {
			await onDisk(shown, path, () => makeFolder(locate(path)));
		},
		async sync() {
			for (const folder of [...made].toReversed()) {
				await syncDirectory(files, folder);
			}
		},
	};
}

function fileTarget(handle: FileHandle, folder: string, path: string, modified: Date | undefined): FileTarget {
	return {
		write: bytes => onDisk(folder, path, () => writeFully(handle, bytes)),
		finish: () =>
			onDisk(folder, path, async () => {
				try {
					await keepDate(handle, modified);
					await handle.sync();
				} finally {
					await handle.close();
				}
			}),
		close: () => handle.close(),
	};
}

/** Some disks hold no dates, or not this one. */
async function keepDate(handle: FileHandle, modified: Date | undefined): Promise<void> {
	if (modified !== undefined && !Number.isNaN(modified.getTime())) {
		await handle.utimes(modified, modified).catch(() => {});
	}
}

async function onDisk<T>(folder: string, path: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw explain(error, folder, path);
	}
}

/** What a disk says of a name: too long, in letters it does not have, or one that it takes for another's. */
const nameProblems: Readonly<Record<string, string>> = {
	ENAMETOOLONG: 'it is too long for this disk',
	EILSEQ: 'this disk cannot write its letters',
	EINVAL: 'this disk does not allow it',
	EEXIST: 'this disk takes it for another file of the package',
};

function explain(error: unknown, folder: string, path: string): unknown {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const problem = nameProblems[code];
	return problem === undefined ? explainWriteError(error, folder) : unsafePath(path, problem, error);
}

function unsafePath(path: string, reason: string, cause?: unknown): PackageError {
	return new PackageError(`The path ${JSON.stringify(path)} cannot be written: ${reason}. Rename the file.`, {
		problem: 'unsafe-path',
		path,
		cause,
	});
}
