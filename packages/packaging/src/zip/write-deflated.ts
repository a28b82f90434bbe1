import {createHasher, type Hasher} from '@fonds/core/hash';
import {PackageError} from '@fonds/core';
import {Deflate, deflateSync} from 'fflate';
import {deflatedMethod, max32, storedMethod} from './constants.ts';
import type {EntryPlan} from './entry-plan.ts';
import {localLength, writeLocal} from './layout.ts';
import {readParts, type Part} from './segments.ts';
import type {Source} from './source.ts';
import {blockViews} from './stored-blocks.ts';
import {addToDirectory, beginStreamed, crcOf, endStreamed, type EntryResult, type Writer} from './writer.ts';

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, EntryResult, undefined>;

/** What zlib takes by default. */
const options = {level: 6} as const;

/** Writes an entry deflated; a small one that does not get smaller is stored. */
export async function* writeDeflated(writer: Writer, plan: EntryPlan, source: Source): Chunks {
	const hasher = await createHasher(['crc32', ...writer.algorithms]);
	const parts = readParts(plan.path, plan.size, source);
	try {
		const first = (await parts.next()).value;
		if (first === undefined || first.last) {
			return writeSmall(writer, plan, hasher, join(first));
		}
		return yield* writeLarge(writer, plan, hasher, first, parts);
	} finally {
		await parts.return(undefined);
	}
}

function join(part: Part | undefined): Uint8Array<ArrayBuffer> {
	const length = part?.segment.length ?? 0;
	const whole = new Uint8Array(length);
	let at = 0;
	for (const block of part === undefined ? [] : blockViews(part.segment.bytes, length)) {
		whole.set(block, at);
		at += block.length;
	}
	return whole;
}

function writeSmall(writer: Writer, plan: EntryPlan, hasher: Hasher, bytes: Uint8Array<ArrayBuffer>): EntryResult {
	hasher.update(bytes);
	const digests = hasher.digest();
	const deflated = deflateSync(bytes, options);
	const smaller = deflated.length < bytes.length;
	const [method, data] = smaller ? [deflatedMethod, deflated] : [storedMethod, bytes];
	const known = {crc: crcOf(digests), size: bytes.length, compressedSize: data.length};
	const {name, date} = plan;
	const offset = writer.output.position;
	writeLocal(writer.output.reserve(localLength(name.length, date, false)), {name, method, date, known, wide: false});
	writer.output.write(data);
	addToDirectory(writer, plan, {offset, method, wide: false, streamed: false, ...known});
	writer.progress.add(bytes.length);
	return {size: bytes.length, digests};
}

async function* writeLarge(writer: Writer, plan: EntryPlan, hasher: Hasher, first: Part, rest: AsyncIterable<Part>): Chunks {
	const {output, progress} = writer;
	const wide = plan.size !== undefined && plan.size >= max32;
	const entry = beginStreamed(writer, plan, deflatedMethod, wide);
	const start = output.position;
	let size = 0;
	const deflate = new Deflate(options, chunk => output.write(chunk));
	const add = ({segment, last}: Part): void => {
		const blocks = blockViews(segment.bytes, segment.length);
		for (const [index, block] of blocks.entries()) {
			hasher.update(block);
			deflate.push(block, last && index === blocks.length - 1);
		}
		if (last && blocks.length === 0) {
			deflate.push(new Uint8Array(0), true);
		}
		size += segment.length;
		progress.add(segment.length);
		if (!wide && Math.max(size, output.position - start) >= max32) {
			throw new PackageError(`The file "${plan.path}" has reached 4 GiB without an announced size. Say its size in the entry.`, {
				problem: 'size-not-announced',
				path: plan.path,
			});
		}
	};
	add(first);
	yield* output.take();
	for await (const part of rest) {
		add(part);
		yield* output.take();
	}
	const result = {size, digests: hasher.digest()};
	endStreamed(writer, plan, entry, result, output.position - start);
	return result;
}
