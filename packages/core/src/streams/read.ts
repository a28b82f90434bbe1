import {DecodeError} from '../errors/decode-error.ts';
import {iterate} from './iterate.ts';

/** What `readAll` and `readText` take. */
export interface ReadOptions {
	/** Most bytes to take into memory. @default no limit */
	readonly limit?: number | undefined;
}

/**
 * Reads a whole stream into memory.
 *
 * @throws DecodeError with code `too-large` when there are more bytes than the limit; the stream is then cancelled.
 */
export async function readAll(stream: ReadableStream<Uint8Array>, options: ReadOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
	const limit = options.limit ?? Infinity;
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of iterate(stream)) {
		size += chunk.length;
		if (size > limit) {
			throw new DecodeError(`More than ${limit} bytes arrived where at most that many were expected`, {code: 'too-large'});
		}
		chunks.push(chunk);
	}

	const bytes = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	return bytes;
}

/**
 * Reads a whole stream as UTF-8, a byte order mark left out.
 *
 * @throws DecodeError with code `too-large` when there are more bytes than the limit, with code `not-utf-8` for bytes that
 * are not UTF-8.
 */
export async function readText(stream: ReadableStream<Uint8Array>, options: ReadOptions = {}): Promise<string> {
	const bytes = await readAll(stream, options);
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch (error) {
		throw new DecodeError('A text was expected, but the bytes are not UTF-8', {code: 'not-utf-8', cause: error});
	}
}
