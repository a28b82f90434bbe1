/** How a transfer stands. Only `succeeded` means that the AIP is stored. `unknown`: nobody can say; `detail` tells why. */
export type TransferState = 'running' | 'waiting' | 'succeeded' | 'failed' | 'rejected' | 'backlog' | 'unknown';

/** Where a transfer is on its way to the AIP. */
export type TransferStage = 'approval' | 'transfer' | 'ingest' | 'storage';

/** One part of the way. */
export interface TransferStep {
	/** A stage, or a microservice of the pipeline where those were asked for. */
	readonly name: string;
	readonly stage: TransferStage;
	readonly state: 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed';
}

/** A task that did not end well. */
export interface FailedTask {
	readonly uuid: string;
	readonly exitCode: number;
	/** `undefined` for tasks on the whole unit, and before Archivematica 1.16. */
	readonly fileName: string | undefined;
}

/** Why a transfer failed. */
export interface TransferFailure {
	/** The job that failed, or the closest the server tells. */
	readonly job: string;
	/** The group of the job. */
	readonly microservice: string;
	/** Its tasks with an exit code that is not 0; the first hundred. */
	readonly tasks: readonly FailedTask[];
}

/** What is known of a transfer on its way to the stored AIP. */
export interface TransferStatus {
	readonly state: TransferState;
	readonly stage: TransferStage;
	/** The latest job, in the server's words. */
	readonly microservice: string | undefined;
	/** The name of the unit's folder in the pipeline. */
	readonly directory: string | undefined;
	readonly transfer: string;
	/** The SIP it became, and with it the UUID the AIP has or will have. */
	readonly sip: string | undefined;
	/** The question a person has to answer. No API takes the answer: it is given in the dashboard. */
	readonly waitingFor: string | undefined;
	/** The unit's page in the dashboard, while a person has to answer there; the question is in the list that page belongs to. */
	readonly waitingAt: string | undefined;
	readonly failure: TransferFailure | undefined;
	/** In order; the ones that are not reached yet are `pending`. */
	readonly steps: readonly TransferStep[];
	/** A sentence on what is unusual, where something is. */
	readonly detail: string | undefined;
}

/** A job that did not end well although the unit is complete, or that has not ended yet: a DIP that is still being made, perhaps. */
export interface TransferWarning {
	readonly unit: 'transfer' | 'ingest';
	readonly job: string;
	/** The group of the job. */
	readonly microservice: string;
	readonly state: 'failed' | 'unfinished';
	/** Its tasks with an exit code that is not 0; the first hundred. */
	readonly tasks: readonly FailedTask[];
}

/** What came of a transfer whose AIP is stored. */
export interface TransferResult {
	readonly transfer: string;
	readonly sip: string;
	/** UUID of the stored AIP: that of the SIP. */
	readonly aip: string;
	/** UUIDs of the DIPs that are stored by now; `undefined` where the Storage Service could not be asked. */
	readonly dips: readonly string[] | undefined;
	/** Jobs that failed all the same, or are not finished; `undefined` where the dashboard could not be asked, or was not to be. */
	readonly warnings: readonly TransferWarning[] | undefined;
}
