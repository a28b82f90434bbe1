import {HttpError, NetworkError, TimeoutError} from '@fonds/core';

/** May the server have done what was asked, although it did not say so? */
export function isUnconfirmed(error: unknown): boolean {
	return (
		error instanceof NetworkError ||
		error instanceof TimeoutError ||
		(error instanceof HttpError && (error.status ?? 0) >= 500 && error.status !== 503) // 503 says that it was not taken.
	);
}
