import type {Digests, HashAlgorithm} from '@fonds/core/hash';
import type {PackageProgressCounter} from '../entries/progress.ts';
import {storedMethod} from './constants.ts';
import type {Deflaters} from './deflater.ts';
import type {DigestThread} from './digest-thread.ts';
import type {EntryPlan} from './entry-plan.ts';
import {centralLength, descriptorLength, localLength, writeCentral, writeDescriptor, writeLocal} from './layout.ts';
import type {Output} from './output.ts';

/** What the parts of one ZIP file share while it is written. */
export interface Writer {
	readonly signal: AbortSignal;
	readonly output: Output;
	/** The central directory as far as it goes. */
	readonly directory: Output;
	readonly algorithms: readonly HashAlgorithm[];
	readonly progress: PackageProgressCounter;
	/** Where entries are deflated. */
	readonly deflaters: Deflaters;
	/** A thread for digests; undefined where there is none. */
	thread(): Promise<DigestThread | undefined>;
}

/** What came of an entry. */
export interface EntryResult {
	readonly size: number;
	readonly digests: Digests;
}

/** An entry whose bytes come before they are known. */
export interface StreamedEntry {
	readonly offset: number;
	readonly method: number;
	/** Its sizes need 64 bits. */
	readonly wide: boolean;
}

/** Where the central directory and the data descriptor want numbers. */
export function crcOf({crc32 = ''}: Digests): number {
	return Number.parseInt(crc32, 16);
}

/** Writes the header of an entry whose CRC and sizes will follow in a data descriptor. */
export function beginStreamed({output}: Writer, {name, date}: EntryPlan, method: number, wide: boolean): StreamedEntry {
	const offset = output.position;
	writeLocal(output.reserve(localLength(name.length, date, wide)), {name, method, date, known: undefined, wide});
	return {offset, method, wide};
}

/** Writes the data descriptor of such an entry, and its line in the directory. */
export function endStreamed(writer: Writer, plan: EntryPlan, entry: StreamedEntry, result: EntryResult, compressedSize: number): void {
	const crc = crcOf(result.digests);
	writeDescriptor(writer.output.reserve(descriptorLength(entry.wide)), crc, result.size, compressedSize, entry.wide);
	addToDirectory(writer, plan, {...entry, streamed: true, crc, size: result.size, compressedSize});
}

/** Writes a folder, which has nothing but a name. */
export function writeFolder(writer: Writer, plan: EntryPlan): void {
	const {name, date} = plan;
	const offset = writer.output.position;
	const nothing = {crc: 0, size: 0, compressedSize: 0};
	writeLocal(writer.output.reserve(localLength(name.length, date, false)), {name, method: storedMethod, date, known: nothing, wide: false});
	addToDirectory(writer, plan, {offset, method: storedMethod, wide: false, streamed: false, ...nothing});
}

/** Adds a line to the directory. */
export function addToDirectory(
	{directory}: Writer,
	{name, date, directory: isFolder}: EntryPlan,
	record: StreamedEntry & {readonly streamed: boolean; readonly crc: number; readonly size: number; readonly compressedSize: number},
): void {
	const {size, compressedSize, offset} = record;
	writeCentral(directory.reserve(centralLength(name.length, date, size, compressedSize, offset)), {
		...record,
		name,
		date,
		directory: isFolder,
	});
}
