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
	/** Names of jobs that fail. Where both stages have a job of that name, `ingest:` in front means the later one. */
	readonly failAt: readonly string[];
	/** The exit code of tasks that fail. */
	readonly exitCode: number;
	/** The unit goes on after a failed job, as it does when some files cannot be normalised. */
	readonly goesOn: boolean;
	/** Fields of decisions that wait for a person, whatever the processing configuration says. */
	readonly waitFor: readonly string[];
	/** The transfer fails its compliance check at first, reports FAILED, and is repaired. */
	readonly repairs: boolean;
	/** The SIP fails its compliance check at first, and is repaired. */
	readonly repairsSip: boolean;
	/** The last two jobs of ingest were created in the same instant, and are taken in the wrong order. */
	readonly swaps: boolean;
	/** The transfer reports COMPLETE without `sip_uuid` for a moment, as releases up to 1.13 did. */
	readonly lateSip: boolean;
}

/** A reingest of a stored AIP. */
export interface Reingest {
	/** `full` is a transfer of its own; `partial` (metadata, objects) is a SIP only. */
	readonly kind: 'full' | 'partial';
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
	/** What a DIP is uploaded to, in the words of whoever started the transfer. */
	readonly accessSystemId: string;
	/** The unit takes a stored AIP through the pipeline again; `null` for what comes from a transfer source. */
	readonly reingest: Reingest | null;
	/** The source is one archive file, not a folder. */
	readonly archive: boolean;
	/** Its folder was put where transfers wait for approval by somebody else: the pipeline did not add the UUID to its name. */
	readonly dropped?: boolean | undefined;
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
	/** Some of the files are access copies made beforehand, in `access/`. */
	readonly access: boolean;
	/** How many of the files are content. Without any, a transfer is never done. */
	readonly objectCount: number;
	/** Folders without files, below the transfer's folder. */
	readonly emptyFolders: readonly string[];
	/** Why the source is not a valid bag, if it should be one and is not. */
	readonly bagProblem: string | null;
	/** Which checksums in the source's metadata are wrong, if some are. */
	readonly checksumProblem: string | null;
	/** Why its `rights.csv` cannot be imported, if it cannot. Units of older sandboxes do not have it. */
	readonly rightsProblem?: string | null | undefined;
	/** Metadata files that came later (AM-15), below `metadata/`. */
	readonly added: readonly UnitFile[];
	/** Waits for the pipeline to have time for it: the limit of control. */
	readonly queued: boolean;
	/** When MCPServer was restarted under it, if it was: nothing goes on after that. */
	readonly stopped: number | null;
	/** Its SIP's rows were removed by a reingest of the AIP. */
	readonly sipGone: boolean;
	/** The jobs whose effects have been made. */
	readonly effects: readonly string[];
	readonly hidden: readonly ('transfer' | 'ingest')[];
	/** Nothing about it changes any more but whether it is hidden. */
	readonly settled: boolean;
}
