import type {ErrorAnswer, HttpClient, HttpClientOptions, Secret} from '@fonds/core';
import {wait} from '../auth/once.ts';
import type {Session} from '../auth/session.ts';

/** Our transport to a storage service that is not Preservica's own. */
export interface StorageConnection {
	/** A client for an origin of the service. The access token of Preservica does not go there. */
	connect(this: void, origin: string): HttpClient;
	/** Learns secrets that must not get into errors. */
	hide(this: void, secrets: readonly (Secret | undefined)[]): void;
	/** Takes what it has learned out of a text. */
	redact(this: void, text: string): string;
	/** Waits. */
	sleep(this: void, ms: number, signal?: AbortSignal): Promise<void>;
}

/** Characters of an error answer that are looked at. */
const lookedAt = 4000;

/**
 * Opens a connection. A service may quote what it was sent, so what it refuses is cleaned of secrets before anybody sees it; the secrets of
 * credentials that have ended count, too.
 */
export function connectToStorage(
	session: Session,
	describeError: (answer: ErrorAnswer) => ReturnType<NonNullable<HttpClientOptions['describeError']>>,
): StorageConnection {
	const hidden = new Set<string>();
	const clients = new Map<string, HttpClient>();
	const redact = (text: string): string =>
		[...hidden].toSorted((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
	let sleep = wait;

	const clean = async (response: Response): Promise<Response> => {
		if (response.ok || response.body === null) {
			return response;
		}
		const {status, statusText, headers} = response;
		return new Response(redact((await response.text()).slice(0, lookedAt)), {status, statusText, headers});
	};

	const open = (origin: string): HttpClient =>
		session.connect(({fetch = globalThis.fetch, retry}) => {
			sleep = retry?.sleep ?? wait;
			return {
				baseUrl: origin,
				authenticator: undefined,
				headers: undefined, // They are for Preservica, and for a proxy in front of it.
				describeError,
				async fetch(input, init) {
					try {
						return await clean(await fetch(input, init));
					} catch (error) {
						throw init?.signal?.aborted || (input instanceof Request && input.signal.aborted) ? error : cleanError(error, redact);
					}
				},
			};
		});

	return {
		connect(origin) {
			const client = clients.get(origin) ?? open(origin);
			clients.set(origin, client);
			return client;
		},
		hide(secrets) {
			for (const secret of secrets) {
				const text = secret?.reveal() ?? '';
				for (const form of text.length > 3 ? [text, encodeURIComponent(text), text.replaceAll('&', '&amp;')] : []) {
					hidden.add(form);
				}
			}
		},
		redact,
		sleep: (ms, signal) => sleep(ms, signal),
	};
}

/** What the runtime failed with, in words that hold no secret. */
function cleanError(error: unknown, redact: (text: string) => string): unknown {
	if (!(error instanceof Error)) {
		return error;
	}
	const copy = new TypeError(redact(error.message), error.cause === undefined ? undefined : {cause: cleanError(error.cause, redact)});
	return 'code' in error && typeof error.code === 'string' ? Object.assign(copy, {code: error.code}) : copy;
}
