import {path, type Path, type RequestOptions} from '@fonds/core';
import {content, element} from '@fonds/core/xml';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {sendElement} from '../xml/send-element.ts';
import {adminNamespace, checkName, nameIn, readAdminList} from './admin-xml.ts';
import {bareRole, prefixedRole} from './role-names.ts';

/** The roles and security tags of the tenancy. All of it takes a manager: the server decides, and refuses with `PermissionError`. */
export class SecurityAdmin {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/** The names of all roles, without the prefix `ROLE_` (ADM-01; 6.5 and newer). */
	async roles(options: RequestOptions = {}): Promise<string[]> {
		await requireServer(this.#session, '6.5', 'Listing the roles', options);
		return readAdminList(this.#session, path`api/admin/security/roles`, 'Role', source => bareRole(nameIn(source)), options);
	}

	/** Adds a role, named with or without the prefix `ROLE_`, and gives its name without it (ADM-02; 6.5 and newer). */
	async addRole(name: string, options: RequestOptions = {}): Promise<string> {
		const role = checkName(bareRole(name.trim()), 'role');
		await requireServer(this.#session, '6.5', 'Adding a role', options);
		return bareRole(await this.#add(path`api/admin/security/roles`, 'Role', role, options));
	}

	/** Deletes a role, named with or without the prefix `ROLE_` (ADM-03; 6.5 and newer). */
	async deleteRole(name: string, options: RequestOptions = {}): Promise<void> {
		const role = prefixedRole(checkName(bareRole(name.trim()), 'role'));
		await requireServer(this.#session, '6.5', 'Deleting a role', options);
		await this.#delete(path`api/admin/security/roles/${role}`, options);
	}

	/** All security tags of the tenancy, also those this account may not use (ADM-04). */
	tags(options: RequestOptions = {}): Promise<string[]> {
		return readAdminList(this.#session, path`api/admin/security/tags`, 'Tag', nameIn, options);
	}

	/** Adds a security tag and gives its name as the server keeps it (ADM-05; 6.4 and newer). */
	async addTag(name: string, options: RequestOptions = {}): Promise<string> {
		const tag = checkName(name, 'security tag');
		await requireServer(this.#session, '6.4', 'Adding a security tag', options);
		return this.#add(path`api/admin/security/tags`, 'Tag', tag, options);
	}

	/** Deletes a security tag (ADM-06; 6.4 and newer). */
	async deleteTag(name: string, options: RequestOptions = {}): Promise<void> {
		const tag = checkName(name, 'security tag');
		await requireServer(this.#session, '6.4', 'Deleting a security tag', options);
		await this.#delete(path`api/admin/security/tags/${tag}`, options);
	}

	/** The answer is one element that holds the name; success may have an empty one. */
	async #add(place: Path, kind: 'Role' | 'Tag', name: string, options: RequestOptions): Promise<string> {
		const namespace = await adminNamespace(this.#session, `Adding a ${kind.toLowerCase()}`, options);
		const answer = await sendElement(this.#session, 'POST', place, element(namespace, kind, name), options);
		return (answer && content(answer).trim()) || name;
	}

	async #delete(place: Path, options: RequestOptions): Promise<void> {
		const response = await this.#session.http.send('DELETE', place, options);
		await response.body?.cancel();
	}
}
