/// <reference types="node" />
import type {Stats} from 'node:fs';
import {access, constants, lstat, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {codeName} from './find-code.ts';

/** A file or a directory in a directory, or why it is neither. */
export type Listed =
	| {readonly kind: 'file'; readonly name: string; readonly stats: Stats}
	| {readonly kind: 'directory'; readonly name: string}
	| {readonly kind: 'skipped'; readonly name: string; readonly reason: 'symbolic link' | 'not a file'}
	| {readonly kind: 'failed'; readonly name: string; readonly error: Error};

/** How many names are looked at together. */
const groupSize = 256;

/** What XML cannot hold, so that no identifier and no title can. */
const unwritable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/; // oxlint-disable-line no-control-regex

/**
 * The contents of one directory in the order of their names, in groups: only the names are in memory all at once.
 *
 * @throws the error of the system when the directory cannot be read.
 */
export async function* listDirectory(directory: string): AsyncGenerator<readonly Listed[], undefined> {
	const names = await readdir(directory, {encoding: 'buffer'});
	const decoded = names.map(decodeName).toSorted((a, b) => (a.name < b.name ? -1 : 1));
	const codes = new Set<string>();
	for (let start = 0; start < decoded.length; start += groupSize) {
		yield await Promise.all(
			decoded.slice(start, start + groupSize).map(async ({name, error}) => {
				if (error !== undefined) {
					return {kind: 'failed' as const, name, error};
				}
				if (codes.has(codeName(name))) {
					return {
						kind: 'failed' as const,
						name,
						error: new Error('Another name in this directory differs only in its Unicode form, or in white space at its end.'),
					};
				}
				codes.add(codeName(name));
				return inspect(directory, name);
			}),
		);
	}
	return undefined;
}

async function inspect(directory: string, name: string): Promise<Listed> {
	const file = join(directory, name);
	try {
		const stats = await lstat(file);
		if (stats.isDirectory()) {
			return {kind: 'directory', name};
		}
		if (!stats.isFile()) {
			return {kind: 'skipped', name, reason: stats.isSymbolicLink() ? 'symbolic link' : 'not a file'};
		}
		await access(file, constants.R_OK);
		return {kind: 'file', name, stats};
	} catch (error) {
		return {kind: 'failed', name, error: error instanceof Error ? error : new Error(String(error))};
	}
}

function decodeName(bytes: Buffer): {readonly name: string; readonly error: Error | undefined} {
	try {
		const name = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
		return {name, error: problemOf(name)};
	} catch {
		return {name: bytes.toString('latin1'), error: new Error('The name is not UTF-8. Rename it.')};
	}
}

function problemOf(name: string): Error | undefined {
	if (unwritable.test(name)) {
		return new Error('The name has characters that no metadata can hold. Rename it.');
	}
	return codeName(name) === '' ? new Error('The name is nothing but white space. Rename it.') : undefined;
}
