import {Deflate, deflateSync} from 'fflate';
import {deflateLevel} from './constants.ts';
import {createNativeDeflaters} from './deflate-native.ts';
import {createWorkerDeflaters} from './deflate-workers.ts';

/** Deflates one entry, part by part. */
export interface Deflater {
	/** How many parts may be on their way at a time besides the one that is waited for. */
	readonly depth: number;
	/** Gives what has become of the parts so far, in order; with `last`, all that is left. The memory may be taken away. */
	push(part: Uint8Array<ArrayBuffer>, last: boolean): Promise<readonly Uint8Array[]>;
	/** Ends the work, done or not. */
	close(): void;
}

/** Where entries are deflated. */
export interface Deflaters {
	/** Whether several entries are deflated at a time, away from this thread. */
	readonly parallel: boolean;
	/** Begins an entry; waits where as many are on their way as can be. */
	begin(size: number | undefined): Promise<Deflater>;
	close(): void;
}

const options = {level: deflateLevel} as const;

/**
 * Deflates where it is quickest: by the zlib of Node, Deno and Bun in threads of theirs, by that of a browser in workers, or by fflate on this thread.
 * zlib is another in each runtime, so that only fflate gives the same bytes everywhere.
 */
export function createDeflaters(deterministic: boolean): Deflaters {
	return (deterministic ? undefined : (createNativeDeflaters() ?? createWorkerDeflaters(beginHere))) ?? deflatersHere;
}

export const deflatersHere: Deflaters = {parallel: false, begin: () => Promise.resolve(beginHere()), close() {}};

function beginHere(): Deflater {
	let chunks: Uint8Array[] = [];
	let deflate: Deflate | undefined;
	return {
		depth: 0,
		push(part, last) {
			if (deflate === undefined && last) {
				return Promise.resolve([deflateSync(part, options)]);
			}
			deflate ??= new Deflate(options, chunk => void chunks.push(chunk));
			deflate.push(part, last);
			const ready = chunks;
			chunks = [];
			return Promise.resolve(ready);
		},
		close() {},
	};
}
