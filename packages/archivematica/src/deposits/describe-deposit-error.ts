import {ConflictError, HttpError, NotFoundError, PermissionError} from '@fonds/core';
import type {ErrorAnswer, SdkError} from '@fonds/core';
import {describeStorageError} from '../http/describe-error.ts';
import {serverMessage} from '../http/server-message.ts';
import {isTraceback} from '../http/sword-error.ts';

/** The code of the error for a deposit that was handed to a pipeline. */
export const alreadySubmitted = 'already-submitted';

/** The code of the error for a file name that is taken. */
export const fileExists = 'file-exists';

/** The code of the error for a request the server's program broke at; something may have been done before. */
export const serverTraceback = 'server-traceback';

/** What the server says, the class and the code of the error, and what it means. */
const knownMessages: readonly (readonly [RegExp, typeof HttpError, code: string | undefined, meaning: string])[] = [
	[
		/already been submitted for processing/,
		ConflictError,
		alreadySubmitted,
		'It can be read and changed no more; its state can still be asked.',
	],
	[/^File already exists/, ConflictError, fileExists, 'Replace it, or use another name.'],
	[/^File does not exist/, NotFoundError, undefined, 'Add it.'],
	[/not a SWORD server space/, HttpError, 'not-a-collection', 'Collections are the locations deposits.service() names.'],
	[/not a SWORD deposit location/, HttpError, 'not-a-deposit', 'The package is of another type.'],
];

/** Errors of SWORD (reference 3.9). Its statuses say little; the texts are those of the English language, which every request asks for. */
export function describeDepositError(answer: ErrorAnswer, hasSession: boolean): SdkError | undefined {
	const described = describeStorageError(answer);
	if (described === undefined) {
		return undefined;
	}
	if (answer.status === 403) {
		return new PermissionError(`${described.message} ${hasSession ? sessionRefused : sessionMissing}`, answer);
	}
	const message = serverMessage(answer.body) ?? '';
	const known = knownMessages.find(([pattern]) => pattern.test(message));
	if (known) {
		const [, Kind, code, meaning] = known;
		return new Kind(`${described.message} ${meaning}`, {...answer, code});
	}
	if (isTraceback(answer.body)) {
		return new HttpError(described.message, {...answer, code: serverTraceback});
	}
	return described;
}

const sessionMissing =
	'SWORD takes neither API keys nor passwords for this: give the cookie of a signed-in manager or administrator as the session.';

const sessionRefused =
	'The session has ended, or its user is neither a manager nor an administrator. API keys and passwords do not help here.';
