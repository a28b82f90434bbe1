import type {Job} from '@fonds/core';
import type {TransferSource} from '../dashboard/new-transfer.ts';
import type {TransferFailure, TransferResult, TransferState} from '../transfers/transfer-status.ts';
import type {FollowOptions} from '../transfers/transfers.ts';

/**
 * How much of an AIP goes through the pipeline again: its metadata; its metadata and objects, for new DIPs and preservation copies; or all of
 * it, as a new transfer.
 */
export const reingestTypes = ['metadata', 'objects', 'full'] as const;

/** How much of an AIP goes through the pipeline again. */
export type ReingestType = (typeof reingestTypes)[number];

/** How a reingest is followed. */
export interface FollowReingest extends Pick<FollowOptions, 'startLimit' | 'storageLimit' | 'silenceLimit' | 'stallLimit' | 'warnings'> {
	readonly type: ReingestType;
	/**
	 * Milliseconds the Storage Service may work on sending the content after its answer was lost: it checks and extracts the whole AIP.
	 * @default 21_600_000
	 */
	readonly sendLimit?: number | undefined;
}

/** What {@link Reingests.start} takes. */
export interface StartReingest extends FollowReingest {
	/** UUID of the pipeline, where the dashboard does not say it: it must be the dashboard's own. @default what the dashboard says */
	readonly pipeline?: string | undefined;
	/** Name of a processing configuration of the pipeline. @default 'default', which stops and asks */
	readonly processingConfig?: string | undefined;
	/** Files to be added to the metadata before processing goes on, such as a `metadata.csv`. Not for `full`. @default none */
	readonly metadata?: readonly TransferSource[] | undefined;
	/** Whether the job approves the reingest; otherwise a person does. @default true */
	readonly approve?: boolean | undefined;
}

/** Where a reingest is on its way. */
export type ReingestStage = 'sending' | 'approval' | 'transfer' | 'ingest' | 'storage';

/** How a reingest stands. Only `succeeded` means that the AIP is stored anew. */
export interface ReingestStatus {
	readonly state: TransferState;
	readonly stage: ReingestStage;
	readonly aip: string;
	readonly type: ReingestType;
	/** The new transfer of a full reingest; `undefined` where it is not known yet. */
	readonly transfer: string | undefined;
	/** The latest job, in the server's words. */
	readonly microservice: string | undefined;
	/** The question a person has to answer. */
	readonly waitingFor: string | undefined;
	/** The unit's page in the dashboard, while a person has to answer there. */
	readonly waitingAt: string | undefined;
	readonly failure: TransferFailure | undefined;
	/** A sentence on what is unusual, where something is. */
	readonly detail: string | undefined;
}

/** What came of a reingest. */
export interface ReingestResult extends Pick<TransferResult, 'aip' | 'dips' | 'warnings'> {
	readonly type: ReingestType;
	/** The new transfer of a full reingest. */
	readonly transfer: string | undefined;
}

/** A reingest on its way. */
export type ReingestJob = Job<ReingestStatus, ReingestResult>;
