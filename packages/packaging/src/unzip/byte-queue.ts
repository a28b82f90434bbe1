import {isSdkError, orAbort} from '@fonds/core';
import {refuse} from './problem.ts';

/** Bytes that come one after the other and cannot be gone back to. */
export interface ByteQueue {
	/** How many bytes have been taken. */
	readonly position: number;
	/** The next bytes, which stay: as many, or all that are left. */
	peek(length: number): Promise<Uint8Array>;
	/** Takes exactly so many bytes. @throws PackageError `truncated` */
	take(length: number, path?: string): Promise<Uint8Array>;
	/** Takes some of the next bytes, at most so many. @throws PackageError `truncated` at the end */
	next(most: number, path?: string): Promise<Uint8Array>;
	/** Gives back the last bytes of what `next` gave. */
	unread(length: number): void;
	close(reason?: unknown): Promise<void>;
}

/** @throws PackageError (of the functions) `unreadable` if the stream fails, an error of Fonds as it is; the reason of the signal. */
export function createByteQueue(stream: ReadableStream<Uint8Array>, signal: AbortSignal): ByteQueue {
	const reader = stream.getReader();
	let chunk: Uint8Array = new Uint8Array(0);
	let at = 0;
	let position = 0;

	/** The next chunk; undefined at the end. */
	const readChunk = async (): Promise<Uint8Array | undefined> => {
		try {
			return (await orAbort(reader.read(), signal)).value;
		} catch (error) {
			if (signal.aborted || isSdkError(error) || (error instanceof Error && error.name === 'AbortError')) {
				throw error;
			}
			return refuse(
				'unreadable',
				`The ZIP file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
				undefined,
				error,
			);
		}
	};
	const fill = async (length: number): Promise<void> => {
		const parts = [chunk.subarray(at)];
		let available = chunk.length - at;
		while (available < length) {
			const part = await readChunk();
			if (part === undefined) {
				break;
			}
			parts.push(part);
			available += part.length;
		}
		if (parts.length > 1) {
			chunk = concat(parts, available);
			at = 0;
		}
	};
	const advance = (length: number): Uint8Array => {
		const part = chunk.subarray(at, at + length);
		at += part.length;
		position += part.length;
		return part;
	};
	const refuseEnd = (path: string | undefined): never =>
		refuse('truncated', `The ZIP file ends at ${position + chunk.length - at} bytes, in the middle of something. Get it again.`, path);
	return {
		get position() {
			return position;
		},
		async peek(length) {
			await fill(length);
			return chunk.subarray(at, at + length);
		},
		async take(length, path) {
			await fill(length);
			return chunk.length - at < length ? refuseEnd(path) : advance(length);
		},
		async next(most, path) {
			await fill(1);
			return at === chunk.length ? refuseEnd(path) : advance(most);
		},
		unread(length) {
			at -= length;
			position -= length;
		},
		close: reason => reader.cancel(reason).catch(() => {}), // Who failed has told.
	};
}

export function concat(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
