import {ConfigurationError} from '../errors/configuration-error.ts';
import type {SendOptions} from './options.ts';
import type {Path} from './path.ts';
import {redactUrl} from './redact.ts';

/** Reads the server's address; the result ends in a slash. */
export function parseBaseUrl(address: string | URL): URL {
	const url = URL.parse(String(address));
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new ConfigurationError(`${JSON.stringify(redactUrl(String(address)))} is not an address of a server. Write it as https://host.`);
	}

	if (url.username || url.password) {
		throw new ConfigurationError(`The address of ${url.host} holds a user name or a password. Give credentials as credentials.`);
	}

	url.search = '';
	url.hash = '';
	url.pathname = url.pathname.replace(/\/*$/, '/');
	return url;
}

/** The address a request goes to: always of the base address's origin, for credentials go along. */
export function resolveTarget(
	base: URL,
	target: Path | URL | string,
	{query = {}}: Pick<SendOptions, 'query'>,
	foreignLinks: 'refuse' | 'rewrite' = 'refuse',
): URL {
	let url = URL.parse(String(target), base);
	if (url && url.origin !== base.origin && foreignLinks === 'rewrite' && /^https?:$/.test(url.protocol)) {
		url = new URL(url.pathname.replace(/^\/+/, '/') + url.search, base);
	}

	if (!url || url.origin !== base.origin) {
		throw new ConfigurationError(
			`${redactUrl(String(target))} is not an address of ${base.origin}, and credentials do not go elsewhere. ` +
				`If the server is reached through another name, set foreignLinks to 'rewrite'.`,
			{code: 'foreign-link'},
		);
	}

	url.username = '';
	url.password = '';
	url.hash = '';
	for (const [name, value] of Object.entries(query)) {
		if (value !== undefined) {
			url.searchParams.set(name, String(value));
		}
	}

	return url;
}
