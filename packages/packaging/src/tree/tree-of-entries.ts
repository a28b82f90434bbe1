import {createPathClaims} from '../entries/path-claims.ts';
import {createBlobReader, type BlobEntry} from '../entries/file-entry.ts';
import {readerStream} from '../entries/reader-stream.ts';
import type {PackageFile, PackageTree} from './package-tree.ts';

/**
 * Files that a user chose or dropped as a tree: `treeOfEntries(Array.from(input.files, file => entryFromFile(file)))`.
 *
 * @throws PackageError with the problem `unsafe-path` or `duplicate-path`.
 */
export function treeOfEntries(entries: Iterable<BlobEntry>): PackageTree {
	const claim = createPathClaims();
	const files = new Map<string, PackageFile>();
	for (const entry of entries) {
		claim(entry.path);
		files.set(entry.path, blobFile(entry));
	}
	return {files, emptyFolders: []};
}

/** A file of a tree whose bytes are a `Blob`. */
export function blobFile(entry: BlobEntry): PackageFile {
	return {...entry, open: ({signal} = {}) => readerStream(() => Promise.resolve(createBlobReader(entry.blob)), signal)};
}
