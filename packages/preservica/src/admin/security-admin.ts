import {path, type Path, type RequestOptions} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import {checkName} from './check-name.ts';
import {bareRole, prefixedRole} from '../auth/role-names.ts';

const requests = () => import('./name-requests.ts');

/** The roles and security tags of the tenancy. All of it takes a manager: the server decides, and refuses with `PermissionError`. */
export class SecurityAdmin {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * The names of all roles, without the prefix `ROLE_` (ADM-01).
	 *
	 * @throws ConfigurationError with code `version` before Preservica 6.5.
	 */
	async roles(options: RequestOptions = {}): Promise<string[]> {
		await requireServer(this.#session, '6.5', 'Listing the roles', options);
		const {readNames} = await requests();
		return (await readNames(this.#session, path`api/admin/security/roles`, 'Role', options)).map(bareRole);
	}

	/**
	 * Adds a role, named with or without the prefix `ROLE_`, and gives its name without it (ADM-02).
	 *
	 * @throws ConfigurationError for an empty name, and with code `version` before Preservica 6.5.
	 */
	async addRole(name: string, options: RequestOptions = {}): Promise<string> {
		const role = checkName(bareRole(name.trim()), 'role');
		await requireServer(this.#session, '6.5', 'Adding a role', options);
		const {addName} = await requests();
		return bareRole(await addName(this.#session, path`api/admin/security/roles`, 'Role', role, options));
	}

	/**
	 * Deletes a role, named with or without the prefix `ROLE_` (ADM-03).
	 *
	 * @throws NotFoundError when there is no such role.
	 * @throws ConfigurationError for an empty name, and with code `version` before Preservica 6.5.
	 */
	async deleteRole(name: string, options: RequestOptions = {}): Promise<void> {
		const role = prefixedRole(checkName(bareRole(name.trim()), 'role'));
		await requireServer(this.#session, '6.5', 'Deleting a role', options);
		await this.#delete(path`api/admin/security/roles/${role}`, options);
	}

	/**
	 * All security tags of the tenancy, also those this account may not use (ADM-04).
	 *
	 * @throws PermissionError when this account is no manager.
	 */
	async tags(options: RequestOptions = {}): Promise<string[]> {
		return (await requests()).readNames(this.#session, path`api/admin/security/tags`, 'Tag', options);
	}

	/**
	 * Adds a security tag and gives its name as the server keeps it (ADM-05).
	 *
	 * @throws ConfigurationError for an empty name, and with code `version` before Preservica 6.4.
	 */
	async addTag(name: string, options: RequestOptions = {}): Promise<string> {
		const tag = checkName(name, 'security tag');
		await requireServer(this.#session, '6.4', 'Adding a security tag', options);
		return (await requests()).addName(this.#session, path`api/admin/security/tags`, 'Tag', tag, options);
	}

	/**
	 * Deletes a security tag (ADM-06).
	 *
	 * @throws NotFoundError when there is no such security tag.
	 * @throws ConfigurationError for an empty name, and with code `version` before Preservica 6.4.
	 */
	async deleteTag(name: string, options: RequestOptions = {}): Promise<void> {
		const tag = checkName(name, 'security tag');
		await requireServer(this.#session, '6.4', 'Deleting a security tag', options);
		await this.#delete(path`api/admin/security/tags/${tag}`, options);
	}

	async #delete(place: Path, options: RequestOptions): Promise<void> {
		await sendAndForget(this.#session.http, 'DELETE', place, options);
	}
}
