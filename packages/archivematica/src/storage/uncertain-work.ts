import {DecodeError, HttpError, isSdkError, NetworkError, TimeoutError} from '@fonds/core';

/** The code of every error after which work may have been done, or still go on. */
const workUncertain = 'work-uncertain';

/**
 * Runs a call that takes long or starts something. An answer that was lost, also to a proxy that waited too long, proves nothing: the error
 * then says so and what to look at (reference 1.13).
 */
export async function orUncertain<T>(what: string, advice: string, call: () => Promise<T>): Promise<T> {
	try {
		return await call();
	} catch (error) {
		throw explain(error, what, advice);
	}
}

function explain(error: unknown, what: string, advice: string): unknown {
	const message = `Whether ${what} is not known: ${error instanceof Error ? error.message : 'the answer was lost.'} ${advice}`;
	const options = {code: workUncertain, cause: error};
	if (isSdkError(error, 'network')) {
		return new NetworkError(message, options);
	}
	if (isSdkError(error, 'timeout')) {
		return new TimeoutError(message, options);
	}
	if (isSdkError(error, 'decode')) {
		return new DecodeError(message, options);
	}
	if (error instanceof HttpError && (error.status ?? 0) >= 500) {
		const {status, method, url, body} = error;
		return new HttpError(message, {...options, status, method, url, body});
	}
	return error;
}
