import {createHasher} from '@fonds/core/hash';
import {PackageError} from '@fonds/core';
import {max32, deflatedMethod, storedMethod} from './constants.ts';
import {createDigester, createThreadedDigester, type SegmentDigester} from './digester.ts';
import type {EntryPlan} from './entry-plan.ts';
import {localLength, writeLocal} from './layout.ts';
import {readParts, type Part} from './segments.ts';
import {sizeChanged, type Source} from './source.ts';
import {blocksLength, blockViews, emptyLastBlock, needsWideSizes, sealSegment, segmentCapacity, type Segment} from './stored-blocks.ts';
import {addToDirectory, beginStreamed, crcOf, endStreamed, type EntryResult, type Writer} from './writer.ts';

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, EntryResult, undefined>;

/** From this size on a thread for the digests is worth its start (about 30 ms). */
const threadFrom = 32 * 1024 * 1024;

/** Writes an entry as it is. */
export async function* writeStored(writer: Writer, plan: EntryPlan, source: Source): Chunks {
	if (plan.size !== undefined && plan.size <= segmentCapacity) {
		return await writeAnnounced(writer, plan, plan.size, source);
	}
	const parts = readParts(plan.path, plan.size, source);
	try {
		const first = (await parts.next()).value;
		const second = first === undefined || first.last ? undefined : (await parts.next()).value;
		if (first !== undefined && (second === undefined || second.segment.length === 0)) {
			return await writeCollected(writer, plan, first.segment);
		}
		return yield* writeBlocks(writer, plan, chain([first, second], parts));
	} finally {
		await parts.return(undefined);
	}
}

async function* chain(first: readonly (Part | undefined)[], rest: AsyncIterable<Part>): AsyncGenerator<Part> {
	yield* first.filter(part => part !== undefined);
	yield* rest;
}

/** A small file whose size is known is read to where it goes, behind the room for its header. */
async function writeAnnounced(writer: Writer, plan: EntryPlan, size: number, source: Source): Promise<EntryResult> {
	const headerLength = localLength(plan.name.length, plan.date, false);
	const offset = writer.output.position;
	const memory = writer.output.reserve(headerLength + size);
	const body = memory.subarray(headerLength);
	const length = await source.read([body, new Uint8Array(1)]);
	if (length !== size) {
		throw sizeChanged(plan.path, size, length > size);
	}
	return finishSmall(writer, plan, offset, memory, [body], size);
}

/** A small file whose size was not known is moved together. */
async function writeCollected(writer: Writer, plan: EntryPlan, {bytes, length}: Segment): Promise<EntryResult> {
	const headerLength = localLength(plan.name.length, plan.date, false);
	const offset = writer.output.position;
	const memory = writer.output.reserve(headerLength + length);
	const blocks = blockViews(bytes, length);
	let at = headerLength;
	for (const block of blocks) {
		memory.set(block, at);
		at += block.length;
	}
	return await finishSmall(writer, plan, offset, memory, blocks, length);
}

async function finishSmall(
	writer: Writer,
	plan: EntryPlan,
	offset: number,
	memory: Uint8Array<ArrayBuffer>,
	blocks: readonly Uint8Array[],
	size: number,
): Promise<EntryResult> {
	const hasher = await createHasher(['crc32', ...writer.algorithms]);
	blocks.forEach(block => hasher.update(block));
	const digests = hasher.digest();
	const known = {crc: crcOf(digests), size, compressedSize: size};
	writeLocal(memory, {name: plan.name, method: storedMethod, date: plan.date, known, wide: false});
	addToDirectory(writer, plan, {offset, method: storedMethod, wide: false, streamed: false, ...known});
	writer.progress.add(size);
	return {size, digests};
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
