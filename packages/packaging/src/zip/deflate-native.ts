import {deflateLevel} from './constants.ts';
import {createGate} from './gate.ts';
import type {Deflater, Deflaters} from './deflater.ts';

/** What is used of `node:zlib`, which Node, Deno and Bun have. */
interface Zlib {
	readonly constants: {readonly Z_SYNC_FLUSH: number; readonly Z_FINISH: number};
	deflateRaw(
		part: Uint8Array,
		options: {readonly level: number; readonly finishFlush: number; readonly dictionary?: Uint8Array},
		callback: (error: Error | null, result: Uint8Array) => void,
	): void;
	deflateRawSync(part: Uint8Array, options: {readonly level: number}): Uint8Array;
}

interface Runtime {
	readonly process?: {readonly getBuiltinModule?: (id: 'node:zlib') => Zlib | undefined};
}

/** Three of the four threads of libuv: the fourth goes on reading files. */
const threads = 3;

/** Bytes of a file that a thread would take less time for than to hand it there and back. */
const smallFile = 32 * 1024;

/** How far back a match may lie (RFC 1951, 2). */
const windowSize = 32 * 1024;

/** The module is asked for, not imported: bundlers for browsers would follow an import. */
const runtime: Runtime = globalThis;

/**
 * Deflates with the runtime's zlib, whose threads take parts side by side, of one entry as well as of several. Each part knows the end of the
 * one before as its dictionary and ends at a byte (as pigz does it), so that the parts together are one stream.
 */
export function createNativeDeflaters(): Deflaters | undefined {
	const zlib = runtime.process?.getBuiltinModule?.('node:zlib');
	if (zlib?.deflateRaw === undefined) {
		return undefined;
	}
	const gate = createGate(threads);
	return {parallel: true, begin: () => Promise.resolve(begin(zlib, gate)), close() {}};
}

function begin(zlib: Zlib, gate: ReturnType<typeof createGate>): Deflater {
	let before: Uint8Array | undefined;
	return {
		depth: threads,
		push(part, last) {
			if (last && before === undefined && part.length <= smallFile) {
				return Promise.resolve([zlib.deflateRawSync(part, {level: deflateLevel})]);
			}
			const finishFlush = last ? zlib.constants.Z_FINISH : zlib.constants.Z_SYNC_FLUSH;
			const options = {level: deflateLevel, finishFlush, ...(before === undefined ? {} : {dictionary: before})};
			before = part.subarray(Math.max(0, part.length - windowSize));
			return gate.run(async () => [
				await new Promise<Uint8Array>((resolve, reject) => {
					zlib.deflateRaw(part, options, (error, result) => (error === null ? resolve(result) : reject(error)));
				}),
			]);
		},
		close() {},
	};
}
