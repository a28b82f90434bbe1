import {DecodeError, HttpError, NetworkError, TimeoutError} from '@fonds/core';

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

function withAdvice(error: Uncertain, advice: string): Uncertain {
	const message = `${error.message}${/[.!?]$/.test(error.message) ? '' : '.'} ${advice}`;
	const {code} = error;
	if (error instanceof HttpError) {
		const {status, method, url, body} = error;
		return new HttpError(message, {status, method, url, body, code, cause: error});
	}
	const Kind = error instanceof NetworkError ? NetworkError : error instanceof TimeoutError ? TimeoutError : DecodeError;
	return new Kind(message, {code, cause: error});
}
