import {Pages, path, type RequestOptions} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {refOf, type EntityReference} from '../entities/entity.ts';
import type {PagedOptions} from '../xml/read-list.ts';
import type {LegalHold, LegalHoldAssignment, LegalHoldFields} from './legal-hold.ts';

/** What reading a list of holds takes. */
export interface LegalHoldListOptions extends PagedOptions {
	/** Holds of this name only. */
	readonly name?: string | undefined;
}

const requests = () => import('./legal-hold-requests.ts');

/**
 * Legal holds, and the assets under them, known from the source of pyPreservica 4.2. Every method throws what `HttpClient.send` throws, besides
 * what it names; before Preservica 9.1 `ConfigurationError` with code `version`.
 */
export class LegalHolds {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Walks the holds there are (HLD-01).
	 *
	 * @throws ConfigurationError, while it is read, with code `version` before Preservica 9.1.
	 */
	list(options: LegalHoldListOptions = {}): Pages<LegalHold> {
		const session = this.#session;
		return new Pages(async function* () {
			await requireHolds(session, options);
			const {listHolds} = await requests();
			yield* listHolds(session, options).pages();
		});
	}

	/**
	 * Reads one hold (HLD-02).
	 *
	 * @throws NotFoundError when there is no such hold.
	 */
	async hold(ref: string, options: RequestOptions = {}): Promise<LegalHold> {
		await requireHolds(this.#session, options);
		return (await requests()).readHold(this.#session, ref, options);
	}

	/**
	 * Makes a hold; no asset is under it yet (HLD-03). Not repeated when the answer is lost: it may have been made.
	 *
	 * @throws DecodeError when the server does not tell what it made.
	 */
	async create(fields: LegalHoldFields, options: RequestOptions = {}): Promise<LegalHold> {
		await requireHolds(this.#session, options);
		return (await requests()).makeHold(this.#session, fields, options);
	}

	/**
	 * Changes name and description of a hold (HLD-04). A description of `undefined` is left out of the request.
	 *
	 * @throws NotFoundError when there is no such hold.
	 */
	async update({ref, ...fields}: LegalHoldFields & Pick<LegalHold, 'ref'>, options: RequestOptions = {}): Promise<LegalHold> {
		await requireHolds(this.#session, options);
		return (await requests()).changeHold(this.#session, ref, fields, options);
	}

	/**
	 * Deletes a hold (HLD-05). What becomes of assets that are under it is not known: release them first.
	 *
	 * @throws NotFoundError when there is no such hold; perhaps ConflictError while assets are under it.
	 */
	async delete(ref: string, options: RequestOptions = {}): Promise<void> {
		await requireHolds(this.#session, options);
		await this.#session.http.send('DELETE', path`api/entity/legal-holds/${ref}`, options);
	}

	/**
	 * The holds an asset is under (HLD-06).
	 *
	 * @throws NotFoundError when there is no such asset, or no right to see it.
	 */
	async ofAsset(asset: string | EntityReference<'asset'>, options: RequestOptions = {}): Promise<LegalHoldAssignment[]> {
		await requireHolds(this.#session, options);
		return (await requests()).readHoldsOf(this.#session, holdsOf(asset), options);
	}

	/**
	 * Puts an asset under a hold (HLD-07). Not repeated when the answer is lost: it may be under it.
	 *
	 * @throws NotFoundError, PermissionError when there is no such asset or hold, or no right to put it there.
	 */
	async assign(asset: string | EntityReference<'asset'>, hold: string, options: RequestOptions = {}): Promise<void> {
		await requireHolds(this.#session, options);
		await (await requests()).assignHold(this.#session, holdsOf(asset), hold, options);
	}

	/**
	 * Releases an asset from a hold (HLD-08).
	 *
	 * @throws NotFoundError when it is not under that hold.
	 */
	async release(asset: string | EntityReference<'asset'>, hold: string, options: RequestOptions = {}): Promise<void> {
		await requireHolds(this.#session, options);
		await this.#session.http.send('DELETE', path`api/entity/information-objects/${refOf(asset)}/legal-holds/${hold}`, options);
	}
}

function requireHolds(session: Session, options: RequestOptions): Promise<void> {
	return requireServer(session, '9.1', 'Using legal holds', options);
}

function holdsOf(asset: string | EntityReference<'asset'>) {
	return path`api/entity/information-objects/${refOf(asset)}/legal-holds`;
}
