import {ConfigurationError} from '@fonds/core';
import {refuse} from './problem.ts';
import type {ZipEntry} from './zip-entry.ts';

/** What a ZIP file may do to its reader. */
export interface ZipLimits {
	/** How many entries there may be. @default 1_000_000 */
	readonly maxEntries?: number | undefined;
	/** How many bytes all files may have together, and so each. Set it for files from strangers. @default no limit */
	readonly maxSize?: number | undefined;
	/** How many times as long as its compressed form a file may be. Files below 16 MiB may have any ratio. @default 300 */
	readonly maxRatio?: number | undefined;
}

/** @throws ConfigurationError for a limit that is none: nothing is more than `NaN`. */
export function checkLimits(limits: ZipLimits): void {
	for (const name of ['maxEntries', 'maxSize', 'maxRatio'] as const) {
		const limit = limits[name];
		if (limit !== undefined && !(limit >= 0)) {
			throw new ConfigurationError(`The limit ${name} of a ZIP file is a number from 0 on, not ${limit}.`);
		}
	}
}

/** Nobody is hurt by a small file, whatever its ratio: a page of white paper has 1000. */
const harmlessSize = 16 * 1024 * 1024;

/** @throws PackageError `too-large` */
export function checkSizes(
	entries: Iterable<Pick<ZipEntry, 'path' | 'size' | 'compressedSize'>>,
	{maxSize = Infinity, maxRatio = 300}: ZipLimits,
): void {
	let total = 0;
	for (const {path, size, compressedSize} of entries) {
		total += size;
		if (total > maxSize) {
			refuse(
				'too-large',
				`The files of the ZIP file are longer than ${maxSize} bytes together, at the latest with "${path}" (maxSize).`,
				path,
			);
		}
		if (size > harmlessSize && size > maxRatio * compressedSize) {
			const message = `The file "${path}" would grow from ${compressedSize} to ${size} bytes, more than ${maxRatio} times (maxRatio).`;
			refuse('too-large', message, path);
		}
	}
}

/** Watches sizes while files are read of which nothing is known before. */
export interface SizeWatch {
	begin(path: string, promised: {readonly size: number; readonly compressedSize: number} | undefined): void;
	/** So many bytes have come out; so many have gone in since the file began. */
	add(size: number, compressedSize: number): void;
}

/** @throws PackageError (of the functions) `too-large` */
export function createSizeWatch(limits: ZipLimits): SizeWatch {
	let path = '';
	let size = 0;
	let before = 0;
	let promisedLength: number | undefined;
	const check = (compressedSize: number): void => {
		checkSizes(
			[
				{path: '', size: before, compressedSize: before},
				{path, size, compressedSize},
			],
			limits,
		);
	};
	return {
		begin(next, promised) {
			before += size;
			path = next;
			promisedLength = promised?.compressedSize;
			size = promised?.size ?? 0;
			check(promisedLength ?? 0);
			size = 0;
		},
		add(more, compressedSize) {
			size += more;
			check(promisedLength ?? compressedSize);
		},
	};
}

/** @throws PackageError `too-many` */
export function checkCount(count: number, {maxEntries = 1_000_000}: ZipLimits): void {
	if (count > maxEntries) {
		refuse('too-many', `The ZIP file has ${count} entries, more than ${maxEntries} (maxEntries).`);
	}
}
