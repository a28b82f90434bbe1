import {createHttpClient} from '@fonds/core';
import type {HttpClient} from '@fonds/core';
import type {ConnectionOptions, ServerOptions} from '../http/connect.ts';
import {describeDepositError} from './describe-deposit-error.ts';
import {setsEveryHeader} from './runtime.ts';
import {cookieHeader, withoutCookies} from './session.ts';
import type {StorageSession} from './session.ts';

/** Where deposits go, and in whose session. */
export interface DepositServer extends Pick<ServerOptions, 'url'> {
	/** Needed to write and to read single deposits. @default nobody's */
	readonly session?: StorageSession | undefined;
}

/**
 * The transport of {@link Deposits}: with a session instead of an API key, which SWORD ignores. Nothing is sent.
 *
 * Every request has a `User-Agent`: without one the server fails while it explains an error.
 *
 * @throws ConfigurationError for an address or a cookie that cannot be used.
 */
export function connectDeposits({url, session}: DepositServer, connection: ConnectionOptions = {}): HttpClient {
	const {fetch, retry, timeout, totalTimeout, onEvent, foreignLinks} = connection;
	const cookie = cookieHeader(session);
	return createHttpClient({
		baseUrl: url,
		authenticator: cookie && {headers: async () => ({cookie: cookie.reveal()})},
		headers: {
			accept: 'application/atom+xml, application/xml;q=0.9, */*;q=0.1',
			'accept-language': 'en',
			...(setsEveryHeader() && {'user-agent': 'fonds-archivematica'}),
		},
		describeError: answer => describeDepositError({...answer, body: withoutCookies(answer.body, cookie)}, session !== undefined),
		fetch: session === 'browser' ? withCredentials(fetch) : fetch,
		retry,
		timeout,
		totalTimeout,
		onEvent,
		foreignLinks,
	});
}

/** The browser sends its cookies, also where the Storage Service is another origin. */
function withCredentials(send: typeof fetch = (...given) => globalThis.fetch(...given)): typeof fetch {
	return (input, init) => send(input, {...init, credentials: 'include'});
}
