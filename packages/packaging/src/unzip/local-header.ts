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
import {widen} from './extra-fields.ts';
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
	const streamed = (entry.flags & descriptorFlag) !== 0;
	const {size, compressedSize} = widen({size: header.u32(22), compressedSize: header.u32(18), offset: 0}, rest.subarray(nameLength));
	const method = entry.method === 'stored' ? storedMethod : deflatedMethod;
	const agrees =
		((header.u16(6) ^ entry.flags) & telling) === 0 &&
		header.u16(8) === method &&
		sameBytes(rest.subarray(0, nameLength), entry.name) &&
		agree(header.u32(14), entry.crc, streamed) &&
		agree(compressedSize, entry.compressedSize, streamed) &&
		agree(size, entry.size, streamed);
	if (!agrees) {
		refuse('header-mismatch', `The header of the entry "${path}" contradicts the directory of the ZIP file.`, path);
	}
	return data;
}

/** Before a data descriptor the header may leave values open. */
function agree(local: number, central: number, streamed: boolean): boolean {
	return local === central || (streamed && (local === 0 || local === max32));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/**
 * Compares the data descriptor with the directory (APPNOTE 4.3.9). Its signature may be missing and its sizes may have 32 or 64
 * bits, which nothing tells for sure.
 *
 * @throws PackageError `header-mismatch` or `truncated`.
 */
export async function checkDescriptor(source: RandomAccess, entry: DirectoryEntry, dataEnd: number): Promise<void> {
	if ((entry.flags & descriptorFlag) === 0) {
		return;
	}
	const bytes = await readExactly(source, dataEnd, Math.max(0, Math.min(24, entry.limit - dataEnd)), entry.path);
	const view = viewBytes(bytes, 'data descriptor');
	const matches = [0, 4].some(
		start =>
			(start === 0 || (bytes.length >= 4 && view.u32(0) === descriptorSignature)) &&
			[4, 8].some(width => bytes.length >= start + 4 + 2 * width && holds(view, start, width, entry)),
	);
	if (!matches) {
		refuse('header-mismatch', `The data descriptor of the entry "${entry.path}" contradicts the directory of the ZIP file.`, entry.path);
	}
}

function holds(view: ReturnType<typeof viewBytes>, start: number, width: number, {crc, size, compressedSize}: DirectoryEntry): boolean {
	const number = (at: number): number => (width === 4 ? view.u32(at) : view.u32(at) + view.u32(at + 4) * 2 ** 32);
	return view.u32(start) === crc && number(start + 4) === compressedSize && number(start + 4 + width) === size;
}
