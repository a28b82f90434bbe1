import {PackageError} from '@fonds/core';
import type {Entries, PackageEntry} from '../entries/entry.ts';
import {createPathClaims} from '../entries/path-claims.ts';
import {createPackageProgress} from '../entries/progress.ts';
import {pullStream} from '../entries/pull-stream.ts';
import {untilAbort} from '../entries/until-abort.ts';
import {createDeflaters} from './deflater.ts';
import {startDigestThread, type DigestThread} from './digest-thread.ts';
import {planEntry, type EntryPlan} from './entry-plan.ts';
import {encodeEndRecords} from './layout.ts';
import type {ZipOptions} from './options.ts';
import {createOutput} from './output.ts';
import {createPreloader, type Preloader} from './preload.ts';
import {writeDeflated} from './write-deflated.ts';
import {writeStored} from './write-stored.ts';
import {writeFolder, type Writer} from './writer.ts';

/**
 * Packs entries into a ZIP file, in one pass: each entry is opened when its turn comes, read once and closed. The stream holds
 * still until it is read from, and needs the same memory for any content; about 100 bytes are kept of each entry.
 *
 * What is not deflated is written so that readers which cannot seek take it too: files of up to 256 kB with the stored method, larger
 * ones in stored blocks of the deflate method with a data descriptor. ZIP64 records are written where sizes, offsets or the number
 * of entries need them.
 *
 * @throws PackageError (from the stream) with the problem `unsafe-path`, `duplicate-path`, `size-changed` (the file is not as long
 * as announced), `unreadable`, `size-not-announced` (4 GiB without an announced size) or `bad-size`.
 */
export function zip(entries: Entries, options: ZipOptions = {}): ReadableStream<Uint8Array<ArrayBuffer>> {
	// What is listed already may be read ahead. What comes one by one may depend on what came before.
	const groups = Array.isArray(entries) ? [entries] : oneByOne(entries);
	return zipGroups(groups, {...options, total: options.total ?? sumOfSizes(entries)});
}

async function* oneByOne(entries: Entries): AsyncGenerator<readonly PackageEntry[], undefined> {
	for await (const entry of entries) {
		yield [entry];
	}
	return undefined;
}

/** Packs groups of entries. Within a group, small files may be opened ahead of their turn; a group is asked for when the one before is packed. */
export function zipGroups(
	groups: Iterable<readonly PackageEntry[]> | AsyncIterable<readonly PackageEntry[]>,
	options: ZipOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
	return pullStream(signal => writeZip(groups, options, signal), options.signal);
}

type Groups = Parameters<typeof zipGroups>[0];

async function* writeZip(groups: Groups, options: ZipOptions, outer: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	const claim = createEntryClaims();
	const thread = createThreadKeeper();
	const stop = new AbortController();
	const writer: Writer = {
		signal: AbortSignal.any([outer, stop.signal]),
		output: createOutput(),
		directory: createOutput(),
		// The CRC is made in any case; a thread for digests does not know it.
		algorithms: (options.digests ?? []).filter(algorithm => algorithm !== 'crc32'),
		progress: createPackageProgress(options.onProgress, options.total),
		deflaters: createDeflaters(options.deterministic === true),
		thread: () => thread.get(),
	};
	let count = 0;
	try {
		for await (const group of untilAbort(groups, writer.signal)) {
			const preloader = createPreloader(group, writer.signal, {options, algorithms: writer.algorithms, deflaters: writer.deflaters});
			for (const [index, entry] of group.entries()) {
				claim(entry);
				const plan = planEntry(entry, options);
				if (plan.directory) {
					writeFolder(writer, plan);
				} else {
					yield* writeFile(writer, plan, preloader, index, options);
				}
				count++;
				yield* writer.output.take();
			}
		}
		const offset = writer.output.position;
		const {position: length} = writer.directory;
		yield* writer.output.take(true);
		yield* writer.directory.take(true);
		yield encodeEndRecords(count, length, offset);
	} finally {
		stop.abort(); // What was begun ahead is not needed any more.
		thread.close();
		writer.deflaters.close();
	}
}

async function* writeFile(
	writer: Writer,
	plan: EntryPlan,
	preloader: Preloader,
	index: number,
	{onEntry}: ZipOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	const write = plan.deflate
		? writeDeflated(writer, plan, await preloader.deflate(index, plan))
		: writeStored(writer, plan, await preloader.open(index));
	writer.progress.beginFile(plan.path, plan.size);
	const written = yield* write;
	writer.progress.endFile();
	onEntry?.({path: plan.path, ...written});
}

/** Claims paths. A folder may be there by its files and as itself, but not as itself twice. */
function createEntryClaims(): (entry: PackageEntry) => void {
	const claim = createPathClaims();
	const folders = new Set<string>();
	return ({path, directory}) => {
		claim(path, directory === true ? 'folder' : 'file');
		if (directory === true && folders.size === folders.add(path).size) {
			throw new PackageError(`The folder "${path}" is there twice.`, {problem: 'duplicate-path', path});
		}
	};
}

/** Starts the thread when a large file first asks for it. */
function createThreadKeeper(): {get(): Promise<DigestThread | undefined>; close(): void} {
	let thread: Promise<DigestThread | undefined> | undefined;
	return {
		get: () => (thread ??= startDigestThread()),
		close: () => void thread?.then(started => started?.close()),
	};
}

function sumOfSizes(entries: Entries): number | undefined {
	if (!Array.isArray(entries)) {
		return undefined;
	}
	const list: readonly PackageEntry[] = entries;
	return list.every(({size}) => size !== undefined) ? list.reduce((sum, {size}) => sum + (size ?? 0), 0) : undefined;
}
