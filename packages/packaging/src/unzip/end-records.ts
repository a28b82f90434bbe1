import {
	endLength,
	endSignature,
	max16,
	max32,
	zip64EndLength,
	zip64EndSignature,
	zip64LocatorLength,
	zip64LocatorSignature,
} from '../zip/constants.ts';
import {refuse} from './problem.ts';
import type {RandomAccess} from './random-access.ts';
import {readExactly, viewBytes} from './reading.ts';

/** Where the central directory is. */
export interface DirectoryLocation {
	readonly count: number;
	readonly offset: number;
	readonly length: number;
}

const maxCommentLength = 0xffff;

/**
 * Finds the central directory (APPNOTE 4.3.14 to 4.3.16).
 *
 * @throws PackageError `not-a-zip`, `truncated`, `damaged` or `unsupported` (archives in several files).
 */
export async function locateDirectory(source: RandomAccess): Promise<DirectoryLocation> {
	const tailLength = Math.min(source.size, endLength + maxCommentLength);
	const tail = await readExactly(source, source.size - tailLength, tailLength);
	const at = findEnd(tail);
	if (at === -1) {
		await refuseWithoutEnd(source);
	}
	refuseSecondEnd(tail.subarray(at + 4));
	const view = viewBytes(tail, 'end record');
	const end = {
		position: source.size - tailLength + at,
		disk: view.u16(at + 4),
		directoryDisk: view.u16(at + 6),
		countHere: view.u16(at + 8),
		count: view.u16(at + 10),
		length: view.u32(at + 12),
		offset: view.u32(at + 16),
	};
	const location = (await readZip64End(source, end.position, end)) ?? {...end, end: end.position};
	if (location.disk !== 0 || location.directoryDisk !== 0 || location.countHere !== location.count) {
		refuse('unsupported', 'The ZIP file is one part of an archive in several files. Join them first.');
	}
	if (location.offset + location.length !== location.end) {
		refuse(
			'damaged',
			'The directory of the ZIP file is not where its end record says. The file is damaged, or something was put before it.',
		);
	}
	return {count: location.count, offset: location.offset, length: location.length};
}

/** The end record is the last thing in the file but for its comment, whose length it knows. */
function findEnd(tail: Uint8Array): number {
	const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
	for (let at = tail.length - endLength; at >= 0; at--) {
		if (view.getUint32(at, true) === endSignature && at + endLength + view.getUint16(at + 20, true) === tail.length) {
			return at;
		}
	}
	return -1;
}

/** Some readers take the last end record there is, wherever it is. */
function refuseSecondEnd(behind: Uint8Array): void {
	const view = new DataView(behind.buffer, behind.byteOffset, behind.byteLength);
	for (let at = 0; at + endLength <= behind.length; at++) {
		if (view.getUint32(at, true) === endSignature) {
			refuse('hidden-data', 'The comment of the ZIP file holds another end record, by which other readers would find other files.');
		}
	}
}

async function refuseWithoutEnd(source: RandomAccess): Promise<never> {
	const start = await readExactly(source, 0, Math.min(4, source.size));
	const looksLikeZip = start.length > 1 && start[0] === 0x50 && start[1] === 0x4b;
	return looksLikeZip
		? refuse('truncated', 'The ZIP file has no end record: it was cut off, or something was put behind it. Get it again.')
		: refuse('not-a-zip', 'This is not a ZIP file.');
}

interface EndRecord extends DirectoryLocation {
	readonly disk: number;
	readonly directoryDisk: number;
	readonly countHere: number;
	/** Where the directory has to end. */
	readonly end: number;
}

async function readZip64End(source: RandomAccess, endPosition: number, narrow: DirectoryLocation): Promise<EndRecord | undefined> {
	const locatorPosition = endPosition - zip64LocatorLength;
	const locator =
		locatorPosition < 0 ? undefined : viewBytes(await readExactly(source, locatorPosition, zip64LocatorLength), 'ZIP64 locator');
	if (locator?.u32(0) !== zip64LocatorSignature) {
		return undefined;
	}
	const position = locator.u64(8);
	if (locator.u32(4) !== 0 || locator.u32(16) > 1) {
		refuse('unsupported', 'The ZIP file is one part of an archive in several files. Join them first.');
	}
	if (position + zip64EndLength > locatorPosition) {
		refuse('damaged', 'The ZIP64 end record of the ZIP file is not where its locator says.');
	}
	const record = viewBytes(await readExactly(source, position, zip64EndLength), 'ZIP64 end record');
	if (record.u32(0) !== zip64EndSignature || position + 12 + record.u64(4) !== locatorPosition) {
		refuse('damaged', 'The ZIP64 end record of the ZIP file is damaged.');
	}
	const wide = {count: record.u64(32), length: record.u64(40), offset: record.u64(48)};
	if (
		differs(narrow.count, wide.count, max16) ||
		differs(narrow.length, wide.length, max32) ||
		differs(narrow.offset, wide.offset, max32)
	) {
		refuse('header-mismatch', 'The two end records of the ZIP file contradict each other.');
	}
	return {...wide, disk: record.u32(16), directoryDisk: record.u32(20), countHere: record.u64(24), end: position};
}

/** The plain record may leave a number to the ZIP64 record, or has to say the same. */
function differs(narrow: number, wide: number, placeholder: number): boolean {
	return narrow !== placeholder && narrow !== wide;
}
