import {FixityError} from '../errors/fixity-error.ts';
import {createProgress, type ProgressListener} from '../progress/progress.ts';
import {ownBytes} from '../streams/stream-from.ts';
import {createAbortableReader} from './abortable-reader.ts';
import type {Digests, HashAlgorithm} from './algorithms.ts';
import {createHasher, type Hasher} from './hasher.ts';

/** A digest that bytes are promised to have. */
export interface ExpectedDigest {
	readonly algorithm: HashAlgorithm;
	/** Hexadecimal, in any letter case. */
	readonly value: string;
}

/** What the bytes are promised to be. Without a size and without fixities anything passes: whether that will do is the caller's decision. */
export interface ExpectedBytes {
	readonly size?: number | undefined;
	readonly fixities: readonly ExpectedDigest[];
}

/** What `verifyStream` takes. */
export interface VerifyStreamOptions {
	/** The file, for the error. */
	readonly path?: string | undefined;
	/** Ends the stream with `signal.reason`; the source is cancelled. */
	readonly signal?: AbortSignal | undefined;
	/** Told the bytes that passed. */
	readonly onProgress?: ProgressListener | undefined;
	/** The phase progress is reported in. @default 'verify' */
	readonly phase?: string | undefined;
}

/**
 * Passes bytes on as they are asked for, and fails with a `FixityError` when their size or any digest is not the promised one.
 *
 * The error comes where the end would have been, or as soon as there are too many bytes: what was read before is unverified until
 * the stream has ended. Cancelling the stream cancels its source.
 */
export function verifyStream(
	stream: ReadableStream<Uint8Array>,
	expected: ExpectedBytes,
	options: VerifyStreamOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
	const {path} = options;
	let hasher: Hasher | undefined;
	let size = 0;
	const reader = createAbortableReader(stream, options.signal);
	const progress = createProgress(options.onProgress, options.phase ?? 'verify', expected.size);

	const next = async (): Promise<Uint8Array<ArrayBuffer> | undefined> => {
		hasher ??= await createHasher(expected.fixities.map(({algorithm}) => algorithm));
		const chunk = await reader.read();
		if (chunk === undefined) {
			checkSize(size, expected.size, path, size !== expected.size);
			checkDigests(hasher.digest(), expected.fixities, path);
			return undefined;
		}
		size += chunk.length;
		checkSize(size, expected.size, path, expected.size !== undefined && size > expected.size);
		hasher.update(chunk);
		return ownBytes(chunk);
	};

	return new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			async pull(controller) {
				try {
					const chunk = await next();
					if (chunk === undefined) {
						progress.end();
						reader.release();
						controller.close();
					} else {
						progress.add(chunk.length);
						controller.enqueue(chunk);
					}
				} catch (error) {
					void reader.cancel(error); // a source that is slow to let go must not hold the error back
					throw error;
				}
			},
			async cancel(reason) {
				await reader.cancel(reason);
			},
		},
		{highWaterMark: 0},
	);
}

function checkSize(actual: number, expected: number | undefined, path: string | undefined, wrong: boolean): void {
	if (expected !== undefined && wrong) {
		const found = actual > expected ? `at least ${actual}` : String(actual);
		throw new FixityError(
			`The size of ${subject(path)} should be ${expected} bytes and is ${found}. Its bytes are not the promised ones.`,
			{
				algorithm: 'size',
				expected: String(expected),
				actual: String(actual),
				path,
			},
		);
	}
}

function checkDigests(digests: Digests, fixities: readonly ExpectedDigest[], path: string | undefined): void {
	for (const {algorithm, value} of fixities) {
		const expected = value.toLowerCase();
		const actual = digests[algorithm] ?? '';
		if (actual !== expected) {
			throw new FixityError(
				`The ${algorithm} of ${subject(path)} should be ${expected} and is ${actual}. Its bytes are not the promised ones.`,
				{
					algorithm,
					expected,
					actual,
					path,
				},
			);
		}
	}
}

function subject(path: string | undefined): string {
	return path === undefined ? 'the file' : `the file ${path}`;
}
