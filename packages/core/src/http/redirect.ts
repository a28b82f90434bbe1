import {AuthenticationError, HttpError} from '../errors/http-error.ts';
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
	const options = {status: response.status, method, url: redact(from.href), code: 'redirect'};
	const what = `${method} ${redact(from.href)}`;
	if (response.type === 'opaqueredirect') {
		throw new HttpError(
			`${what} was redirected, and the browser does not say where. Check the server's address; the page may ask for a sign-in.`,
			options,
		);
	}

	const location = response.headers.get('location');
	const to = location === null ? null : URL.parse(location, from);
	if (!to) {
		throw new HttpError(`${what} was redirected without saying where (${response.status}).`, options);
	}

	if (installer.test(to.pathname)) {
		throw new AuthenticationError(`${what} was redirected to ${to.pathname}: this server has not been set up yet.`, {
			...options,
			code: 'not-installed',
		});
	}

	if (signInPage.test(to.pathname)) {
		throw new AuthenticationError(
			`${what} was redirected to the sign-in page ${to.pathname}: the credentials are missing or not accepted.`,
			{
				...options,
				code: undefined,
			},
		);
	}

	if (to.origin !== from.origin) {
		throw new HttpError(
			`${what} was redirected to ${to.origin}. Credentials do not go elsewhere; if that is the right server, give it as the address.`,
			options,
		);
	}

	if (method !== 'GET' && method !== 'HEAD') {
		throw new HttpError(`${what} was redirected to ${redact(to.href)}. Only reading follows a redirect.`, options);
	}

	if (count >= maxRedirects) {
		throw new HttpError(`${what} was redirected more than ${maxRedirects} times.`, options);
	}

	to.hash = '';
	to.username = '';
	to.password = '';
	return to;
}
