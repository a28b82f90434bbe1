import type {ExportSettings} from '../export/export-settings.ts';
import type {OpexContainer} from '../ingest/container.ts';
import type {Bitstream} from '../model.ts';

/** A package that arrived, as the blobs it consists of. */
export interface ArrivedPackage {
	readonly parts: readonly {readonly blob: string; readonly size: number}[];
	/** The key it was uploaded under, or its name where it came through something else. */
	readonly key: string;
	/** The folder named for it, if one was. */
	readonly folder: string | undefined;
	/** What it came through, unless that is the tenant's bucket. */
	readonly source?: string | undefined;
	/** What of a source is ingested in place of a package. */
	readonly container?: OpexContainer | undefined;
}

/** An asset to be put together from others. */
export interface Merge {
	readonly title: string;
	readonly description: string | undefined;
	readonly parent: string | undefined;
	readonly sources: readonly MergeSource[];
}

/** An asset that goes into another, and what of it does. */
export interface MergeSource {
	readonly asset: string;
	readonly identifiers: boolean;
	readonly links: boolean;
	readonly metadata: boolean;
}

/** New values of fields of one entity's metadata. */
export interface MetadataEdit {
	readonly entity: string;
	readonly schemaUri: string;
	readonly root: string;
	readonly values: Readonly<Record<string, string>>;
}

/** What a job is to do. */
export type Task =
	| {readonly kind: 'ingest'; readonly package: ArrivedPackage}
	| {readonly kind: 'export'; readonly entity: string; readonly settings: ExportSettings}
	| DeletionTask
	| ChangeTask;

/** Changes that take effect at one moment. */
export type ChangeTask =
	| {readonly kind: 'tag'; readonly entity: string; readonly tag: string; readonly includeDescendants: boolean}
	| {readonly kind: 'move'; readonly entity: string; readonly folder: string | undefined}
	| {readonly kind: 'representation'; readonly asset: string; readonly type: string; readonly name: string; readonly file: Bitstream}
	| {readonly kind: 'replacement'; readonly contentObject: string; readonly file: Bitstream}
	| ({readonly kind: 'merge'} & Merge)
	| {readonly kind: 'metadata'; readonly edits: readonly MetadataEdit[]};

/** A deletion: looked at, then waiting for someone to approve it, then carried out (3.5). */
export interface DeletionTask {
	readonly kind: 'deletion';
	readonly entity: string;
	readonly comment: string;
	/** Was it found possible, and does it wait for approval? */
	readonly waiting?: boolean | undefined;
	readonly approval?: {readonly user: string; readonly comment: string; readonly at: number} | undefined;
}

/** Something that goes on after its request was answered, under a progress token (1.11). */
export interface Job {
	readonly token: string;
	readonly user: string;
	readonly startedAt: number;
	/** Undefined when the job has ended. */
	readonly task: Task | undefined;
	readonly outcome: Outcome | undefined;
}

/** How a job ended. */
export interface Outcome {
	readonly status: 'COMPLETED' | 'FAILED' | 'ABORTED';
	readonly errors: readonly string[];
}

/** What followers are told of a job: that it began or, with the outcome, that it ended. The job still has its task. */
export interface JobNews {
	readonly job: Job;
	readonly outcome?: Outcome | undefined;
	/** The assets that an ingest brought, or that have new content. */
	readonly assets?: readonly string[] | undefined;
	/** Why not everything was ingested that was to be. */
	readonly waiting?: readonly string[] | undefined;
}

/** Steps each kind of job takes. An ingest waits for one and works for one; a deletion takes one before and one after its approval. */
export const steps: Readonly<Record<Task['kind'], number>> = {
	ingest: 2,
	export: 1,
	deletion: 1,
	tag: 1,
	move: 1,
	representation: 1,
	replacement: 1,
	merge: 1,
	metadata: 1,
};
