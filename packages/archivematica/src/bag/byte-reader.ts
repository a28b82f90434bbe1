import {iterate} from '@fonds/core/streams';
import {refuseArchive} from './archive-file.ts';

/** Reads a stream in pieces of a wanted size. */
export interface ByteReader {
	/** At most so many bytes, as they come; `undefined` at the end. */
	some(limit: number): Promise<Uint8Array | undefined>;
	/** Exactly so many; `undefined` when the stream is at its end. @throws PackageError with problem `truncated` when it ends in between. */
	exactly(size: number): Promise<Uint8Array | undefined>;
	/** Lets the stream go. */
	close(): Promise<void>;
}

/** Takes hold of a stream. */
export function createByteReader(stream: ReadableStream<Uint8Array>): ByteReader {
	const chunks = iterate(stream);
	let rest: Uint8Array = new Uint8Array(0);

	const some = async (limit: number): Promise<Uint8Array | undefined> => {
		while (rest.length === 0) {
			const {done, value} = await chunks.next();
			if (done) {
				return undefined;
			}
			rest = value;
		}
		const taken = rest.subarray(0, limit);
		rest = rest.subarray(taken.length);
		return taken;
	};

	return {
		some,
		async exactly(size) {
			const first = await some(size);
			if (first === undefined || first.length === size) {
				return first;
			}
			const whole = new Uint8Array(size);
			whole.set(first);
			for (let filled = first.length; filled < size;) {
				const more = (await some(size - filled)) ?? refuseArchive('truncated', 'The archive is cut off in the middle of a file.');
				whole.set(more, filled);
				filled += more.length;
			}
			return whole;
		},
		async close() {
			await chunks.return();
		},
	};
}
