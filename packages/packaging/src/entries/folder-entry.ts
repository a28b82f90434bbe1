import type {PackageEntry} from './entry.ts';

/**
 * A folder as an entry. Only empty ones need it: those with something in them are there by the paths of what they hold.
 *
 * @param path - Path inside the package, with or without a slash at its end.
 */
export function folderEntry(path: string, modified?: Date): PackageEntry {
	return {path: path.replace(/\/$/, ''), size: 0, directory: true, modified, open: () => new Blob([]).stream()};
}
