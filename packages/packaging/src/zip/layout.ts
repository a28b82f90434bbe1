import {ByteWriter} from './byte-writer.ts';
import {
	centralHeaderLength,
	centralHeaderSignature,
	descriptorFlag,
	descriptorSignature,
	endLength,
	endSignature,
	localHeaderLength,
	localHeaderSignature,
	max16,
	max32,
	utf8Flag,
	zip64EndLength,
	zip64EndSignature,
	zip64ExtraId,
	zip64LocatorLength,
	zip64LocatorSignature,
} from './constants.ts';
import type {ZipDate} from './dates.ts';

/** What the local header of an entry says, and how the entry ends. */
export interface LocalRecord {
	readonly name: Uint8Array;
	readonly method: number;
	readonly date: ZipDate;
	/** Known before the bytes are written; otherwise a data descriptor follows them. */
	readonly known: {readonly crc: number; readonly size: number; readonly compressedSize: number} | undefined;
	/** Whether the data descriptor has sizes of 64 bits. */
	readonly wide: boolean;
}

/** What the central directory says about an entry. */
export interface CentralRecord {
	readonly name: Uint8Array;
	readonly method: number;
	readonly date: ZipDate;
	readonly directory: boolean;
	readonly streamed: boolean;
	readonly wide: boolean;
	readonly crc: number;
	readonly size: number;
	readonly compressedSize: number;
	readonly offset: number;
}

const versionDeflate = 20;
const versionZip64 = 45;
/** Made on Unix, so that external attributes are file modes: a plain file, readable by all. */
const madeBy = (3 << 8) | versionZip64;
const plainFile = 0o100644 * 0x1_0000;
/** And a folder, for MS-DOS too. */
const folder = 0o040755 * 0x1_0000 + 0x10;

const wideLocalExtraLength = 20;

export function localLength(nameLength: number, date: ZipDate, wide: boolean): number {
	return localHeaderLength + nameLength + date.extra.length + (wide ? wideLocalExtraLength : 0);
}

export function descriptorLength(wide: boolean): number {
	return wide ? 24 : 16;
}

/** APPNOTE 4.3.7. With a data descriptor all three values are zero here, or, with ZIP64, zeros in the extra field (4.4.4, 4.5.3). */
export function writeLocal(target: Uint8Array<ArrayBuffer>, {name, method, date, known, wide}: LocalRecord): void {
	const extra = localLength(0, date, wide) - localHeaderLength;
	const writer = new ByteWriter(target)
		.u32(localHeaderSignature)
		.u16(wide ? versionZip64 : versionDeflate)
		.u16(utf8Flag | (known === undefined ? descriptorFlag : 0))
		.u16(method)
		.u16(date.time)
		.u16(date.date)
		.u32(known?.crc ?? 0)
		.u32(wide ? max32 : (known?.compressedSize ?? 0))
		.u32(wide ? max32 : (known?.size ?? 0))
		.u16(name.length)
		.u16(extra)
		.bytes(name);
	if (wide) {
		writer.u16(zip64ExtraId).u16(16).u64(0).u64(0);
	}
	writer.bytes(date.extra);
}

/** APPNOTE 4.3.9. */
export function writeDescriptor(target: Uint8Array<ArrayBuffer>, crc: number, size: number, compressedSize: number, wide: boolean): void {
	const writer = new ByteWriter(target).u32(descriptorSignature).u32(crc);
	if (wide) {
		writer.u64(compressedSize).u64(size);
	} else {
		writer.u32(compressedSize).u32(size);
	}
}

export function centralLength(nameLength: number, date: ZipDate, size: number, compressedSize: number, offset: number): number {
	const wide = [size, compressedSize, offset].filter(value => value >= max32).length;
	return centralHeaderLength + nameLength + date.extra.length + (wide === 0 ? 0 : 4 + 8 * wide);
}

/** APPNOTE 4.3.12. The ZIP64 extra field holds just the values that do not fit, in this order: size, compressed size, offset (4.5.3). */
export function writeCentral(target: Uint8Array<ArrayBuffer>, record: CentralRecord): void {
	const {name, date, size, compressedSize, offset} = record;
	const wide = [size, compressedSize, offset].filter(value => value >= max32);
	const writer = new ByteWriter(target)
		.u32(centralHeaderSignature)
		.u16(madeBy)
		.u16(record.wide || wide.length > 0 ? versionZip64 : versionDeflate)
		.u16(utf8Flag | (record.streamed ? descriptorFlag : 0))
		.u16(record.method)
		.u16(date.time)
		.u16(date.date)
		.u32(record.crc)
		.u32(Math.min(compressedSize, max32))
		.u32(Math.min(size, max32))
		.u16(name.length)
		.u16(target.length - centralHeaderLength - name.length)
		.u16(0)
		.u16(0)
		.u16(0)
		.u32(record.directory ? folder : plainFile)
		.u32(Math.min(offset, max32))
		.bytes(name);
	if (wide.length > 0) {
		writer.u16(zip64ExtraId).u16(8 * wide.length);
		wide.forEach(value => writer.u64(value));
	}
	writer.bytes(date.extra);
}

/** The length of the records after the central directory. */
export function endRecordsLength(count: number, directoryLength: number, directoryOffset: number): number {
	return needsZip64End(count, directoryLength, directoryOffset) ? zip64EndLength + zip64LocatorLength + endLength : endLength;
}

function needsZip64End(count: number, directoryLength: number, directoryOffset: number): boolean {
	return count >= max16 || directoryLength >= max32 || directoryOffset >= max32;
}

/** APPNOTE 4.3.14 to 4.3.16. */
export function encodeEndRecords(count: number, directoryLength: number, directoryOffset: number): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(endRecordsLength(count, directoryLength, directoryOffset));
	const writer = new ByteWriter(bytes);
	if (needsZip64End(count, directoryLength, directoryOffset)) {
		writer
			.u32(zip64EndSignature)
			.u64(zip64EndLength - 12)
			.u16(madeBy)
			.u16(versionZip64)
			.u32(0)
			.u32(0)
			.u64(count)
			.u64(count)
			.u64(directoryLength)
			.u64(directoryOffset)
			.u32(zip64LocatorSignature)
			.u32(0)
			.u64(directoryOffset + directoryLength)
			.u32(1);
	}
	writer
		.u32(endSignature)
		.u16(0)
		.u16(0)
		.u16(Math.min(count, max16))
		.u16(Math.min(count, max16))
		.u32(Math.min(directoryLength, max32))
		.u32(Math.min(directoryOffset, max32))
		.u16(0);
	return bytes;
}
