/// <reference types="node" />
import {lstat, mkdir, realpath, stat} from 'node:fs/promises';
import {dirname, join, relative, resolve, sep} from 'node:path';
import {PackageError} from '@fonds/core';
import type {Fixity} from '@fonds/core/hash';
import {verifyStream} from '@fonds/core/hash';
import {saveStream} from '@fonds/core/node';
import {streamFrom} from '@fonds/core/streams';
import {safePath} from '../bag/archive-file.ts';
import {readMetsInventory} from '../mets/mets-inventory.ts';
import type {MetsFile} from '../mets/mets-inventory.ts';
import {metsPath} from '../storage/aip-layout.ts';
import type {DownloadOptions} from '../storage/download.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {readFile} from './read-folder.ts';

/** Options of {@link saveAipFiles}. */
export interface SaveAipFilesOptions extends Omit<DownloadOptions, 'begin' | 'onProgress'> {
	/** Which files. @default all that are not gone */
	readonly select?: ((file: MetsFile) => boolean) | undefined;
	/** Told before each file. What it throws is ignored. */
	readonly onFile?: ((file: MetsFile, index: number, total: number) => void) | undefined;
}

/** A file that was saved, or was there already. */
export interface SavedAipFile {
	/** On this disk. */
	readonly path: string;
	readonly size: number;
	/** `digest`: it has a digest of the METS. `length`: the METS has none that can be checked. */
	readonly strength: 'digest' | 'length';
	/** `false` when it was there already, with the right bytes. */
	readonly downloaded: boolean;
	readonly file: MetsFile;
}

/** The files of a package on this disk. */
export interface SavedAipFiles {
	/** The folder of the package, below the one that was given. */
	readonly folder: string;
	readonly mets: string;
	readonly files: readonly SavedAipFile[];
}

/**
 * Downloads a package file by file: its METS (SS-26), then each file that has, verified by size and digest of the METS. For packages that are
 * not compressed, behind a proxy that gives up before the Storage Service has made its tar (reference 5.3). Files that are there already with
 * the right bytes are kept: a call that broke goes on when it is repeated.
 *
 * Everything lies below `<folder>/<name of the package>/` as in the package. The METS does not know logs, thumbnails and the bag's own files.
 *
 * @throws PackageError with problem `unsafe-path` or `duplicate-path`, before anything but the METS is saved, for a METS that would write
 *   outside of the folder or one file over another; FixityError for a file with other bytes; SdkError with code `file-exists` when there is
 *   another file of that name.
 */
export async function saveAipFiles(
	storage: StorageService,
	uuid: string,
	folder: string,
	{select = () => true, onFile, ...options}: SaveAipFilesOptions = {},
): Promise<SavedAipFiles> {
	const {resume: _, ...request} = options;
	const inPackage = safePath(metsPath(await storage.package(uuid, request)));
	const top = inPackage.split('/')[0] ?? '';
	const base = dirname(inPackage);
	await mkdir(folder, {recursive: true});
	const mets = await place(folder, inPackage);
	await saveStream(mets, await storage.extractFile(uuid, inPackage, options), {signal: options.signal, overwrite: true});
	const inventory = await readMetsInventory(streamFrom(readFile(mets)));
	const wanted = inventory.files.filter(file => !file.superseded && file.path !== undefined && select(file));
	const paths = claimPaths(wanted, base, inPackage);

	const files: SavedAipFile[] = [];
	for (const [index, file] of wanted.entries()) {
		tell(onFile, file, index, wanted.length);
		files.push(await saveFile(storage, uuid, folder, paths[index] ?? '', file, options));
	}
	return {folder: join(folder, top), mets, files};
}

async function saveFile(
	storage: StorageService,
	uuid: string,
	folder: string,
	inPackage: string,
	file: MetsFile,
	options: DownloadOptions,
): Promise<SavedAipFile> {
	const {size, fixities} = file;
	const path = await place(folder, inPackage);
	const strength = fixities.length > 0 ? 'digest' : 'length';
	const known = strength === 'digest' ? await sizeOfGood(path, size, fixities, options.signal) : undefined;
	if (known !== undefined) {
		return {path, size: known, strength, downloaded: false, file};
	}
	const stream = await storage.extractFile(uuid, inPackage, {...options, size, fixities});
	const saved = await saveStream(path, stream, {signal: options.signal});
	return {path, size: saved.size, strength, downloaded: true, file};
}

/** The size of a file that is there and has the right bytes. */
async function sizeOfGood(
	path: string,
	size: number | undefined,
	fixities: readonly Fixity[],
	signal: AbortSignal | undefined,
): Promise<number | undefined> {
	const found = await stat(path).catch(() => undefined);
	if (found === undefined || !found.isFile() || (size !== undefined && found.size !== size)) {
		return undefined;
	}
	try {
		await verifyStream(streamFrom(readFile(path)), {size, fixities}, {path, signal}).pipeTo(new WritableStream());
		return found.size;
	} catch {
		signal?.throwIfAborted();
		return undefined;
	}
}

/** Paths in the package, each its own on every file system. */
function claimPaths(files: readonly MetsFile[], base: string, mets: string): readonly string[] {
	const claimed = new Set([claimOf(mets)]);
	return files.map(({path = ''}) => {
		const inside = safePath(`${base}/${safePath(path)}`);
		if (process.platform === 'win32' && /[<>:"|?*\\]/.test(inside)) {
			throw new PackageError(`${inside} cannot be a name on this system.`, {problem: 'unsafe-path', path: inside});
		}
		if (claimed.has(claimOf(inside))) {
			throw new PackageError(`The METS has ${inside} twice, or two names that are one on some systems.`, {
				problem: 'duplicate-path',
				path: inside,
			});
		}
		claimed.add(claimOf(inside));
		return inside;
	});
}

function claimOf(path: string): string {
	return path.normalize('NFC').toLowerCase();
}

/** Makes the folder of a file and checks, links followed, that it is where it should be. */
async function place(folder: string, inPackage: string): Promise<string> {
	const path = resolve(folder, ...inPackage.split('/'));
	await requireInside(folder, await nearestFolder(dirname(path)), inPackage);
	await mkdir(dirname(path), {recursive: true});
	await requireInside(folder, dirname(path), inPackage);
	return path;
}

/** The folder itself, or the first around it that is there. */
async function nearestFolder(path: string): Promise<string> {
	const isThere = await lstat(path).then(
		() => true,
		() => false,
	);
	return isThere || dirname(path) === path ? path : nearestFolder(dirname(path));
}

async function requireInside(folder: string, path: string, inPackage: string): Promise<void> {
	const way = relative(await realpath(folder), await realpath(path));
	if (way === '..' || way.startsWith(`..${sep}`) || resolve(way) === way) {
		throw new PackageError(`${inPackage} would lie outside of ${folder}: there is a link on the way.`, {
			problem: 'unsafe-path',
			path: inPackage,
		});
	}
}

function tell(onFile: SaveAipFilesOptions['onFile'], file: MetsFile, index: number, total: number): void {
	try {
		onFile?.(file, index, total);
	} catch {
		// The files matter more than who watches.
	}
}
