import type {PackageEntry} from './entry.ts';

/** An entry under another path. */
export function moveEntry(entry: PackageEntry, path: string): PackageEntry {
	const {size, modified, directory, openReader, blob, compress} = entry;
	return {path, size, modified, directory, open: () => entry.open(), openReader: openReader && (() => entry.openReader!()), blob, compress};
}
