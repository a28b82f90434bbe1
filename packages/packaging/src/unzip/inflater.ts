import {Inflate} from 'fflate';
import {refuse} from './problem.ts';

/** Inflates one file. */
export interface Inflater {
	/** Takes more of the compressed form and gives what comes out. */
	push(part: Uint8Array): readonly Uint8Array<ArrayBuffer>[];
	/** When the compressed form has ended: how many bytes of the last part were not part of it. */
	readonly unused: number | undefined;
}

/**
 * What fflate keeps and does not tell. Its own reader of joined gzip files looks at the same: `f`, the last block has begun; `l`, a block is being read;
 * `p`, bits of the first byte left that are used up. The version of fflate is fixed in `package.json`, and a test fails if this changes.
 */
interface InflateState {
	readonly s: {readonly f?: number; readonly l?: unknown; readonly p?: number};
	readonly p: Uint8Array;
}

function hasState(value: unknown): value is InflateState {
	return (
		typeof value === 'object' &&
		value !== null &&
		's' in value &&
		typeof value.s === 'object' &&
		'p' in value &&
		value.p instanceof Uint8Array
	);
}

/** @throws PackageError `damaged` (of `push`) */
export function createInflater(path: string): Inflater {
	let chunks: Uint8Array<ArrayBuffer>[] = [];
	const inflate = new Inflate(chunk => {
		if (chunk.length > 0) {
			chunks.push(chunk);
		}
	});
	const state: unknown = inflate;
	if (!hasState(state)) {
		throw new TypeError('This version of fflate keeps its state elsewhere.');
	}
	return {
		push(part) {
			try {
				inflate.push(part);
			} catch (error) {
				refuse('damaged', `The file "${path}" is damaged: its compressed form makes no sense.`, path, error);
			}
			const ready = chunks;
			chunks = [];
			return ready;
		},
		get unused() {
			const {s, p} = state;
			return s.f === 1 && !s.l ? p.length - Math.ceil((s.p ?? 0) / 8) : undefined;
		},
	};
}
