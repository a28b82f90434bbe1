import {PackageError} from '@fonds/core';

/** Claims a path for one file, or for a folder, and gives it back. A folder may be claimed more than once, in one spelling. */
export type ClaimPath = (path: string, kind?: 'file' | 'folder') => string;

/** What a ZIP file can hold (APPNOTE 4.4.10) with the slash of a folder, and what file systems allow in one segment. */
const maxPathBytes = 65_534;
const maxSegmentLength = 255;

const encoder = new TextEncoder();

/** What is in a folder, by what a file system that ignores case sees. */
type Folder = Map<string, Claimed>;

interface Claimed {
	/** The segment as it was claimed. */
	readonly name: string;
	/** Undefined for a file. */
	readonly folder: Folder | undefined;
}

/**
 * Makes sure that a package does not reach outside itself and that two of its files do not become one where letter case or Unicode form do not count.
 *
 * The function it gives refuses paths that are absolute, climb (`..`), name a drive or a share, hold backslashes, control characters,
 * half of a surrogate pair or empty segments, or are too long; paths claimed before, also in other letter case or another Unicode
 * normal form (Unicode 3.13, D145); and paths of which one is the folder of another. What only Windows cannot hold, such as `con` or a name with a
 * dot at its end, is not refused: a package may come from elsewhere and go elsewhere.
 *
 * @throws PackageError (of the function) with the problem `unsafe-path` or `duplicate-path`.
 */
export function createPathClaims(): ClaimPath {
	const top: Folder = new Map();
	return (path, kind = 'file') => {
		refuseUnsafe(path);
		const segments = path.split('/');
		let folder = top;
		for (const [index, name] of segments.entries()) {
			const isFolder = kind === 'folder' || index < segments.length - 1;
			const key = sameness(name);
			const known = folder.get(key);
			if (known !== undefined && !(isFolder && known.folder !== undefined && known.name === name)) {
				throw duplicate(path, [...segments.slice(0, index), known.name].join('/'), isFolder === (known.folder !== undefined));
			}
			const inside: Folder | undefined = isFolder ? (known?.folder ?? new Map()) : undefined;
			if (known === undefined) {
				folder.set(key, {name, folder: inside});
			}
			folder = inside ?? folder;
		}
		return path;
	};
}

/**
 * Gives the form in which two paths are equal if some file system takes them for one: without letter case and Unicode normal form.
 */
export function sameness(path: string): string {
	if (/^[ -~]*$/.test(path)) {
		return path.toUpperCase();
	}
	// The dotless i is the one letter that becomes another's capital without being that letter to any file system. Some capitals, such as ẞ, are
	// only found by way of their small letter.
	return path
		.normalize('NFD')
		.split('\u0131')
		.map(part => part.toLowerCase().toUpperCase())
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
		const shown = JSON.stringify(path.length > 200 ? `${path.slice(0, 160)}…${path.slice(-40)}` : path);
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

function duplicate(path: string, other: string, sameKind: boolean): PackageError {
	const reason = !sameKind
		? `${JSON.stringify(other)} would be a file and a folder`
		: path === other
			? 'it is there twice'
			: `it differs from ${JSON.stringify(other)} only in letter case or Unicode form`;
	return new PackageError(`The path ${JSON.stringify(path)} cannot be used in this package: ${reason}. Rename one of the two.`, {
		problem: 'duplicate-path',
		path,
	});
}
