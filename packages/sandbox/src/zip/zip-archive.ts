import {pipeline, Readable} from 'node:stream';
import {crc32, createInflateRaw, inflateRawSync} from 'node:zlib';
import {findDirectory} from './directory.ts';
import type {ZipEntry} from './entry.ts';
import {readCentralHeader} from './entry.ts';
import type {RandomAccess} from './random-access.ts';
import {readPiece} from './random-access.ts';
import {ZipError} from './zip-error.ts';

/** More entries than any honest package has. */
const mostEntries = 1_000_000;
/** The largest central directory that is read. */
const largestDirectory = 512 * 1024 * 1024;

/** Entries up to this size are read at once; a stream for each of ten thousand letters would take longer than their content. */
const smallEntry = 256 * 1024;

/** What `inflateRawSync` returns with `info`, which its declaration leaves out. */
interface Inflated {
	readonly buffer: Buffer;
	readonly engine: {readonly bytesWritten: number};
}

/** A zip file whose directory was read and found sound. */
export interface ZipArchive {
	/** Files and folders, in the order of the directory. */
	readonly entries: readonly ZipEntry[];
	/** The bytes of a file. Ends with a ZipError when size or CRC-32 are not what the directory says. */
	open(entry: ZipEntry): AsyncGenerator<Uint8Array>;
	/** The bytes of a file that is stored as it is, from any place and unchecked; `undefined` for one that is deflated. */
	access(entry: ZipEntry): RandomAccess | undefined;
}

/**
 * Opens a zip file by its central directory; content is read when asked for.
 *
 * @throws ZipError when it is damaged, or when a name leaves the archive, is absolute, occurs twice or is a link.
 */
export function openZip(source: RandomAccess): ZipArchive {
	const place = findDirectory(source);
	if (place.count > mostEntries || place.size > largestDirectory) throw new ZipError('The zip file has more entries than are accepted.');
	const directory = readPiece(source, place.start, place.size);
	const entries = readEntries(directory, place.count);
	checkNames(entries);
	checkPlaces(entries, place.start);
	return {
		entries,
		open: entry => readEntry(source, entry, place.start),
		access: entry => (entry.method === 0 && entry.size === entry.compressedSize ? accessEntry(source, entry, place.start) : undefined),
	};
}

function accessEntry(source: RandomAccess, entry: ZipEntry, limit: number): RandomAccess {
	const base = dataStart(source, entry);
	if (base + entry.size > limit) throw new ZipError(`${entry.name} reaches into the central directory.`);
	return {
		size: entry.size,
		stream: (start, end) => source.stream(base + start, base + end),
		piece: (start, end) => source.piece(base + start, base + end),
	};
}

function readEntries(directory: Buffer, count: number): readonly ZipEntry[] {
	const entries: ZipEntry[] = [];
	let position = 0;
	while (position < directory.length) {
		const {entry, end} = readCentralHeader(directory, position);
		entries.push(entry);
		position = end;
	}
	if (entries.length !== count) throw new ZipError(`The zip file has ${entries.length} entries and says it has ${count}.`);
	return entries;
}

function checkNames(entries: readonly ZipEntry[]): void {
	const seen = new Set<string>();
	for (const {name, directory} of entries) {
		const parts = (directory ? name.slice(0, -1) : name).split('/');
		if (/[\\\0]/u.test(name) || /^[a-z]:/iu.test(name) || parts.some(part => part === '' || part === '.' || part === '..')) {
			throw new ZipError(`The path ${JSON.stringify(name)} leaves the package or is not a plain relative path.`);
		}
		const key = parts.join('/');
		if (seen.has(key)) throw new ZipError(`The path ${JSON.stringify(name)} occurs twice.`);
		seen.add(key);
	}
}

/** Two entries must not share bytes: that is how small files unpack to terabytes. */
function checkPlaces(entries: readonly ZipEntry[], end: number): void {
	let free = 0;
	for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
		if (entry.offset < free) throw new ZipError(`${entry.name} shares bytes with another entry.`);
		free = entry.offset + 30 + entry.rawName.length + entry.compressedSize;
		if (free > end) throw new ZipError(`${entry.name} reaches into the central directory.`);
	}
}

async function* readEntry(source: RandomAccess, entry: ZipEntry, limit: number): AsyncGenerator<Uint8Array> {
	const start = dataStart(source, entry);
	const end = start + entry.compressedSize;
	if (end > limit) throw new ZipError(`${entry.name} reaches into the central directory.`);
	let size = 0;
	let checksum = 0;
	for await (const chunk of content(source, entry, start, end)) {
		size += chunk.length;
		if (size > entry.size) break;
		checksum = crc32(chunk, checksum);
		yield chunk;
	}
	if (size !== entry.size)
		throw new ZipError(`${entry.name} has ${size > entry.size ? 'more' : 'fewer'} bytes than the ${entry.size} the zip file says.`);
	if (checksum !== entry.crc32)
		throw new ZipError(`${entry.name} is damaged: its CRC-32 is ${hex(checksum)}, the zip file says ${hex(entry.crc32)}.`);
}

function content(source: RandomAccess, entry: ZipEntry, start: number, end: number): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
	const small = entry.compressedSize <= smallEntry && entry.size <= smallEntry;
	if (entry.method === 0) return small ? [source.piece(start, end)] : source.stream(start, end);
	return small ? [inflateAtOnce(source.piece(start, end), entry)] : inflate(source.stream(start, end), entry);
}

function inflateAtOnce(compressed: Buffer, entry: ZipEntry): Buffer {
	try {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see Inflated
		const {buffer, engine} = inflateRawSync(compressed, {info: true, maxOutputLength: entry.size + 1}) as unknown as Inflated;
		checkEnd(engine.bytesWritten, entry);
		return buffer;
	} catch (error) {
		throw inflateError(error, entry);
	}
}

async function* inflate(compressed: AsyncIterable<Uint8Array>, entry: ZipEntry): AsyncGenerator<Uint8Array> {
	const inflater = createInflateRaw();
	pipeline(Readable.from(compressed), inflater, () => undefined); // errors arrive through the iteration below
	try {
		yield* inflater;
	} catch (error) {
		throw inflateError(error, entry);
	}
	checkEnd(inflater.bytesWritten, entry);
}

function checkEnd(used: number, {name, compressedSize}: ZipEntry): void {
	if (used !== compressedSize) throw new ZipError(`${name} ends before the ${compressedSize} compressed bytes the zip file says.`);
}

function inflateError(error: unknown, {name, size}: ZipEntry): Error {
	if (error instanceof ZipError) return error;
	if (error instanceof RangeError) return new ZipError(`${name} has more bytes than the ${size} the zip file says.`, {cause: error}); // beyond maxOutputLength
	return new ZipError(`${name} cannot be inflated: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
}

function dataStart(source: RandomAccess, {offset, rawName, name}: ZipEntry): number {
	const header = readPiece(source, offset, 30 + rawName.length);
	if (header.readUInt32LE(0) !== 0x04034b50) throw new ZipError(`The local header of ${name} is damaged.`);
	const nameLength = header.readUInt16LE(26);
	if (nameLength !== rawName.length || !header.subarray(30).equals(rawName))
		throw new ZipError(`The local header of ${name} has another name.`);
	return offset + 30 + nameLength + header.readUInt16LE(28);
}

function hex(value: number): string {
	return value.toString(16).padStart(8, '0');
}
