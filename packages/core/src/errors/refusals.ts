import {HttpError, type HttpErrorOptions} from './http-error.ts';

/** 401, a redirect to a sign-in page, or a sign-in that did not work. */
export class AuthenticationError extends HttpError {
	override get name(): string {
		return 'AuthenticationError';
	}
}

/** 403: this account may not do that. */
export class PermissionError extends HttpError {
	override get name(): string {
		return 'PermissionError';
	}
}

/** 404 or 410: there is nothing, or nothing this account may see. */
export class NotFoundError extends HttpError {
	override get name(): string {
		return 'NotFoundError';
	}
}

/** 409: the request does not fit the present state of what it is about. */
export class ConflictError extends HttpError {
	override get name(): string {
		return 'ConflictError';
	}
}

/** 429: too many requests, also after waiting and trying again. */
export class RateLimitError extends HttpError {
	/** Milliseconds the server asked us to wait, if it said so. */
	readonly retryAfter: number | undefined;

	constructor(message: string, {retryAfter, ...options}: HttpErrorOptions & {readonly retryAfter?: number | undefined} = {}) {
		super(message, options);
		this.retryAfter = retryAfter;
	}

	override get name(): string {
		return 'RateLimitError';
	}
}
