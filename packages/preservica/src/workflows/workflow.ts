import type {RequestOptions} from '@fonds/core';
import type {ServerProgress} from '../operations/progress-state.ts';
import type {PagedOptions} from '../xml/read-list.ts';

/** What workflows are for. */
export type WorkflowType = 'Ingest' | 'Access' | 'Transformation' | 'DataManagement' | (string & {});

/** The server's words for how a workflow stands. */
export type WorkflowState =
	| 'Aborted'
	| 'Active'
	| 'Completed'
	| 'Finished_Mixed_Outcome'
	| 'Pending'
	| 'Suspended'
	| 'Unknown'
	| 'Failed'
	| (string & {});

/** A workflow set up to be started. */
export interface WorkflowContext {
	readonly id: string;
	readonly name: string;
}

/** A run of a workflow. All but `id` may be missing: how much is told depends on the question and the version. */
export interface WorkflowInstance extends ServerProgress {
	readonly id: string;
	/** How the server's own pages call the state. */
	readonly displayState: string | undefined;
	readonly started: string | undefined;
	/** Undefined while it goes on. */
	readonly finished: string | undefined;
	readonly contextId: string | undefined;
	readonly contextName: string | undefined;
	/** What it is a run of, such as `com.preservica.core.workflow.ingest`. */
	readonly definition: string | undefined;
	/** The step it is at. */
	readonly step: string | undefined;
	readonly processId: string | undefined;
	readonly groupId: string | undefined;
}

/** Which contexts to list; both leave nothing out when they are not given. */
export interface WorkflowContextsOptions extends RequestOptions {
	/** Contexts of one definition, such as `com.preservica.core.workflow.ingest.opex.incremental`. */
	readonly definition?: string | undefined;
	/** Contexts of one type. */
	readonly type?: WorkflowType | undefined;
}

/** A workflow to start. */
export interface WorkflowStart {
	/** What to run. The id or the name is enough; a context of `contexts()` fits. */
	readonly context: WorkflowContext | {readonly id: string; readonly name?: undefined} | {readonly id?: undefined; readonly name: string};
	/** Keys and values in order; as pairs, a key may come more than once. */
	readonly parameters?: Readonly<Record<string, string>> | Iterable<readonly [key: string, value: string]> | undefined;
	/** A word of your own that goes along. @default a new UUID */
	readonly correlationId?: string | undefined;
}

/** Which instances to list; what is not given leaves nothing out. */
export interface WorkflowInstancesOptions extends PagedOptions {
	/** The server's word, in any case. */
	readonly state?: WorkflowState | undefined;
	readonly type?: WorkflowType | undefined;
	readonly contextId?: string | undefined;
	/** The user who started them. */
	readonly creator?: string | undefined;
	/** Started at this moment or after it. */
	readonly from?: Date | string | undefined;
	/** Started before this moment. */
	readonly to?: Date | string | undefined;
	/** The newest first. @default the server's order */
	readonly latestFirst?: boolean | undefined;
}

/** What came of the wish to try instances again. */
export interface WorkflowRetry {
	/** How many go on; undefined when the server does not say. */
	readonly succeeded: number | undefined;
	/** How many could not be tried again. */
	readonly failed: number | undefined;
}
