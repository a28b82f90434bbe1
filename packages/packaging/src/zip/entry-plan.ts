import type {PackageEntry} from '../entries/entry.ts';
import {isCompressedName} from './compressed-names.ts';
import {max32} from './constants.ts';
import {encodeDate, fixedDate, type ZipDate} from './dates.ts';
import {PackageError} from '@fonds/core';
import type {ZipEncodingOptions} from './options.ts';

/** What is known about an entry before it is opened. */
export interface EntryPlan {
	readonly path: string;
	readonly name: Uint8Array;
	readonly size: number | undefined;
	readonly date: ZipDate;
	readonly deflate: boolean;
	/** A folder, whose name ends with a slash. */
	readonly directory: boolean;
}

/** So close to 4 GiB, deflate could turn a file's size into one that needs 64 bits; stored blocks have a length that is known. */
const nearWide = max32 - 4 * 1024 * 1024;

const encoder = new TextEncoder();

/** @throws PackageError for a size that is none. */
export function planEntry(entry: Omit<PackageEntry, 'open'>, options: ZipEncodingOptions): EntryPlan {
	const {path, size, modified, directory = false} = entry;
	if (size !== undefined && (directory ? size !== 0 : !(Number.isSafeInteger(size) && size >= 0))) {
		throw new PackageError(`The size ${size} announced for "${path}" is not a number of bytes.`, {problem: 'bad-size', path});
	}
	return {
		path,
		name: encoder.encode(directory ? `${path}/` : path),
		size: directory ? 0 : size,
		directory,
		date: options.deterministic === true || modified === undefined ? fixedDate : encodeDate(modified),
		deflate: isDeflated(entry, options),
	};
}

/** Is the entry to be deflated? */
export function isDeflated({path, size, directory, compress}: Omit<PackageEntry, 'open'>, options: ZipEncodingOptions): boolean {
	const wanted = directory !== true && (compress ?? (options.compress === true && !isCompressedName(path)));
	return wanted && !(size !== undefined && size >= nearWide && size < max32);
}
