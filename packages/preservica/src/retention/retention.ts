import {Pages, path, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {requireServer} from '../auth/require-server.ts';
import type {EntityReference} from '../entities/entity.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import type {NewRetentionPolicy, PoliciesOptions, RetentionAssignment, RetentionPolicy} from './policy.ts';

const lists = () => import('./list-policies.ts');
const changes = () => import('./change-policies.ts');

/** Retention policies and what they are assigned to. Every method throws `ConfigurationError` with code `version` before Preservica 6.2. */
export class Retention {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Walks the policies with all their fields (RET-01, RET-02): one request for each, some at a time, page by page as they are asked for.
	 *
	 * @throws ConfigurationError, while it is read, with code `version` before Preservica 6.2.
	 * @throws NotFoundError, while it is read, when a policy was deleted after its page was listed.
	 */
	policies(options: PoliciesOptions = {}): Pages<RetentionPolicy> {
		const load = async () => (await this.#loaded(lists, options)).listPolicies(this.#session, options).pages();
		return new Pages(async function* () {
			yield* await load();
		});
	}

	/**
	 * Reads one policy (RET-02).
	 *
	 * @throws NotFoundError when there is no such policy, or no right to see it.
	 */
	async policy(ref: string, options: RequestOptions = {}): Promise<RetentionPolicy> {
		return (await this.#loaded(lists, options)).readPolicy(this.#session, ref, options);
	}

	/**
	 * Reads the one policy of a name, which is looked for on all pages (RET-01, RET-02). Case counts.
	 *
	 * @throws NotFoundError when there is none.
	 * @throws SdkError with code `ambiguous-name` when there are several.
	 */
	async policyByName(name: string, options: RequestOptions = {}): Promise<RetentionPolicy> {
		return (await this.#loaded(lists, options)).findPolicy(this.#session, name, options);
	}

	/**
	 * Makes a policy and reads what the server made of it (RET-03, RET-02). Not repeated when the answer is lost: it may have been made.
	 *
	 * @throws ConfigurationError when it has no name, or its period is no whole number.
	 * @throws DecodeError when it was made, but the answer does not say its reference.
	 */
	async createPolicy(policy: NewRetentionPolicy, options: RequestOptions = {}): Promise<RetentionPolicy> {
		return (await this.#loaded(changes, options)).makePolicy(this.#session, policy, options);
	}

	/**
	 * Writes a whole policy and reads what the server made of it (RET-04, RET-02): `updatePolicy({...policy, period: 7})`. What this release
	 * does not know of it is written back. The last writer wins: the server knows no conditional changes.
	 *
	 * @throws NotFoundError when there is no such policy.
	 * @throws ConfigurationError as `createPolicy` does.
	 */
	async updatePolicy(policy: RetentionPolicy, options: RequestOptions = {}): Promise<RetentionPolicy> {
		return (await this.#loaded(changes, options)).putPolicy(this.#session, policy, options);
	}

	/**
	 * Says whether a policy may be assigned to assets (RET-05).
	 *
	 * @throws NotFoundError when there is no such policy.
	 */
	async setAssignable(policy: string | RetentionPolicy, assignable: boolean, options: RequestOptions = {}): Promise<void> {
		await this.#require(options);
		await sendAndForget(this.#session.http, 'PUT', path`api/entity/retention-policies/${refOf(policy)}/assignable`, {
			...options,
			headers: {'content-type': 'text/plain;charset=UTF-8'},
			body: String(assignable),
		});
	}

	/**
	 * Deletes a policy (RET-06).
	 *
	 * @throws NotFoundError when there is no such policy.
	 */
	async deletePolicy(policy: string | RetentionPolicy, options: RequestOptions = {}): Promise<void> {
		await this.#require(options);
		await sendAndForget(this.#session.http, 'DELETE', path`api/entity/retention-policies/${refOf(policy)}`, options);
	}

	/**
	 * The policies that hold for an entity (RET-07).
	 *
	 * @throws NotFoundError when there is no such entity, or no right to see it.
	 */
	async assignments(entity: EntityReference, options: RequestOptions = {}): Promise<RetentionAssignment[]> {
		return (await this.#loaded(changes, options)).readAssignments(this.#session, entity, options);
	}

	/**
	 * Assigns a policy to an asset (RET-08). Not repeated when the answer is lost: look at `assignments` then.
	 *
	 * @throws ConfigurationError for an empty reference of the policy; NotFoundError when there is no such asset, or no right to see it.
	 * @throws DecodeError when the server accepted it, but does not list it.
	 */
	async assign(
		asset: string | EntityReference<'asset'>,
		policy: string | RetentionPolicy,
		options: RequestOptions = {},
	): Promise<RetentionAssignment> {
		return (await this.#loaded(changes, options)).makeAssignment(this.#session, refOf(asset), refOf(policy), options);
	}

	/**
	 * Takes a policy away from an asset (RET-09).
	 *
	 * @throws NotFoundError when it is not assigned any more.
	 */
	async removeAssignment({entity, id}: Pick<RetentionAssignment, 'entity' | 'id'>, options: RequestOptions = {}): Promise<void> {
		await this.#require(options);
		const target = path`api/entity/information-objects/${entity}/retention-assignments/${id}`;
		await sendAndForget(this.#session.http, 'DELETE', target, options);
	}

	#require(options: RequestOptions): Promise<void> {
		return requireServer(this.#session, '6.2', 'Retention', options);
	}

	/** What speaks to the server is loaded when it is first asked for. */
	async #loaded<T>(load: () => Promise<T>, options: RequestOptions): Promise<T> {
		const [module] = await Promise.all([load(), this.#require(options)]);
		return module;
	}
}

function refOf(thing: string | {readonly ref: string}): string {
	return typeof thing === 'string' ? thing : thing.ref;
}
