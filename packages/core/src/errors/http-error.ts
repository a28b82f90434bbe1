import {redactUrl} from '../http/redact.ts';
import {SdkError, type SdkErrorOptions} from './sdk-error.ts';

/** The answer behind an error. Every part may be missing: sign-in code raises `AuthenticationError` without an answer. */
export interface HttpErrorOptions extends SdkErrorOptions {
	/** The status of the answer. */
	readonly status?: number | undefined;
	/** The method of the request. */
	readonly method?: string | undefined;
	/** The address that was asked; values of token-like parameters are replaced here. */
	readonly url?: string | undefined;
	/** The start of the answer's text, free of credentials. */
	readonly body?: string | undefined;
}

/** The server answered, but not with success. */
export class HttpError extends SdkError {
	/** The status of the answer; `undefined` when there was none, `0` when a browser hides it. */
	readonly status: number | undefined;
	/** The method of the request. */
	readonly method: string | undefined;
	/** The address that was asked, without credentials. */
	readonly url: string | undefined;
	/** The first 2,000 characters of the answer, without credentials. */
	readonly body: string | undefined;

	constructor(message: string, {status, method, url, body, ...options}: HttpErrorOptions = {}) {
		super(message, options);
		this.status = status;
		this.method = method;
		this.url = url === undefined ? undefined : redactUrl(url);
		this.body = body;
	}

	override get name(): string {
		return 'HttpError';
	}
}
