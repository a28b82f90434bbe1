import {refuseArchive} from './archive-file.ts';

/** A header block of a tar (POSIX.1 ustar, with GNU's additions). */
export interface TarHeader {
	readonly name: string;
	readonly size: number;
	/** The type flag; `0` for a plain file. */
	readonly type: string;
}

/** @throws PackageError with problem `damaged-archive` for a block that is none. */
export function readHeader(block: Uint8Array): TarHeader {
	checkSum(block);
	const isPosix = text(block, 257, 6) === 'ustar' && block[262] === 0;
	const prefix = isPosix ? text(block, 345, 155) : '';
	const name = text(block, 0, 100);
	const type = String.fromCharCode(block[156] ?? 0);
	return {
		name: prefix === '' ? name : `${prefix}/${name}`,
		size: numberAt(block, 124, 12),
		type: type === '\0' || type === '7' ? (name.endsWith('/') ? '5' : '0') : type,
	};
}

/** The records of a pax header: `<length> <key>=<value>\n` (POSIX.1, pax). */
export function readPaxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
	const records = new Map<string, string>();
	for (let at = 0; at < bytes.length;) {
		const space = bytes.indexOf(0x20, at);
		const length = space === -1 ? Number.NaN : Number(decode(bytes.subarray(at, space)));
		const equals = bytes.indexOf(0x3d, space);
		const end = at + length;
		if (!Number.isInteger(length) || end > bytes.length || equals === -1 || equals >= end || bytes[end - 1] !== 0x0a) {
			refuseArchive('damaged-archive', 'The archive has an extended header that cannot be read.');
		}
		records.set(decode(bytes.subarray(space + 1, equals)), decode(bytes.subarray(equals + 1, end - 1)));
		at = end;
	}
	return records;
}

/** Names are UTF-8 here. @throws PackageError with problem `unreadable-name` for others: no manifest could name them. */
export function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch (cause) {
		return refuseArchive('unreadable-name', 'The archive has a name that is not UTF-8.', undefined, cause);
	}
}

/** Text up to a NUL. */
function text(block: Uint8Array, start: number, length: number): string {
	const field = block.subarray(start, start + length);
	const end = field.indexOf(0);
	return decode(end === -1 ? field : field.subarray(0, end));
}

/** Octal, or for what does not fit base 256 with the highest bit set (GNU). */
function numberAt(block: Uint8Array, start: number, length: number): number {
	const field = block.subarray(start, start + length);
	const first = field[0] ?? 0;
	if (first & 0x80) {
		const number = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
		return Number.isSafeInteger(number) ? number : refuseArchive('damaged-archive', 'The archive has a file of an impossible size.');
	}
	const digits = String.fromCharCode(...field)
		.replace(/[\0 ].*$/s, '')
		.trim();
	if (!/^[0-7]*$/.test(digits)) {
		refuseArchive('damaged-archive', 'The archive has a number that is none.');
	}
	return Number.parseInt(digits || '0', 8);
}

function checkSum(block: Uint8Array): void {
	const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
	const field = String.fromCharCode(...block.subarray(148, 156)).replaceAll(/[\0 ]/g, '');
	if (field === '' || Number.parseInt(field, 8) !== sum) {
		refuseArchive('damaged-archive', 'The archive is no tar, or damaged: the checksum of a header is wrong.');
	}
}
