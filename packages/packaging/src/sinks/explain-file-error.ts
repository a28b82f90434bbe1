import {SdkError} from '@fonds/core';

/** The name of an error of the DOM, which is its kind. */
export function nameOfError(error: unknown): string {
	return error instanceof Error ? error.name : '';
}

/** Says in a sentence why a browser could not write a file; anything unknown stays as it is. */
export function explainFileError(error: unknown, path: string): unknown {
	switch (nameOfError(error)) {
		case 'QuotaExceededError':
			return new SdkError(`There is no space left to write ${path}. Nothing was kept; make room and try again.`, {
				code: 'no-space',
				cause: error,
			});
		case 'NotAllowedError':
		case 'NoModificationAllowedError':
		case 'SecurityError':
			return new SdkError(`${path} cannot be written: this page may not write there. Choose the place again.`, {
				code: 'not-writable',
				cause: error,
			});
		default:
			return error;
	}
}
