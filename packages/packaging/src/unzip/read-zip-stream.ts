import {createPathClaims} from '../entries/path-claims.ts';
import {
	centralHeaderLength,
	centralHeaderSignature,
	descriptorFlag,
	encryptedFlag,
	endSignature,
	localHeaderSignature,
	max16,
	utf8Flag,
	zip64EndSignature,
} from '../zip/constants.ts';
import {concat, createByteQueue, type ByteQueue} from './byte-queue.ts';
import {maxDirectoryLength, readDirectory} from './directory.ts';
import {checkCount, checkLimits, createSizeWatch, type ZipLimits} from './limits.ts';
import {refuse} from './problem.ts';
import type {RandomAccess} from './random-access.ts';
import {beginEntry, type SeenEntry, type StreamedZipEntry} from './streamed-entry.ts';
import type {DirectoryEntry} from './zip-entry.ts';

/** Options of {@link readZipStream}. */
export interface ZipStreamOptions extends ZipLimits {
	/** Ends the reading with the signal's reason. */
	readonly signal?: AbortSignal | undefined;
}

/** What a ZIP file in several parts begins with (APPNOTE 8.5.3, 8.5.4). */
const spanned = new Set([0x08074b50, 0x30304b50]);
const archiveExtraSignature = 0x08064b50;

/** A line of the directory with the longest name, extra field and comment. */
const maxLineLength = centralHeaderLength + 3 * max16;

/** What may be behind the directory: the end records and a comment. */
const maxEndLength = 0x2_0000;

/** Flags that change how an entry is read. */
const telling = encryptedFlag | descriptorFlag | utf8Flag;

/**
 * Reads a ZIP file from front to back, as it arrives, without keeping it: each entry in its turn, and at the end the directory, with which all of them
 * are compared. An entry that is not opened is read over, and checked all the same.
 *
 * **What was read counts only when the loop has ended.** Whether an entry is a link, is missing from the directory or is contradicted by it is known only at the end; then the
 * loop fails. Use `openZip` for a file that can be read anywhere.
 *
 * What `openZip` refuses is refused here, and stored entries whose length is told only after them, which cannot be read from front to back by anyone. Leaving the
 * loop cancels the stream.
 *
 * @throws PackageError as `openZip` and its entries do, with the problem `hidden-data` for entries the directory does not have, and `gone-by` from the stream of an entry
 * that was not read to its end before the next was asked for.
 * @throws ConfigurationError for limits that are none.
 */
export async function* readZipStream(
	stream: ReadableStream<Uint8Array>,
	{signal = new AbortController().signal, ...limits}: ZipStreamOptions = {},
): AsyncGenerator<StreamedZipEntry, void> {
	checkLimits(limits);
	const queue = createByteQueue(stream, signal);
	const claim = createPathClaims();
	const watch = createSizeWatch(limits);
	const seen: SeenEntry[] = [];
	let failure: unknown;
	try {
		while (await atEntry(queue)) {
			checkCount(seen.length + 1, limits);
			const turn = await beginEntry(queue, claim, watch);
			yield turn.entry;
			seen.push(await turn.finish());
		}
		await compareWithDirectory(queue, seen, limits);
	} catch (error) {
		failure = error;
		throw error;
	} finally {
		await queue.close(failure);
	}
}

/** Is there another entry? Otherwise the directory follows. */
async function atEntry(queue: ByteQueue): Promise<boolean> {
	const start = await queue.peek(4);
	const signature = start.length < 4 ? 0 : new DataView(start.buffer, start.byteOffset).getUint32(0, true);
	if (signature === localHeaderSignature) {
		return true;
	}
	if ([centralHeaderSignature, zip64EndSignature, endSignature].includes(signature)) {
		return false;
	}
	if (signature === archiveExtraSignature) {
		refuse('encrypted', 'The directory of the ZIP file is encrypted. Unpack it with its password and package it again without.');
	}
	if (queue.position === 0 && spanned.has(signature)) {
		refuse('unsupported', 'The ZIP file is one part of an archive in several files. Join them first.');
	}
	const isCut = start.length < 4 && (queue.position > 0 || (start.length > 1 && start[0] === 0x50 && start[1] === 0x4b));
	if (isCut) {
		refuse('truncated', `The ZIP file ends at ${queue.position + start.length} bytes, before its directory. Get it again.`);
	}
	return queue.position === 0
		? refuse('not-a-zip', 'This is not a ZIP file, or something was put before it.')
		: refuse(
				'hidden-data',
				`At byte ${queue.position} of the ZIP file there is something that is no entry. The file is damaged or made to harm.`,
			);
}

/** The directory has to have just these entries, and say the same of them. */
async function compareWithDirectory(queue: ByteQueue, seen: readonly SeenEntry[], limits: ZipLimits): Promise<void> {
	const access = await keepRest(queue, seen.length);
	const {entries, offset} = await readDirectory(access, limits);
	if (offset !== queue.position) {
		refuse('hidden-data', 'Before the directory of the ZIP file there are bytes that no entry accounts for.');
	}
	const listed = new Map(entries.map(entry => [entry.offset, entry]));
	for (const entry of seen) {
		const line = listed.get(entry.offset);
		if (line === undefined) {
			refuse('hidden-data', `The ZIP file holds the entry "${entry.path}", which its directory does not have.`, entry.path);
		}
		if (!agrees(entry, line)) {
			refuse('header-mismatch', `The header of the entry "${entry.path}" contradicts the directory of the ZIP file.`, entry.path);
		}
		listed.delete(entry.offset);
	}
	for (const {path} of listed.values()) {
		refuse('header-mismatch', `The directory of the ZIP file has the entry "${path}", which is not there.`, path);
	}
}

function agrees(seen: SeenEntry, line: DirectoryEntry): boolean {
	return (
		((seen.flags ^ line.flags) & telling) === 0 &&
		seen.path === line.path &&
		seen.method === line.method &&
		seen.crc === line.crc &&
		seen.size === line.size &&
		seen.compressedSize === line.compressedSize &&
		seen.name.length === line.name.length &&
		seen.name.every((byte, index) => byte === line.name[index])
	);
}

/** Keeps what is left, to be read as the end of the file. What went by is not asked for, but for the first bytes, which tell a ZIP file from others. */
async function keepRest(queue: ByteQueue, seen: number): Promise<RandomAccess> {
	const most = Math.min(maxDirectoryLength, seen * maxLineLength) + maxEndLength;
	const rest = (await queue.peek(most + 1)).slice();
	if (rest.length > most) {
		refuse('too-many', `Behind its ${seen} entries the ZIP file has more than ${most} bytes, more than a directory needs.`);
	}
	const start = queue.position;
	return {
		size: start + rest.length,
		read(offset, length) {
			const gone = Math.min(length, Math.max(0, start - offset));
			const before = new Uint8Array(gone);
			if (seen > 0 && offset === 0) {
				before.set([0x50, 0x4b].slice(0, gone));
			}
			const from = Math.max(0, offset - start);
			const part = rest.subarray(from, from + length - gone);
			return Promise.resolve(gone === 0 ? part : concat([before, part], gone + part.length));
		},
	};
}
