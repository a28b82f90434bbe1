import {orAbort} from '@fonds/core';
import type {PackageEntry} from '../entries/entry.ts';
import type {HashAlgorithm} from '@fonds/core/hash';
import {beginDeflated, deflateAhead, type DeflatedEntry} from './deflated-entry.ts';
import {deflatersHere, type Deflaters} from './deflater.ts';
import {isDeflated, planEntry, type EntryPlan} from './entry-plan.ts';
import type {ZipEncodingOptions} from './options.ts';
import {openSource, readError, type Source} from './source.ts';

/** Small files are read while those before them are packed: it is not the bytes that take time, but asking for them one by one. */
const maxLoadSize = 256 * 1024;
/** Files that several threads deflate at a time may be larger. */
const maxDeflateSize = 4 * 1024 * 1024;
const maxAhead = 16;
const maxBytesAhead = 16 * 1024 * 1024;

/** How entries are deflated, if they are packed. */
export interface Packing {
	readonly options: ZipEncodingOptions;
	readonly algorithms: readonly HashAlgorithm[];
	readonly deflaters: Deflaters;
}

const noPacking: Packing = {options: {}, algorithms: [], deflaters: deflatersHere};

/** Opens the entries of a group in turn. */
export interface Preloader {
	open(index: number): Promise<Source>;
	/** Opens an entry that is to be deflated. */
	deflate(index: number, plan: EntryPlan): Promise<DeflatedEntry>;
}

interface Loaded {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly length: number;
}

/** What is done with an entry before its turn; `pass`: nothing, but those behind it may be looked at. */
type Ahead = 'load' | 'deflate' | 'pass' | undefined;

/**
 * Reads small entries of a group a little ahead, and deflates some where that is done in threads. Only those that have an `openReader`: others may depend
 * on what was packed before them.
 */
export function createPreloader(group: readonly PackageEntry[], signal: AbortSignal, packing: Packing = noPacking): Preloader {
	const {options, algorithms, deflaters} = packing;
	const loads = new Map<number, Promise<Loaded>>();
	const deflated = new Map<number, Promise<DeflatedEntry>>();
	let next = 0;
	let bytesAhead = 0;

	const choose = (entry: PackageEntry): Ahead => {
		if (entry.directory === true) {
			return 'pass';
		}
		const {size, openReader} = entry;
		if (size === undefined || openReader === undefined) {
			return undefined;
		}
		if (deflaters.parallel && isDeflated(entry, options)) {
			return size <= maxDeflateSize ? 'deflate' : undefined;
		}
		return size <= maxLoadSize ? 'load' : undefined;
	};
	const lookAhead = (index: number): void => {
		for (next = Math.max(next, index); next < group.length && next <= index + maxAhead; next++) {
			const entry = group[next]!;
			const way = choose(entry);
			const bytes = entry.size ?? 0;
			if (way === undefined || (next > index && bytesAhead + bytes > maxBytesAhead)) {
				return;
			}
			if (way === 'load') {
				loads.set(next, silently(loadEntry(entry, signal)));
			} else if (way === 'deflate') {
				deflated.set(next, silently(deflateEntry(entry, signal, packing)));
			}
			bytesAhead += way === 'pass' ? 0 : bytes;
		}
	};
	const take = <T>(from: Map<number, Promise<T>>, index: number): Promise<T> | undefined => {
		lookAhead(index);
		const taken = from.get(index);
		if (from.delete(index)) {
			bytesAhead -= group[index]!.size ?? 0;
		}
		return taken;
	};
	return {
		async open(index) {
			const load = take(loads, index);
			if (load === undefined) {
				return await openSource(group[index]!, signal);
			}
			try {
				return sourceOf(await orAbort(load, signal));
			} catch (error) {
				throw readError(group[index]!.path, error, signal);
			}
		},
		async deflate(index, plan) {
			const ready = take(deflated, index);
			if (ready !== undefined) {
				return await orAbort(ready, signal);
			}
			const source = await this.open(index);
			try {
				return closing(await orAbort(beginDeflated(plan, source, algorithms, deflaters), signal), source);
			} catch (error) {
				await source.close();
				throw error;
			}
		},
	};
}

/** Who waits for it is told. */
function silently<T>(promise: Promise<T>): Promise<T> {
	promise.catch(() => {});
	return promise;
}

async function deflateEntry(entry: PackageEntry, signal: AbortSignal, {options, algorithms, deflaters}: Packing): Promise<DeflatedEntry> {
	const plan = planEntry(entry, options);
	const source = await openSource(entry, signal);
	try {
		return await deflateAhead(plan, source, algorithms, deflaters);
	} finally {
		await source.close();
	}
}

function closing(entry: DeflatedEntry, source: Source): DeflatedEntry {
	const close = async (): Promise<void> => {
		try {
			await entry.close();
		} finally {
			await source.close();
		}
	};
	return {small: entry.small, pieces: entry.pieces, digests: () => entry.digests(), close};
}

/** Reads one byte more than announced, to see whether it is there. */
async function loadEntry(entry: PackageEntry, signal: AbortSignal): Promise<Loaded> {
	const bytes = new Uint8Array((entry.size ?? 0) + 1);
	const source = await openSource(entry, signal);
	try {
		return {bytes, length: await source.read(bytes)};
	} finally {
		await source.close();
	}
}

function sourceOf({bytes, length}: Loaded): Source {
	let at = 0;
	return {
		read(memory) {
			const part = bytes.subarray(at, Math.min(at + memory.length, length));
			memory.set(part);
			at += part.length;
			return Promise.resolve(part.length);
		},
		close: () => Promise.resolve(),
	};
}
