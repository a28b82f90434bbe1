import type {FoundTransfer} from '../transfers/find-started.ts';

/** What a deposit is at: its files are sent, the server's downloads awaited, the end told, a pipeline awaited, the transfer looked for. */
export type DepositStage = 'media' | 'downloads' | 'finish' | 'finalisation' | 'transfer';

/** How a deposit stands. */
export interface DepositStatus {
	/** UUID of the deposit. */
	readonly deposit: string;
	/** `unknown`: nobody can say what became of it. */
	readonly state: 'running' | 'succeeded' | 'failed' | 'unknown';
	readonly stage: DepositStage;
	/** Files that are in the deposit, of all that shall be. */
	readonly files: {readonly done: number; readonly total: number};
	/** What is to be said beyond that. */
	readonly detail: string | undefined;
	/** UUID of the transfer, once it is known. */
	readonly transfer: string | undefined;
}

/** What became of a deposit. */
export interface DepositResult {
	readonly deposit: string;
	/** UUID of its transfer: the only new unit of its name. `undefined` where none or several were seen. */
	readonly transfer: string | undefined;
	/**
	 * Names of files of which this job does not know that they were sent: an earlier process had the job, and the deposit was handed on before
	 * this one could look.
	 */
	readonly unconfirmed: readonly string[];
	/** New units of its name. */
	readonly found: readonly FoundTransfer[];
}
