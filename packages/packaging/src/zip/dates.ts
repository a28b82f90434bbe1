import {ByteWriter} from './byte-writer.ts';
import {ntfsExtraId, timestampExtraId} from './constants.ts';

/** A date as ZIP holds it. */
export interface ZipDate {
	/** MS-DOS time and date: local time in steps of two seconds (APPNOTE 4.4.6). */
	readonly time: number;
	readonly date: number;
	/** An extra field with the same in Universal Time; empty where there is none. */
	readonly extra: Uint8Array;
}

/** The earliest date MS-DOS knows, 1 January 1980. It stands in files that must not tell when they were made, and means that no date is known. */
export const fixedDate: ZipDate = {time: 0, date: (1 << 5) | 1, extra: new Uint8Array(0)};

const maxSeconds = 0x7fff_ffff;

/** From 1601, when the time of NTFS begins, to 1970, in milliseconds. */
const ntfsEpoch = 11_644_473_600_000;
const ticksPerMillisecond = 10_000n;

/**
 * Turns a date from 1601 to 9999 into what ZIP holds, to the second; others are none. In the MS-DOS fields, a year they do not know becomes the nearest
 * they do.
 */
export function encodeDate(modified: Date): ZipDate {
	const year = modified.getUTCFullYear();
	if (!(year >= 1601 && year <= 9999)) {
		return fixedDate;
	}
	const seconds = Math.floor(modified.getTime() / 1000);
	return {...toDos(modified), extra: seconds >= 0 && seconds <= maxSeconds ? timestamp(seconds) : ntfsTime(seconds)};
}

/** The extended timestamp of Info-ZIP. Some readers take its 32 bits as signed, some do not. */
function timestamp(seconds: number): Uint8Array {
	const extra = new Uint8Array(9);
	new ByteWriter(extra).u16(timestampExtraId).u16(5).u8(1).u32(seconds);
	return extra;
}

/** For other dates the times of NTFS (APPNOTE 4.5.5), all three the same. */
function ntfsTime(seconds: number): Uint8Array {
	const ticks = BigInt(seconds * 1000 + ntfsEpoch) * ticksPerMillisecond;
	const extra = new Uint8Array(36);
	new ByteWriter(extra).u16(ntfsExtraId).u16(32).u32(0).u16(1).u16(24).u64(ticks).u64(ticks).u64(ticks);
	return extra;
}

/** Reads the time of modification from an extra field of NTFS. */
export function readNtfsTime(field: Uint8Array): Date | undefined {
	const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
	for (let at = 4; at + 4 <= field.length; at += 4 + view.getUint16(at + 2, true)) {
		if (view.getUint16(at, true) === 1 && at + 12 <= field.length) {
			const ticks = view.getBigUint64(at + 4, true);
			return ticks === 0n ? undefined : new Date(Number(ticks / ticksPerMillisecond) - ntfsEpoch);
		}
	}
	return undefined;
}

function toDos(date: Date): {time: number; date: number} {
	const year = date.getFullYear();
	if (year < 1980) {
		return {time: fixedDate.time, date: fixedDate.date};
	}
	if (year > 2107) {
		return {time: (23 << 11) | (59 << 5) | 29, date: (127 << 9) | (12 << 5) | 31};
	}
	return {
		time: (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1),
		date: ((year - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate(),
	};
}

/** Reads the MS-DOS fields; undefined for what stands for no date, and for dates that do not exist. */
export function decodeDosDate(time: number, date: number): Date | undefined {
	const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31];
	const [hours, minutes, seconds] = [time >> 11, (time >> 5) & 63, (time & 31) * 2];
	const isFixed = time === fixedDate.time && date === fixedDate.date;
	if (isFixed || month < 1 || month > 12 || day < 1 || hours > 23 || minutes > 59 || seconds > 59) {
		return undefined;
	}
	const decoded = new Date(year, month - 1, day, hours, minutes, seconds);
	return decoded.getDate() === day ? decoded : undefined;
}
