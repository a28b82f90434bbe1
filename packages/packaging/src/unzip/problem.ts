import {PackageError} from '@fonds/core';

/** What can be wrong with a ZIP file. */
export type ZipProblem =
	| 'not-a-zip'
	| 'truncated'
	| 'damaged'
	| 'unreadable'
	| 'encrypted'
	| 'unsupported'
	| 'symlink'
	| 'special-file'
	| 'overlap'
	| 'hidden-data'
	| 'no-ranges'
	| 'changed'
	| 'too-large'
	| 'too-many'
	| 'header-mismatch'
	| 'size-mismatch'
	| 'crc-mismatch';

/** @throws PackageError, always. */
export function refuse(problem: ZipProblem, message: string, path?: string, cause?: unknown): never {
	throw new PackageError(message, {problem, path, cause});
}
