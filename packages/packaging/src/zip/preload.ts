import {orAbort} from '../entries/abortable.ts';
import type {PackageEntry} from '../entries/entry.ts';
import {openEntry} from '../entries/entry-reader.ts';
import {openSource, readError, type Source} from './source.ts';

/** Small files are read while those before them are packed: it is not the bytes that take time, but asking for them one by one. */
const maxPreloadSize = 256 * 1024;
const maxAhead = 16;

/** Opens the entries of a group in turn. */
export interface Preloader {
	open(index: number): Promise<Source>;
}

interface Loaded {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly length: number;
}

/** Reads small entries of a group a little ahead, those that have an `openReader`: others may depend on what was packed before them. */
export function createPreloader(group: readonly PackageEntry[], signal: AbortSignal): Preloader {
	const loads = new Map<number, Promise<Loaded>>();
	let next = 0;
	return {
		async open(index) {
			for (next = Math.max(next, index); next < group.length && next <= index + maxAhead && isSmall(group[next]!); next++) {
				const load = loadEntry(group[next]!);
				load.catch(() => {}); // Who waits for it is told.
				loads.set(next, load);
			}
			const load = loads.get(index);
			if (load === undefined) {
				return await openSource(group[index]!, signal);
			}
			loads.delete(index);
			try {
				return sourceOf(await orAbort(load, signal));
			} catch (error) {
				throw readError(group[index]!.path, error, signal);
			}
		},
	};
}

function isSmall({size, openReader}: PackageEntry): boolean {
	return openReader !== undefined && size !== undefined && size <= maxPreloadSize;
}

/** Reads one byte more than announced, to see whether it is there. */
async function loadEntry(entry: PackageEntry): Promise<Loaded> {
	const bytes = new Uint8Array((entry.size ?? 0) + 1);
	const reader = await openEntry(entry);
	try {
		return {bytes, length: await reader.read(bytes)};
	} finally {
		await reader.close();
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
