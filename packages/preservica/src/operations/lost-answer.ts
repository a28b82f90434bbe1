import {
	AuthenticationError,
	ConflictError,
	DecodeError,
	HttpError,
	NetworkError,
	NotFoundError,
	PermissionError,
	RateLimitError,
	TimeoutError,
} from '@fonds/core';

/**
 * Makes a change that is not repeated. When its answer is lost or cannot be read, the change may have been made: the error then ends with
 * `advice`, and is of the same class.
 */
export async function orSayUncertain<T>(advice: string, change: () => Promise<T>): Promise<T> {
	try {
		return await change();
	} catch (error) {
		throw isUncertain(error) ? withAdvice(error, advice) : error;
	}
}

type Uncertain = NetworkError | TimeoutError | DecodeError | HttpError;

/** May a change that failed like this have been made all the same? */
export function isUncertain(error: unknown): error is Uncertain {
	return (
		error instanceof NetworkError ||
		error instanceof TimeoutError ||
		error instanceof DecodeError ||
		(error instanceof HttpError && error.status !== undefined && error.status >= 500)
	);
}

/**
 * Makes a change that follows on another one. Whatever a server or the way to it makes it fail with ends with `done`, which says what was
 * done before, and is of the same class.
 */
export async function orSayDone<T>(done: string, change: () => Promise<T>): Promise<T> {
	try {
		return await change();
	} catch (error) {
		throw error instanceof HttpError || isUncertain(error) ? withAdvice(error, done) : error;
	}
}

const refusals = [AuthenticationError, ConflictError, NotFoundError, PermissionError] as const;

function withAdvice(error: Uncertain, advice: string): Uncertain {
	const message = `${error.message}${/[.!?]$/.test(error.message) ? '' : '.'} ${advice}`;
	const {code} = error;
	if (error instanceof HttpError) {
		const {status, method, url, body} = error;
		const options = {status, method, url, body, code, cause: error};
		if (error instanceof RateLimitError) {
			return new RateLimitError(message, {...options, retryAfter: error.retryAfter});
		}
		const Kind = refusals.find(kind => error instanceof kind) ?? HttpError;
		return new Kind(message, options);
	}
	const Kind = error instanceof NetworkError ? NetworkError : error instanceof TimeoutError ? TimeoutError : DecodeError;
	return new Kind(message, {code, cause: error});
}
