import {streamFrom} from '@fonds/core/streams';
import type {PackageEntry} from '../entries/entry.ts';

/** An entry under another path. */
export function moveEntry(entry: PackageEntry, path: string): PackageEntry {
	const {size, modified, compress, directory, openReader, blob} = entry;
	return {path, size, modified, compress, directory, blob, open: () => entry.open(), openReader: openReader && (() => entry.openReader!())};
}

/** A small file of a text. */
export function textEntry(path: string, text: string): PackageEntry {
	const bytes = new TextEncoder().encode(text);
	return {path, size: bytes.length, open: () => streamFrom([bytes])};
}
