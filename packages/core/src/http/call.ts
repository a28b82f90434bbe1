import {limitTime} from '../async/limit-time.ts';
import {orAbort} from '../async/or-abort.ts';
import {ConfigurationError} from '../errors/configuration-error.ts';
import {HttpError} from '../errors/http-error.ts';
import {TimeoutError} from '../errors/timeout-error.ts';
import {sendOnce} from './attempt.ts';
import {guardResponse} from './body.ts';
import {joinHeaders} from './headers.ts';
import type {HttpClientOptions, HttpEvent, HttpMethod, SendOptions} from './options.ts';
import {createRedactor, isSecretName, redactUrl, secretsOfHeaders} from './redact.ts';
import {isRepeatable, isStream, type RetryPolicy} from './retry.ts';
import type {judge} from './unsuccessful.ts';

/** One call: as many attempts as it takes. */
export async function call(
	client: HttpClientOptions,
	policy: RetryPolicy,
	method: HttpMethod,
	target: URL,
	options: SendOptions,
): Promise<Response> {
	const {body} = options;
	const authenticator = options.authenticate === false ? undefined : client.authenticator;
	const timeout = milliseconds(options.timeout ?? client.timeout ?? 60_000, 'timeout');
	const total = options.totalTimeout ?? client.totalTimeout;
	const ownSecrets = secretsSent(client, options);
	const began = performance.now();
	let url = target;
	let attempt = 0;
	let redirects = 0;
	let retries = 0;
	let renewed = false;

	const what = (): string => `${method} ${redactUrl(url.href)}`;

	const tell = (type: HttpEvent['type'], more?: Partial<HttpEvent>): void => {
		try {
			client.onEvent?.({
				type,
				method,
				url: redactUrl(url.href),
				attempt,
				status: undefined,
				delay: undefined,
				elapsed: performance.now() - began,
				error: undefined,
				...more,
			});
		} catch {
			// A listener is a guest: its failure is not the request's.
		}
	};

	/** One attempt and what follows from it; `undefined` when there shall be another. */
	const attemptOnce = async (signal: AbortSignal | undefined): Promise<Response | undefined> => {
		const credentials = (await authenticator?.headers({signal})) ?? {};
		const redact = createRedactor([...secretsOfHeaders(credentials), ...ownSecrets]);
		attempt++;
		tell('request');
		let headers: Headers | undefined;
		try {
			const sent = joinHeaders(client.headers, options.headers, options.identity ? {'accept-encoding': 'identity'} : {}, credentials);
			const fetch = client.fetch ?? ((...given) => globalThis.fetch(...given));
			const answer = await sendOnce({method, url, headers: sent, body, timeout, signal, redact, fetch});
			const response = guardResponse(answer, {what: what(), redact, timeout, signal});
			const {status} = response;
			({headers} = response);
			tell('response', {status});
			if (response.ok) {
				return response;
			}

			if (status === 401 && !renewed && authenticator?.refused) {
				renewed = true;
				// The authenticator is told also when the request cannot be sent again, for the next one's sake.
				if ((await authenticator.refused(credentials, {signal})) && !isStream(body)) {
					response.body?.cancel().catch(() => {}); // An answer nobody reads keeps its connection until it is let go.
					tell('renewal', {status});
					return undefined;
				}
			}

			const judge = await loadJudge({status, method, url: redact(url.href)});
			url = await judge({response, method, url, redirects: redirects++, redact, describeError: client.describeError});
			return undefined;
		} catch (error) {
			const delay = isRepeatable(method, options) && !signal?.aborted ? await policy.delay(error, retries, headers) : undefined;
			if (delay === undefined) {
				throw error;
			}

			retries++;
			tell('retry', {error, delay});
			await policy.sleep(delay, signal);
			return undefined;
		}
	};

	const limit = limitTime(
		options.signal,
		total === undefined ? undefined : milliseconds(total, 'totalTimeout'),
		() => new TimeoutError(`${what()} was not done within ${total} ms and ${attempt} attempts.`),
	);
	const {signal} = limit;
	try {
		let response: Response | undefined;
		while (!response) {
			signal?.throwIfAborted();
			response = await orAbort(attemptOnce(signal), signal); // Also when a `fetch` or an authenticator does not listen.
		}

		return response;
	} catch (error) {
		tell('failure', {error});
		throw error;
	} finally {
		limit.clear();
	}
}

/** What reads answers that are no success comes with the first of them. Where it cannot be loaded, the status still counts. */
async function loadJudge({status, method, url}: {status: number; method: HttpMethod; url: string}): Promise<typeof judge> {
	try {
		return (await import('./unsuccessful.ts')).judge;
	} catch (cause) {
		throw new HttpError(`${method} ${url} was answered with ${status}; what explains it could not be loaded.`, {
			status,
			method,
			url,
			cause,
		});
	}
}

/** Secrets the caller sends: a server may quote them in its answer. */
function secretsSent(client: HttpClientOptions, {headers, body, secrets = []}: SendOptions): string[] {
	const own = [...Object.entries({...client.headers, ...headers}), ...(body instanceof URLSearchParams ? body : [])];
	return secretsOfHeaders(Object.fromEntries(own.filter(([name]) => isSecretName(name)))).concat(secrets);
}

/** A limit a timer can keep: beyond 24 days there is none. */
function milliseconds(value: number, name: string): number {
	if (!(value > 0)) {
		throw new ConfigurationError(`${name} must be a number of milliseconds above zero, or Infinity.`);
	}

	return value < 2 ** 31 ? value : Infinity;
}
