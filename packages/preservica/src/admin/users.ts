import {ConfigurationError, path, type RequestOptions} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import {getXml} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {sendElement} from '../xml/send-element.ts';
import {adminNamespace, checkName, nameIn, readAdminList} from './admin-xml.ts';
import type {UserReportOptions} from './user-report.ts';
import {decodeUser, encodeNewUser, withFullName} from './user-xml.ts';
import type {NewUser, User} from './user.ts';

/** The users of the tenancy. All of it takes a manager: the server decides, and refuses with `PermissionError`. */
export class Users {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/** The names of all users (ADM-07). */
	list(options: RequestOptions = {}): Promise<string[]> {
		return readAdminList(this.#session, path`api/admin/users`, 'User', nameIn, options);
	}

	/**
	 * Reads one user (ADM-08).
	 *
	 * @throws NotFoundError when there is no user of this name.
	 */
	async user(name: string, options: RequestOptions = {}): Promise<User> {
		return decodeUser(await getXml(this.#session.http, userPath(name), options));
	}

	/**
	 * Adds a user and reads what the server made of it (ADM-09, ADM-08). Not repeated when the answer is lost: the user may have been added.
	 *
	 * @throws ConfigurationError when a user who is not externally authenticated is given another name than the e-mail address.
	 */
	async add(user: NewUser, options: RequestOptions = {}): Promise<User> {
		const checked = checkNewUser(user);
		const body = encodeNewUser(await adminNamespace(this.#session, 'Adding a user', options), checked);
		const name = checked.userName ?? checked.email;
		const advice = `The user ${name} may have been added: look before adding it again.`;
		await orSayUncertain(advice, () => sendElement(this.#session, 'POST', 'api/admin/users?source=UX2', body, options));
		return this.user(name, options);
	}

	/**
	 * Gives a user another full name (ADM-08, ADM-10): the document of the server is read and sent back with the name changed. The last writer
	 * wins.
	 */
	async rename(name: string, fullName: string, options: RequestOptions = {}): Promise<User> {
		const place = userPath(name);
		const changed = checkName(fullName, 'user');
		const response = await getXml(this.#session.http, place, options);
		await sendElement(this.#session, 'PUT', place, withFullName(response, changed), options);
		return this.user(name, options);
	}

	/** Lets a user sign in (ADM-11). */
	enable(name: string, options: RequestOptions = {}): Promise<void> {
		return this.#setEnabled(name, true, options);
	}

	/** Keeps a user from signing in (ADM-11). */
	disable(name: string, options: RequestOptions = {}): Promise<void> {
		return this.#setEnabled(name, false, options);
	}

	/** Disables a user, then deletes it (ADM-11, ADM-12). When the deletion fails, the user stays disabled. */
	async delete(name: string, options: RequestOptions = {}): Promise<void> {
		await this.disable(name, options);
		const response = await this.#session.http.send('DELETE', userPath(name), options);
		await response.body?.cancel();
	}

	/**
	 * Writes all users as CSV (ADM-07, ADM-08): `UserName`, `FullName`, `Email`, `Tenant`, `Enabled`, `Roles`, in the order of the list. Users
	 * are read while the stream is; cancelling it stops that. A user who is gone when its turn comes has its name only.
	 */
	report(options: UserReportOptions = {}): ReadableStream<Uint8Array<ArrayBuffer>> {
		const rows = async function* (users: Users): AsyncGenerator<string> {
			const {reportUsers} = await import('./user-report.ts');
			yield* reportUsers(users, options);
		};
		return streamFrom(rows(this));
	}

	/** What public clients send: the pair of a form, labelled as plain text. */
	async #setEnabled(name: string, enabled: boolean, options: RequestOptions): Promise<void> {
		const response = await this.#session.http.send('PUT', path`api/admin/users/${checkName(name, 'user')}/enabled`, {
			...options,
			headers: {'content-type': 'text/plain;charset=UTF-8'},
			body: `userEnabledStatus=${enabled}`,
		});
		await response.body?.cancel();
	}
}

function userPath(name: string) {
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
