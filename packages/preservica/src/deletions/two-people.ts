import {ConfigurationError, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {DeletionData} from './deletion-job.ts';
import {hasRequested} from './requesters.ts';
import {isSameUser, userNameOf} from './user-name.ts';

/**
 * Refuses a decision by who asked. Where a name is not known, the server decides.
 *
 * @throws ConfigurationError with code `same-person`.
 */
export async function requireAnother(session: Session, token: string, {requestedBy}: DeletionData, options: RequestOptions): Promise<void> {
	if (hasRequested(session, token) || (requestedBy !== null && (await isSignedIn(session, requestedBy, options)))) {
		throw new ConfigurationError(
			`${requestedBy ?? 'This session'} asked for this deletion, so another person must decide about it. Make the approval of a session that is signed in as that person.`,
			{code: 'same-person'},
		);
	}
}

async function isSignedIn(session: Session, requestedBy: string, options: RequestOptions): Promise<boolean> {
	const name = await userNameOf(session, options);
	return name !== undefined && isSameUser(name, requestedBy);
}
