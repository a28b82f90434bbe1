/** How a workflow is to end. Only the sandbox can be told. */
export const outcomes = ['completed', 'failed', 'mixed', 'suspended'] as const;

/** A workflow that was started. */
export interface WorkflowInstance {
	readonly id: number;
	readonly context: string;
	readonly user: string;
	readonly correlationId?: string | undefined;
	readonly parameters: readonly {readonly key: string; readonly value: string}[];
	readonly group: string;
	/** The id of the monitor that shows it, 32 hexadecimal digits. */
	readonly monitor: string;
	/** What the monitor is called. */
	readonly name: string;
	readonly startedAt: number;
	readonly outcome: (typeof outcomes)[number];
	/** How much it has to do, in bytes. */
	readonly size?: number | undefined;
	/** The progress token of the job it stands for. */
	readonly job?: string | undefined;
	/** How it ended, if that was not by its course alone. */
	readonly ended?: Ending | undefined;
}

/** How a workflow ended. */
export interface Ending {
	readonly at: number;
	readonly state: FinalState;
	readonly errors: readonly string[];
	/** Which of the errors say only that something is left for another time. */
	readonly skipped?: readonly string[] | undefined;
	/** The assets it brought. */
	readonly assets?: readonly string[] | undefined;
}

/** A state after which nothing happens any more. */
export type FinalState = 'ABORTED' | 'COMPLETED' | 'FINISHED_MIXED_OUTCOME' | 'FAILED';

/** How far a workflow is. */
export interface Course {
	readonly state: 'PENDING' | 'ACTIVE' | 'SUSPENDED' | FinalState;
	readonly step: string | undefined;
	readonly finishedAt: number | undefined;
	readonly errors: readonly string[];
}

const endings: Readonly<Record<Exclude<WorkflowInstance['outcome'], 'suspended'>, FinalState>> = {
	completed: 'COMPLETED',
	failed: 'FAILED',
	mixed: 'FINISHED_MIXED_OUTCOME',
};

/** How far a workflow is by the clock: it waits for one step and works for one. One that stands for a job ends with the job. */
export function courseOf({startedAt, outcome, ended, job}: WorkflowInstance, now: number, stepDuration: number): Course {
	if (ended) return {state: ended.state, step: undefined, finishedAt: ended.at, errors: ended.errors};
	const end = startedAt + 2 * stepDuration;
	if (now < startedAt + stepDuration) return {state: 'PENDING', step: 'Prepare', finishedAt: undefined, errors: []};
	if (now < end || job !== undefined) return {state: 'ACTIVE', step: 'Process', finishedAt: undefined, errors: []};
	if (outcome === 'suspended') return {state: 'SUSPENDED', step: 'Process', finishedAt: undefined, errors: []};
	const errors = outcome === 'completed' ? [] : [`The parameter sandbox.outcome says ${outcome}.`];
	return {state: endings[outcome], step: undefined, finishedAt: end, errors};
}
