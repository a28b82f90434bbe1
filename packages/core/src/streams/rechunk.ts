import {ConfigurationError} from '../errors/configuration-error.ts';
import {iterate} from './iterate.ts';
import {ownBytes} from './stream-from.ts';

/**
 * Cuts a stream into pieces of exactly `size` bytes, the last one shorter; an empty stream gives none.
 *
 * A piece that lies within one chunk is a view of it, any other is a copy. Leaving the loop early cancels the stream.
 *
 * @throws ConfigurationError when the size is not a positive whole number.
 */
export async function* rechunk(stream: ReadableStream<Uint8Array>, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
	if (!Number.isSafeInteger(size) || size < 1) {
		throw new ConfigurationError(`A stream cannot be cut into pieces of ${size} bytes.`);
	}

	let piece: Uint8Array<ArrayBuffer> | undefined;
	let filled = 0;
	for await (const chunk of iterate(stream)) {
		let rest = ownBytes(chunk);
		if (piece !== undefined) {
			const part = rest.subarray(0, size - filled);
			piece.set(part, filled);
			filled += part.length;
			rest = rest.subarray(part.length);
			if (filled < size) {
				continue;
			}
			yield piece;
			piece = undefined;
			filled = 0;
		}
		for (; rest.length >= size; rest = rest.subarray(size)) {
			yield rest.subarray(0, size);
		}
		if (rest.length > 0) {
			piece = new Uint8Array(size);
			piece.set(rest);
			filled = rest.length;
		}
	}
	if (piece !== undefined) {
		yield piece.subarray(0, filled);
	}
}
