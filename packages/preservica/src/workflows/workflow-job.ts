import {createJob, type Job, type JobState, type JsonValue} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {readJobState} from '../operations/operation-job.ts';
import {requireSuccess} from '../operations/outcome.ts';
import {isFinished} from '../operations/progress-state.ts';
import type {WorkflowInstance} from './workflow.ts';

/** A run of a workflow, followed by its instance. */
export interface WorkflowJob extends Job<WorkflowInstance, WorkflowInstance> {
	/** The word that went along when it was started; undefined when it was not started here. */
	readonly correlationId: string | undefined;
}

const kind = 'preservica-workflow';

/** Follows an instance to its end; what waits for a person goes on. */
export function createWorkflowJob(session: Session, id: string, correlationId: string | undefined): WorkflowJob {
	const job = createJob<WorkflowInstance, WorkflowInstance, JsonValue>({
		kind,
		id,
		data: {correlationId: correlationId ?? null},
		poll: async (data, options) => {
			const {readInstance} = await import('./workflow-requests.ts');
			const status = await readInstance(session, id, options);
			return {status, data, finished: isFinished(status.state)};
		},
		result: instance => {
			const name = instance.contextName === undefined ? '' : ` of ${JSON.stringify(instance.contextName)}`;
			requireSuccess(instance, `The workflow instance ${id}${name}`);
			return instance;
		},
	});
	return {...job, correlationId};
}

/**
 * The job behind a kept state.
 *
 * @throws ConfigurationError when the state is of something else.
 */
export function resumeWorkflowJob(session: Session, state: JobState): WorkflowJob {
	const {token, data} = readJobState(state, kind, hasCorrelationId);
	return createWorkflowJob(session, token, data.correlationId ?? undefined);
}

function hasCorrelationId(data: JsonValue): data is {readonly correlationId: string | null} {
	if (typeof data !== 'object' || data === null || !('correlationId' in data)) {
		return false;
	}
	const {correlationId} = data;
	return correlationId === null || typeof correlationId === 'string';
}
