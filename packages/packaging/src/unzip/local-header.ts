import {
	deflatedMethod,
	descriptorFlag,
	descriptorSignature,
	encryptedFlag,
	localHeaderLength,
	localHeaderSignature,
	max32,
	storedMethod,
	utf8Flag,
} from '../zip/constants.ts';
import {decodeName} from './decode-name.ts';
import {readUnicodePath, widen} from './extra-fields.ts';
import {refuse} from './problem.ts';
import type {RandomAccess} from './random-access.ts';
import {readExactly, viewBytes} from './reading.ts';
import type {DirectoryEntry} from './zip-entry.ts';

/** Flags that change how an entry is read. */
const telling = encryptedFlag | descriptorFlag | utf8Flag;

/**
 * Finds where the bytes of an entry begin, and compares what its own header says with the directory (APPNOTE 4.3.7). Two readers
 * that believe different ones would see different files.
 *
 * @throws PackageError `damaged`, `header-mismatch`, `overlap` or `truncated`.
 */
export async function findData(source: RandomAccess, entry: DirectoryEntry): Promise<number> {
	const {path, offset} = entry;
	const header = viewBytes(await readExactly(source, offset, localHeaderLength, path), 'local header');
	if (header.u32(0) !== localHeaderSignature) {
		refuse('damaged', `The entry "${path}" does not begin where the directory says.`, path);
	}
	const nameLength = header.u16(26);
	const data = offset + localHeaderLength + nameLength + header.u16(28);
	if (data + entry.compressedSize > entry.limit) {
		refuse('overlap', `The entry "${path}" would share bytes with what follows it. The ZIP file is damaged or made to harm.`, path);
	}
	const rest = await readExactly(source, offset + localHeaderLength, nameLength + header.u16(28), path);
	const [name, extra] = [rest.subarray(0, nameLength), rest.subarray(nameLength)];
	const streamed = (entry.flags & descriptorFlag) !== 0;
	const {size, compressedSize} = widen({size: header.u32(22), compressedSize: header.u32(18), offset: 0}, extra);
	const method = entry.method === 'stored' ? storedMethod : deflatedMethod;
	const agrees =
		((header.u16(6) ^ entry.flags) & telling) === 0 &&
		header.u16(8) === method &&
		sameBytes(name, entry.name) &&
		(readUnicodePath(extra, name) === undefined || decodeName(name, entry.flags, extra) === (entry.directory ? `${path}/` : path)) &&
		agree({crc: header.u32(14), size, compressedSize}, entry, streamed);
	if (!agrees) {
		refuse('header-mismatch', `The header of the entry "${path}" contradicts the directory of the ZIP file.`, path);
	}
	return data;
}

/** What is said about the bytes of an entry, in its header, behind it and in the directory. */
export type EntryNumbers = Pick<DirectoryEntry, 'crc' | 'size' | 'compressedSize'>;

/** Does the header of an entry say this? Before a data descriptor it may leave values open. */
export function agree(header: EntryNumbers, actual: EntryNumbers, streamed: boolean): boolean {
	return (['crc', 'size', 'compressedSize'] as const).every(
		key => header[key] === actual[key] || (streamed && (header[key] === 0 || header[key] === max32)),
	);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** The forms of a data descriptor (APPNOTE 4.3.9): without or with signature, sizes of 64 or 32 bits. The wide ones cannot be taken for others. */
const descriptorForms = [
	{start: 4, width: 8},
	{start: 0, width: 8},
	{start: 4, width: 4},
	{start: 0, width: 4},
] as const;

/** The length of the data descriptor these bytes begin with, if it says this. */
export function descriptorLengthOf(bytes: Uint8Array, {crc, size, compressedSize}: EntryNumbers): number | undefined {
	const view = viewBytes(bytes, 'data descriptor');
	const form = descriptorForms.find(({start, width}) => {
		const number = (at: number): number => (width === 4 ? view.u32(at) : view.u32(at) + view.u32(at + 4) * 2 ** 32);
		return (
			bytes.length >= start + 4 + 2 * width &&
			(start === 0 || view.u32(0) === descriptorSignature) &&
			view.u32(start) === crc &&
			number(start + 4) === compressedSize &&
			number(start + 4 + width) === size
		);
	});
	return form && form.start + 4 + 2 * form.width;
}

/**
 * Compares what is behind the bytes of an entry with the directory: nothing, or a data descriptor.
 *
 * @throws PackageError `header-mismatch`, `hidden-data` or `truncated`.
 */
export async function checkEnd(source: RandomAccess, entry: DirectoryEntry, dataEnd: number): Promise<void> {
	const {path, limit} = entry;
	if ((entry.flags & descriptorFlag) !== 0) {
		const length = descriptorLengthOf(await readExactly(source, dataEnd, Math.max(0, Math.min(24, limit - dataEnd)), path), entry);
		if (length === undefined) {
			refuse('header-mismatch', `The data descriptor of the entry "${path}" contradicts the directory of the ZIP file.`, path);
		}
		dataEnd += length;
	}
	if (dataEnd !== limit) {
		refuse(
			'hidden-data',
			`Behind the entry "${path}" there are ${limit - dataEnd} bytes that no entry of the ZIP file accounts for.`,
			path,
		);
	}
}
