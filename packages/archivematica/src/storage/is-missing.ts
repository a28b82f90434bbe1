import {NotFoundError} from '@fonds/core';

/** Whether the Storage Service says that a thing does not exist. A 404 with a page comes from a proxy, and says nothing about the thing. */
export function isMissing(error: unknown): error is NotFoundError {
	return error instanceof NotFoundError && !(error.body?.trimStart().startsWith('<') ?? false);
}
