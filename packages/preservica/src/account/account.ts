import type {JsonValue, RequestOptions, Secret} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';

/** Who is signed in. */
export interface AccountDetails {
	/** What the account may do, without the prefix `ROLE_`, such as `SDB_MANAGER_USER`. */
	readonly roles: readonly string[];
	/** What the server tells beyond the roles. No version promises any of it. */
	readonly extra: Readonly<Record<string, JsonValue>>;
}

/** A security tag that the signed-in user may see. */
export interface OwnSecurityTag {
	readonly name: string;
	/** What the user may do with what has this tag, in the server's words; empty when the server does not tell. */
	readonly permissions: readonly string[];
}

const requests = () => import('./account-requests.ts');

/** The signed-in user: details, password, security tags, edition of the tenancy. */
export class Account {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * The roles of the user, and whatever else the server tells (USR-01).
	 *
	 * @throws DecodeError when the answer names no roles.
	 */
	async details(options: RequestOptions = {}): Promise<AccountDetails> {
		return (await requests()).readDetails(this.#session, options);
	}

	/**
	 * Changes the password (USR-02). Not repeated when the answer is lost: it may have been changed. The session goes on with the token it has;
	 * sign in anew with the new password before that ends.
	 *
	 * Neither password is in any error; the server's own words are left out of them, for they may quote one.
	 *
	 * @throws ConfigurationError when the new password is empty, shorter than 15 characters or the old one. Nothing is sent then.
	 */
	async changePassword(oldPassword: string | Secret, newPassword: string | Secret, options: RequestOptions = {}): Promise<void> {
		const {putPassword} = await import('./password.ts');
		await putPassword(this.#session, oldPassword, newPassword, options);
	}

	/**
	 * The security tags of what the user may see, with the permissions (USR-03). Needs Preservica 6.3.1.
	 *
	 * @throws ConfigurationError with code `version` when the server is older.
	 */
	async securityTags(options: RequestOptions = {}): Promise<OwnSecurityTag[]> {
		await requireServer(this.#session, '6.3.1', 'Reading the security tags of the user', options);
		return (await requests()).readOwnTags(this.#session, options);
	}

	/**
	 * The name of the edition the tenancy has (USR-04). Needs Preservica 7.3.
	 *
	 * @throws ConfigurationError with code `version` when the server is older.
	 */
	async edition(options: RequestOptions = {}): Promise<string> {
		await requireServer(this.#session, '7.3', 'Reading the edition', options);
		return (await requests()).readEdition(this.#session, options);
	}
}
