import {FixityError, HttpError} from '@fonds/core';
import type {HttpClient, Path, ProgressListener, RequestOptions} from '@fonds/core';
import type {Fixity} from '@fonds/core/hash';
import {verifyStream} from '@fonds/core/hash';
import {readAnswer} from './download-answer.ts';
import type {DownloadAnswer} from './download-answer.ts';
import {resumingStream} from './resuming-stream.ts';

/** What is known about bytes before they come. */
export interface ExpectedDownload {
	readonly target: Path;
	readonly query?: Readonly<Record<string, string>> | undefined;
	/** For errors and progress. */
	readonly name: string;
	readonly size: number | undefined;
	readonly fixities: readonly Fixity[];
	/** Whether asking again costs the server little. Where it makes a tar first, it does not. */
	readonly retry: boolean;
}

/** How a download whose connection breaks goes on. */
export interface ResumeOptions {
	/** How often in a row without a mebibyte in between. 0 gives up at the first break. @default 5 */
	readonly limit?: number | undefined;
	/** Milliseconds before the second try in a row; doubles with each. The first goes at once. @default 1000 */
	readonly delay?: number | undefined;
	/** Waits. @default a timer that listens to the signal */
	readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/** The first bytes of what is to be downloaded, as an earlier download left them. */
export interface DownloadBeginning {
	/** How many there are. */
	readonly size: number;
	/** Gives them; called once. */
	readonly stream: () => ReadableStream<Uint8Array>;
}

/** Options of everything that downloads. */
export interface DownloadOptions extends RequestOptions {
	/** Told the bytes that arrived. */
	readonly onProgress?: ProgressListener | undefined;
	/** What happens when the connection breaks. */
	readonly resume?: ResumeOptions | undefined;
	/** Bytes one has already. They come first and are verified with the rest; only what is missing is asked for. */
	readonly begin?: DownloadBeginning | undefined;
}

/**
 * Asks for bytes and verifies them while they pass: the length the server announces, the size and every digest that is expected.
 *
 * The studied servers know neither ranges nor entity tags (SS-27): when the connection breaks they send everything again, and what came before
 * is compared and left out. A proxy in front, or a newer server, may send just the rest.
 *
 * @throws HttpError with code `not-local` while the content is on tape, FixityError when the announced length is not the expected one.
 */
export async function openDownload(
	http: HttpClient,
	expected: ExpectedDownload,
	{onProgress, resume, begin, ...options}: DownloadOptions,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
	const {name, size, fixities} = expected;
	const finish = (body: ReadableStream<Uint8Array>, total: number | undefined) =>
		verifyStream(body, {size: total, fixities}, {path: name, signal: options.signal, onProgress, phase: 'download'});

	if (begin !== undefined && begin.size === size) {
		return finish(begin.stream(), size);
	}
	const ask = async (from: number, before: DownloadAnswer | undefined, signal: AbortSignal | undefined): Promise<DownloadAnswer> =>
		request(http, expected, {...options, signal}, from, before);
	const first = await ask(begin?.size ?? 0, undefined, options.signal);
	const body = resumingStream({first, ask, begin, name, mayRestart: expected.retry, signal: options.signal, resume});
	return finish(body, size ?? first.total);
}

/** Asks for what begins at an offset. A range is only asked for where a wrong piece would be noticed. */
async function request(
	http: HttpClient,
	expected: ExpectedDownload,
	options: RequestOptions,
	from: number,
	before: DownloadAnswer | undefined,
): Promise<DownloadAnswer> {
	const {target, query, retry, fixities, name, size} = expected;
	const validator = before?.validator;
	const isSafe = validator !== undefined || fixities.length > 0;
	const range = from > 0 && isSafe ? {range: `bytes=${from}-`, ...(validator === undefined ? {} : {'if-range': validator})} : {};
	const response = await http.send('GET', target, {
		...options,
		timeout: options.timeout ?? preparing,
		query,
		headers: {accept: '*/*', ...range},
		identity: true,
		retry: retry || before !== undefined,
	});
	try {
		const answer = readAnswer(response, name, 'range' in range ? from : 0, before);
		checkSize(answer.total, size ?? before?.total, name);
		if (before !== undefined && answer.start === 0 && !retry) {
			throw new HttpError(`${name}: the connection broke, and the Storage Service did not go on where it stopped. Start again.`, {
				status: response.status,
				method: 'GET',
				code: 'not-resumed',
			});
		}
		return answer;
	} catch (error) {
		response.body?.cancel(error).catch(() => {}); // A source that is slow to let go must not hold the error back.
		throw error;
	}
}

function checkSize(announced: number | undefined, expected: number | undefined, name: string): void {
	if (expected !== undefined && announced !== undefined && expected !== announced) {
		throw new FixityError(
			`${name} should have ${expected} bytes, and the Storage Service announces ${announced}. Check the package's fixity.`,
			{algorithm: 'size', expected: String(expected), actual: String(announced), path: name},
		);
	}
}

/** Milliseconds a Storage Service may take to fetch from a remote space, to extract, or to make a tar before its first byte. */
const preparing = 3_600_000;
