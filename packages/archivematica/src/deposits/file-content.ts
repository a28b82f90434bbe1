import {ConfigurationError} from '@fonds/core';
import {iterate, readAll, streamFrom} from '@fonds/core/streams';
import {streamsWithLength} from './runtime.ts';

/** Bytes of a file. Streams need their length said: without it, the server keeps an empty file and calls that a success. */
export type FileContent = Blob | Uint8Array<ArrayBuffer> | {readonly stream: ReadableStream<Uint8Array>; readonly size: number};

/** A body and the headers it needs. */
export interface SendableContent {
	readonly body: BodyInit;
	readonly headers: Readonly<Record<string, string>>;
	/** What the stream failed with, if it did: `fetch` hides it. */
	failure(): {readonly reason: unknown} | undefined;
}

/**
 * Content as it can be sent with a length. A stream is passed on as it is read in Node.js and Bun; elsewhere it is gathered first, as the
 * runtime would send it without its length.
 *
 * @throws ConfigurationError with code `wrong-size` when there is no size. The stream fails with the same when it is not as long as was said.
 */
export async function sendable(content: FileContent): Promise<SendableContent> {
	if (!('stream' in content) || content instanceof Blob) {
		return {body: content, headers: {}, failure: () => undefined};
	}
	const {stream, size} = content;
	if (!Number.isSafeInteger(size) || size < 0) {
		throw new ConfigurationError('A stream needs its size in bytes: the server keeps nothing of what comes without a length.', {
			code: 'wrong-size',
		});
	}
	let failure: {readonly reason: unknown} | undefined;
	const exact = streamFrom(measured(stream, size, reason => (failure = {reason})));
	return streamsWithLength()
		? {body: exact, headers: {'content-length': String(size)}, failure: () => failure}
		: {body: new Blob([await readAll(exact)]), headers: {}, failure: () => failure};
}

async function* measured(stream: ReadableStream<Uint8Array>, size: number, fail: (reason: unknown) => void): AsyncGenerator<Uint8Array> {
	let read = 0;
	try {
		for await (const chunk of iterate(stream)) {
			read += chunk.length;
			if (read > size) {
				break;
			}
			yield chunk;
		}
		if (read !== size) {
			throw new ConfigurationError(`The stream has ${read > size ? 'more' : 'fewer'} bytes than the ${size} that were said.`, {
				code: 'wrong-size',
			});
		}
	} catch (reason) {
		fail(reason);
		throw reason;
	}
}
