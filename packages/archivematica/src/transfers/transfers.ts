import {isSdkError} from '@fonds/core';
import type {Job, JobState, RequestOptions} from '@fonds/core';
import type {Dashboard} from '../dashboard/dashboard.ts';
import type {NewPackage} from '../dashboard/new-transfer.ts';
import {startUncertain} from '../dashboard/uncertain-start.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {followTransfer} from './follow-transfer.ts';
import {isIntent} from './intent.ts';
import type {TransferIntent} from './intent.ts';
import {outcomeOf} from './outcome.ts';
import {paceOfTransfer} from './pace.ts';
import {createPacedJob} from './paced-job.ts';
import type {StartContext} from './prepare.ts';
import {followLimits, newTransferData, readTransferData, transferJobKind} from './transfer-data.ts';
import type {TransferData} from './transfer-data.ts';
import type {TransferResult, TransferStatus} from './transfer-status.ts';

/** How a transfer is followed. */
export interface FollowOptions {
	/**
	 * Milliseconds a transfer may take to its first job. The content is copied before that, and a queue may be in front.
	 *
	 * @default 1_800_000, and where `start` knows the source's size a second for each 10 MB and each 10 files more
	 */
	readonly startLimit?: number | undefined;
	/** Milliseconds the Storage Service may not know the AIP of a complete SIP. @default 600_000 */
	readonly storageLimit?: number | undefined;
	/** Milliseconds a server may not answer before the wait fails. @default 1_800_000 */
	readonly silenceLimit?: number | undefined;
	/**
	 * Milliseconds the latest job may stay the latest before nobody can say how the transfer stands. After a restart of the MCPServer that is for
	 * ever; but one job on large files can take days. It also bounds how long the Storage Service may work on the AIP. @default none
	 */
	readonly stallLimit?: number | undefined;
	/**
	 * Whether `steps` are the stages, or the microservices of the pipeline. Those cost a list of all tasks at every new job: one for each file.
	 *
	 * @default 'stages'
	 */
	readonly steps?: 'stages' | 'microservices' | undefined;
	/** Whether the result tells of jobs that failed although all went on. It costs a list of all tasks: one for each file. @default true */
	readonly warnings?: boolean | undefined;
}

/** What {@link Transfers.start} takes. */
export interface StartTransfer extends NewPackage, FollowOptions {
	/**
	 * `package` answers at once and copies later. `start-transfer` copies first, which can take hours, and is then approved by the job; it takes
	 * its configuration from a `processingMCP.xml` in the content, and knows no idempotency key. @default 'package'
	 */
	readonly via?: 'package' | 'start-transfer' | undefined;
	/**
	 * Whether the source and the processing configuration are looked for first. The servers accept names that do not exist, and then never
	 * start, or take the default. @default true
	 */
	readonly check?: boolean | undefined;
}

/** Options of {@link Transfers.start}. */
export interface StartOptions extends RequestOptions {
	/**
	 * Says that a kept intent was not started before, as far as a person can tell. Servers that do not honour idempotency keys cannot tell, and
	 * would make a second transfer. @default false
	 */
	readonly unsent?: boolean | undefined;
}

/** What {@link Transfers} are made with. */
export interface TransfersOptions {
	/** Milliseconds of the epoch. @default Date.now */
	readonly now?: (() => number) | undefined;
	/** The user name at the dashboard; kept in intents, whose keys belong to one user. */
	readonly user?: string | undefined;
}

/** Transfers on their way to stored AIPs. */
export class Transfers {
	readonly #dashboard: Dashboard;
	readonly #storage: StorageService;
	readonly #now: () => number;
	readonly #user: string | undefined;
	/** Intents made here and not sent yet. */
	readonly #fresh = new WeakSet<TransferIntent>();

	constructor(dashboard: Dashboard, storage: StorageService, {now = Date.now, user}: TransfersOptions = {}) {
		this.#dashboard = dashboard;
		this.#storage = storage;
		this.#now = now;
		this.#user = user;
	}

	/**
	 * Checks a transfer and gives what to write down before it is started (AM-06, SS-12, SS-13, AM-20). Nothing is started. When the process dies
	 * during the start, the next one calls `start` with what was written down, and there is one transfer.
	 *
	 * @throws ConfigurationError when the source or the configuration cannot be used; NotFoundError when there is none.
	 */
	async prepare(transfer: StartTransfer, options: RequestOptions = {}): Promise<TransferIntent> {
		const {prepareTransfer} = await import('./prepare.ts');
		const intent = await prepareTransfer(transfer, {...this.#servers, options});
		this.#fresh.add(intent);
		return intent;
	}

	/**
	 * Starts a transfer (AM-22, AM-01) and gives the job that follows it until its AIP is stored. Keep `job.toJSON()` at once: no server lists
	 * what was started.
	 *
	 * From Archivematica 1.19 on, an intent can be started as often as one likes, also by other processes: they all get the same transfer, for 90
	 * days. Before, nothing is ever started twice: what may have been sent before fails with `start-uncertain`.
	 *
	 * @param transfer - What to transfer, or what {@link Transfers.prepare} gave.
	 * @throws UncertainStartError with code `start-uncertain` when the transfer may have been started; it tells what the dashboard knows of that
	 * name.
	 * @throws ConfigurationError when the source or the configuration cannot be used, with code `intent-expired` or `foreign-intent` for an intent
	 * whose key is not known to this server and user. ConflictError with code `idempotency-key-reused` or `start-in-progress`.
	 */
	async start(
		transfer: StartTransfer | TransferIntent,
		{unsent = false, ...options}: StartOptions = {},
	): Promise<Job<TransferStatus, TransferResult>> {
		const intent = isIntent(transfer) ? transfer : await this.prepare(transfer, options);
		const {startIntent} = await import('./start-intent.ts');
		const isFresh = this.#fresh.delete(intent);
		try {
			return this.#follow(await startIntent(intent, {isFresh, unsent}, {...this.#servers, options}));
		} catch (error) {
			if (isFresh && isSdkError(error) && !isSdkError(error, startUncertain)) {
				this.#fresh.add(intent); // It was refused, so it is as it was before.
			}
			throw error;
		}
	}

	/**
	 * Follows a transfer that somebody else started (AM-04, AM-05, AM-25, SS-17, SS-20). Nothing is asked before somebody watches or waits.
	 *
	 * @throws nothing by itself; the job's `done` throws JobFailedError with code `transfer-<state>` when the AIP is not stored.
	 */
	follow(transfer: string, options: FollowOptions = {}): Job<TransferStatus, TransferResult> {
		return this.#follow(newTransferData(transfer, this.#now(), {...followLimits(options), approval: null, hasApproval: false}));
	}

	/** Goes on with a job that another process kept. @throws ConfigurationError when it is no job of a transfer. */
	resume(state: JobState): Job<TransferStatus, TransferResult> {
		return this.#follow(readTransferData(state));
	}

	get #servers(): Omit<StartContext, 'options'> {
		return {dashboard: this.#dashboard, storage: this.#storage, now: this.#now, user: this.#user};
	}

	#follow(data: TransferData): Job<TransferStatus, TransferResult> {
		const servers = {dashboard: this.#dashboard, storage: this.#storage, now: this.#now};
		return createPacedJob<TransferStatus, TransferResult, TransferData>(
			{
				kind: transferJobKind,
				id: data.transfer,
				data,
				poll: (known, options) => followTransfer(known, {...servers, options}),
				result: (status, {warnings}, options) => outcomeOf(status, {...servers, warnings, options}),
			},
			paceOfTransfer,
		);
	}
}
