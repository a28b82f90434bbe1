import type {SourceOptions} from './asset-source.ts';

/** How far one step of a transfer is. */
export type TransferStepState = 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped';

/** One step of a transfer or an ingest. */
export interface TransferStep {
	readonly name: string;
	readonly state: TransferStepState;
}

/** How a transfer as a whole stands. `unknown` is a word of the server that nobody has explained yet. */
export type TransferState = 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'rejected' | 'cancelled' | 'unknown';

/** Why a transfer failed. */
export interface TransferFailure {
	/** What went wrong, in a sentence. */
	readonly reason: string;
	/** What the server said, line by line. */
	readonly details: readonly string[];
}

/** A transfer at one moment. */
export interface TransferSnapshot {
	readonly state: TransferState;
	readonly steps: readonly TransferStep[];
	/** What the system is doing right now: the microservice, the file. */
	readonly activity: string | undefined;
	/** How much is done, in any unit. Counted from the steps when undefined. */
	readonly progress: {readonly done: number; readonly total: number | undefined} | undefined;
	/** What a person has to decide before it goes on. */
	readonly waitingFor: string | undefined;
	/** The page where a person decides that; only addresses of `https:` and `http:` become a link. */
	readonly waitingAt?: string | undefined;
	readonly failure: TransferFailure | undefined;
	/** What did not go well although it went on, each in a sentence. */
	readonly warnings?: readonly string[] | undefined;
	/** What came out of it: the reference of an asset, the UUID of an AIP. */
	readonly results: readonly {readonly label: string; readonly value: string}[];
}

/** Something that can be followed to its end. */
export interface TransferJob {
	readonly id: string;
	/** Yields each changed snapshot, the last one included. Called again when the element comes back to the page. */
	watch(options?: SourceOptions): AsyncIterable<TransferSnapshot>;
}

/** Where `<transfer-status>` finds a transfer by its identifier. */
export interface TransferSource {
	transfer(id: string, options?: SourceOptions): Promise<TransferJob>;
}
