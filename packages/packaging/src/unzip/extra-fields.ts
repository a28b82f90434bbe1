import {max32, ntfsExtraId, timestampExtraId, unicodePathExtraId, zip64ExtraId} from '../zip/constants.ts';
import {decodeDosDate, readNtfsTime} from '../zip/dates.ts';
import {refuse} from './problem.ts';
import {viewBytes} from './reading.ts';

/** Finds the extra field with this number; undefined if there is none. */
function findExtra(extra: Uint8Array, id: number): Uint8Array | undefined {
	const view = viewBytes(extra, 'extra field');
	// Some writers pad with a few zeros, too few for a field.
	for (let at = 0; at + 4 <= extra.length;) {
		const length = view.u16(at + 2);
		if (at + 4 + length > extra.length) {
			refuse('damaged', 'An extra field of the ZIP file is cut off.');
		}
		if (view.u16(at) === id) {
			return extra.subarray(at + 4, at + 4 + length);
		}
		at += 4 + length;
	}
	return undefined;
}

/** What may need 64 bits. */
export interface WideValues {
	readonly size: number;
	readonly compressedSize: number;
	readonly offset: number;
}

/** Replaces the values that do not fit into 32 bits by those of the ZIP64 field, which holds just these, in order (APPNOTE 4.5.3). */
export function widen({size, compressedSize, offset}: WideValues, extra: Uint8Array): WideValues {
	const field = [size, compressedSize, offset].includes(max32) ? findExtra(extra, zip64ExtraId) : undefined;
	if (field === undefined) {
		return {size, compressedSize, offset};
	}
	const view = viewBytes(field, 'ZIP64 field');
	let at = 0;
	const next = (value: number): number => {
		if (value !== max32) {
			return value;
		}
		at += 8;
		return view.u64(at - 8);
	};
	return {size: next(size), compressedSize: next(compressedSize), offset: next(offset)};
}

/** When the file was modified, by the extra field that tells it best, or else by the MS-DOS fields, which are in the local time of who wrote them. */
export function readDate(extra: Uint8Array, time: number, date: number): Date | undefined {
	const ntfs = findExtra(extra, ntfsExtraId);
	const timestamp = findExtra(extra, timestampExtraId);
	const seconds =
		timestamp !== undefined && timestamp.length >= 5 && (timestamp[0]! & 1) !== 0
			? viewBytes(timestamp, 'timestamp').u32(1) | 0
			: undefined;
	return (ntfs && readNtfsTime(ntfs)) ?? (seconds === undefined ? decodeDosDate(time, date) : new Date(seconds * 1000));
}

/**
 * The name in UTF-8 that some writers put beside one in another encoding (APPNOTE 4.6.9); undefined if there is none, or it was made for another name.
 */
export function readUnicodePath(extra: Uint8Array, name: Uint8Array): Uint8Array | undefined {
	const field = findExtra(extra, unicodePathExtraId);
	const isValid = field !== undefined && field.length >= 5 && field[0] === 1 && viewBytes(field, 'name').u32(1) === crc32(name);
	return isValid ? field.subarray(5) : undefined;
}

/** Of a few bytes, at once. */
function crc32(bytes: Uint8Array): number {
	let crc = -1;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) {
			crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
		}
	}
	return ~crc >>> 0;
}
