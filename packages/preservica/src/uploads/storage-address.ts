import {ConfigurationError} from '@fonds/core';
import type {Session} from '../auth/session.ts';

/**
 * The address of a storage service as the server names it, with or without a scheme.
 *
 * @throws ConfigurationError when it is none, or would send credentials in the clear although Preservica itself is spoken to over HTTPS.
 */
export function storageAddress({http}: Session, endpoint: string): URL {
	const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`);
	const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && http.baseUrl.protocol === 'http:');
	if (url === null || !isSafe || url.username !== '' || url.password !== '') {
		throw new ConfigurationError(
			`The server names ${url === null ? 'something' : url.origin} as the storage of this location, which is no address that credentials may be sent to.`,
			{code: 'endpoint'},
		);
	}
	return url;
}
