/// <reference types="node" />
import {basename} from 'node:path';
import {ConfigurationError, HttpError, isSdkError, PackageError} from '@fonds/core';
import type {NewFile} from './directory-packages.ts';
import {isUnchanged} from './disk-file.ts';

/** Codes of what is wrong with the location, and so with every package. */
const ofEveryPackage: ReadonlySet<string> = new Set(['location', 'version', 'endpoint']);

/** Is it something that is wrong with a package, but not with the others? */
export function isOfPackage(error: unknown): boolean {
	return (
		error instanceof PackageError ||
		(error instanceof ConfigurationError && !ofEveryPackage.has(error.code)) ||
		isSdkError(error, 'upload-unconfirmed')
	);
}

/** Is it certain that nothing arrived? */
export function isRefusal(error: unknown): boolean {
	return error instanceof HttpError || error instanceof PackageError || error instanceof ConfigurationError;
}

/** The files a package failed for: the one that the error names, and those that are not as they were when they were listed. */
export async function findBadFiles(files: readonly NewFile[], {path}: PackageError): Promise<NewFile[]> {
	const bad: NewFile[] = [];
	for (const file of files) {
		const isNamed = path !== undefined && (path === file.path || path === basename(file.path));
		if (isNamed || !(await isUnchanged(file.path, file.stats))) {
			bad.push(file);
		}
	}
	return bad;
}
