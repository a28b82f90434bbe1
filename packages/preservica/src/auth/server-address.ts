import {ConfigurationError} from '@fonds/core';

/**
 * The address of a server: a host name gets `https://`, a rooted path is taken on the page's own origin, where a proxy serves browsers
 * (Preservica allows no requests from other origins, reference 1.10).
 *
 * @throws ConfigurationError when it is no address.
 */
export function serverAddress(server: string | URL): URL {
	const text = String(server).trim();
	const page = (globalThis as {readonly location?: {readonly href: string}}).location?.href;
	const complete = /^[a-z][a-z\d+.-]*:\/\//i.test(text) || text.startsWith('/') ? text : `https://${text}`;
	const url = text === '' ? null : URL.parse(complete, page);
	if (url === null || !/^https?:$/.test(url.protocol)) {
		throw new ConfigurationError('The server is not an address. Give a host name such as eu.preservica.com.');
	}
	return url;
}
