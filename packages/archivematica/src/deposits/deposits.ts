import {path} from '@fonds/core';
import type {HttpClient, Job, JobState, RequestOptions} from '@fonds/core';
import {getXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import type {Dashboard} from '../dashboard/dashboard.ts';
import {createDeposit, listDeposits} from './create-deposit.ts';
import type {CreateDepositOptions} from './create-deposit.ts';
import type {DepositEntry, DepositReceipt, DepositService, DepositState} from './deposit.ts';
import {metsOf, withoutDownloads} from './deposit-mets.ts';
import type {DepositDescription} from './deposit-mets.ts';
import type {DepositResult, DepositStatus} from './deposit-status.ts';
import {decodeService} from './deposit-xml.ts';
import {addMets, deleteDeposit, finishDeposit, readDeposit, readState} from './edit-deposit.ts';
import type {AddFilesOptions} from './edit-deposit.ts';
import type {FileContent} from './file-content.ts';
import {deleteFile, deleteFiles, listFiles, sendFile} from './media.ts';
import type {DepositContent, StartDeposit} from './start-deposit.ts';

/** What {@link Deposits} are made with. */
export interface DepositsOptions {
	/** Where the transfers of deposits are looked for. @default nowhere */
	readonly dashboard?: Dashboard | undefined;
	/** Milliseconds of the epoch. @default Date.now */
	readonly now?: (() => number) | undefined;
}

/** Options of {@link Deposits.finish}. */
export interface FinishDepositOptions extends RequestOptions {
	/** Whether the files in the METS are fetched first. They are not by default: what was fetched before is only told. @default false */
	readonly fetch?: boolean | undefined;
}

/** Options of {@link Deposits.resume}. */
export interface ResumeDepositOptions {
	/** The content of files that were not sent yet, by name; needed only where the job broke off before all were sent. */
	readonly content?: readonly DepositContent[] | undefined;
}

/**
 * SWORD v2 deposits of the Storage Service: content that comes over the network and goes to a pipeline as a standard transfer.
 *
 * Anybody may read, except single deposits. All else needs the session of a manager or administrator (see {@link StorageSession}).
 */
export class Deposits {
	readonly #http: HttpClient;
	readonly #dashboard: Dashboard | undefined;
	readonly #now: () => number;

	/** @param http - What `connectDeposits` makes. */
	constructor(http: HttpClient, {dashboard, now = Date.now}: DepositsOptions = {}) {
		this.#http = http;
		this.#dashboard = dashboard;
		this.#now = now;
	}

	/** Reads which collections take deposits (SW-01). @throws DecodeError when it is no service document. */
	async service(options: RequestOptions = {}): Promise<DepositService> {
		return decodeService(await getXml(this.#http, path`api/v2/sword/`, options), this.#http.baseUrl);
	}

	/**
	 * Lists the deposits of a collection that are neither deleted nor handed to a pipeline (SW-02).
	 *
	 * @param collection - UUID of the location.
	 * @throws NotFoundError when there is no such location, HttpError with code `not-a-collection` when it takes no deposits.
	 */
	async list(collection: string, options: RequestOptions = {}): Promise<readonly DepositEntry[]> {
		return listDeposits(this.#http, collection, options);
	}

	/**
	 * Creates a deposit, whose files the server begins to fetch (SW-02). It is sent once.
	 *
	 * @param collection - UUID of the location.
	 * @param deposit - What is deposited, or a METS document of your own.
	 * @throws UncertainDepositError with code `start-uncertain` when it may have been created. ConfigurationError with code `deposit-mets` or
	 * `file-name` for what the server would refuse, change or lose. PermissionError without the session of somebody who may.
	 */
	async create(collection: string, deposit: DepositDescription | XmlElement, options: CreateDepositOptions = {}): Promise<DepositReceipt> {
		return createDeposit(this.#http, collection, metsOf(deposit), options);
	}

	/**
	 * Reads one deposit, which needs a session (SW-03).
	 *
	 * @throws ConflictError with code `already-submitted` when it was handed to a pipeline. NotFoundError when there is none. PermissionError
	 * without the session of somebody who may.
	 */
	async read(uuid: string, options: RequestOptions = {}): Promise<DepositEntry> {
		return readDeposit(this.#http, uuid, options);
	}

	/**
	 * Has the server fetch more files into a deposit (SW-03; SW-04 with `via: 'media'`). The METS is kept in place of an earlier one of the same
	 * object.
	 *
	 * @throws ConflictError with code `already-submitted`; else what `create` throws of METS and sessions.
	 */
	async addFiles(uuid: string, files: DepositDescription | XmlElement, options: AddFilesOptions = {}): Promise<DepositReceipt> {
		return addMets(this.#http, uuid, metsOf(files), options);
	}

	/**
	 * Has the server hand a deposit to a pipeline as soon as all downloads are complete (SW-03). It is sent once: when it comes twice, a second
	 * transfer with nothing but the METS can arise. `state` tells when an attempt failed, and `read` fails with `already-submitted` when it is done.
	 *
	 * @param deposit - What was deposited: the METS that stays with the content. The server cannot finish without one.
	 * @throws Any error with code `finish-uncertain` when the answer was lost: the end may have been told. ConflictError with code
	 * `already-submitted`; else what `create` throws of METS and sessions.
	 */
	async finish(
		uuid: string,
		deposit: DepositDescription | XmlElement,
		{fetch = false, ...options}: FinishDepositOptions = {},
	): Promise<DepositReceipt> {
		const mets = metsOf(deposit);
		return finishDeposit(this.#http, uuid, fetch ? mets : withoutDownloads(mets), options);
	}

	/**
	 * Deletes a deposit and its content (SW-03). Its row stays, with the status `DELETED`.
	 *
	 * @throws ConflictError with code `already-submitted`. NotFoundError when there is none. PermissionError without the session of somebody who
	 * may.
	 */
	async delete(uuid: string, options: RequestOptions = {}): Promise<void> {
		return deleteDeposit(this.#http, uuid, options);
	}

	/**
	 * Lists the names of the files and folders at the top of a deposit (SW-04).
	 *
	 * @throws ConflictError with code `already-submitted`. DecodeError with code `not-a-list` when the answer is anything else.
	 */
	async files(uuid: string, options: RequestOptions = {}): Promise<readonly string[]> {
		return listFiles(this.#http, uuid, options);
	}

	/**
	 * Sends a new file into a deposit (SW-04). No digest goes with it, for the server fails at the header there is for that; compare what arrives in
	 * the AIP.
	 *
	 * @param name - Its name, Latin letters only; in front of it may be folders that are there, all in ASCII then.
	 * @throws ConflictError with code `file-exists` or `already-submitted`. ConfigurationError with code `file-name` for names the server would
	 * not keep, `wrong-size` for a stream of another size. DecodeError with code `file-name-changed`. PermissionError without the session of
	 * somebody who may.
	 */
	async addFile(uuid: string, name: string, content: FileContent, options: RequestOptions = {}): Promise<void> {
		return sendFile(this.#http, 'POST', uuid, name, content, options);
	}

	/** Sends a file in place of one that is there (SW-04). @throws NotFoundError when it is not; else what `addFile` throws. */
	async replaceFile(uuid: string, name: string, content: FileContent, options: RequestOptions = {}): Promise<void> {
		return sendFile(this.#http, 'PUT', uuid, name, content, options);
	}

	/**
	 * Deletes one file of a deposit (SW-04).
	 *
	 * @throws NotFoundError when there is none. ConfigurationError with code `file-name` for no name, which would delete all files.
	 * PermissionError without the session of somebody who may.
	 */
	async deleteFile(uuid: string, name: string, options: RequestOptions = {}): Promise<void> {
		return deleteFile(this.#http, uuid, name, options);
	}

	/** Deletes all files of a deposit (SW-04). @throws PermissionError without the session of somebody who may. */
	async deleteFiles(uuid: string, options: RequestOptions = {}): Promise<void> {
		return deleteFiles(this.#http, uuid, options);
	}

	/**
	 * Reads how far the downloads of a deposit are, and whether handing it to a pipeline failed (SW-05). It can be asked after that, too.
	 *
	 * @throws NotFoundError when there is no such deposit.
	 */
	async state(uuid: string, options: RequestOptions = {}): Promise<DepositState> {
		return readState(this.#http, uuid, options);
	}

	/**
	 * Creates a deposit (SW-02) and gives the job that sends files (SW-04), waits for downloads (SW-05), finishes (SW-03), and follows the deposit
	 * until a pipeline has it and its transfer is found by name (AM-02, AM-06). Keep `job.toJSON()` at once.
	 *
	 * @throws UncertainDepositError with code `start-uncertain` when the deposit may have been created. ConfigurationError with code
	 * `deposit-mets` or `file-name`. PermissionError without the session of somebody who may.
	 */
	async start(deposit: StartDeposit, options: RequestOptions = {}): Promise<Job<DepositStatus, DepositResult>> {
		const {startDeposit} = await import('./start-deposit.ts');
		return startDeposit(deposit, {...this.#servers, options});
	}

	/** Goes on with a job that another process kept. @throws ConfigurationError when it is no job of a deposit. */
	async resume(state: JobState, {content}: ResumeDepositOptions = {}): Promise<Job<DepositStatus, DepositResult>> {
		const {resumeDeposit} = await import('./start-deposit.ts');
		return resumeDeposit(state, content, this.#servers);
	}

	get #servers() {
		return {http: this.#http, dashboard: this.#dashboard, now: this.#now};
	}
}
