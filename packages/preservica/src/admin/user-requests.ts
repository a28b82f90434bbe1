import {ConfigurationError, path, type Path, type RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {orSayDone, orSayUncertain} from '../operations/lost-answer.ts';
import {sendXml} from '../xml/send-element.ts';
import {adminNamespace} from './admin-xml.ts';
import {checkName} from './check-name.ts';
import {decodeUser, encodeNewUser, withFullName} from './user-xml.ts';
import type {NewUser, User} from './user.ts';

/** Reads one user (ADM-08). */
export async function readUser({http}: Session, name: string, options: RequestOptions): Promise<User> {
	return decodeUser(await getXml(http, userPath(name), options));
}

/** Adds a user and reads what the server made of it (ADM-09, ADM-08). */
export async function addUser(session: Session, user: NewUser, options: RequestOptions): Promise<User> {
	const checked = checkNewUser(user);
	const body = encodeNewUser(await adminNamespace(session, 'Adding a user', options), checked);
	const name = checked.userName ?? checked.email;
	const advice = `The user ${name} may have been added: look before adding it again.`;
	await orSayUncertain(advice, async () => {
		const answer = await sendXml(session, 'POST', path`api/admin/users`, body, {...options, query: {source: 'UX2'}});
		await answer.body?.cancel();
	});
	return orSayDone(`The user ${name} was added.`, () => readUser(session, name, options));
}

/** Sends the document of a user back with another full name (ADM-08, ADM-10). */
export async function renameUser(session: Session, name: string, fullName: string, options: RequestOptions): Promise<User> {
	const place = userPath(name);
	const changed = checkName(fullName, 'user');
	const response = await getXml(session.http, place, options);
	const answer = await sendXml(session, 'PUT', place, withFullName(response, changed), options);
	await answer.body?.cancel();
	return readUser(session, name, options);
}

function userPath(name: string): Path {
	return path`api/admin/users/${checkName(name, 'user')}`;
}

function checkNewUser({externallyAuthenticated, ...user}: NewUser): NewUser {
	const email = checkName(user.email, 'user');
	const userName = user.userName === undefined ? undefined : checkName(user.userName, 'user');
	if (externallyAuthenticated !== true && userName !== undefined && userName !== email) {
		throw new ConfigurationError('A user who is not externally authenticated has the e-mail address for a name: leave out userName.');
	}
	const roles = user.roles.map(role => checkName(role, 'role'));
	return {externallyAuthenticated, email, userName, roles, fullName: checkName(user.fullName, 'user')};
}
