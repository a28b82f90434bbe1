import {createHttpClient} from '@fonds/core';
import type {HttpClient, HttpClientOptions} from '@fonds/core';
import {createApiKeyAuthenticator} from '../auth/api-key.ts';
import type {ApiKey} from '../auth/api-key.ts';

/** One of the two servers, and who calls it. */
export interface ServerOptions extends ApiKey {
	/** Its address, such as `http://archivematica.example.org:8000`. Neither server can live below a path (reference 1.1). */
	readonly url: string | URL;
}

/** How to talk to a server. */
export type ConnectionOptions = Pick<HttpClientOptions, 'fetch' | 'retry' | 'timeout' | 'totalTimeout' | 'onEvent' | 'foreignLinks'>;

/** A transport that signs every request. The messages it compares are translated by the servers, hence the language (reference 1.6). */
export function connect(
	{url, ...key}: ServerOptions,
	describeError: HttpClientOptions['describeError'],
	connection: ConnectionOptions,
): HttpClient {
	const {fetch, retry, timeout, totalTimeout, onEvent, foreignLinks} = connection;
	return createHttpClient({
		baseUrl: url,
		authenticator: createApiKeyAuthenticator(key),
		headers: {accept: 'application/json', 'accept-language': 'en'},
		describeError,
		fetch,
		retry,
		timeout,
		totalTimeout,
		onEvent,
		foreignLinks,
	});
}
