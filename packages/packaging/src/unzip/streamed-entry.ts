import {ConfigurationError, PackageError} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import type {ClaimPath} from '../entries/path-claims.ts';
import {pullStream} from '../entries/pull-stream.ts';
import {descriptorFlag, localHeaderLength} from '../zip/constants.ts';
import type {ByteQueue} from './byte-queue.ts';
import {decodeName} from './decode-name.ts';
import {methodOf} from './directory.ts';
import {checkInflated} from './entry-stream.ts';
import {readDate, widen} from './extra-fields.ts';
import {createInflater} from './inflater.ts';
import {agree, descriptorLengthOf, type EntryNumbers} from './local-header.ts';
import {refuse} from './problem.ts';
import {viewBytes} from './reading.ts';
import type {SizeWatch} from './limits.ts';

/** An entry of a ZIP file that is read from front to back. */
export interface StreamedZipEntry {
	readonly path: string;
	/** A folder; it has no bytes, and its path no final slash. */
	readonly directory: boolean;
	/** `undefined` if the file tells only after the entry. */
	readonly size: number | undefined;
	readonly method: 'stored' | 'deflated';
	/** `undefined` if the file does not tell: 1 January 1980 at midnight stands for no date. */
	readonly modified: Date | undefined;
	/**
	 * The bytes, once, and only before the next entry is asked for. Size and CRC are checked while they are read: the stream fails instead of ending if they are
	 * wrong.
	 *
	 * @throws ConfigurationError for a folder, the second time, and when the entry has gone by
	 */
	open(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** What an entry turned out to be, to be compared with the directory. */
export interface SeenEntry extends EntryNumbers {
	readonly path: string;
	readonly name: Uint8Array;
	readonly offset: number;
	readonly flags: number;
	readonly method: 'stored' | 'deflated';
}

/** An entry on its way. */
export interface EntryInTurn {
	readonly entry: StreamedZipEntry;
	/** Reads what was not read, and gives what the entry was. Its stream fails from then on. */
	finish(): Promise<SeenEntry>;
}

interface LocalEntry extends Omit<SeenEntry, 'size' | 'compressedSize' | 'crc'> {
	readonly directory: boolean;
	readonly modified: Date | undefined;
	/** What the header says. */
	readonly header: EntryNumbers;
	/** The same, if it counts; undefined if a data descriptor does. */
	readonly promised: EntryNumbers | undefined;
}

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, SeenEntry, undefined>;

const storedPart = 1024 * 1024;
/** What is deflated can become a thousand times as much in one go. */
const deflatedPart = 32 * 1024;

/** Begins with the entry that comes next in the queue. */
export async function beginEntry(queue: ByteQueue, claim: ClaimPath, watch: SizeWatch): Promise<EntryInTurn> {
	const local = await readHeader(queue, claim);
	const {path, directory, method, modified, promised} = local;
	watch.begin(path, promised);
	const chunks = readBody(queue, local, watch);
	let state: 'new' | 'open' | 'gone' = 'new';
	let lost = false;
	let seen: SeenEntry | undefined;
	let failure: unknown;
	const next = async (): Promise<Uint8Array<ArrayBuffer> | undefined> => {
		try {
			const {done, value} = await chunks.next();
			if (done !== true) {
				return value;
			}
			seen ??= value;
			return undefined;
		} catch (error) {
			failure = error;
			throw error;
		}
	};
	async function* give(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
		for (;;) {
			if (lost) {
				throw goneBy(path);
			}
			const chunk = await next();
			if (chunk === undefined) {
				return;
			}
			yield chunk;
		}
	}
	const open = (): ReadableStream<Uint8Array<ArrayBuffer>> => {
		if (directory || state !== 'new') {
			const why = directory ? 'is a folder' : state === 'open' ? 'has been opened before' : 'has gone by';
			throw new ConfigurationError(`"${path}" ${why}.`);
		}
		state = 'open';
		return pullStream(give);
	};
	return {
		entry: {path, directory, size: directory ? 0 : promised?.size, method, modified, open},
		async finish() {
			state = 'gone';
			while ((await next()) !== undefined) {
				lost = true;
			}
			if (seen === undefined) {
				throw failure; // The stream of the entry has met it before.
			}
			return seen;
		},
	};
}

function goneBy(path: string): PackageError {
	return new PackageError(`The file "${path}" was not read to its end before the next entry was asked for.`, {problem: 'gone-by', path});
}

async function readHeader(queue: ByteQueue, claim: ClaimPath): Promise<LocalEntry> {
	const offset = queue.position;
	const header = viewBytes((await queue.take(localHeaderLength)).slice(), 'local header');
	const nameLength = header.u16(26);
	const rest = (await queue.take(nameLength + header.u16(28))).slice();
	const [name, extra] = [rest.subarray(0, nameLength), rest.subarray(nameLength)];
	const flags = header.u16(6);
	const decoded = decodeName(name, flags, extra);
	const directory = decoded.endsWith('/');
	const path = claim(directory ? decoded.slice(0, -1) : decoded, directory ? 'folder' : 'file');
	const method = methodOf(header.u16(8), flags, path);
	const described = (flags & descriptorFlag) !== 0;
	const {size, compressedSize} = widen({size: header.u32(22), compressedSize: header.u32(18), offset: 0}, extra);
	const numbers = {crc: header.u32(14), size, compressedSize};
	const promised = described ? undefined : numbers;
	const isEmpty = directory || (described && (await isDescribedAsEmpty(queue)));
	refuseUnreadable(path, directory, isEmpty, method, promised);
	const modified = readDate(extra, header.u16(10), header.u16(12));
	return {path, name: name.slice(), offset, flags, method, directory, modified, header: numbers, promised};
}

/** Info-ZIP writes empty files to pipes as stored with a data descriptor, which is then what follows at once. */
async function isDescribedAsEmpty(queue: ByteQueue): Promise<boolean> {
	const bytes = await queue.peek(26);
	const end = descriptorLengthOf(bytes, {crc: 0, size: 0, compressedSize: 0});
	return end !== undefined && bytes[end] === 0x50 && bytes[end + 1] === 0x4b;
}

function refuseUnreadable(path: string, directory: boolean, isEmpty: boolean, method: string, promised: LocalEntry['promised']): void {
	if (promised === undefined && method === 'stored' && !isEmpty) {
		refuse(
			'unsupported',
			`The entry "${path}" is stored as it is, and its length is told only after it: nobody can know where it ends. Save the ZIP file and open it with openZip.`,
			path,
		);
	}
	if (promised !== undefined && method === 'stored' && promised.size !== promised.compressedSize) {
		refuse(
			'damaged',
			`The entry "${path}" is stored as it is, but should have ${promised.size} bytes and ${promised.compressedSize}.`,
			path,
		);
	}
	if (directory && promised !== undefined && promised.size !== 0) {
		refuse('damaged', `The folder "${path}" should have ${promised.size} bytes; folders have none.`, path);
	}
}

async function* readBody(queue: ByteQueue, local: LocalEntry, watch: SizeWatch): Chunks {
	const {path, directory, promised} = local;
	const start = queue.position;
	const hasher = await createHasher(['crc32']);
	let size = 0;
	for await (const chunk of local.method === 'stored' ? readStored(queue, local) : readDeflated(queue, local)) {
		size += chunk.length;
		if (promised !== undefined && size > promised.size) {
			refuse('size-mismatch', `The file "${path}" is longer than the ${promised.size} bytes its ZIP file promises.`, path);
		}
		if (directory) {
			refuse('damaged', `The folder "${path}" has content; folders have none.`, path);
		}
		watch.add(chunk.length, queue.position - start);
		hasher.update(chunk);
		yield chunk;
	}
	const crc = Number.parseInt(hasher.digest().crc32 ?? '', 16);
	const actual = {crc, size, compressedSize: queue.position - start};
	if (promised === undefined) {
		await takeDescriptor(queue, path, actual);
		if (!agree(local.header, actual, true)) {
			refuse('header-mismatch', `The header of the entry "${path}" contradicts its data descriptor.`, path);
		}
	} else if (size !== promised.size) {
		refuse('size-mismatch', `The file "${path}" has ${size} bytes, its ZIP file promises ${promised.size}.`, path);
	} else if (crc !== promised.crc) {
		refuse('crc-mismatch', `The file "${path}" is damaged: its CRC-32 is not the one its ZIP file promises.`, path);
	}
	const {name, offset, flags, method} = local;
	return {path, name, offset, flags, method, ...actual};
}

async function* readStored(queue: ByteQueue, {path, promised}: LocalEntry): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	for (let left = promised?.compressedSize ?? 0; left > 0;) {
		const part = await queue.next(Math.min(storedPart, left), path);
		left -= part.length;
		yield new Uint8Array(part); // Chunks are handed on and may be transferred, which must not take the queue's memory away.
	}
}

async function* readDeflated(queue: ByteQueue, {path, promised}: LocalEntry): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	const inflater = createInflater(path);
	let left = promised?.compressedSize ?? Infinity;
	while (left > 0 && inflater.unused === undefined) {
		const part = await queue.next(Math.min(deflatedPart, left), path);
		left -= part.length;
		const chunks = inflater.push(part);
		if (promised === undefined) {
			queue.unread(inflater.unused ?? 0);
		}
		yield* chunks;
	}
	if (promised !== undefined && promised.compressedSize > 0) {
		checkInflated(path, inflater, left > 0);
	}
}

/** Compares the data descriptor, which has four forms, with what was read. */
async function takeDescriptor(queue: ByteQueue, path: string, actual: EntryNumbers): Promise<void> {
	const bytes = await queue.peek(24);
	const length = descriptorLengthOf(bytes, actual);
	if (length !== undefined) {
		await queue.take(length, path);
	} else if (bytes.length < 24) {
		refuse('truncated', `The ZIP file ends behind the file "${path}". Get it again.`, path);
	} else {
		refuse('crc-mismatch', `The file "${path}" is damaged: it is not what its data descriptor says, by CRC or size.`, path);
	}
}
