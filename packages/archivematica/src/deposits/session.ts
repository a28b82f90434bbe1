import {ConfigurationError, Secret} from '@fonds/core';
import {setsEveryHeader} from './runtime.ts';

/**
 * A session of the Storage Service's web interface: the only thing SWORD takes for writing (reference 3.9).
 *
 * In Node.js, Deno and Bun `cookie` is the value of the cookie `storageapi_sessionid` of somebody who signed in, or a whole `Cookie` header.
 * Browsers show no program their cookies, and send them by themselves: that is `browser`.
 */
export type StorageSession = {readonly cookie: string | Secret} | 'browser';

/** The name of the cookie (reference 1.3). */
const sessionCookie = 'storageapi_sessionid';

/** The cookie of a session as it is sent; `undefined` where the browser sends it. @throws ConfigurationError when it cannot be sent. */
export function cookieHeader(session: StorageSession | undefined): Secret | undefined {
	if (session === undefined || session === 'browser') {
		return undefined;
	}
	const value = typeof session.cookie === 'string' ? session.cookie : session.cookie.reveal();
	if (!/^[!-~](?:[ -~]*[!-~])?$/.test(value)) {
		throw new ConfigurationError(
			`The session cookie is empty or has characters no cookie has. Copy the value of ${sessionCookie} from a browser.`,
		);
	}
	if (!setsEveryHeader()) {
		throw new ConfigurationError(
			"A browser lets no program send a cookie: sign in to the Storage Service there and use the session 'browser'.",
		);
	}
	return new Secret(value.includes('=') ? value : `${sessionCookie}=${value}`);
}

/** Takes the values of cookies out of a text: a server may repeat them one by one. */
export function withoutCookies(text: string, header: Secret | undefined): string {
	const values =
		header
			?.reveal()
			.split(/;\s*/)
			.map(cookie => cookie.slice(cookie.indexOf('=') + 1)) ?? [];
	return values.filter(value => value.length > 3).reduce((rest, value) => rest.replaceAll(value, '[redacted]'), text);
}
