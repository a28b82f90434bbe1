import {AuthenticationError, type ErrorAnswer, type HttpMethod, type SdkError} from '@fonds/core';
import {bareRole} from './role-names.ts';
import {subjectOf} from './subject.ts';

const verbs: Readonly<Record<HttpMethod, string>> = {
	GET: 'read',
	HEAD: 'read',
	POST: 'add to',
	PUT: 'change',
	PATCH: 'change',
	DELETE: 'delete',
};

/**
 * Says in the archivist's words what a server refused. Error bodies have no published form (reference 1.8): of them only the names of roles
 * are read, the rest is in `body`.
 *
 * @param renewable - Could the session get another token after a refused one?
 */
export function describeError(answer: ErrorAnswer, renewable: boolean): SdkError | string | undefined {
	const {status, method, url} = answer;
	const address = new URL(url);
	if (status === 401) {
		return new AuthenticationError(
			renewable
				? `${address.host} refused the access token, also a new one.`
				: `${address.host} refused the access token: it has ended (tokens last 15 minutes) or was revoked. Give another one, or credentials that can get one.`,
			{status, method, url},
		);
	}

	const subject = status === 403 || status === 404 ? subjectOf(address) : undefined;
	if (subject === undefined) {
		return undefined;
	}
	const {what, part, one} = subject;
	if (status === 403) {
		const roles = [...new Set(answer.body.match(/\b(?:ROLE_)?SDB_[A-Z_]+\b/g)?.map(bareRole))];
		const why = roles.length === 0 ? '' : ` The server names ${roles.length === 1 ? 'the role' : 'the roles'} ${roles.join(', ')}.`;
		return `This account has no right to ${verbs[method]} the ${part === undefined ? '' : `${part} of the `}${what}${one ? '' : ', or the licence does not cover it'}.${why}`;
	}
	if (!one) {
		return `This server does not have what was asked of the ${what}: its version or its licence may be without it.`;
	}
	return `There is no ${what}${part === undefined ? '' : `, or it has no ${part}`}, or this account has no right to see it.`;
}
