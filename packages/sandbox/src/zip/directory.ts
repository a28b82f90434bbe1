import type {RandomAccess} from './random-access.ts';
import {readPiece} from './random-access.ts';
import {ZipError} from './zip-error.ts';

/** Where the central directory lies (APPNOTE 4.3.14 to 4.3.16). */
export interface DirectoryPlace {
	readonly start: number;
	readonly size: number;
	readonly count: number;
}

const endSignature = 0x06054b50;
const endSize = 22;

/** Finds the central directory from the end of the file. @throws ZipError when there is none, or the archive has several disks. */
export function findDirectory(source: RandomAccess): DirectoryPlace {
	const tailStart = Math.max(0, source.size - endSize - 0xffff);
	const tail = readPiece(source, tailStart, source.size - tailStart);
	const position = findEnd(tail);
	if (position < 0) throw new ZipError('This is not a zip file: its end record is missing.');
	if (tail.readUInt16LE(position + 4) !== 0 && tail.readUInt16LE(position + 4) !== 0xffff)
		throw new ZipError('Zip files of several disks are not accepted.');
	const place = {
		count: tail.readUInt16LE(position + 10),
		size: tail.readUInt32LE(position + 12),
		start: tail.readUInt32LE(position + 16),
	};
	const end = tailStart + position;
	const locator = readZip64(source, end);
	const needed = place.count === 0xffff || place.size === 0xffff_ffff || place.start === 0xffff_ffff;
	if (needed && !locator) throw new ZipError('The zip file is too large for its end record and has no ZIP64 record.');
	const found = locator?.place ?? place;
	if (found.start + found.size !== (locator?.position ?? end))
		throw new ZipError('The central directory of the zip file is not where its end record says.');
	return found;
}

function findEnd(tail: Buffer): number {
	for (let position = tail.length - endSize; position >= 0; position--) {
		// The comment must reach exactly to the end: what looks like a record inside a comment is none.
		if (tail.readUInt32LE(position) === endSignature && position + endSize + tail.readUInt16LE(position + 20) === tail.length)
			return position;
	}
	return -1;
}

function readZip64(source: RandomAccess, end: number): {place: DirectoryPlace; position: number} | undefined {
	if (end < 20 + 56) return undefined;
	const locator = readPiece(source, end - 20, 20);
	if (locator.readUInt32LE(0) !== 0x07064b50) return undefined;
	const position = toNumber(locator.readBigUInt64LE(8));
	if (position + 56 > end - 20) throw new ZipError('The ZIP64 record of the zip file is not where its locator says.');
	const record = readPiece(source, position, 56);
	if (record.readUInt32LE(0) !== 0x06064b50) throw new ZipError('The ZIP64 record of the zip file is damaged.');
	const place = {
		count: toNumber(record.readBigUInt64LE(32)),
		size: toNumber(record.readBigUInt64LE(40)),
		start: toNumber(record.readBigUInt64LE(48)),
	};
	return {place, position};
}

/** A 64-bit number as one that can be calculated with. @throws ZipError beyond 2^53. */
export function toNumber(value: bigint): number {
	if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ZipError('The zip file holds an impossible size.');
	return Number(value);
}
