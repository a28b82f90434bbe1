import {ConfigurationError} from '@fonds/core';
import type {HttpClient, JobState, RequestOptions} from '@fonds/core';
import type {ConnectionOptions, ServerOptions} from '../http/connect.ts';
import {connectStorage} from '../storage/connect.ts';
import {StorageService} from '../storage/storage-service.ts';
import type {PackageDeletionPlan, PackageRequestJob} from './package-request.ts';
import type {RequestData} from './request-job.ts';

/** What deciding takes. */
export interface PackageDecisionOptions extends RequestOptions {
	/** Why. It is kept with the request. */
	readonly reason: string;
}

/** A deletion that somebody asked for, as the person who decides sees it. */
export interface PackageDeletionReview {
	readonly package: string;
	readonly reason: string;
	/** The user name at the Storage Service of who asked; `undefined` where it was not kept. */
	readonly requestedBy: string | undefined;
	/** What would go, read now with the credentials of the person who decides. */
	readonly plan: PackageDeletionPlan;
}

/** What the server says to a decision. */
export interface PackageDecision {
	readonly message: string | undefined;
	readonly detail: string | undefined;
}

/** A request's job, or what was kept of one. */
export type PackageRequestReference = JobState | Pick<PackageRequestJob, 'toJSON'>;

/**
 * Deletion of packages, the part of the person who decides: made with credentials of its own, of somebody else than who asked. The same user is
 * refused here. Needs a Storage Service after 0.23; before, deletions are decided in its web interface only, and recoveries always are.
 *
 * ```ts
 * const approval = new PackageApproval({url, username: 'second.person', apiKey});
 * console.log(await approval.review(state));
 * await approval.approve(state, {reason: 'Checked against the accession register'});
 * ```
 */
export class PackageApproval {
	readonly #http: HttpClient;
	readonly #user: string;

	/** @throws ConfigurationError for an address, a user name or a key that cannot be used. */
	constructor(server: ServerOptions, connection: ConnectionOptions = {}) {
		this.#http = connectStorage(server, connection);
		this.#user = server.username;
	}

	/**
	 * Shows what is asked, by whom and why, and what would go (SS-20, SS-17). Nothing is changed.
	 *
	 * The server does not tell of requests: what is asked is what the state says.
	 *
	 * @param request - The job's JSON as the job gave it: `JSON.parse(text)`.
	 * @throws ConfigurationError with code `same-person` for who asked, with code `no-request-number` for a request that was made by somebody
	 * else before, and when the state is of something else. ConflictError with code `deleted` when it is gone already.
	 */
	async review(request: PackageRequestReference, options: RequestOptions = {}): Promise<PackageDeletionReview> {
		const {package: uuid, reason, requestedBy} = (await this.#read(request)).data;
		const {makePlan} = await import('./plan.ts');
		const plan = await makePlan(new StorageService(this.#http), uuid, options);
		return {package: uuid, reason, requestedBy: requestedBy ?? undefined, plan};
	}

	/**
	 * Has the deletion carried out (SS-25). Follow it with `packageRequests.resume`, or look at the package.
	 *
	 * @throws HttpError with code `deletion-failed` when the deletion itself failed: the request stays open, and can be approved again.
	 * @throws ConflictError with code `not-pending` when it was decided before; PermissionError without the right to decide; ConfigurationError
	 * with code `version` where the server cannot do this, without a reason, and as `review` does. Any error with code `work-uncertain` when the
	 * answer was lost.
	 */
	async approve(request: PackageRequestReference, {reason, ...options}: PackageDecisionOptions): Promise<PackageDecision> {
		return this.#decide(request, 'approve', reason, options);
	}

	/** Refuses the deletion (SS-25): the package gets back the status it had. @throws what `approve` throws. */
	async reject(request: PackageRequestReference, {reason, ...options}: PackageDecisionOptions): Promise<PackageDecision> {
		return this.#decide(request, 'reject', reason, options);
	}

	async #decide(
		request: PackageRequestReference,
		decision: 'approve' | 'reject',
		reason: string,
		options: RequestOptions,
	): Promise<PackageDecision> {
		const {data, id} = await this.#read(request);
		const {sendDecision} = await import('./send-decision.ts');
		return sendDecision(this.#http, {package: data.package, id, decision, reason}, options);
	}

	async #read(request: PackageRequestReference): Promise<{readonly data: RequestData; readonly id: number}> {
		const {readRequestState} = await import('./request-job.ts');
		const data = readRequestState('toJSON' in request ? request.toJSON() : request);
		if (data.kind !== 'deletion') {
			throw new ConfigurationError('Recoveries are decided in the web interface of the Storage Service; there is no API for it.');
		}
		if (data.requestedBy === this.#user) {
			throw new ConfigurationError(
				`${this.#user} asked for this deletion, so another person must decide about it. Make the approval with that person's user name and key.`,
				{code: 'same-person'},
			);
		}
		if (data.id === null) {
			throw new ConfigurationError(
				`The deletion of the package ${data.package} was requested by somebody else before, and the server does not tell the number of that request. It is decided in the web interface.`,
				{code: 'no-request-number'},
			);
		}
		return {data, id: data.id};
	}
}
