import {createPathClaims, type ClaimPath} from '../entries/path-claims.ts';
import {
	centralHeaderLength,
	centralHeaderSignature,
	deflatedMethod,
	descriptorFlag,
	encryptedFlag,
	localHeaderLength,
	maskedHeadersFlag,
	max16,
	patchFlag,
	storedMethod,
	strongEncryptionFlag,
} from '../zip/constants.ts';
import {decodeName} from './decode-name.ts';
import {locateDirectory, type DirectoryLocation} from './end-records.ts';
import {readDate, widen} from './extra-fields.ts';
import {checkCount, checkSizes, type ZipLimits} from './limits.ts';
import {refuse} from './problem.ts';
import type {RandomAccess} from './random-access.ts';
import {readExactly, viewBytes, type ByteView} from './reading.ts';
import type {DirectoryEntry} from './zip-entry.ts';

/** Far more than a million entries with long names need. */
export const maxDirectoryLength: number = 512 * 1024 * 1024;

/** A data descriptor without signature and with short sizes, and one with all it can have. */
const shortestDescriptor = 12;
const longestDescriptor = 24;

/** A central directory. */
export interface Directory {
	readonly entries: readonly DirectoryEntry[];
	/** Where it begins. */
	readonly offset: number;
}

/**
 * Reads and checks the central directory (APPNOTE 4.3.12).
 *
 * @throws PackageError, see `openZip`.
 */
export async function readDirectory(source: RandomAccess, limits: ZipLimits): Promise<Directory> {
	const location = await locateDirectory(source);
	checkCount(location.count, limits);
	if (location.length > maxDirectoryLength) {
		refuse('too-many', `The directory of the ZIP file has ${location.length} bytes, more than ${maxDirectoryLength}.`);
	}
	const bytes = await readExactly(source, location.offset, location.length);
	const entries = limitEntries(parse(bytes, location), location.offset);
	checkSizes(entries, limits);
	return {entries, offset: location.offset};
}

function parse(bytes: Uint8Array, {count}: DirectoryLocation): DirectoryEntry[] {
	const view = viewBytes(bytes, 'directory');
	const claim = createPathClaims();
	const entries: DirectoryEntry[] = [];
	let at = 0;
	while (at < bytes.length) {
		if (entries.length === count || view.u32(at) !== centralHeaderSignature) {
			refuse('damaged', `The directory of the ZIP file is damaged behind its entry ${entries.length} of ${count}.`);
		}
		const end = at + centralHeaderLength + view.u16(at + 28) + view.u16(at + 30) + view.u16(at + 32);
		if (end > bytes.length) {
			refuse('damaged', 'The directory of the ZIP file is cut off.');
		}
		entries.push(parseEntry(bytes, view, at, claim));
		at = end;
	}
	if (entries.length !== count) {
		refuse('damaged', `The ZIP file should have ${count} entries, its directory has ${entries.length}.`);
	}
	return entries;
}

function parseEntry(bytes: Uint8Array, view: ByteView, at: number, claim: ClaimPath): DirectoryEntry {
	const nameEnd = at + centralHeaderLength + view.u16(at + 28);
	const name = bytes.subarray(at + centralHeaderLength, nameEnd);
	const extra = bytes.subarray(nameEnd, nameEnd + view.u16(at + 30));
	const flags = view.u16(at + 8);
	const decoded = decodeName(name, flags, extra);
	const directory = decoded.endsWith('/');
	const path = claim(directory ? decoded.slice(0, -1) : decoded, directory ? 'folder' : 'file');
	refuseSpecial(path, directory, view.u16(at + 4) >> 8, view.u32(at + 38) >>> 16);
	const numbers = widen({size: view.u32(at + 24), compressedSize: view.u32(at + 20), offset: view.u32(at + 42)}, extra);
	const entry = {
		path,
		directory,
		name,
		flags,
		...numbers,
		crc: view.u32(at + 16),
		crc32: view
			.u32(at + 16)
			.toString(16)
			.padStart(8, '0'),
		method: methodOf(view.u16(at + 10), flags, path),
		modified: readDate(extra, view.u16(at + 12), view.u16(at + 14)),
		limit: 0,
	};
	refuseContradiction(entry, view.u16(at + 34));
	return entry;
}

/** @throws PackageError `encrypted` or `unsupported` */
export function methodOf(method: number, flags: number, path: string): 'stored' | 'deflated' {
	if ((flags & (encryptedFlag | strongEncryptionFlag | maskedHeadersFlag)) !== 0) {
		refuse('encrypted', `The entry "${path}" is encrypted. Unpack the ZIP file with its password and package it again without.`, path);
	}
	if ((flags & patchFlag) !== 0 || (method !== storedMethod && method !== deflatedMethod)) {
		refuse(
			'unsupported',
			`The entry "${path}" is compressed by method ${method}, which cannot be read here; only stored and deflated can.`,
			path,
		);
	}
	return method === storedMethod ? 'stored' : 'deflated';
}

/** A link would let the entries after it be written anywhere. Whoever unpacks may look at the mode whatever the host. */
function refuseSpecial(path: string, directory: boolean, host: number, mode: number): void {
	const type = mode & 0o170000;
	if (type === 0o120000) {
		refuse('symlink', `The entry "${path}" is a symbolic link.`, path);
	}
	const unix = host === 3 || host === 19;
	const expected = directory ? 0o040000 : 0o100000;
	if (unix && type !== 0 && type !== expected) {
		refuse('special-file', `The entry "${path}" is not a file, or not the folder its name says it is.`, path);
	}
}

function refuseContradiction({path, directory, size, compressedSize, method}: DirectoryEntry, disk: number): void {
	if (disk !== 0) {
		refuse('unsupported', 'The ZIP file is one part of an archive in several files. Join them first.', path);
	}
	if (method === 'stored' && size !== compressedSize) {
		refuse('damaged', `The entry "${path}" is stored as it is, but should have ${size} bytes and ${compressedSize}.`, path);
	}
	if (directory && size !== 0) {
		refuse('damaged', `The folder "${path}" should have ${size} bytes; folders have none.`, path);
	}
}

/**
 * Finds where each entry has to end. Entries that share bytes are how a small file becomes a huge tree; bytes between entries are where a reader that goes
 * from front to back would find others.
 */
function limitEntries(entries: readonly DirectoryEntry[], directoryOffset: number): readonly DirectoryEntry[] {
	const limits = new Map<DirectoryEntry, number>();
	let limit = directoryOffset;
	for (const entry of entries.toSorted((a, b) => b.offset - a.offset)) {
		const streamed = (entry.flags & descriptorFlag) !== 0;
		const end = entry.offset + localHeaderLength + entry.name.length + entry.compressedSize;
		if (end + (streamed ? shortestDescriptor : 0) > limit) {
			refuse(
				'overlap',
				`The entry "${entry.path}" would share bytes with what follows it. The ZIP file is damaged or made to harm.`,
				entry.path,
			);
		}
		if (end + max16 + (streamed ? longestDescriptor : 0) < limit) {
			refuse('hidden-data', `Behind the entry "${entry.path}" there are bytes that no entry of the ZIP file accounts for.`, entry.path);
		}
		limits.set(entry, limit);
		limit = entry.offset;
	}
	if (limit !== 0) {
		refuse('hidden-data', `Before its first entry, the ZIP file has ${limit} bytes that no entry accounts for.`);
	}
	return entries.map(entry => ({...entry, limit: limits.get(entry) ?? 0}));
}
