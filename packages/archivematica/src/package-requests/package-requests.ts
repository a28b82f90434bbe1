import type {HttpClient, JobState, RequestOptions} from '@fonds/core';
import {StorageService} from '../storage/storage-service.ts';
import type {PackageDeletionPlan, PackageRequest, PackageRequestDetails, PackageRequestJob, PackageRequestKind} from './package-request.ts';
import type {StoragePackage} from '../storage/package.ts';

/** What {@link PackageRequests} are made with. */
export interface PackageRequestsOptions {
	/** The user name at the Storage Service; kept with requests, so that the same person does not decide about them. */
	readonly user?: string | undefined;
	/** Milliseconds of the epoch. @default Date.now */
	readonly now?: (() => number) | undefined;
}

/**
 * Requests to delete or to recover a package of the Storage Service: the part of the person who asks. Another person decides, in the web
 * interface or with `PackageApproval`.
 *
 * ```ts
 * const plan = await archivematica.packageRequests.plan(aip);
 * const {job} = await archivematica.packageRequests.requestDeletion(plan, {reason: 'Stored twice', userId: 7, userEmail: 'jane@example.org'});
 * ```
 */
export class PackageRequests {
	readonly #http: HttpClient;
	readonly #storage: StorageService;
	readonly #user: string | undefined;
	readonly #now: () => number;

	constructor(http: HttpClient, {user, now = Date.now}: PackageRequestsOptions = {}) {
		this.#http = http;
		this.#storage = new StorageService(http);
		this.#user = user;
		this.#now = now;
	}

	/**
	 * Reads what a deletion would take away, and what would stay (SS-20, SS-17). Nothing is changed.
	 *
	 * @throws ConfigurationError with code `wrong-package-type` for what is no AIP, AIC or transfer; ConflictError with code `deleted` or
	 * `not-stored`; NotFoundError when there is no such package.
	 */
	async plan(uuid: string, options: RequestOptions = {}): Promise<PackageDeletionPlan> {
		return (await import('./plan.ts')).makePlan(this.#storage, uuid, options);
	}

	/**
	 * Asks for the deletion that a plan shows (SS-23), after looking again that it still is the same. Nothing is deleted until another person
	 * approves it.
	 *
	 * `job.done` waits for that: it gives what was deleted, and fails with `JobFailedError` of code `deletion-rejected` when it was rejected. Not
	 * repeated when the answer is lost.
	 *
	 * @throws ConflictError with code `plan-outdated` when the package is not what the plan shows any more; ConfigurationError for details the
	 * server would take and choke on. Any error with code `work-uncertain` when the answer was lost.
	 */
	async requestDeletion(plan: PackageDeletionPlan, details: PackageRequestDetails, options: RequestOptions = {}): Promise<PackageRequest> {
		const {requireUnchanged} = await import('./plan.ts');
		return this.#request('deletion', await requireUnchanged(this.#storage, plan, options), details, options);
	}

	/**
	 * Asks for the recovery of a damaged AIP or AIC (SS-24): when another person approves it, what an administrator has put into the AIP recovery
	 * location takes the place of its content.
	 *
	 * The package's status does not tell whether it was approved: `job.done` gives `decided`, and its fixity says the rest.
	 *
	 * @throws ConfigurationError with code `wrong-package-type` for what is no AIP or AIC, and for details the server would take and choke on;
	 * NotFoundError when there is no such package. Any error with code `work-uncertain` when the answer was lost.
	 */
	async requestRecovery(uuid: string, details: PackageRequestDetails, options: RequestOptions = {}): Promise<PackageRequest> {
		return this.#request('recovery', await this.#storage.package(uuid, options), details, options);
	}

	/**
	 * Goes on with a request that another process made: `resume(JSON.parse(text))`, where the text is `JSON.stringify(job)` (SS-20).
	 *
	 * @throws ConfigurationError when the state is of something else.
	 */
	async resume(state: JobState): Promise<PackageRequestJob> {
		const {createRequestJob, readRequestState} = await import('./request-job.ts');
		return createRequestJob(this.#storage, readRequestState(state), this.#now);
	}

	async #request(
		kind: PackageRequestKind,
		found: StoragePackage,
		details: PackageRequestDetails,
		options: RequestOptions,
	): Promise<PackageRequest> {
		const [{requireType}, {sendRequest}, {createRequestJob}] = await Promise.all([
			import('./plan.ts'),
			import('./send-request.ts'),
			import('./request-job.ts'),
		]);
		requireType(kind, found);
		const {id, alreadyRequested} = await sendRequest(this.#http, kind, found, details, options);
		const isMarked = found.status === 'DEL_REQ' || found.status === 'RECOVER_REQ';
		const data = {
			package: found.uuid,
			kind,
			id: id ?? null,
			reason: details.reason,
			requestedBy: this.#user ?? null,
			before: isMarked ? null : found.statusText,
			seen: alreadyRequested,
			since: this.#now(),
			silent: 0,
		};
		return {id, alreadyRequested, job: createRequestJob(this.#storage, data, this.#now)};
	}
}
