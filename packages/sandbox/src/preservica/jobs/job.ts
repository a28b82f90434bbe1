/** A package that arrived, as the blobs it consists of. */
export interface ArrivedPackage {
	readonly parts: readonly {readonly blob: string; readonly size: number}[];
	/** The key it was uploaded under. */
	readonly key: string;
	/** The folder named for it, if one was. */
	readonly folder: string | undefined;
}

/** What a job is to do. */
export type Task =
	| {readonly kind: 'ingest'; readonly package: ArrivedPackage}
	| {readonly kind: 'tag'; readonly entity: string; readonly tag: string; readonly includeDescendants: boolean}
	| {readonly kind: 'move'; readonly entity: string; readonly folder: string | undefined};

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
	readonly status: 'COMPLETED' | 'FAILED';
	readonly errors: readonly string[];
}

/** Steps each kind of job takes. An ingest waits for one and works for one. */
export const steps: Readonly<Record<Task['kind'], number>> = {ingest: 2, tag: 1, move: 1};
