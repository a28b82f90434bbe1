import {HttpError} from '../errors/http-error.ts';
import {AuthenticationError} from '../errors/refusals.ts';
import type {HttpMethod} from './options.ts';
import type {Redactor} from './redact.ts';

const maxRedirects = 5;

/** Where servers send people who are not signed in (Preservica, the Archivematica dashboard, its Storage Service). */
const signInPage = /^\/(?:login|auth\/login|administration\/accounts\/login)(?:\/|$)/;

/** Where an Archivematica dashboard that is not set up sends everything. */
const installer = /^\/installer(?:\/|$)/;

/** Is this a redirect? Browsers hide everything about one. */
export const isRedirect = ({status, type}: Response): boolean => type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status);

/**
 * The address a redirect leads to, if it is followed: for reading, on the same origin, a few times. `fetch` would follow any of them, and take
 * headers with credentials along.
 *
 * @throws AuthenticationError for a redirect to a sign-in page
 * @throws HttpError with code `redirect` for any other that is not followed
 */
export function followRedirect(response: Response, method: HttpMethod, from: URL, count: number, redact: Redactor): URL {
	const {status, type, headers} = response;
	const what = `${method} ${redact(from.href)} was redirected`;
	const options = {status, method, url: redact(from.href), code: 'redirect'};
	const refuse: (text: string) => never = text => {
		throw new HttpError(what + text, options);
	};
	if (type === 'opaqueredirect') {
		refuse(", and the browser does not say where. Check the server's address; the page may ask for a sign-in.");
	}

	const location = headers.get('location');
	const to = (location === null ? null : URL.parse(location, from)) ?? refuse(` without saying where (${status}).`);
	const {pathname, origin} = to;
	if (installer.test(pathname)) {
		throw new AuthenticationError(`${what} to ${pathname}: this server has not been set up yet.`, {...options, code: 'not-installed'});
	}

	if (signInPage.test(pathname)) {
		throw new AuthenticationError(`${what} to the sign-in page ${pathname}: the credentials are missing or not accepted.`, {
			...options,
			code: undefined,
		});
	}

	if (origin !== from.origin) {
		refuse(` to ${origin}. Credentials do not go elsewhere; if that is the right server, give it as the address.`);
	}

	if (method !== 'GET' && method !== 'HEAD') {
		refuse(` to ${redact(to.href)}. Only reading follows a redirect.`);
	}

	if (count >= maxRedirects) {
		refuse(` more than ${maxRedirects} times.`);
	}

	to.hash = '';
	to.username = '';
	to.password = '';
	return to;
}
