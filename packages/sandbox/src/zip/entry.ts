import {toNumber} from './directory.ts';
import {decodeCp437} from './cp437.ts';
import {ZipError} from './zip-error.ts';

/** One file or folder of a zip. */
export interface ZipEntry {
	/** With `/` between its parts; a folder's ends with one. */
	readonly name: string;
	readonly directory: boolean;
	readonly size: number;
	readonly compressedSize: number;
	readonly crc32: number;
	readonly method: number;
	/** Where its local header is. */
	readonly offset: number;
	/** The name as its bytes, to be compared with the local header. */
	readonly rawName: Buffer;
}

/** Reads the central header at a position (APPNOTE 4.3.12). @throws ZipError for what is damaged or not accepted. */
export function readCentralHeader(directory: Buffer, position: number): {readonly entry: ZipEntry; readonly end: number} {
	if (position + 46 > directory.length || directory.readUInt32LE(position) !== 0x02014b50)
		throw new ZipError('The central directory of the zip file is damaged.');
	const flags = directory.readUInt16LE(position + 8);
	const nameLength = directory.readUInt16LE(position + 28);
	const extraStart = position + 46 + nameLength;
	const extraEnd = extraStart + directory.readUInt16LE(position + 30);
	const end = extraEnd + directory.readUInt16LE(position + 32);
	if (end > directory.length) throw new ZipError('The central directory of the zip file is cut off.');
	const rawName = directory.subarray(position + 46, extraStart);
	const name = decodeName(rawName, (flags & 0x800) !== 0);
	if ((flags & 1) !== 0) throw new ZipError(`${name} is encrypted.`);
	if (directory.readUInt8(position + 5) === 3 && (directory.readUInt16LE(position + 40) & 0xf000) === 0xa000)
		throw new ZipError(`${name} is a symbolic link.`);
	const sizes = readSizes(directory, position, directory.subarray(extraStart, extraEnd), name);
	const method = directory.readUInt16LE(position + 10);
	if (method !== 0 && method !== 8)
		throw new ZipError(`${name} is compressed with method ${method}; only stored (0) and deflated (8) are accepted.`);
	return {entry: {name, directory: name.endsWith('/'), crc32: directory.readUInt32LE(position + 16), method, rawName, ...sizes}, end};
}

/** Sizes and offset; those of 0xFFFFFFFF are in the ZIP64 extra field, in this order (4.5.3). */
function readSizes(directory: Buffer, position: number, extra: Buffer, name: string): Pick<ZipEntry, 'size' | 'compressedSize' | 'offset'> {
	let zip64 = findExtra(extra, 0x0001);
	const widen = (value: number): number => {
		if (value !== 0xffff_ffff) return value;
		if (!zip64 || zip64.length < 8) throw new ZipError(`${name} has no ZIP64 field for its size.`);
		const wide = toNumber(zip64.readBigUInt64LE(0));
		zip64 = zip64.subarray(8);
		return wide;
	};
	const size = widen(directory.readUInt32LE(position + 24));
	const compressedSize = widen(directory.readUInt32LE(position + 20));
	const offset = widen(directory.readUInt32LE(position + 42));
	return {size, compressedSize, offset};
}

function findExtra(extra: Buffer, id: number): Buffer | undefined {
	for (let position = 0; position + 4 <= extra.length;) {
		const length = extra.readUInt16LE(position + 2);
		if (extra.readUInt16LE(position) === id) return extra.subarray(position + 4, position + 4 + length);
		position += 4 + length;
	}
	return undefined;
}

function decodeName(bytes: Buffer, utf8: boolean): string {
	if (!utf8) return decodeCp437(bytes);
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		throw new ZipError(`A name in the zip file is not UTF-8 although it says so: ${decodeCp437(bytes)}`);
	}
}
