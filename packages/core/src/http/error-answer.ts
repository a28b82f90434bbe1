import {HttpError} from '../errors/http-error.ts';
import {AuthenticationError, ConflictError, NotFoundError, PermissionError, RateLimitError} from '../errors/refusals.ts';
import {isSdkError, type SdkError} from '../errors/sdk-error.ts';
import type {ErrorAnswer, HttpClientOptions} from './options.ts';
import type {Redactor} from './redact.ts';
import {readRetryAfter} from './retry-after.ts';

const nothing = 'found nothing: it does not exist, or this account may not see it';

/** The error that fits an answer, in the words of the client's `describeError` or in our own. */
export async function errorOfAnswer(answer: ErrorAnswer, describe: HttpClientOptions['describeError']): Promise<SdkError> {
	const described = await describe?.(answer);
	return typeof described === 'object' ? described : errorOfStatus(answer, described);
}

/** What a status means. */
const meanings: Readonly<Record<number, readonly [kind: typeof HttpError, text: string]>> = {
	401: [AuthenticationError, 'was refused: the server does not accept these credentials'],
	403: [PermissionError, 'was refused: this account may not do that'],
	404: [NotFoundError, nothing],
	409: [ConflictError, 'does not fit the present state on the server'],
	410: [NotFoundError, nothing],
	429: [RateLimitError, 'was refused: too many requests'],
};

function errorOfStatus({status, method, url, headers, body}: ErrorAnswer, described: string | undefined): HttpError {
	const [Kind, text] = meanings[status] ?? [HttpError, status < 500 ? 'was not understood or not accepted' : 'failed on the server'];
	const options = {status, method, url, body, retryAfter: readRetryAfter(headers)};
	return new Kind(described ?? `${method} ${url} ${text} (${status}).${quote(body)}`, options);
}

/** A short plain answer tells more than any text of ours; a page of HTML does not. */
function quote(body: string): string {
	const text = body.replace(/\s+/g, ' ').trim();
	return text === '' || /^<(?:!doctype html|html)/i.test(text)
		? ''
		: ` The server says: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`;
}

/** Characters of an answer an error keeps. */
const keptCharacters = 2000;

/**
 * The start of an answer's text without secrets; the rest is not read. What cannot be read is left out: the status says more than a second
 * error would.
 */
export async function readStart(response: Response, redact: Redactor): Promise<string> {
	if (!response.body) {
		return '';
	}

	const reader = response.body.getReader();
	const decoder = new TextDecoder();
	const enough = keptCharacters + redact.longest;
	let text = '';
	try {
		while (text.length < enough) {
			const {done, value} = await reader.read();
			text += decoder.decode(value, {stream: !done});
			if (done) {
				break;
			}
		}
	} catch (error) {
		if (!isSdkError(error)) {
			throw error;
		}
	} finally {
		reader.cancel().catch(() => {});
	}

	// Where the text is cut off, half a secret may stand that nothing recognizes: as much as the longest one goes.
	const clean = redact(text.slice(0, enough));
	return clean.slice(0, text.length < enough ? keptCharacters : Math.max(0, Math.min(keptCharacters, clean.length - redact.longest)));
}
