import {ConfigurationError} from '@fonds/core';

/** Bytes the name of a file may have on the servers' disks. */
const longestName = 255;

/**
 * Refuses names the server would store elsewhere, or as something else: it checks nothing itself (reference SW-04).
 *
 * @throws ConfigurationError with code `file-name`.
 */
export function checkFileName(name: string, what = 'file'): void {
	const problem = problemOf(name);
	if (problem !== undefined) {
		throw new ConfigurationError(`The ${what} name ${JSON.stringify(name)} ${problem}.`, {code: 'file-name'});
	}
}

function problemOf(name: string): string | undefined {
	if (name === '' || name === '.' || name === '..') {
		return 'is none';
	}
	if (name.includes('/')) {
		return 'has a slash, which the server would take for a folder or replace';
	}
	if (/[\p{Cc}\p{Cs}]/u.test(name)) {
		return 'has a control character or half a character';
	}
	return new TextEncoder().encode(name).length > longestName ? `is longer than ${longestName} bytes` : undefined;
}

/** The same for a path in a deposit: names with slashes between them. @throws ConfigurationError with code `file-name`. */
export function checkFilePath(path: string): void {
	for (const name of path.split('/')) {
		checkFileName(name);
	}
}

/**
 * The header that names a file. The server knows quoted names with `\"` and `\\`, takes bytes for characters of Latin-1, and ignores
 * `filename*`: other scripts cannot be sent.
 *
 * @throws ConfigurationError with code `file-name`.
 */
export function contentDisposition(path: string): string {
	checkFilePath(path);
	if (!/^[ -\u00FF]*$/.test(path) || (path.includes('/') && !isAscii(path))) {
		throw new ConfigurationError(
			`The server cannot be told the file name ${JSON.stringify(path)}: in a header it understands Latin letters only, in folders those of ASCII. ` +
				'Have it fetch the file with addFiles(), whose names may be of any script.',
			{code: 'file-name'},
		);
	}
	return `attachment; filename="${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Whether a header spells a name the same in every encoding. */
export function isAscii(text: string): boolean {
	return /^[ -~]*$/.test(text);
}
