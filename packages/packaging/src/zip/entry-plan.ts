import type {PackageEntry} from '../entries/entry.ts';
import {isCompressedName} from './compressed-names.ts';
import {max32} from './constants.ts';
import {encodeDate, fixedDate, type ZipDate} from './dates.ts';
import {PackageError} from '@fonds/core';
import type {ZipLayoutOptions} from './options.ts';

/** What is known about an entry before it is opened. */
export interface EntryPlan {
	readonly path: string;
	readonly name: Uint8Array;
	readonly size: number | undefined;
	readonly date: ZipDate;
	readonly deflate: boolean;
}

/** So close to 4 GiB, deflate could turn a file's size into one that needs 64 bits; stored blocks have a length that is known. */
const nearWide = max32 - 4 * 1024 * 1024;

const encoder = new TextEncoder();

/** @throws PackageError for a size that is none. */
export function planEntry(entry: Omit<PackageEntry, 'open'>, {compress = false, deterministic = false}: ZipLayoutOptions): EntryPlan {
	const {path, size, modified} = entry;
	if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) {
		throw new PackageError(`The size ${size} announced for "${path}" is not a number of bytes.`, {problem: 'bad-size', path});
	}
	return {
		path,
		name: encoder.encode(path),
		size,
		date: deterministic || modified === undefined ? fixedDate : encodeDate(modified),
		deflate: (entry.compress ?? (compress && !isCompressedName(path))) && !(size !== undefined && size >= nearWide && size < max32),
	};
}
