/// <reference types="node" />
import {lstat, open, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {refuseArchive} from '../bag/archive-file.ts';
import type {ArchiveFile} from '../bag/archive-file.ts';

/**
 * The files below a folder, in the order of their names.
 *
 * @throws PackageError with problem `link` or `special-file` for what is no plain file: it would lead out of the folder, or never end.
 */
export async function* readFolder(folder: string, below = ''): AsyncGenerator<ArchiveFile, void, void> {
	const entries = await readdir(join(folder, below), {withFileTypes: true});
	for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = below === '' ? entry.name : `${below}/${entry.name}`;
		if (entry.isSymbolicLink()) {
			refuseArchive('link', `The package has a link, ${path}. A link has no content that could be checked.`, path);
		}
		if (entry.isDirectory()) {
			yield* readFolder(folder, path);
		} else if (entry.isFile()) {
			const {size} = await lstat(join(folder, path));
			yield {path, size, bytes: readFile(join(folder, path))};
		} else {
			refuseArchive('special-file', `The package has something that is no file, ${path}.`, path);
		}
	}
}

/** The bytes of a file, as they are asked for. */
export async function* readFile(path: string): AsyncGenerator<Uint8Array, void, void> {
	const file = await open(path, 'r');
	try {
		for (;;) {
			const {bytesRead, buffer} = await file.read(new Uint8Array(262_144), 0);
			if (bytesRead === 0) {
				return;
			}
			yield buffer.subarray(0, bytesRead);
		}
	} finally {
		await file.close();
	}
}
