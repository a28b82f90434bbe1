import {isoDate} from '../../clock.ts';
import type {SandboxContext} from '../../context.ts';
import type {Collection, Index} from '../../store/collection.ts';
import {discard} from '../../store/blobs.ts';
import {checkDescription} from '../ingest/check-description.ts';
import {commitIngest} from '../ingest/commit.ts';
import type {Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
import {IngestWorker} from './ingest-worker.ts';
import type {ArrivedPackage, Job, Outcome, Task} from './job.ts';
import {steps} from './job.ts';

/** What a progress token says (1.11). */
export interface JobProgress {
	readonly status: 'PENDING' | 'ACTIVE' | Outcome['status'];
	readonly errors: readonly string[];
}

/** The longest that asking for progress waits for work that is over by the clock, in milliseconds. */
const patience = 5000;

/**
 * Everything that goes on after its request was answered. There are no timers: what is due by the clock takes effect when the sandbox is next
 * asked anything. Jobs survive a restart.
 */
export class Jobs {
	readonly #context: SandboxContext;
	readonly #repository: Repository;
	readonly #jobs: Collection<Job>;
	readonly #open: Index<Job>;
	readonly #worker: IngestWorker;
	readonly #ended: (arrived: ArrivedPackage) => void;

	/** @param ended Called within the transaction that ends an ingest. */
	constructor(context: SandboxContext, repository: Repository, ended: (arrived: ArrivedPackage) => void) {
		this.#context = context;
		this.#repository = repository;
		this.#jobs = context.store.collection('preservica.jobs');
		this.#open = this.#jobs.index(job => (job.outcome ? [] : ['open']));
		this.#worker = new IngestWorker(repository, context.store.blobs);
		this.#ended = ended;
	}

	/** Takes up the ingests that were going on when the sandbox last stopped. */
	resume(): void {
		for (const {token, task} of this.#open.get('open')) if (task?.kind === 'ingest') this.#worker.add(token, task.package);
	}

	/** Ends all work. What was going on is taken up by `resume`. */
	async stop(): Promise<void> {
		await this.#worker.stop();
	}

	/** Starts an ingest, in one transaction with `also`; returns its progress token. */
	startIngest(arrived: ArrivedPackage, user: string, also: () => void): string {
		const token = this.#context.store.transaction(() => {
			also();
			return this.#start({kind: 'ingest', package: arrived}, user);
		});
		this.#worker.add(token, arrived);
		return token;
	}

	startTagging(entity: string, tag: string, includeDescendants: boolean, user: string): string {
		return this.#start({kind: 'tag', entity, tag, includeDescendants}, user);
	}

	/** @param folder Nothing: the root. */
	startMove(entity: string, folder: string | undefined, user: string): string {
		return this.#start({kind: 'move', entity, folder}, user);
	}

	/** How far a job is; `undefined` for an unknown token. */
	async progress(token: string): Promise<JobProgress | undefined> {
		let job = this.#jobs.get(token);
		if (job && !job.outcome && this.#isDue(job)) {
			await this.#worker.wait(token, patience);
			this.settle();
			job = this.#jobs.get(token);
		}
		if (!job) return undefined;
		if (job.outcome) return job.outcome;
		const waits = job.task?.kind === 'ingest' && this.#context.now() < job.startedAt + this.#context.stepDuration;
		return {status: waits ? 'PENDING' : 'ACTIVE', errors: []};
	}

	/** How many jobs are going on, have completed and have failed. */
	counts(): Readonly<Record<'open' | 'COMPLETED' | 'FAILED', number>> {
		const counts = {open: 0, COMPLETED: 0, FAILED: 0};
		for (const {outcome} of this.#jobs.values()) counts[outcome?.status ?? 'open']++;
		return counts;
	}

	/** Lets everything take effect that is over by now. */
	settle(): void {
		for (const job of this.#open.get('open')) if (this.#isDue(job)) this.#finish(job);
	}

	#start(task: Task, user: string): string {
		const token = crypto.randomUUID();
		this.#jobs.put(token, {token, user, startedAt: this.#context.now(), task, outcome: undefined});
		return token;
	}

	#isDue({startedAt, task}: Job): boolean {
		return task !== undefined && this.#context.now() >= startedAt + steps[task.kind] * this.#context.stepDuration;
	}

	#finish(job: Job): void {
		const {task} = job;
		if (task?.kind === 'ingest') this.#finishIngest(job, task.package);
		else if (task) this.#context.store.transaction(() => this.#end(job, this.#change(job, task)));
	}

	#finishIngest(job: Job, arrived: ArrivedPackage): void {
		const result = this.#worker.result(job.token);
		if (!result) return;
		const reasons = 'reasons' in result ? result.reasons : checkDescription(result.prepared.description, this.#repository); // another ingest may have been first
		this.#context.store.transaction(() => {
			if ('prepared' in result && reasons.length === 0) commitIngest(result.prepared, this.#repository, job.user, this.#context.now());
			this.#end(job, reasons);
			this.#ended(arrived);
		});
		this.#worker.forget(job.token);
		const unused = 'prepared' in result && reasons.length > 0 ? result.prepared.blob : undefined;
		const parts = arrived.parts.map(({blob}) => blob);
		discard(this.#context.store.blobs, unused === undefined ? parts : [...parts, unused]);
	}

	#end(job: Job, errors: readonly string[]): void {
		this.#jobs.put(job.token, {...job, task: undefined, outcome: {status: errors.length > 0 ? 'FAILED' : 'COMPLETED', errors}});
	}

	#change({user}: Job, task: Exclude<Task, {kind: 'ingest'}>): readonly string[] {
		const entity = this.#repository.entities.get(task.entity);
		if (!entity) return [`There is no entity with the reference ${task.entity} any more.`];
		if (task.kind === 'move') {
			if (task.folder !== undefined && this.#repository.entities.get(task.folder)?.kind !== 'SO')
				return [`The folder ${task.folder} is gone.`];
			this.#put({...entity, parent: task.folder}, 'Moved', 'Moved', user);
			return [];
		}
		for (const each of task.includeDescendants ? this.#descendants(entity) : [entity])
			this.#put({...each, securityTag: task.tag}, 'Modified', 'command_update', user);
		return [];
	}

	#put(entity: Entity, type: 'Moved' | 'Modified', command: string, user: string): void {
		this.#repository.entities.put(entity.ref, entity);
		this.#repository.addEvent({type, command, date: isoDate(this.#context.now()), user, entity: entity.ref});
	}

	*#descendants(entity: Entity): Generator<Entity> {
		yield entity;
		for (const {contentObjects} of this.#repository.representationsOf(entity.ref)) {
			for (const ref of contentObjects) {
				const contentObject = this.#repository.entities.get(ref);
				if (contentObject) yield contentObject;
			}
		}
		for (const child of this.#repository.children(entity.ref)) yield* this.#descendants(child);
	}
}
