import {ConfigurationError, type Path, type ProgressListener, type RequestOptions} from '@fonds/core';
import {verifyStream, type Fixity} from '@fonds/core/hash';
import {iterate, streamFrom} from '@fonds/core/streams';
import type {Session} from '../auth/session.ts';

/** Bytes that are read once, and how many they are. Browsers send streams over HTTP/2 only. */
export interface ContentStream {
	readonly stream: ReadableStream<Uint8Array>;
	readonly size: number;
	/** Digests of the bytes. They are checked while the bytes are sent: when one is wrong, the request is broken off. */
	readonly fixities?: readonly Fixity[] | undefined;
}

/** What sending a file takes. */
export interface SendContentOptions extends RequestOptions {
	/** Told the bytes: of a stream in the phase `upload`, of a `Blob` that is hashed first in the phase `hash`. */
	readonly onProgress?: ProgressListener | undefined;
	/** Milliseconds the sending may take. @default two minutes, and the time the bytes take at 50 kB/s */
	readonly timeout?: number | undefined;
}

/**
 * A file name that the server can keep as it is.
 *
 * @throws ConfigurationError for an empty one, and for a path.
 */
export function requireFilename(filename: string): string {
	if (filename.trim() === '' || filename !== filename.trim() || /[/\\\p{Cc}\p{Cs}]/u.test(filename)) {
		throw new ConfigurationError(
			`${JSON.stringify(filename)} is not the name of a file: give one without folders, control characters, and spaces around it.`,
		);
	}
	return filename;
}

/** Also true of a `Blob` of another realm. */
export function isBlob(content: Blob | ContentStream): content is Blob {
	return typeof content.stream === 'function';
}

/** What a request with a file in its body says beside it. */
interface ContentRequest {
	readonly filename: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Sends a file. A stream is checked while it is sent, and let go when that fails. */
export async function sendContent(
	{http}: Session,
	target: Path,
	content: Blob | ContentStream,
	{filename, query, headers}: ContentRequest,
	{onProgress, timeout = 120_000 + content.size / 50, ...options}: SendContentOptions,
): Promise<Response> {
	const send = (body: BodyInit, more?: Readonly<Record<string, string>>): Promise<Response> =>
		http.send('POST', target, {
			...options,
			timeout,
			query,
			headers: {'content-type': 'application/octet-stream', ...more, ...headers},
			body,
		});
	if (isBlob(content)) {
		return send(content);
	}

	const {stream, size, fixities = []} = content;
	const stop = new AbortController();
	const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
	const verified = verifyStream(stream, {size, fixities}, {path: filename, phase: 'upload', signal, onProgress});
	const outcome: Outcome = {failure: undefined};
	try {
		// Of a stream, the runtime does not know the length; in browsers nobody may tell it.
		return await send(streamFrom(holdBack(verified, outcome)), {'content-length': String(size)});
	} catch (error) {
		stop.abort(error); // Also a read that is under way ends then.
		throw outcome.failure === undefined ? error : outcome.failure.reason;
	}
}

interface Outcome {
	/** What the stream failed with; `fetch` would hide it in an error of its own. */
	failure: {readonly reason: unknown} | undefined;
}

/** Passes chunks on one behind, so that a body which turns out to be wrong at its end has not been sent whole. */
async function* holdBack(stream: ReadableStream<Uint8Array>, outcome: Outcome): AsyncGenerator<Uint8Array, void, void> {
	let held: Uint8Array | undefined;
	try {
		for await (const chunk of iterate(stream)) {
			if (held !== undefined) {
				yield held;
			}
			held = chunk;
		}
	} catch (reason) {
		outcome.failure = {reason};
		throw reason;
	}
	if (held !== undefined) {
		yield held;
	}
}

/** Lets a stream go whose sending does not begin. */
export async function orLetGo<T>(content: Blob | ContentStream, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!isBlob(content)) {
			letGo(content.stream, error);
		}
		throw error;
	}
}

/** Whoever reads a stream lets it go himself. */
function letGo(stream: ReadableStream, reason: unknown): void {
	if (!stream.locked) {
		stream.cancel(reason).catch(() => {});
	}
}
