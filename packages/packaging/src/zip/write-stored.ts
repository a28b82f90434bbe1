import {createHasher} from '@fonds/core/hash';
import {PackageError} from '@fonds/core';
import {max32, deflatedMethod, storedMethod} from './constants.ts';
import {createDigester, createThreadedDigester, type SegmentDigester} from './digester.ts';
import type {EntryPlan} from './entry-plan.ts';
import {localLength, writeLocal} from './layout.ts';
import {readParts, type Part} from './segments.ts';
import type {Source} from './source.ts';
import {blocksLength, blockViews, emptyLastBlock, needsWideSizes, sealSegment, type Segment} from './stored-blocks.ts';
import {addToDirectory, beginStreamed, crcOf, endStreamed, type EntryResult, type Writer} from './writer.ts';

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, EntryResult, undefined>;

/** From this size on a thread for the digests is worth its start (about 30 ms). */
const threadFrom = 32 * 1024 * 1024;

/** Writes an entry as it is. */
export async function* writeStored(writer: Writer, plan: EntryPlan, source: Source): Chunks {
	const parts = readParts(plan.path, plan.size, source);
	try {
		const first = (await parts.next()).value;
		const second = first === undefined || first.last ? undefined : (await parts.next()).value;
		if (first !== undefined && (second === undefined || second.segment.length === 0)) {
			return await writeSmall(writer, plan, first.segment);
		}
		return yield* writeBlocks(writer, plan, chain([first, second], parts));
	} finally {
		await parts.return(undefined);
		await source.close();
	}
}

async function* chain(first: readonly (Part | undefined)[], rest: AsyncIterable<Part>): AsyncGenerator<Part> {
	yield* first.filter(part => part !== undefined);
	yield* rest;
}

/** Writes a small file, whose CRC can come first. */
async function writeSmall(writer: Writer, plan: EntryPlan, {bytes, length}: Segment): Promise<EntryResult> {
	const hasher = await createHasher(['crc32', ...writer.algorithms]);
	const headerLength = localLength(plan.name.length, plan.date, false);
	const offset = writer.output.position;
	const memory = writer.output.reserve(headerLength + length);
	let at = headerLength;
	for (const block of blockViews(bytes, length)) {
		hasher.update(block);
		memory.set(block, at);
		at += block.length;
	}
	const digests = hasher.digest();
	const known = {crc: crcOf(digests), size: length, compressedSize: length};
	writeLocal(memory, {name: plan.name, method: storedMethod, date: plan.date, known, wide: false});
	addToDirectory(writer, plan, {offset, method: storedMethod, wide: false, streamed: false, ...known});
	writer.progress.add(length);
	return {size: length, digests};
}

async function* writeBlocks(writer: Writer, plan: EntryPlan, parts: AsyncIterable<Part>): Chunks {
	const wide = plan.size !== undefined && needsWideSizes(plan.size);
	const entry = beginStreamed(writer, plan, deflatedMethod, wide);
	const digester = await chooseDigester(writer, plan.size);
	let size = 0;
	for await (const {segment, last} of digestParts(parts, digester)) {
		size += segment.length;
		if (!wide && blocksLength(size) >= max32) {
			throw new PackageError(`The file "${plan.path}" has reached 4 GiB without an announced size. Say its size in the entry.`, {
				problem: 'size-not-announced',
				path: plan.path,
			});
		}
		writer.output.pass(segment.length === 0 ? emptyLastBlock.slice() : sealSegment(segment, last));
		writer.progress.add(segment.length);
		yield* writer.output.take();
	}
	const result = {size, digests: await digester.finish()};
	endStreamed(writer, plan, entry, result, writer.output.position - entry.offset - localLength(plan.name.length, plan.date, wide));
	return result;
}

/** Hands parts to the digester and gives them on in order, as many behind as are with the thread. */
async function* digestParts(parts: AsyncIterable<Part>, digester: SegmentDigester): AsyncGenerator<Part> {
	const pending: Promise<Part>[] = [];
	for await (const {segment, last} of parts) {
		const digested = digester.add(segment).then(back => ({segment: back, last}));
		digested.catch(() => {}); // Who waits for it is told.
		pending.push(digested);
		if (pending.length > digester.depth) {
			yield pending.shift()!;
		}
	}
	yield* pending;
}

async function chooseDigester(writer: Writer, size: number | undefined): Promise<SegmentDigester> {
	const {algorithms} = writer;
	if (algorithms.length > 0 && size !== undefined && size >= threadFrom) {
		const started = await writer.thread();
		if (started !== undefined) {
			return await createThreadedDigester(algorithms, started);
		}
	}
	return await createDigester(algorithms);
}
