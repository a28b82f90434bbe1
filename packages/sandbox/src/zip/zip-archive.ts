import {pipeline, Readable} from 'node:stream';
import {crc32, createInflateRaw} from 'node:zlib';
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

/** A zip file whose directory was read and found sound. */
export interface ZipArchive {
	/** Files and folders, in the order of the directory. */
	readonly entries: readonly ZipEntry[];
	/** The bytes of a file. Ends with a ZipError when size or CRC-32 are not what the directory says. */
	open(entry: ZipEntry): AsyncGenerator<Uint8Array>;
}

/**
 * Opens a zip file by its central directory; content is read when asked for.
 *
 * @throws ZipError when it is damaged, or when a name leaves the archive, is absolute, occurs twice or is a link.
 */
export async function openZip(source: RandomAccess): Promise<ZipArchive> {
	const place = await findDirectory(source);
	if (place.count > mostEntries || place.size > largestDirectory) throw new ZipError('The zip file has more entries than are accepted.');
	const directory = await readPiece(source, place.start, place.size);
	const entries = readEntries(directory, place.count);
	checkNames(entries);
	checkPlaces(entries, place.start);
	return {entries, open: entry => readEntry(source, entry, place.start)};
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
	const start = await dataStart(source, entry);
	const end = start + entry.compressedSize;
	if (end > limit) throw new ZipError(`${entry.name} reaches into the central directory.`);
	const compressed = source.stream(start, end);
	let size = 0;
	let checksum = 0;
	for await (const chunk of entry.method === 8 ? inflate(compressed, entry) : compressed) {
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

async function* inflate(compressed: AsyncIterable<Uint8Array>, {name, compressedSize}: ZipEntry): AsyncGenerator<Uint8Array> {
	const inflater = createInflateRaw();
	pipeline(Readable.from(compressed), inflater, () => undefined); // errors arrive through the iteration below
	try {
		yield* inflater;
	} catch (error) {
		throw new ZipError(`${name} cannot be inflated: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
	}
	if (inflater.bytesWritten !== compressedSize)
		throw new ZipError(`${name} ends before the ${compressedSize} compressed bytes the zip file says.`);
}

async function dataStart(source: RandomAccess, {offset, rawName, name}: ZipEntry): Promise<number> {
	const header = await readPiece(source, offset, 30 + rawName.length);
	if (header.readUInt32LE(0) !== 0x04034b50) throw new ZipError(`The local header of ${name} is damaged.`);
	const nameLength = header.readUInt16LE(26);
	if (nameLength !== rawName.length || !header.subarray(30).equals(rawName))
		throw new ZipError(`The local header of ${name} has another name.`);
	return offset + 30 + nameLength + header.readUInt16LE(28);
}

function hex(value: number): string {
	return value.toString(16).padStart(8, '0');
}
