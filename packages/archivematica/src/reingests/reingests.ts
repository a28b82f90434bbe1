import {ConfigurationError, JobFailedError, path} from '@fonds/core';
import type {HttpClient, JobState, RequestOptions} from '@fonds/core';
import {sendJson} from '@fonds/core/json';
import type {Dashboard} from '../dashboard/dashboard.ts';
import {packageSchema} from '../storage/package-json.ts';
import type {StoragePackage} from '../storage/package.ts';
import {StorageService} from '../storage/storage-service.ts';
import {besideTheAip} from '../transfers/outcome.ts';
import {createPacedJob} from '../transfers/paced-job.ts';
import {followReingest} from './follow-reingest.ts';
import {paceOfReingest} from './pace.ts';
import {acceptedAs, newReingestData, readReingestData, reingestJobKind} from './reingest-data.ts';
import type {ReingestData} from './reingest-data.ts';
import type {FollowReingest, ReingestJob, ReingestResult, ReingestStatus, StartReingest} from './reingest.ts';
import {nameOf, reingestedOn, startReingest} from './start-reingest.ts';
import type {ReingestServers} from './start-reingest.ts';

/** What {@link Reingests.follow} takes. */
export interface FollowStartedReingest extends FollowReingest {
	/** UUID of the transfer a full reingest became; found by its name while it waits for approval, where it is not given. */
	readonly transfer?: string | undefined;
	/** Whether the job approves the reingest. @default false */
	readonly approve?: boolean | undefined;
}

/** What {@link Reingests} are made with. */
export interface ReingestsOptions {
	/** Milliseconds of the epoch. @default Date.now */
	readonly now?: (() => number) | undefined;
}

/**
 * Reingests: stored AIPs on their way through the pipeline again.
 *
 * ```ts
 * const reingest = await archivematica.reingests.start(aip, {type: 'metadata', processingConfig: 'automated', metadata: [{location, path}]});
 * const {dips, warnings} = await reingest.done();
 * ```
 */
export class Reingests {
	readonly #servers: ReingestServers;

	/** @param http - The transport of the Storage Service, see `connectStorage`. */
	constructor(dashboard: Dashboard, http: HttpClient, {now = Date.now}: ReingestsOptions = {}) {
		this.#servers = {http, dashboard, storage: new StorageService(http), now};
	}

	/**
	 * Has a stored AIP sent to the pipeline again (SS-33), and gives the job that leads it through: approved (AM-03, AM-14), with metadata added
	 * before (AM-15), processed (AM-04, AM-05), and stored anew (SS-20). The answer comes when the content was checked, extracted and copied,
	 * which can take hours. Keep `job.toJSON()`.
	 *
	 * When the answer is lost, nothing is sent again: the job looks what came of it. When the process dies meanwhile, `follow` does.
	 *
	 * @throws ConfigurationError for a kind the server would misread, with code `wrong-package-type` for what is no AIP or AIC, with code
	 * `foreign-pipeline` for a pipeline that is not the dashboard's. ConflictError with code `being-reingested` or `not-stored`. NotFoundError when
	 * there is no such AIP or processing configuration.
	 * @throws HttpError with code `no-processing-location`, `reingest-content` (its fixity is bad, or it cannot be reached), `pipeline-refused` or
	 * `unknown-pipeline`.
	 */
	async start(aip: string, reingest: StartReingest, options: RequestOptions = {}): Promise<ReingestJob> {
		return this.#follow(await startReingest(this.#servers, aip, reingest, options));
	}

	/**
	 * Follows a reingest that somebody else started, or whose process died (SS-20, AM-06).
	 *
	 * @throws NotFoundError when there is no such AIP.
	 */
	async follow(
		aip: string,
		{transfer, approve = false, ...reingest}: FollowStartedReingest,
		options: RequestOptions = {},
	): Promise<ReingestJob> {
		const {storage, now} = this.#servers;
		const name = nameOf(await storage.package(aip, options));
		const data = newReingestData(aip, {...reingest, approve}, {now: now(), name, others: []});
		return this.#follow(transfer === undefined ? data : acceptedAs(data, transfer, now()));
	}

	/** Goes on with a job that another process kept. @throws ConfigurationError when it is no job of a reingest. */
	resume(state: JobState): ReingestJob {
		return this.#follow(readReingestData(state));
	}

	/**
	 * Gives an AIP free that is marked as being reingested (SS-22), so that it can be reingested again. Only when the pipeline gave up: it could
	 * not store what it makes of the AIP after that.
	 *
	 * Nothing is sent when the AIP is not marked.
	 *
	 * @param confirmation - Says that somebody made sure that the pipeline does not work on it any more.
	 * @throws ConfigurationError without the confirmation; NotFoundError when there is no such AIP.
	 */
	async release(aip: string, confirmation: {readonly pipelineGaveUp: true}, options: RequestOptions = {}): Promise<StoragePackage> {
		const {pipelineGaveUp}: {readonly pipelineGaveUp?: unknown} = confirmation ?? {};
		if (pipelineGaveUp !== true) {
			throw new ConfigurationError(
				'A pipeline that still works on the AIP could not store its work after this. Make sure that it gave up, and say {pipelineGaveUp: true}.',
			);
		}
		const {http, storage} = this.#servers;
		const found = await storage.package(aip, options);
		return reingestedOn(found) === undefined
			? found
			: sendJson(http, 'PATCH', path`api/v2/file/${aip}/`, {reingest: null}, packageSchema, options);
	}

	#follow(data: ReingestData): ReingestJob {
		const servers = this.#servers;
		return createPacedJob<ReingestStatus, ReingestResult, ReingestData>(
			{
				kind: reingestJobKind,
				id: data.aip,
				data,
				poll: (known, options) => followReingest(known, {...servers, options}),
				result: (status, {warnings}, options) => resultOf(status, {...servers, warnings, options}),
			},
			paceOfReingest,
		);
	}
}

async function resultOf(
	status: ReingestStatus,
	context: ReingestServers & {readonly warnings: boolean; readonly options: RequestOptions},
): Promise<ReingestResult> {
	const {state, aip, type, transfer, detail} = status;
	if (state !== 'succeeded') {
		throw new JobFailedError(detail ?? `The reingest of the AIP ${aip} ended as ${state}.`, {status, code: `reingest-${state}`});
	}
	const units = [...(transfer === undefined ? [] : [['transfer', transfer] as const]), ['ingest', aip] as const];
	return {aip, type, transfer, ...(await besideTheAip(units, aip, context))};
}
