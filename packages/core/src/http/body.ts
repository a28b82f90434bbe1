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

const readers = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const;

/**
 * The same answer with a body that fails in our words: when it stalls, when the connection breaks, and with the reason of an abort.
 *
 * Chromium turns whatever a body fails with into `TypeError: Failed to fetch` when it is read as a whole: the failure is kept and thrown.
 */
export function guardResponse(source: Response, guard: BodyGuard): Response {
	if (!source.body) {
		return source;
	}

	const state: BodyState = {failure: undefined};
	const response = new Response(guardBody(source.body, guard, state), source);
	const define = (name: string, value: unknown) => Object.defineProperty(response, name, {value});
	define('url', source.url);
	for (const name of readers) {
		define(name, async () => {
			try {
				return await Response.prototype[name].call(response);
			} catch (error) {
				throw state.failure ? state.failure.reason : error;
			}
		});
	}

	return response;
}

interface BodyState {
	/** What the body failed with; wrapped, for a reason may be `undefined`. */
	failure: {readonly reason: unknown} | undefined;
}

function guardBody(
	body: ReadableStream<Uint8Array<ArrayBuffer>>,
	guard: BodyGuard,
	state: BodyState,
): ReadableStream<Uint8Array<ArrayBuffer>> {
	let reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined; // A body nobody reads stays unlocked: the runtime then frees its connection.
	return new ReadableStream(
		{
			async pull(controller) {
				try {
					reader ??= body.getReader();
					const {done, value} = await readChunk(reader, guard);
					if (done) {
						controller.close();
					} else {
						controller.enqueue(value);
					}
				} catch (reason) {
					state.failure = {reason};
					throw reason;
				}
			},
			cancel: reason => (reader ?? body).cancel(reason),
		},
		{highWaterMark: 0},
	);
}

/** Listens to the signal only while somebody waits, so that a long-lived signal does not collect listeners of unread bodies. */
function readChunk(
	reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
	{what, redact, timeout, signal}: BodyGuard,
): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
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
			(error: unknown) => settle(() => reject(broken(error, what, redact))),
		);
	});
}

function broken(error: unknown, what: string, redact: Redactor): unknown {
	return isSdkError(error)
		? error
		: new NetworkError(`${what}: the connection broke in the middle of the answer.`, {cause: harmlessCause(error, redact)});
}
