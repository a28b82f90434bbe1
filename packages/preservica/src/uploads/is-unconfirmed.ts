import {HttpError, NetworkError, TimeoutError} from '@fonds/core';

/** May the server have done what was asked, although it did not say so? */
export function isUnconfirmed(error: unknown): boolean {
	return (
		error instanceof NetworkError ||
		error instanceof TimeoutError ||
		(error instanceof HttpError && [500, 502, 504].includes(error.status ?? 0))
	);
}
