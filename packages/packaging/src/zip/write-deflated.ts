import {PackageError} from '@fonds/core';
import {deflatedMethod, max32, storedMethod} from './constants.ts';
import type {DeflatedEntry} from './deflated-entry.ts';
import type {EntryPlan} from './entry-plan.ts';
import {localLength, writeLocal} from './layout.ts';
import {addToDirectory, beginStreamed, crcOf, endStreamed, type EntryResult, type Writer} from './writer.ts';

type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>, EntryResult, undefined>;

/** Writes an entry deflated; a small one that does not get smaller is stored. */
export async function* writeDeflated(writer: Writer, plan: EntryPlan, entry: DeflatedEntry): Chunks {
	try {
		return entry.small === undefined ? yield* writeLarge(writer, plan, entry) : writeSmall(writer, plan, entry, entry.small);
	} finally {
		await entry.close();
	}
}

function writeSmall(
	writer: Writer,
	plan: EntryPlan,
	entry: DeflatedEntry,
	{bytes, deflated}: NonNullable<DeflatedEntry['small']>,
): EntryResult {
	const digests = entry.digests();
	const [method, data] = deflated.length < bytes.length ? [deflatedMethod, deflated] : [storedMethod, bytes];
	const known = {crc: crcOf(digests), size: bytes.length, compressedSize: data.length};
	const {name, date} = plan;
	const offset = writer.output.position;
	writeLocal(writer.output.reserve(localLength(name.length, date, false)), {name, method, date, known, wide: false});
	writer.output.write(data);
	addToDirectory(writer, plan, {offset, method, wide: false, streamed: false, ...known});
	writer.progress.add(bytes.length);
	return {size: bytes.length, digests};
}

async function* writeLarge(writer: Writer, plan: EntryPlan, entry: DeflatedEntry): Chunks {
	const {output, progress} = writer;
	const wide = plan.size !== undefined && plan.size >= max32;
	const streamed = beginStreamed(writer, plan, deflatedMethod, wide);
	const start = output.position;
	let size = 0;
	for await (const {length, chunks} of entry.pieces) {
		chunks.forEach(chunk => output.write(chunk));
		size += length;
		progress.add(length);
		if (!wide && Math.max(size, output.position - start) >= max32) {
			throw new PackageError(`The file "${plan.path}" has reached 4 GiB without an announced size. Say its size in the entry.`, {
				problem: 'size-not-announced',
				path: plan.path,
			});
		}
		yield* output.take();
	}
	const result = {size, digests: entry.digests()};
	endStreamed(writer, plan, streamed, result, output.position - start);
	return result;
}
