import {PackageError} from '@fonds/core';
import {createPathClaims} from '../entries/path-claims.ts';
import type {TransferDescription} from './transfer.ts';

/** The paths of a transfer's objects, as they come. */
export class ObjectPaths {
	readonly #claim = createPathClaims();
	readonly #files = new Set<string>();
	readonly #folders = new Set<string>();

	/** In the order in which they came. */
	get files(): ReadonlySet<string> {
		return this.#files;
	}

	/** @throws PackageError with the problem `unsafe-path` or `duplicate-path`. */
	add(path: string, isFolder: boolean): void {
		this.#claim(`objects/${path}`, isFolder ? 'folder' : 'file');
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

	/** Folders in which there is nothing. */
	emptyFolders(): readonly string[] {
		const paths = [...this.#files, ...this.#folders];
		const around = new Set(paths.flatMap(path => (path.includes('/') ? [path.slice(0, path.lastIndexOf('/'))] : [])));
		return [...this.#folders].filter(folder => !around.has(folder));
	}

	/**
	 * Is everything there that something is said of?
	 *
	 * @throws PackageError with the problem `no-objects`, `metadata-without-file` or `rights-without-file`.
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
	}
}
