import {
	AuthenticationError,
	ConfigurationError,
	type ErrorAnswer,
	HttpError,
	NotFoundError,
	path,
	PermissionError,
	type RequestOptions,
	SdkError,
	type Secret,
} from '@fonds/core';
import {secretOf} from '../auth/credentials.ts';
import type {Session} from '../auth/session.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';

/** What the known client asks for (reference, USR-02). */
const shortest = 15;

/** Changes the password (USR-02). */
export async function putPassword(
	session: Session,
	oldPassword: string | Secret,
	newPassword: string | Secret,
	options: RequestOptions,
): Promise<void> {
	const password = secretOf(oldPassword).reveal();
	const wanted = secretOf(newPassword).reveal();
	checkPasswords(password, wanted);
	const http = session.connect(({describeError}) => ({
		describeError: async answer => describe(answer, await describeError?.({...answer, body: ''})),
	}));
	await session.token(options); // A failure of that is no doubt about the password.
	await orSayUncertain('The password may have been changed: sign in anew to see which one holds.', () =>
		sendAndForget(http, 'PUT', path`api/user/password`, {
			...options,
			headers: {'content-type': 'application/json'},
			body: JSON.stringify({password, newPassword: wanted}),
			retry: false,
		}),
	);
}

function checkPasswords(password: string, wanted: string): void {
	if (password === '' || wanted === '') {
		throw new ConfigurationError('The old and the new password are both needed.');
	}
	if (wanted === password) {
		throw new ConfigurationError('The new password is the old one.');
	}
	if (wanted.length < shortest) {
		throw new ConfigurationError(`The new password has fewer than ${shortest} characters.`);
	}
}

const kinds: Readonly<Record<number, typeof HttpError>> = {401: AuthenticationError, 403: PermissionError, 404: NotFoundError};

/** An error without the text of the answer. */
function describe({status, method, url}: ErrorAnswer, usual: SdkError | string | undefined): SdkError {
	if (usual instanceof SdkError) {
		return usual;
	}
	const Kind = kinds[status] ?? HttpError;
	return new Kind(
		`The server answered the change of the password with the status ${status}. Its words are left out, for they may quote a password.`,
		{status, method, url},
	);
}
