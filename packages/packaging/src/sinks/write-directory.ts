import {PackageError, SdkError} from '@fonds/core';
import type {PackageEntry} from '../entries/entry.ts';
import {refuseUnsafe} from '../entries/path-claims.ts';
import type {PackageLayout} from '../layout/layout.ts';
import {explainFileError, nameOfError} from './explain-file-error.ts';
import {writeFiles, type FileTarget, type FolderTarget, type WriteFilesOptions, type WrittenFolder} from './write-files.ts';

/** Options of {@link writeDirectory}. */
export interface WriteDirectoryOptions extends WriteFilesOptions {
	/** The folder to make. @default the layout's name */
	readonly name?: string | undefined;
}

/**
 * Writes a package into a new folder inside one that a user chose (`showDirectoryPicker({mode: 'readwrite'})`) or of the origin's own file system. Every file
 * is read once and its digests are made on the way.
 *
 * Browsers cannot rename a folder, nor flush it: while it is written, an empty file `<name>.incomplete` stands beside it, which is removed at the end. A failure
 * or an abort removes both; a page that is closed leaves both. Dates of files are not kept.
 *
 * @throws PackageError for files that cannot be packaged, as `zip` does; and with the problem `unsafe-path` for a name the browser does not allow.
 * @throws SdkError with code `folder-exists`, `no-space` or `not-writable`.
 */
export async function writeDirectory(
	parent: FileSystemDirectoryHandle,
	layout: PackageLayout,
	{name = layout.name, ...options}: WriteDirectoryOptions = {},
): Promise<WrittenFolder> {
	options.signal?.throwIfAborted();
	refuseUnsafe(name);
	const marker = `${name}.incomplete`;
	await refuseExisting(parent, name);
	await refuseOtherMarker(parent, marker);
	await inBrowser(marker, () => parent.getFileHandle(marker, {create: true}));
	let folder: FileSystemDirectoryHandle | undefined;
	try {
		folder = await inBrowser(name, () => parent.getDirectoryHandle(name, {create: true}));
		const written = await writeFiles(layout, createHandleFolder(folder), options);
		await inBrowser(marker, () => parent.removeEntry(marker));
		return written;
	} catch (error) {
		const removed = folder === undefined ? Promise.resolve() : removeFolder(parent, name, 20);
		await removed.then(() => parent.removeEntry(marker)).catch(() => {}); // The reason for this matters more; the marker is left to tell.
		throw error;
	}
}

/** Only what is certainly not there may be made, for it is removed when something fails. */
async function refuseExisting(parent: FileSystemDirectoryHandle, name: string): Promise<void> {
	if ((await look(name, () => parent.getDirectoryHandle(name))) !== 'absent') {
		throw exists(name);
	}
}

/** A page that was closed leaves an empty file of this name. Any other is somebody else's. */
async function refuseOtherMarker(parent: FileSystemDirectoryHandle, marker: string): Promise<void> {
	const found = await look(marker, () => parent.getFileHandle(marker));
	if (found === 'another kind' || (found !== 'absent' && (await inBrowser(marker, () => found.getFile())).size > 0)) {
		throw exists(marker);
	}
}

async function look<H>(name: string, get: () => Promise<H>): Promise<H | 'absent' | 'another kind'> {
	try {
		return await get();
	} catch (error) {
		switch (nameOfError(error)) {
			case 'NotFoundError':
				return 'absent';
			case 'TypeMismatchError':
				return 'another kind';
			default:
				throw explain(error, name);
		}
	}
}

function exists(name: string): SdkError {
	return new SdkError(`${name} exists already and was left as it is. Choose another name.`, {code: 'folder-exists'});
}

/** A browser may hold a file a little longer than the promise that let go of it: it is asked again, for a second at most. */
async function removeFolder(parent: FileSystemDirectoryHandle, name: string, tries: number): Promise<void> {
	try {
		await parent.removeEntry(name, {recursive: true});
	} catch (error) {
		if (nameOfError(error) === 'NotFoundError') {
			return;
		}
		if (nameOfError(error) !== 'NoModificationAllowedError' || tries === 1) {
			throw error;
		}
		await new Promise(resolve => {
			setTimeout(resolve, 50);
		});
		await removeFolder(parent, name, tries - 1);
	}
}

function createHandleFolder(root: FileSystemDirectoryHandle): FolderTarget {
	const made = new Map<string, Promise<FileSystemDirectoryHandle>>([['', Promise.resolve(root)]]);
	const makeFolder = (path: string): Promise<FileSystemDirectoryHandle> => {
		const missing: string[] = [];
		let known: Promise<FileSystemDirectoryHandle> | undefined;
		for (let each = path; (known = made.get(each)) === undefined; each = split(each).folder) {
			missing.push(each);
		}
		for (const each of missing.toReversed()) {
			known = known.then(parent => parent.getDirectoryHandle(split(each).name, {create: true}));
			made.set(each, known);
		}
		return known;
	};
	return {
		async create({path}: PackageEntry) {
			const {folder, name} = split(path);
			const writable = await inBrowser(path, async () => {
				const file = await (await makeFolder(folder)).getFileHandle(name, {create: true});
				return await file.createWritable();
			});
			return fileTarget(writable, path);
		},
		async createFolder(path) {
			await inBrowser(path, () => makeFolder(path));
		},
	};
}

function split(path: string): {readonly folder: string; readonly name: string} {
	const end = path.lastIndexOf('/');
	return {folder: path.slice(0, Math.max(0, end)), name: path.slice(end + 1)};
}

function fileTarget(writable: FileSystemWritableFileStream, path: string): FileTarget {
	return {
		write: bytes => inBrowser(path, () => writable.write(bytes)),
		finish: () => inBrowser(path, () => writable.close()),
		close: () => writable.abort(),
	};
}

async function inBrowser<T>(path: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw explain(error, path);
	}
}

function explain(error: unknown, path: string): unknown {
	return ['TypeError', 'TypeMismatchError'].includes(nameOfError(error))
		? new PackageError(`The path ${JSON.stringify(path)} cannot be written: the browser does not allow it. Rename the file.`, {
				problem: 'unsafe-path',
				path,
				cause: error,
			})
		: explainFileError(error, path);
}
