import {
	AuthenticationError,
	ConflictError,
	HttpError,
	type HttpErrorOptions,
	NotFoundError,
	PermissionError,
	RateLimitError,
} from '../errors/http-error.ts';
import type {SdkError} from '../errors/sdk-error.ts';
import type {ErrorAnswer, HttpClientOptions} from './options.ts';
import {readRetryAfter} from './retry.ts';

/** The error that fits an answer, in the words of the client's `describeError` or in our own. */
export function errorOfAnswer(answer: ErrorAnswer, describe: HttpClientOptions['describeError']): SdkError {
	const described = describe?.(answer);
	return typeof described === 'object' ? described : errorOfStatus(answer, described);
}

function errorOfStatus({status, method, url, headers, body}: ErrorAnswer, described: string | undefined): HttpError {
	const options: HttpErrorOptions = {status, method, url, body};
	const message = (text: string) => described ?? `${method} ${url} ${text} (${status}).${quote(body)}`;
	switch (status) {
		case 401: {
			return new AuthenticationError(message('was refused: the server does not accept these credentials'), options);
		}

		case 403: {
			return new PermissionError(message('was refused: this account may not do that'), options);
		}

		case 404:
		case 410: {
			return new NotFoundError(message('found nothing: it does not exist, or this account may not see it'), options);
		}

		case 409: {
			return new ConflictError(message('does not fit the present state on the server'), options);
		}

		case 429: {
			return new RateLimitError(message('was refused: too many requests'), {...options, retryAfter: readRetryAfter(headers)});
		}

		default: {
			return new HttpError(message(status < 500 ? 'was not understood or not accepted' : 'failed on the server'), options);
		}
	}
}

/** A short plain answer tells more than any text of ours; a page of HTML does not. */
function quote(body: string): string {
	const text = body.replace(/\s+/g, ' ').trim();
	return text === '' || /^<(?:!doctype html|html)/i.test(text)
		? ''
		: ` The server says: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`;
}
