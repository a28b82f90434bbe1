import {ConfigurationError, createJob, DecodeError, JobFailedError} from '@fonds/core';
import type {Job, JobState, RequestOptions} from '@fonds/core';
import type {Dashboard} from '../dashboard/dashboard.ts';
import type {NewPackage} from '../dashboard/new-transfer.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {checkSource} from './check-source.ts';
import {followTransfer} from './follow-transfer.ts';
import {newTransferData, readTransferData, transferJobKind} from './transfer-data.ts';
import type {TransferData} from './transfer-data.ts';
import type {TransferResult, TransferStatus} from './transfer-status.ts';

/** How a transfer is followed. */
export interface FollowOptions {
	/**
	 * Milliseconds a transfer may take to its first job. The content is copied before that, and a queue may be in front: give large
	 * transfers more. @default 1_800_000
	 */
	readonly startLimit?: number | undefined;
	/** Milliseconds the Storage Service may not know the AIP of a complete SIP. @default 600_000 */
	readonly storageLimit?: number | undefined;
	/** Milliseconds a server may not answer before the wait fails. @default 1_800_000 */
	readonly silenceLimit?: number | undefined;
	/**
	 * Whether `steps` are the stages, or the microservices of the pipeline. Those cost a list of all tasks at every new job: one for each file.
	 *
	 * @default 'stages'
	 */
	readonly steps?: 'stages' | 'microservices' | undefined;
}

/** What {@link Transfers.start} takes. */
export interface StartTransfer extends NewPackage, FollowOptions {
	/**
	 * `package` answers at once and copies later. `start-transfer` copies first, which can take hours, and is then approved by the job; it takes
	 * its configuration from a `processingMCP.xml` in the content. @default 'package'
	 */
	readonly via?: 'package' | 'start-transfer' | undefined;
	/**
	 * Whether the source and the processing configuration are looked for first. The servers accept names that do not exist, and then never
	 * start, or take the default. @default true
	 */
	readonly check?: boolean | undefined;
}

/** Transfers on their way to stored AIPs. */
export class Transfers {
	readonly #dashboard: Dashboard;
	readonly #storage: StorageService;
	readonly #now: () => number;

	/** @param now - Milliseconds of the epoch. */
	constructor(dashboard: Dashboard, storage: StorageService, {now = Date.now}: {readonly now?: (() => number) | undefined} = {}) {
		this.#dashboard = dashboard;
		this.#storage = storage;
		this.#now = now;
	}

	/**
	 * Starts a transfer and gives the job that follows it until its AIP is stored. Keep `job.toJSON()` at once: no server lists what was started.
	 *
	 * @throws ConfigurationError when the source or the configuration does not exist; any error with code `start-uncertain` when the answer was
	 * lost and the transfer may have been started. It is never started twice.
	 */
	async start(transfer: StartTransfer, options: RequestOptions = {}): Promise<Job<TransferStatus, TransferResult>> {
		const {via = 'package', check = true, processingConfig} = transfer;
		if (via === 'start-transfer' && processingConfig !== undefined) {
			throw new ConfigurationError(
				"The classic start takes no processing configuration. Put a processingMCP.xml into the content, or start via 'package'.",
			);
		}
		if (check) {
			await checkSource(transfer.source, this.#dashboard, this.#storage, options);
			if (processingConfig !== undefined) {
				await this.#dashboard.processingConfig(processingConfig, options);
			}
		}
		return this.#follow(via === 'package' ? await this.#startPackage(transfer, options) : await this.#startClassic(transfer, options));
	}

	/** Follows a transfer that somebody else started. */
	follow(transfer: string, options: FollowOptions = {}): Job<TransferStatus, TransferResult> {
		return this.#follow(newTransferData(transfer, this.#now(), {...followed(options), approval: null, hasApproval: false}));
	}

	/** Goes on with a job that another process kept. @throws ConfigurationError when it is no job of a transfer. */
	resume(state: JobState): Job<TransferStatus, TransferResult> {
		return this.#follow(readTransferData(state));
	}

	async #startPackage(transfer: StartTransfer, options: RequestOptions): Promise<TransferData> {
		const uuid = await this.#dashboard.createPackage(transfer, options);
		const hasApproval = transfer.autoApprove === false;
		return newTransferData(uuid, this.#now(), {...followed(transfer), approval: null, hasApproval});
	}

	async #startClassic(transfer: StartTransfer, options: RequestOptions): Promise<TransferData> {
		const {transfer: uuid, directory} = await this.#dashboard.startTransfer(transfer, options);
		if (uuid === undefined) {
			throw new DecodeError(
				`The dashboard copied the transfer to '${directory}' and gave it no UUID, as before Archivematica 1.11. Approve it with dashboard.approve() and follow what that gives.`,
			);
		}
		const {autoApprove = true, type = 'standard'} = transfer;
		const approval = autoApprove ? {directory, type, given: false, tries: 0, since: null} : null;
		return newTransferData(uuid, this.#now(), {...followed(transfer), approval, hasApproval: true});
	}

	#follow(data: TransferData): Job<TransferStatus, TransferResult> {
		return createJob<TransferStatus, TransferResult, TransferData>({
			kind: transferJobKind,
			id: data.transfer,
			data,
			poll: (known, options) => followTransfer(known, {dashboard: this.#dashboard, storage: this.#storage, now: this.#now, options}),
			result: resultOf,
		});
	}
}

function followed(options: FollowOptions): Pick<TransferData, 'limits' | 'microservices'> {
	const {startLimit: start = 1_800_000, storageLimit: storage = 600_000, silenceLimit: silence = 1_800_000, steps} = options;
	return {limits: {start, storage, silence}, microservices: steps === 'microservices' ? [] : null};
}

function resultOf(status: TransferStatus): TransferResult {
	const {state, transfer, sip, detail} = status;
	if (state === 'succeeded' && sip !== undefined) {
		return {transfer, sip, aip: sip};
	}
	throw new JobFailedError(detail ?? `The transfer ${transfer} ended as ${state}.`, {status, code: `transfer-${state}`});
}
