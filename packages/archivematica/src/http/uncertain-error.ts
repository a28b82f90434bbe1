import {DecodeError, HttpError, isSdkError, NetworkError, TimeoutError} from '@fonds/core';
import type {SdkError} from '@fonds/core';

/**
 * The error for a call of which nobody knows what came of it: the answer was lost, also to a proxy that waited too long, or cannot be read.
 * A 5xx proves nothing either (reference 1.13). `undefined` for all other errors: what was asked for was not done.
 *
 * @param tell - Makes the message of what went wrong.
 */
export function uncertainError(error: unknown, code: string, tell: (reason: string) => string): SdkError | undefined {
	const message = tell(error instanceof Error ? error.message : 'the answer was lost.');
	const options = {code, cause: error};
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
	return undefined;
}
