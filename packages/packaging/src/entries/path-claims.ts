import {PackageError} from '@fonds/core';

/** Claims a path for one file, or for a folder, and gives it back. A folder may be claimed more than once, in one spelling. */
export type ClaimPath = (path: string, kind?: 'file' | 'folder') => string;

/** What a ZIP file can hold (APPNOTE 4.4.10), and what file systems allow in one segment. */
const maxPathBytes = 65_535;
const maxSegmentLength = 255;

const encoder = new TextEncoder();

/**
 * Makes sure that a package does not reach outside itself and that two of its files never become one, wherever it is unpacked.
 *
 * The function it gives refuses paths that are absolute, climb (`..`), name a drive or a share, hold backslashes, control characters,
 * half of a surrogate pair or empty segments, or are too long; paths claimed before, also in other letter case or another Unicode
 * normal form (Unicode 3.13, D145); and paths of which one is the folder of another.
 *
 * @throws PackageError (of the function) with the problem `unsafe-path` or `duplicate-path`.
 */
export function createPathClaims(): ClaimPath {
	/** By what a file system that ignores case sees: the spelling that was claimed, with a final slash if it is a folder. */
	const claimed = new Map<string, string>();
	const folders = new Set<string>();

	function claimFolders(path: string): void {
		for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
			const folder = path.slice(0, end + 1);
			if (folders.has(folder)) {
				return;
			}
			const key = sameness(path.slice(0, end));
			const known = claimed.get(key);
			if (known !== undefined) {
				throw duplicate(path.replace(/\/$/, ''), known, folder);
			}
			claimed.set(key, folder);
			folders.add(folder);
		}
	}

	return (path, kind = 'file') => {
		refuseUnsafe(path);
		if (kind === 'folder') {
			claimFolders(`${path}/`);
			return path;
		}
		const key = sameness(path);
		const known = claimed.get(key);
		if (known !== undefined) {
			throw duplicate(path, known, path);
		}
		claimFolders(path);
		claimed.set(key, path);
		return path;
	};
}

/**
 * Gives the form in which two paths are equal if some file system takes them for one: without letter case and Unicode normal form.
 */
export function sameness(path: string): string {
	// The dotless i is the one letter that becomes another's capital without being that letter to any file system.
	return path
		.normalize('NFD')
		.split('\u0131')
		.map(part => part.toUpperCase())
		.join('\u0131')
		.normalize('NFD');
}

/**
 * Refuses a path that could leave the package or that no file system takes.
 *
 * @throws PackageError with the problem `unsafe-path`.
 */
export function refuseUnsafe(path: string): void {
	const reason = findReason(path);
	if (reason !== undefined) {
		const shown = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
		throw new PackageError(`The path ${shown} cannot be used in a package: ${reason}.`, {problem: 'unsafe-path', path});
	}
}

function findReason(path: string): string | undefined {
	if (path === '') {
		return 'it is empty';
	}
	if (path.includes('\\')) {
		return 'it holds a backslash, which Windows takes for a folder';
	}
	if (/^[A-Za-z]:/.test(path)) {
		return 'it begins with a drive letter';
	}
	if (path.startsWith('/')) {
		return 'it is absolute';
	}
	if (/\p{Cc}/u.test(path)) {
		return 'it holds a control character';
	}
	if (/\p{Surrogate}/u.test(path)) {
		return 'it cannot be written in UTF-8';
	}
	const segments = path.split('/');
	if (segments.some(segment => segment === '')) {
		return 'one of its segments is empty';
	}
	if (segments.some(segment => segment === '.' || segment === '..')) {
		return 'it has a segment "." or ".."';
	}
	if (segments.some(segment => segment.length > maxSegmentLength)) {
		return `one of its segments has more than ${maxSegmentLength} characters`;
	}
	return path.length * 3 > maxPathBytes && encoder.encode(path).length > maxPathBytes
		? `it has more than ${maxPathBytes} bytes`
		: undefined;
}

function duplicate(path: string, known: string, wanted: string): PackageError {
	const other = known.replace(/\/$/, '');
	const reason =
		known === wanted
			? 'it is there twice'
			: known.endsWith('/') === wanted.endsWith('/')
				? `it differs from ${JSON.stringify(other)} only in letter case or Unicode form`
				: `${JSON.stringify(other)} would be a file and a folder`;
	return new PackageError(`The path ${JSON.stringify(path)} cannot be used in this package: ${reason}. Rename one of the two.`, {
		problem: 'duplicate-path',
		path,
	});
}
