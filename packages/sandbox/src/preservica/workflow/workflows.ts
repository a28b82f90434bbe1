import type {SandboxContext} from '../../context.ts';
import type {Collection, Index} from '../../store/collection.ts';
import {newApiId} from '../repository.ts';
import type {JobNews, Task} from '../jobs/job.ts';
import type {WorkflowContext} from './contexts.ts';
import {contextOfJob, isIncremental} from './contexts.ts';
import type {Course, WorkflowInstance} from './workflow-instance.ts';
import {courseOf} from './workflow-instance.ts';

/** What a new workflow is given. */
export type NewInstance = Pick<WorkflowInstance, 'context' | 'user' | 'name' | 'parameters' | 'correlationId' | 'outcome' | 'job' | 'size'>;

/** The first number an instance gets. */
const firstId = 1001;

/** Workflows that were started, and the sandbox's own jobs as such. */
export class Workflows {
	readonly contexts: Collection<WorkflowContext>;
	readonly #context: SandboxContext;
	readonly #instances: Collection<WorkflowInstance>;
	readonly #byJob: Index<WorkflowInstance>;
	readonly #byMonitor: Index<WorkflowInstance>;

	constructor(context: SandboxContext) {
		this.#context = context;
		this.contexts = context.store.collection('preservica.workflow-contexts');
		this.#instances = context.store.collection('preservica.workflow-instances');
		this.#byJob = this.#instances.index(({job}) => (job === undefined ? [] : [job]));
		this.#byMonitor = this.#instances.index(({monitor}) => [monitor]);
	}

	/** All of them, oldest first. */
	instances(): readonly WorkflowInstance[] {
		return this.#instances.values();
	}

	instance(id: string): WorkflowInstance | undefined {
		return this.#instances.get(id);
	}

	monitored(monitor: string): WorkflowInstance | undefined {
		return this.#byMonitor.get(monitor)[0];
	}

	ofJob(token: string): WorkflowInstance | undefined {
		return this.#byJob.get(token)[0];
	}

	/** How far a workflow is now. */
	course(instance: WorkflowInstance): Course {
		return courseOf(instance, this.#context.now(), this.#context.stepDuration);
	}

	start(given: NewInstance): WorkflowInstance {
		const id = firstId + this.#instances.size;
		const instance = {...given, id, group: crypto.randomUUID(), monitor: newApiId(), startedAt: this.#context.now()};
		this.#instances.put(String(id), instance);
		return instance;
	}

	/** Ends a workflow, unless it has ended. */
	terminate(instance: WorkflowInstance): void {
		if (this.course(instance).finishedAt !== undefined) return;
		this.#put({...instance, ended: {at: this.#context.now(), state: 'ABORTED', errors: []}});
	}

	/** Can a workflow be started again? One that stands for a job cannot, unless it ingests what lies in a source. */
	canRetry(instance: WorkflowInstance): boolean {
		const {job, context} = instance;
		const {state} = this.course(instance);
		if (job === undefined) return ['FAILED', 'SUSPENDED'].includes(state);
		return isIncremental(this.contexts.get(context)) && ['FAILED', 'FINISHED_MIXED_OUTCOME'].includes(state);
	}

	/** Starts a workflow again, to complete this time. @param job The progress token of the job it stands for now. */
	retry(instance: WorkflowInstance, job?: string): void {
		this.#put({...instance, startedAt: this.#context.now(), outcome: 'completed', ended: undefined, job});
	}

	/** Takes note of a job that began or ended. */
	follow({job, outcome, assets, waiting = []}: JobNews): void {
		const context = job.task?.kind === 'ingest' && job.task.package.container ? undefined : contextOfJob[job.task?.kind ?? ''];
		if (outcome) {
			const instance = this.ofJob(job.token);
			const state = waiting.length > 0 ? 'FINISHED_MIXED_OUTCOME' : outcome.status;
			const errors = [...outcome.errors, ...waiting];
			if (instance) this.#put({...instance, ended: {at: this.#context.now(), state, errors, skipped: waiting, assets}});
		} else if (job.task && context !== undefined) {
			const {user, task, token} = job;
			const size = task.kind === 'ingest' ? task.package.parts.reduce((sum, part) => sum + part.size, 0) : undefined;
			this.start({context, user, name: subjectOf(task), parameters: [], outcome: 'completed', job: token, size});
		}
	}

	#put(instance: WorkflowInstance): void {
		this.#instances.put(String(instance.id), instance);
	}
}

function subjectOf(task: Task): string {
	if (task.kind === 'ingest') return task.package.key;
	return 'entity' in task ? task.entity : task.kind;
}
