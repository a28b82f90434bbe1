import {sleep} from '../async/sleep.ts';
import {HttpError} from '../errors/http-error.ts';
import {isSdkError} from '../errors/sdk-error.ts';
import type {HttpMethod, RetryOptions, SendOptions} from './options.ts';

const retriedStatuses: ReadonlySet<number | undefined> = new Set([408, 429, 500, 502, 503, 504]);

/** Decides whether and when a failed attempt is repeated. */
export interface RetryPolicy {
	/** Milliseconds to wait before the next attempt, or `undefined` when there shall be none. */
	delay(error: unknown, retries: number, headers: Headers | undefined): Promise<number | undefined>;
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Full-jitter exponential back-off, unless the server says how long to wait. */
export function createRetryPolicy(options: RetryOptions = {}): RetryPolicy {
	const {limit = 3, baseDelay = 300, maxDelay = 30_000, maxRetryAfter = 120_000, random = Math.random} = options;
	return {
		async delay(error, retries, headers) {
			if (retries >= limit || !isTransient(error)) {
				return undefined;
			}

			const asked = headers?.has('retry-after') ? await delayAsked(headers) : undefined;
			return asked === undefined ? random() * Math.min(maxDelay, baseDelay * 2 ** retries) : Math.min(asked, maxRetryAfter);
		},
		sleep: options.sleep ?? sleep,
	};
}

/** What reads it has come with what reads unsuccessful answers, unless that could not be loaded. */
async function delayAsked(headers: Headers): Promise<number | undefined> {
	try {
		return (await import('./retry-after.ts')).readRetryAfter(headers);
	} catch {
		return undefined;
	}
}

/** Errors of a more telling class than the status alone would give are final. */
function isTransient(error: unknown): boolean {
	if (error instanceof HttpError) {
		return retriedStatuses.has(error.status) && /^(?:Http|RateLimit)Error$/.test(error.name);
	}

	return isSdkError(error, 'network') || isSdkError(error, 'timeout');
}

/** May this request be sent again? A stream can be read only once. */
export function isRepeatable(method: HttpMethod, {retry, body}: SendOptions): boolean {
	return (retry ?? (method !== 'POST' && method !== 'PATCH')) && !isStream(body);
}

/** Is this body a stream, also one of Node's async iterables? */
export function isStream(body: unknown): boolean {
	return typeof body === 'object' && body !== null && ('getReader' in body || Symbol.asyncIterator in body);
}
