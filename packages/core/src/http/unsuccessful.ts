import {errorOfAnswer, readStart} from './error-answer.ts';
import type {HttpClientOptions, HttpMethod} from './options.ts';
import type {Redactor} from './redact.ts';
import {followRedirect, isRedirect} from './redirect.ts';

/** An answer that is not a success, and what it is the answer to. */
export interface Unsuccessful {
	readonly response: Response;
	readonly method: HttpMethod;
	readonly url: URL;
	/** How many redirects were followed before. */
	readonly redirects: number;
	readonly redact: Redactor;
	readonly describeError: HttpClientOptions['describeError'];
}

/**
 * The address to go on at when the answer is a redirect that is followed.
 *
 * @throws the error that the answer is, otherwise.
 */
export async function judge({response, method, url, redirects, redact, describeError}: Unsuccessful): Promise<URL> {
	if (isRedirect(response)) {
		response.body?.cancel().catch(() => {}); // An answer nobody reads keeps its connection until it is let go.
		return followRedirect(response, method, url, redirects, redact);
	}
	const {status, headers} = response;
	const body = await readStart(response, redact);
	throw await errorOfAnswer({status, method, url: redact(url.href), headers, body}, describeError);
}
