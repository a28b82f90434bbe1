import {path, type RequestOptions} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import type {Session} from '../auth/session.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import {checkName} from './check-name.ts';
import type {UserReportOptions} from './user-report.ts';
import type {NewUser, User} from './user.ts';

const requests = () => import('./user-requests.ts');

/** The users of the tenancy. All of it takes a manager: the server decides, and refuses with `PermissionError`. */
export class Users {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * The names of all users (ADM-07).
	 *
	 * @throws PermissionError when this account is no manager.
	 */
	async list(options: RequestOptions = {}): Promise<string[]> {
		const {readNames} = await import('./name-requests.ts');
		return readNames(this.#session, path`api/admin/users`, 'User', options);
	}

	/**
	 * Reads one user (ADM-08).
	 *
	 * @throws NotFoundError when there is no user of this name.
	 */
	async user(name: string, options: RequestOptions = {}): Promise<User> {
		return (await requests()).readUser(this.#session, name, options);
	}

	/**
	 * Adds a user and reads what the server made of it (ADM-09, ADM-08). Not repeated when the answer is lost: the user may have been added.
	 *
	 * @throws ConfigurationError when a user who is not externally authenticated is given another name than the e-mail address.
	 * @throws ConfigurationError for an empty name, and with code `version` before Preservica 6.2.
	 */
	async add(user: NewUser, options: RequestOptions = {}): Promise<User> {
		return (await requests()).addUser(this.#session, user, options);
	}

	/**
	 * Gives a user another full name (ADM-08, ADM-10): the document of the server is read and sent back with the name changed. The last writer
	 * wins.
	 *
	 * @throws NotFoundError when there is no user of this name.
	 * @throws ConfigurationError when one of the names is empty.
	 */
	async rename(name: string, fullName: string, options: RequestOptions = {}): Promise<User> {
		return (await requests()).renameUser(this.#session, name, fullName, options);
	}

	/**
	 * Lets a user sign in (ADM-11).
	 *
	 * @throws NotFoundError when there is no user of this name.
	 */
	enable(name: string, options: RequestOptions = {}): Promise<void> {
		return this.#setEnabled(name, true, options);
	}

	/**
	 * Keeps a user from signing in (ADM-11).
	 *
	 * @throws NotFoundError when there is no user of this name.
	 */
	disable(name: string, options: RequestOptions = {}): Promise<void> {
		return this.#setEnabled(name, false, options);
	}

	/**
	 * Disables a user, then deletes it (ADM-11, ADM-12). When the deletion fails, the user stays disabled.
	 *
	 * @throws NotFoundError when there is no user of this name.
	 */
	async delete(name: string, options: RequestOptions = {}): Promise<void> {
		await this.disable(name, options);
		await sendAndForget(this.#session.http, 'DELETE', path`api/admin/users/${checkName(name, 'user')}`, options);
	}

	/**
	 * Writes all users as CSV (ADM-07, ADM-08): `UserName`, `FullName`, `Email`, `Tenant`, `Enabled`, `Roles`, in the order of the list. Users
	 * are read while the stream is; cancelling it stops that. A user who is gone when its turn comes has its name only.
	 *
	 * @throws PermissionError, while it is read, when this account is no manager.
	 * @throws ConfigurationError, while it is read, when the name of a role holds `roleSeparator`.
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
		await sendAndForget(this.#session.http, 'PUT', path`api/admin/users/${checkName(name, 'user')}/enabled`, {
			...options,
			headers: {'content-type': 'text/plain;charset=UTF-8'},
			body: `userEnabledStatus=${enabled}`,
		});
	}
}
