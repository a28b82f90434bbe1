import {PackageError} from '@fonds/core';
import type {PackageEntry} from '../entries/entry.ts';
import {createPathClaims} from '../entries/path-claims.ts';
import {isRemoved} from './removed-name.ts';
import type {TransferModel} from './transfer-model.ts';
import type {TransferDescription} from './transfer.ts';

/**
 * Refuses what Archivematica would remove from a standard transfer.
 *
 * @throws PackageError with the problem `removed-file`.
 */
export function refuseRemoved(path: string, isFolder: boolean): void {
	if (isRemoved(path, isFolder)) {
		throw new PackageError(
			`Archivematica removes ${JSON.stringify(path)} from a standard transfer: hidden files and folders, files that end in "~", Thumbs.db and Icon. Leave it out, rename it, or send a bag.`,
			{problem: 'removed-file', path},
		);
	}
}

/** The paths of a transfer's objects, as they come. */
export class ObjectPaths {
	readonly #kind: TransferModel['kind'];
	readonly #claim = createPathClaims();
	readonly #files = new Set<string>();
	readonly #folders = new Set<string>();

	constructor(kind: TransferModel['kind'], objects: readonly PackageEntry[] = []) {
		this.#kind = kind;
		for (const {path, directory} of objects) {
			this.add(path, directory === true);
		}
	}

	/** In the order in which they came. */
	get files(): ReadonlySet<string> {
		return this.#files;
	}

	/** @throws PackageError with the problem `unsafe-path`, `duplicate-path` or `removed-file`. */
	add(path: string, isFolder: boolean): void {
		this.#claim(`objects/${path}`, isFolder ? 'folder' : 'file');
		if (this.#kind === 'standard') {
			refuseRemoved(path, isFolder);
		}
		if (isFolder) {
			this.#folders.add(path);
		} else {
			this.#files.add(path);
		}
		for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
			this.#folders.add(path.slice(0, end));
		}
	}

	isFolder(path: string): boolean {
		return this.#folders.has(path);
	}

	/** A folder in which there is nothing. */
	#emptyFolder(): string | undefined {
		const paths = [...this.#files, ...this.#folders];
		const around = new Set(paths.flatMap(path => (path.includes('/') ? [path.slice(0, path.lastIndexOf('/'))] : [])));
		return [...this.#folders].find(folder => !around.has(folder));
	}

	/**
	 * Is everything there that something is said of, and can everything be kept?
	 *
	 * @throws PackageError with the problem `no-objects`, `metadata-without-file`, `rights-without-file` or `empty-folder`.
	 */
	check({metadata = [], rights = []}: TransferDescription): void {
		if (this.#files.size === 0) {
			throw new PackageError('There is no object: Archivematica takes no transfer without.', {problem: 'no-objects'});
		}
		const lost = metadata.find(({path}) => !this.#files.has(path) && !this.#folders.has(path));
		if (lost !== undefined) {
			const message = `There is metadata for ${JSON.stringify(lost.path)}, which is none of the objects. Paths are relative to objects/.`;
			throw new PackageError(message, {problem: 'metadata-without-file', path: lost.path});
		}
		const rightless = rights.find(({path}) => !this.#files.has(path));
		if (rightless !== undefined) {
			const what = this.#folders.has(rightless.path) ? 'is a folder: give rights to its files' : 'is none of the objects';
			const message = `There are rights for ${JSON.stringify(rightless.path)}, which ${what}.`;
			throw new PackageError(message, {problem: 'rights-without-file', path: rightless.path});
		}
		const empty = this.#kind === 'bag' ? this.#emptyFolder() : undefined;
		if (empty !== undefined) {
			throw emptyFolder(empty);
		}
	}
}

/** Manifests list files only (RFC 8493, 2.1.3). */
export function emptyFolder(path: string): PackageError {
	return new PackageError(`The folder ${JSON.stringify(path)} is empty, and a bag cannot have it. Put a file into it, such as .keep.`, {
		problem: 'empty-folder',
		path,
	});
}
