import {PackageError} from '@fonds/core';

/** A file on its way out of an archive or a directory. Its bytes are read before the next file is asked for, or never. */
export interface ArchiveFile {
	/** With `/`, and without `.`, `..` and a slash at its beginning. */
	readonly path: string;
	/** Bytes. */
	readonly size: number;
	readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * A path of an archive in one form.
 *
 * @throws PackageError with problem `unsafe-path` when it leads out of where it is unpacked, on any system.
 */
export function safePath(path: string): string {
	const parts = path.split('/').filter(part => part !== '' && part !== '.');
	const leaves = path.startsWith('/') || path.startsWith('\\') || /^[a-z]:/i.test(path) || path.split(/[/\\]/).includes('..');
	if (leaves || path.includes('\0') || parts.length === 0) {
		throw new PackageError(`The archive has a file that would lie outside of it: '${path.replaceAll('\0', '\\0').slice(0, 200)}'.`, {
			problem: 'unsafe-path',
			path,
		});
	}
	return parts.join('/');
}

/** Refuses an archive. */
export function refuseArchive(problem: string, message: string, path?: string, cause?: unknown): never {
	throw new PackageError(message, {problem, path, cause});
}
