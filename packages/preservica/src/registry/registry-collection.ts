import type {RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {JsonObject} from '../json/open-json.ts';

/**
 * An entry of the registry, as parcore.org describes it, passed through as it is. Most have `id: {name, guid}`; file formats have their PUID in
 * `name`.
 */
export type RegistryItem = JsonObject;

/** Where entries of one kind are. */
export interface RegistryPlace {
	/** Path of the registry, without a slash at its end. */
	readonly base: string;
	readonly segment: string;
	/** What a list is called in the answer, where a public source tells. */
	readonly key: string | undefined;
	/** Are the slashes of an id parts of the path? */
	readonly slashes: boolean;
}

const requests = () => import('./registry-requests.ts');

/** The entries of one kind. Changing them takes a manager: the server decides, and refuses with `PermissionError`. */
export class RegistryCollection {
	readonly #session: Session;
	readonly #place: RegistryPlace;

	constructor(session: Session, place: RegistryPlace) {
		this.#session = session;
		this.#place = place;
	}

	/**
	 * All entries (PAR-01).
	 *
	 * @throws DecodeError when it is not clear which part of the answer is the list.
	 */
	async list(options: RequestOptions = {}): Promise<RegistryItem[]> {
		return (await requests()).readItems(this.#session, this.#place, options);
	}

	/**
	 * Reads one entry (PAR-02).
	 *
	 * @param id - Its GUID; a PUID such as `fmt/40` for file formats.
	 * @throws NotFoundError when there is none.
	 */
	async item(id: string, options: RequestOptions = {}): Promise<RegistryItem> {
		return (await requests()).readItem(this.#session, this.#place, id, options);
	}

	/**
	 * Adds an entry and gives what the server made of it, `undefined` when it says nothing (PAR-03). Not repeated when the answer is lost: it may
	 * have been added.
	 *
	 * @throws PermissionError when this account may not change the registry.
	 * @throws AuthenticationError that says why where the registry takes no access tokens, as before Preservica 7.4.
	 */
	async add(item: RegistryItem, options: RequestOptions = {}): Promise<RegistryItem | undefined> {
		return (await requests()).addItem(this.#session, this.#place, item, options);
	}

	/**
	 * Puts an entry in the place of one, all of it, and gives what the server made of it (PAR-04). The last writer wins.
	 *
	 * @throws NotFoundError when there is none of this id; ConfigurationError for an empty one.
	 * @throws PermissionError, AuthenticationError as `add` does.
	 */
	async update(id: string, item: RegistryItem, options: RequestOptions = {}): Promise<RegistryItem> {
		return (await requests()).updateItem(this.#session, this.#place, id, item, options);
	}

	/**
	 * Deletes an entry (PAR-05).
	 *
	 * @throws NotFoundError when there is none.
	 */
	async delete(id: string, options: RequestOptions = {}): Promise<void> {
		await (await requests()).deleteItem(this.#session, this.#place, id, options);
	}
}
