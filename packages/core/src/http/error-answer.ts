import {AuthenticationError, ConflictError, HttpError, NotFoundError, PermissionError, RateLimitError} from '../errors/http-error.ts';
import type {SdkError} from '../errors/sdk-error.ts';
import type {ErrorAnswer, HttpClientOptions} from './options.ts';
import {readRetryAfter} from './retry.ts';

const nothing = 'found nothing: it does not exist, or this account may not see it';

/** The error that fits an answer, in the words of the client's `describeError` or in our own. */
export function errorOfAnswer(answer: ErrorAnswer, describe: HttpClientOptions['describeError']): SdkError {
	const described = describe?.(answer);
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
