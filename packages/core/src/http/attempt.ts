import ky, {TimeoutError as KyTimeoutError} from 'ky';
import {NetworkError} from '../errors/network-error.ts';
import {isSdkError} from '../errors/sdk-error.ts';
import {TimeoutError} from '../errors/timeout-error.ts';
import type {HttpMethod} from './options.ts';
import {harmlessCause, type Redactor} from './redact.ts';

/** One attempt to send a request. */
export interface Attempt {
	readonly method: HttpMethod;
	readonly url: URL;
	readonly headers: Headers;
	readonly body: BodyInit | (() => BodyInit) | undefined;
	readonly timeout: number;
	readonly signal: AbortSignal | undefined;
	readonly redact: Redactor;
	readonly fetch: typeof fetch;
}

/**
 * Sends once and resolves with whatever answer comes. ky limits the time and ends the request with it; its retries are off, because with
 * them it copies every body (a stream into memory), reads up to 10 MiB of an error's text, and knows no credentials that change in between.
 */
export async function sendOnce({method, url, headers, body, timeout, signal, redact, fetch}: Attempt): Promise<Response> {
	try {
		return await ky(url, {
			method,
			headers,
			redirect: 'manual',
			retry: 0,
			throwHttpErrors: false,
			timeout: timeout === Infinity ? false : timeout,
			fetch,
			...(body !== undefined && {body: typeof body === 'function' ? body() : body}),
			...(signal && {signal}),
		});
	} catch (error) {
		const what = `${method} ${redact(url.href)}`;
		if (error instanceof KyTimeoutError) {
			throw new TimeoutError(`${what} had no answer within ${timeout} ms.`);
		}

		throw isSdkError(error) ? error : unanswered(error, what, redact);
	}
}

/** ky's own error is not kept: it holds the request, and with it the credentials. */
function unanswered(error: unknown, what: string, redact: Redactor): NetworkError {
	const cause = harmlessCause(
		error instanceof Error && error.name === 'NetworkError' && error.cause !== undefined ? error.cause : error,
		redact,
	);
	return new NetworkError(`${what} got no answer: ${rootMessage(cause)}.`, {cause});
}

function rootMessage(error: unknown): string {
	let root = error;
	while (root instanceof Error && root.cause instanceof Error) {
		root = root.cause;
	}

	return (root instanceof Error ? root.message || root.name : String(root)).replace(/[.?!]+$/, '');
}
