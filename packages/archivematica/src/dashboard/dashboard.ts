import {ConfigurationError, ConflictError, path} from '@fonds/core';
import type {HttpClient, PollOptions, RequestOptions} from '@fonds/core';
import {decodeJson, getJson} from '@fonds/core/json';
import {describeUnitError} from '../http/describe-error.ts';
import {isUuid} from '../paths/uuid.ts';
import {ProcessingConfigurations} from '../processing-configurations/processing-configurations.ts';
import {copyMetadataFiles} from './copy-metadata-files.ts';
import {createPackage} from './create-package.ts';
import {formOf} from './form.ts';
import {hideEach, hideFinished, hideUnit, listCompleted} from './hide-units.ts';
import type {HiddenUnits} from './hide-units.ts';
import {taskSchema, jobsSchema} from './job-json.ts';
import type {Task, UnitJob} from './job.ts';
import {fetchLevels, listLevels, readPathLevel, writePathLevel} from './levels-of-description.ts';
import type {LevelOfDescription} from './levels-of-description.ts';
import {approval, startedTransfer, unapprovedTransfers, waitingUnits} from './lists-json.ts';
import type {DashboardServer, StartedTransfer, UnapprovedTransfer, WaitingUnit} from './lists.ts';
import {checkNewTransfer} from './new-transfer.ts';
import type {NewPackage, NewTransfer, TransferSource} from './new-transfer.ts';
import {approveReingest, receiveReingest} from './receive-reingest.ts';
import type {ReceivedReingest} from './receive-reingest.ts';
import {explainUncertainStart, isStartRefusal} from './uncertain-start.ts';
import type {TransferType} from './transfer-type.ts';
import {unitAnswer} from './unit-status-json.ts';
import type {UnitStatus} from './unit-status.ts';
import {validateCsv} from './validate-csv.ts';
import type {CsvValidator, CsvVerdict} from './validate-csv.ts';

/** Options of {@link Dashboard.jobs}. */
export interface JobsOptions extends RequestOptions {
	/** Only jobs of this group. */
	readonly microservice?: string | undefined;
	/** Only jobs of this name. */
	readonly name?: string | undefined;
	/** Only jobs of this workflow link. */
	readonly link?: string | undefined;
	/** Whether tasks come with file names and times; Archivematica before 1.16 leaves them out all the same. @default false */
	readonly detailed?: boolean | undefined;
}

/** What {@link Dashboard.approve} takes. */
export interface Approval {
	/** The last segment of the path that {@link Dashboard.startTransfer} answered. */
	readonly directory: string;
	/** @default 'standard' */
	readonly type?: TransferType | undefined;
}

/**
 * The Archivematica dashboard: one pipeline, its transfers and SIPs. To start a transfer and follow it to its AIP, use {@link Transfers}.
 *
 * Every method throws `AuthenticationError` when the key is refused, and also when the dashboard is not installed yet.
 */
export class Dashboard {
	readonly #http: HttpClient;
	/** What the pipeline does without asking a person. */
	readonly processingConfigurations: ProcessingConfigurations;

	constructor(http: HttpClient) {
		this.#http = http;
		this.processingConfigurations = new ProcessingConfigurations(http);
	}

	/** The page of a transfer or a SIP, for people. Nothing is asked. @throws ConfigurationError for what can be no UUID: it is empty, or a dot. */
	pageOf(kind: UnitStatus['type'], uuid: string): URL {
		return new URL(path`${kind}/${uuid}/`.toString(), this.#http.baseUrl);
	}

	/**
	 * Starts a transfer the modern way (AM-22) and gives its UUID: write it down before anything else.
	 *
	 * The server copies the content after it has answered. What goes wrong then (a path that does not exist, a location of another pipeline)
	 * shows only in that the unit never gets a job.
	 *
	 * An `Idempotency-Key` is always sent. A start whose answer was lost is sent again only where the server honours it: the first time, its
	 * release is asked for. While the server works on the same start, it is asked again until `deadline`, a minute unless told otherwise.
	 *
	 * @throws Any error with code `start-uncertain` when the answer was lost: the transfer may have been started. Look at `waiting`,
	 * `unapproved` and `completedTransfers` before starting it again, where the server does not honour the key.
	 * @throws ConflictError with code `idempotency-key-reused` when the key belongs to another start, with code `start-in-progress` when the
	 * server is still working on this one.
	 */
	async createPackage(transfer: NewPackage, options?: PollOptions): Promise<string> {
		return createPackage(this.#http, transfer, options);
	}

	/**
	 * Starts a transfer the classic way (AM-01). It answers when the content has been copied, which can take hours; then the transfer waits
	 * for {@link Dashboard.approve}. `processingMCP.xml` in the content chooses the configuration.
	 *
	 * @throws Any error with code `start-uncertain`, as {@link Dashboard.createPackage}.
	 */
	async startTransfer(transfer: NewTransfer, options?: RequestOptions): Promise<StartedTransfer> {
		const {type, path: source} = checkNewTransfer(transfer);
		if (type === 'disk image') {
			throw new ConfigurationError(
				"The classic start does not know the type 'disk image' and would make a standard transfer. Use createPackage.",
			);
		}
		const form = formOf({
			name: transfer.name,
			type,
			accession: transfer.accession,
			access_system_id: transfer.accessSystemId,
			'paths[]': source,
			'row_ids[]': '',
		});
		try {
			const response = await this.#http.send('POST', path`api/transfer/start_transfer/`, {
				...options,
				timeout: options?.timeout ?? copying,
				body: form,
				retry: false,
			});
			return await decodeJson(response, startedTransfer);
		} catch (error) {
			throw isStartRefusal(error) ? error : explainUncertainStart(error, transfer.name);
		}
	}

	/**
	 * Transfers that wait for approval; the kinds maildir, TRIM and dataverse are never among them: see {@link Dashboard.waiting} (AM-02).
	 *
	 * @throws AuthenticationError for a refused key, HttpError for another failure of the dashboard.
	 */
	async unapproved(options?: RequestOptions): Promise<readonly UnapprovedTransfer[]> {
		return (await getJson(this.#http, path`api/transfer/unapproved`, unapprovedTransfers, options)).results;
	}

	/**
	 * Approves a transfer and gives its UUID (AM-03).
	 *
	 * @throws HttpError with status 500 and "Unable to start the transfer." also when the server has not noticed the transfer yet, which takes
	 * some seconds: try again.
	 */
	async approve({directory, type = 'standard'}: Approval, options?: RequestOptions): Promise<string> {
		const body = formOf({type, directory});
		const response = await this.#http.send('POST', path`api/transfer/approve`, {...options, body, retry: false});
		return (await decodeJson(response, approval)).uuid;
	}

	/**
	 * What a transfer is doing (AM-04).
	 *
	 * @throws HttpError with code `not-started` while it has no job, NotFoundError when the dashboard does not know it.
	 */
	async transferStatus(uuid: string, options?: RequestOptions): Promise<UnitStatus> {
		return this.#status('transfer', uuid, options);
	}

	/**
	 * What a SIP is doing (AM-05).
	 *
	 * @throws as {@link Dashboard.transferStatus}; both are normal for a moment when a transfer just ended.
	 */
	async ingestStatus(uuid: string, options?: RequestOptions): Promise<UnitStatus> {
		return this.#status('ingest', uuid, options);
	}

	/**
	 * Every unit that waits for a person, transfers and SIPs, once for each question (AM-06). No API gives the answers on offer or takes one.
	 *
	 * @throws AuthenticationError for a refused key, HttpError for another failure of the dashboard.
	 */
	async waiting(options?: RequestOptions): Promise<readonly WaitingUnit[]> {
		return (await getJson(this.#http, path`api/ingest/waiting`, waitingUnits, options)).results;
	}

	/**
	 * UUIDs of the transfers that are complete and not hidden (AM-10). Slow on pipelines that hide nothing: do not poll it.
	 *
	 * @throws AuthenticationError for a refused key, HttpError for another failure of the dashboard.
	 */
	async completedTransfers(options?: RequestOptions): Promise<readonly string[]> {
		return listCompleted(this.#http, 'transfer', options);
	}

	/**
	 * UUIDs of the SIPs that are complete and not hidden (AM-11). Slow on pipelines that hide nothing: do not poll it.
	 *
	 * @throws AuthenticationError for a refused key, HttpError for another failure of the dashboard.
	 */
	async completedIngests(options?: RequestOptions): Promise<readonly string[]> {
		return listCompleted(this.#http, 'ingest', options);
	}

	/**
	 * Takes a finished transfer out of the dashboard's lists (AM-07). Nothing is deleted.
	 *
	 * @throws ConflictError when it is not finished, not known, or hidden already.
	 */
	async hideTransfer(uuid: string, options?: RequestOptions): Promise<void> {
		await hideUnit(this.#http, 'transfer', uuid, options);
	}

	/**
	 * Takes a finished SIP out of the dashboard's lists (AM-08). Nothing is deleted.
	 *
	 * @throws as {@link Dashboard.hideTransfer}.
	 */
	async hideIngest(uuid: string, options?: RequestOptions): Promise<void> {
		await hideUnit(this.#http, 'ingest', uuid, options);
	}

	/**
	 * Takes all complete **and all failed** transfers out of the dashboard's lists, and gives their UUIDs (AM-09). Rejected ones stay, and nothing
	 * is deleted. To keep failed transfers in sight, use {@link Dashboard.hideEachCompletedTransfer}.
	 *
	 * @throws HttpError when the dashboard could not; some may be hidden then. It is never repeated by itself.
	 */
	async hideCompletedTransfers(options?: RequestOptions): Promise<readonly string[]> {
		return hideFinished(this.#http, 'transfer', options);
	}

	/**
	 * Takes all complete **and all failed** SIPs out of the dashboard's lists, and gives their UUIDs (AM-09). Rejected ones stay, and nothing is
	 * deleted. To keep failed SIPs in sight, use {@link Dashboard.hideEachCompletedIngest}.
	 *
	 * @throws as {@link Dashboard.hideCompletedTransfers}.
	 */
	async hideCompletedIngests(options?: RequestOptions): Promise<readonly string[]> {
		return hideFinished(this.#http, 'ingest', options);
	}

	/**
	 * Hides every complete transfer, one by one, and none that failed (AM-10, AM-07).
	 *
	 * @throws any error but a refusal, which is part of the result. What was hidden before stays hidden; calling again goes on with the rest.
	 */
	async hideEachCompletedTransfer(options?: RequestOptions): Promise<HiddenUnits> {
		return hideEach(this.#http, 'transfer', options);
	}

	/**
	 * Hides every complete SIP, one by one, and none that failed (AM-11, AM-08).
	 *
	 * @throws as {@link Dashboard.hideEachCompletedTransfer}.
	 */
	async hideEachCompletedIngest(options?: RequestOptions): Promise<HiddenUnits> {
		return hideEach(this.#http, 'ingest', options);
	}

	/**
	 * What the Storage Service calls once it has put the content of an AIP into the pipeline's `tmp` (AM-12, AM-13). Gives the UUID of the new
	 * transfer or SIP. **It is not the way to begin a reingest:** that is `reingests.start()`. Without content in `tmp` this destroys jobs, rights
	 * and descriptions of the AIP in the pipeline's database before it fails.
	 *
	 * @throws ConfigurationError unless `contentIsInPlace` is `true`; HttpError when there is a transfer of this name (400) or no content (500).
	 */
	async receiveReingest(reingest: ReceivedReingest, options?: RequestOptions): Promise<string> {
		return receiveReingest(this.#http, reingest, options);
	}

	/**
	 * Approves a reingest of metadata or objects, which waits at "Approve AIP reingest" (AM-14). A full reingest is a transfer:
	 * {@link Dashboard.approve}.
	 *
	 * @throws HttpError with code `reingest-not-waiting` when it does not wait, also when it does not wait yet: try again.
	 */
	async approveReingest(aip: string, options?: RequestOptions): Promise<void> {
		await approveReingest(this.#http, aip, options);
	}

	/**
	 * Copies files of this pipeline's locations into the metadata of a SIP, such as one that waits at "Reminder: add metadata if desired" or a
	 * reingest that is not approved yet (AM-15). It answers when all are copied; what came before a failure stays.
	 *
	 * @throws HttpError with the dashboard's words for a location of another pipeline, and without for a SIP it does not know.
	 */
	async copyMetadataFiles(sip: string, files: readonly TransferSource[], options?: RequestOptions): Promise<void> {
		await copyMetadataFiles(this.#http, sip, files, {...options, timeout: options?.timeout ?? copying});
	}

	/**
	 * The levels of description the dashboard has, in their order (AM-16).
	 *
	 * @throws AuthenticationError for a refused key, HttpError for another failure of the dashboard.
	 */
	async levelsOfDescription(options?: RequestOptions): Promise<readonly LevelOfDescription[]> {
		return listLevels(this.#http, options);
	}

	/**
	 * Replaces the levels of description by those of AtoM, and gives them with their new UUIDs (AM-17). Though it is a GET on the wire, it
	 * changes the dashboard, and is never repeated by itself.
	 *
	 * @throws HttpError with code `atom-not-configured`, or `atom-unreachable`: then the old levels may be gone.
	 */
	async fetchLevelsOfDescription(options?: RequestOptions): Promise<readonly LevelOfDescription[]> {
		return fetchLevels(this.#http, options);
	}

	/**
	 * The name of the level of description of a folder in the SIP arrangement, such as `/arrange/letters/`; `undefined` when it has none (AM-18).
	 *
	 * @throws NotFoundError when there is no such folder, also once its SIP was created.
	 */
	async pathLevelOfDescription(folder: string, options?: RequestOptions): Promise<string | undefined> {
		return readPathLevel(this.#http, folder, options);
	}

	/**
	 * Sets the level of description of a folder in the SIP arrangement, or clears it with `undefined` (AM-18, AM-16). Reading gives a name; this
	 * takes a UUID, which is looked for first: the dashboard would clear the level for one it does not know, and call that a success.
	 *
	 * @throws ConfigurationError with code `unknown-level`, NotFoundError as {@link Dashboard.pathLevelOfDescription}.
	 */
	async setPathLevelOfDescription(folder: string, level: string | undefined, options?: RequestOptions): Promise<void> {
		await writePathLevel(this.#http, folder, level, options);
	}

	/**
	 * Has the dashboard check a CSV file, which must be UTF-8: a manifest for Avalon, or `rights.csv` (AM-24). What is wrong with the file is the
	 * answer, not an error; only the first problem is told.
	 *
	 * @throws HttpError with code `csv-unreadable` when the dashboard cannot read it as such a file, NotFoundError for a validator this release does
	 * not have.
	 */
	async validateCsv(validator: CsvValidator, csv: string | Uint8Array<ArrayBuffer> | Blob, options?: RequestOptions): Promise<CsvVerdict> {
		return validateCsv(this.#http, validator, csv, options);
	}

	/**
	 * The steps of a unit, oldest first (AM-25). One task per file: for large units choose by `microservice` or `name`.
	 *
	 * @throws NotFoundError when the unit has no job, also because it is not known; ConfigurationError for a link that is no UUID.
	 */
	async jobs(unit: string, {microservice, name, link, detailed, ...options}: JobsOptions = {}): Promise<readonly UnitJob[]> {
		if (link !== undefined && !isUuid(link)) {
			throw new ConfigurationError(`${JSON.stringify(link)} is not the UUID of a workflow link.`);
		}
		const query = {microservice, name, link_uuid: link, detailed: detailed ? 'true' : undefined};
		return getJson(this.#http, path`api/v2beta/jobs/${unit}`, jobsSchema, {...options, query});
	}

	/**
	 * One task of a job (AM-26). What the tool printed is only in the web interface.
	 *
	 * @throws NotFoundError when there is none.
	 */
	async task(uuid: string, options?: RequestOptions): Promise<Task> {
		return getJson(this.#http, path`api/v2beta/task/${uuid}`, taskSchema, options);
	}

	/**
	 * Version and pipeline UUID, from the headers of an answer to AM-06 (reference 1.12).
	 *
	 * @throws AuthenticationError for a refused key, HttpError for another failure of the dashboard.
	 */
	async server(options?: RequestOptions): Promise<DashboardServer> {
		const response = await this.#http.send('GET', path`api/ingest/waiting`, options);
		await decodeJson(response, waitingUnits);
		return {
			version: response.headers.get('x-archivematica-version') ?? undefined,
			pipeline: response.headers.get('x-archivematica-id') ?? undefined,
		};
	}

	async #status(kind: UnitStatus['type'], uuid: string, options: RequestOptions | undefined): Promise<UnitStatus> {
		const target = path`api/${kind}/status/${uuid}/`;
		const answer = await getJson(this.#http, target, unitAnswer, options);
		if ('unit' in answer) {
			return answer.unit;
		}
		const request = {status: 200, method: 'GET', url: new URL(target.toString(), this.#http.baseUrl).href} as const;
		throw (
			describeUnitError(answer.refusal, request) ?? new ConflictError(`The dashboard gave no status of ${uuid}: ${answer.refusal}`, request)
		);
	}
}

/** Milliseconds the server gives itself to copy (reference 1.13). */
const copying = 86_400_000;
