import {max32, timestampExtraId, zip64ExtraId} from '../zip/constants.ts';
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

/** When the file was modified, in seconds since 1970, if the extended timestamp tells. */
export function readTimestamp(extra: Uint8Array): number | undefined {
	const field = findExtra(extra, timestampExtraId);
	return field !== undefined && field.length >= 5 && (field[0]! & 1) !== 0 ? viewBytes(field, 'timestamp').u32(1) | 0 : undefined;
}
