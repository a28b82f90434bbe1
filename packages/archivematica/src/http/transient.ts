import {HttpError, isSdkError} from '@fonds/core';

/** Whether asking again later may help: nobody answered, too many asked, or a server or proxy had a bad moment (reference 5.9). */
export function isTransient(error: unknown): boolean {
	if (isSdkError(error, 'network') || isSdkError(error, 'timeout') || isSdkError(error, 'rate-limit')) {
		return true;
	}
	const {status} = error instanceof HttpError && error.code === 'http' ? error : {};
	return status !== undefined && (status >= 500 || status === 408);
}
