import type {TransferType} from './transfer-types.ts';

/** A file of a transfer, as it was copied from its source. */
export interface UnitFile {
	readonly uuid: string;
	/** Below the transfer's folder, with `/`. */
	readonly path: string;
	readonly blob: string;
	readonly size: number;
	readonly sha256: string;
	readonly modified: number;
}

/** What is to go wrong, or to wait, in one transfer. */
export interface Plan {
	/** Names of jobs that fail. */
	readonly failAt: readonly string[];
	/** The unit goes on after a failed job, as it does when some files cannot be normalised. */
	readonly goesOn: boolean;
	/** Fields of decisions that wait for a person, whatever the processing configuration says. */
	readonly waitFor: readonly string[];
	/** The transfer fails its compliance check at first, reports FAILED, and is repaired. */
	readonly repairs: boolean;
	/** The transfer reports COMPLETE without `sip_uuid` for a moment, as releases up to 1.13 did. */
	readonly lateSip: boolean;
}

/** An answer a person gave. */
export interface Answer {
	readonly value: string;
	readonly at: number;
}

/** One transfer and the SIP that comes from it. Everything about its progress is computed from this and the clock. */
export interface Unit {
	/** The transfer's UUID. */
	readonly uuid: string;
	/** The SIP's UUID, which is the AIP's too. */
	readonly sip: string;
	/** The name someone gave, or the file name of an archive. */
	readonly name: string;
	readonly type: TransferType;
	readonly accession: string;
	/** The source is one archive file, not a folder. */
	readonly archive: boolean;
	readonly created: number;
	/** When its files are on the pipeline; `null` when they could not be copied, and nothing will ever happen. */
	readonly copied: number | null;
	/** Waits for approval before anything else. */
	readonly approval: 'none' | 'waiting';
	readonly approved: number | null;
	readonly stepDuration: number;
	/** The processing configuration's answers: choice by link. */
	readonly configured: Readonly<Record<string, string>>;
	/** The answers of people: by link. */
	readonly answers: Readonly<Record<string, Answer>>;
	readonly plan: Plan;
	/** Some of the files are packages. */
	readonly packages: boolean;
	readonly fileCount: number;
	/** Why the source is not a valid bag, if it should be one and is not. */
	readonly bagProblem: string | null;
	readonly hidden: readonly ('transfer' | 'ingest')[];
	/** Nothing about it changes any more but whether it is hidden. */
	readonly settled: boolean;
}
