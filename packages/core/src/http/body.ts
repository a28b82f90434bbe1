import {NetworkError} from '../errors/network-error.ts';
import {isSdkError} from '../errors/sdk-error.ts';
import {TimeoutError} from '../errors/timeout-error.ts';
import {harmlessCause, type Redactor} from './redact.ts';

/** What a guarded body needs to know about its request. */
export interface BodyGuard {
	/** How errors name the request: method and redacted address. */
	readonly what: string;
	readonly redact: Redactor;
	/** Milliseconds between two chunks. */
	readonly timeout: number;
	readonly signal: AbortSignal | undefined;
}

/** The same answer with a body that fails in our words: when it stalls, when the connection breaks, and with the reason of an abort. */
export function guardResponse(response: Response, guard: BodyGuard): Response {
	if (!response.body) {
		return response;
	}

	const {status, statusText, headers, url, redirected} = response;
	const guarded = new Response(guardBody(response.body, guard), {status, statusText, headers});
	return Object.defineProperties(guarded, {url: {value: url}, redirected: {value: redirected}});
}

function guardBody(body: ReadableStream<Uint8Array>, guard: BodyGuard): ReadableStream<Uint8Array> {
	const reader = body.getReader();
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const {done, value} = await readChunk(reader, guard);
				if (done) {
					controller.close();
				} else {
					controller.enqueue(value);
				}
			},
			cancel: reason => reader.cancel(reason),
		},
		{highWaterMark: 0},
	);
}

/** Listens to the signal only while somebody waits, so that a long-lived signal does not collect listeners of unread bodies. */
function readChunk(
	reader: ReadableStreamDefaultReader<Uint8Array>,
	{what, redact, timeout, signal}: BodyGuard,
): Promise<ReadableStreamReadResult<Uint8Array>> {
	return new Promise((resolve, reject) => {
		const settle = (act: () => void) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', abort);
			act();
		};
		const stop = (reason: unknown) =>
			settle(() => {
				reader.cancel(reason).catch(() => {});
				reject(reason);
			});
		const abort = () => stop(signal?.reason);
		const stalled = () => stop(new TimeoutError(`${what}: the answer stopped for ${timeout} ms in the middle of its body.`));
		const timer = timeout === Infinity ? undefined : setTimeout(stalled, timeout);
		if (signal?.aborted) {
			abort();
			return;
		}

		signal?.addEventListener('abort', abort);
		reader.read().then(
			result => settle(() => resolve(result)),
			(error: unknown) => settle(() => reject(signal?.aborted ? signal.reason : broken(error, what, redact))),
		);
	});
}

function broken(error: unknown, what: string, redact: Redactor): unknown {
	return isSdkError(error)
		? error
		: new NetworkError(`${what}: the connection broke in the middle of the answer.`, {cause: harmlessCause(error, redact)});
}

/** Characters of an answer an error keeps. */
const keptCharacters = 2000;

/**
 * The start of an answer's text without secrets; the rest is not read. What cannot be read is left out: the status says more than a second
 * error would.
 */
export async function readStart(response: Response, redact: Redactor): Promise<string> {
	const reader = response.body?.getReader();
	const decoder = new TextDecoder();
	let text = '';
	try {
		// Longer than what is kept by one secret, so that none is cut in half and missed.
		while (reader && text.length < keptCharacters + redact.longest) {
			const {done, value} = await reader.read();
			text += decoder.decode(value, {stream: !done});
			if (done) {
				break;
			}
		}
	} catch (error) {
		if (!isSdkError(error)) {
			throw error;
		}
	} finally {
		reader?.cancel().catch(() => {});
	}

	return redact(text).slice(0, keptCharacters);
}
