import {ConfigurationError, Pages, type JobState, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {
	WorkflowContext,
	WorkflowContextsOptions,
	WorkflowInstance,
	WorkflowInstancesOptions,
	WorkflowRetry,
	WorkflowStart,
} from './workflow.ts';
import {createWorkflowJob, resumeWorkflowJob, type WorkflowJob} from './workflow-job.ts';

const requests = () => import('./workflow-requests.ts');

/** Workflows: what can be started, and what runs or ran. Licensed for some editions only. */
export class Workflows {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * The workflows that are set up, of one definition or type if one is named (WFL-01).
	 *
	 * @throws PermissionError, NotFoundError when this account, or the licence of the server, is without workflows.
	 */
	async contexts(options: WorkflowContextsOptions = {}): Promise<WorkflowContext[]> {
		return (await requests()).readContexts(this.#session, options);
	}

	/**
	 * Starts a workflow (WFL-02). The job has the id of the instance and the correlation id. Never repeated by itself.
	 *
	 * @throws NotFoundError when there is no such context.
	 * @throws SdkError with code `start-unconfirmed` when the answer was lost, so that the workflow may run all the same.
	 * @throws DecodeError when it was started, but the answer does not say as which instance.
	 */
	async start(start: WorkflowStart, options: RequestOptions = {}): Promise<WorkflowJob> {
		const {startWorkflow} = await import('./start-workflow.ts');
		return startWorkflow(this.#session, start, options);
	}

	/**
	 * Reads one run of a workflow, with its errors (WFL-03).
	 *
	 * @throws NotFoundError when there is none of this id.
	 */
	async instance(id: string, options: RequestOptions = {}): Promise<WorkflowInstance> {
		return (await requests()).readInstance(this.#session, id, options);
	}

	/**
	 * Walks the runs of workflows, those that match all that is given (WFL-04).
	 *
	 * @throws DecodeError, while it is read, with code `incomplete-list` when the server counts more of them than it gives.
	 * @throws ConfigurationError, while it is read, when a date is none.
	 */
	instances(options: WorkflowInstancesOptions = {}): Pages<WorkflowInstance> {
		const session = this.#session;
		return new Pages(async function* () {
			const {listInstances} = await import('./list-instances.ts');
			yield* listInstances(session, options).pages();
		});
	}

	/**
	 * Follows a run to its end (WFL-03). Nothing is asked yet. `pending` and `suspended` wait for a person; the job waits with them.
	 *
	 * @throws JobFailedError, from the job, when the run failed, was ended or succeeded in part only.
	 * @throws NotFoundError, from the job, when there is no such run.
	 */
	follow(instance: string | WorkflowInstance): WorkflowJob {
		return createWorkflowJob(this.#session, typeof instance === 'string' ? instance : instance.id, undefined);
	}

	/**
	 * Asks the server to end runs (WFL-05). It does so in its own time.
	 *
	 * @throws ConfigurationError when no id is given.
	 */
	async terminate(instances: string | readonly string[], options: RequestOptions = {}): Promise<void> {
		const ids = idList(instances, 'terminate');
		await (await requests()).terminateInstances(this.#session, ids, options);
	}

	/**
	 * Asks the server to try failed runs again (WFL-06), and tells how many it could.
	 *
	 * @throws ConfigurationError when no id is given: the server would try every run again that it can.
	 */
	async retry(instances: string | readonly string[], options: RequestOptions = {}): Promise<WorkflowRetry> {
		const ids = idList(instances, 'retry');
		return (await requests()).retryInstances(this.#session, ids, options);
	}

	/**
	 * Goes on with a job of another process: `workflows.resume(JSON.parse(text))`, where the text is `JSON.stringify(job)` (WFL-03).
	 *
	 * @throws ConfigurationError when the state is of something else.
	 */
	resume(state: JobState): WorkflowJob {
		return resumeWorkflowJob(this.#session, state);
	}
}

/** Ids as the server takes them. One that is empty or holds a comma would mean other runs than its writer thought. */
function idList(instances: string | readonly string[], verb: string): string {
	const ids = typeof instances === 'string' ? [instances] : instances;
	const odd = ids.find(id => !/^[^\s,]+$/.test(id));
	if (ids.length === 0 || odd !== undefined) {
		throw new ConfigurationError(
			odd === undefined
				? `Give the ids of the workflow instances to ${verb}. Without any, the server could take all of them.`
				: `${JSON.stringify(odd)} is not the id of a workflow instance.`,
		);
	}
	return ids.join(',');
}
