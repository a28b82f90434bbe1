import {FixityError, isSdkError, sleep as wait} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import type {Hasher} from '@fonds/core/hash';
import {iterate} from '@fonds/core/streams';
import type {DownloadAnswer} from './download-answer.ts';
import type {DownloadBeginning, ResumeOptions} from './download.ts';

/** What a stream that goes on needs. */
export interface ResumingDownload {
	readonly first: DownloadAnswer;
	/** Asks for the content from an offset on; the answer may start at 0 all the same, where that is allowed. */
	readonly ask: (from: number, before: DownloadAnswer, signal: AbortSignal) => Promise<DownloadAnswer>;
	readonly begin: DownloadBeginning | undefined;
	readonly name: string;
	/** Whether the server may be asked for everything again. */
	readonly mayRestart: boolean;
	readonly signal: AbortSignal | undefined;
	readonly resume: ResumeOptions | undefined;
}

/**
 * The bytes of an answer, and of further ones when the connection breaks. No byte is given twice: an answer that starts at the beginning
 * again is compared, by digest, with what was given, and left out as far as that.
 */
export function resumingStream(download: ResumingDownload): ReadableStream<Uint8Array> {
	const stop = new AbortController();
	const signal = download.signal === undefined ? stop.signal : AbortSignal.any([download.signal, stop.signal]);
	const chunks = read(download, signal);
	let current = download.first;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const {done, value} = await chunks.next();
				if (done) {
					controller.close();
				} else {
					current = value.answer;
					controller.enqueue(value.bytes);
				}
			},
			async cancel(reason) {
				stop.abort(reason);
				if (!current.body.locked) {
					current.body.cancel(reason).catch(() => {});
				}
				await chunks.return();
			},
		},
		{highWaterMark: 0},
	);
}

/** How many bytes count as having come on. */
const mebibyte = 1_048_576;

interface Given {
	readonly bytes: Uint8Array;
	readonly answer: DownloadAnswer;
}

async function* read(download: ResumingDownload, signal: AbortSignal): AsyncGenerator<Given, void, void> {
	const {ask, begin, name, mayRestart, resume} = download;
	const {limit = 5, delay = 1000, sleep = wait} = resume ?? {};
	let answer = download.first;
	let hasher = await createHasher(['sha256']);
	let given = 0;
	let failures = 0;
	let mark = 0;

	const give = (bytes: Uint8Array): Given => {
		hasher.update(bytes);
		given += bytes.length;
		return {bytes, answer};
	};

	if (begin !== undefined) {
		for await (const bytes of iterate(begin.stream())) {
			yield give(bytes);
		}
		mark = given;
	}
	for (let isBroken = false; ; isBroken = true) {
		try {
			if (isBroken) {
				answer = await ask(given, answer, signal);
			}
			const repeated = new RepeatedBeginning(given - answer.start, name);
			for await (const chunk of chunksOf(answer.body)) {
				const bytes = await repeated.leaveOut(chunk, hasher);
				hasher = repeated.hasher ?? hasher;
				if (bytes.length > 0) {
					yield give(bytes);
				}
			}
			repeated.end();
			return;
		} catch (error) {
			if (given - mark >= mebibyte) {
				failures = 0;
				mark = given;
			}
			failures += 1;
			if (!isConnectionError(error) || failures > limit || !(mayRestart || answer.hasRanges)) {
				throw error;
			}
			if (failures > 1) {
				await sleep(delay * 2 ** (failures - 2), signal);
			}
		}
	}
}

/** Reads an answer. One that is left is let go, but not waited for: it may be slow, and the error matters more. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = body.getReader();
	try {
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			yield next.value;
		}
	} finally {
		reader.cancel().catch(() => {});
	}
}

/** The part of an answer that was given before. */
class RepeatedBeginning {
	/** What goes on with the digest, once the repeated part is over. */
	hasher: Hasher | undefined;
	readonly #size: number;
	readonly #name: string;
	#left: number;
	#hashers: readonly [check: Hasher, next: Hasher] | undefined;

	constructor(size: number, name: string) {
		this.#size = size;
		this.#left = size;
		this.#name = name;
	}

	/** What of a chunk was not given yet. @throws FixityError when the repeated part is another. */
	async leaveOut(chunk: Uint8Array, given: Hasher): Promise<Uint8Array> {
		if (this.#left === 0) {
			return chunk;
		}
		this.#hashers ??= [await createHasher(['sha256']), await createHasher(['sha256'])];
		const repeated = chunk.subarray(0, this.#left);
		const [check, next] = this.#hashers;
		check.update(repeated);
		next.update(repeated);
		this.#left -= repeated.length;
		if (this.#left === 0) {
			this.#compare(given.digest().sha256 ?? '', check.digest().sha256 ?? '');
			this.hasher = next;
		}
		return chunk.subarray(repeated.length);
	}

	/** @throws FixityError when the answer ended before it came to what was not given yet. */
	end(): void {
		if (this.#left > 0) {
			this.#refuse('size', `at least ${this.#size}`, String(this.#size - this.#left));
		}
	}

	#compare(expected: string, actual: string): void {
		if (expected !== actual) {
			this.#refuse('sha256', expected, actual);
		}
	}

	#refuse(algorithm: string, expected: string, actual: string): never {
		throw new FixityError(
			`${this.#name}: after the connection broke, the server sent other bytes for the first ${this.#size} than before. Start again.`,
			{algorithm, expected, actual, path: this.#name},
		);
	}
}

function isConnectionError(error: unknown): boolean {
	return isSdkError(error, 'network') || isSdkError(error, 'timeout');
}
