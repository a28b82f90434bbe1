import {isoDate} from '../../clock.ts';
import type {SandboxContext} from '../../context.ts';
import type {Collection, Index} from '../../store/collection.ts';
import {discard} from '../../store/blobs.ts';
import type {BuiltExport} from '../export/build-export.ts';
import {buildExport, dropExport} from '../export/build-export.ts';
import {checkDescription} from '../ingest/check-description.ts';
import {commitIngest} from '../ingest/commit.ts';
import type {ContainedObject} from '../ingest/container.ts';
import type {Repository} from '../repository.ts';
import {Background} from './background.ts';
import type {Change} from './carry-out.ts';
import {carryOut, gone} from './carry-out.ts';
import {deleteEntity} from './delete-entity.ts';
import type {ArrivedPackage, DeletionTask, Job, JobNews, Outcome, Task} from './job.ts';
import {steps} from './job.ts';
import type {Preparation} from './prepare-package.ts';
import {dropPackage, preparePackage} from './prepare-package.ts';

/** What a progress token says (1.11). */
export interface JobProgress {
	readonly status: 'PENDING' | 'ACTIVE' | 'RUNNING' | Outcome['status'];
	readonly errors: readonly string[];
}

/** A package that was exported. */
export interface ExportedPackage {
	readonly blob: string;
	readonly size: number;
}

/** What someone thinks of a deletion. */
export interface Verdict {
	readonly user: string;
	readonly approved: boolean;
	readonly comment: string;
}

/** Called within the transaction that ends an ingest, with the objects of its container that are in the archive now. */
export type IngestEnded = (arrived: ArrivedPackage, taken: readonly ContainedObject[]) => void;

type ExportTask = Extract<Task, {kind: 'export'}>;

/** The longest that asking for progress waits for work that is over by the clock, in milliseconds. */
const patience = 5000;

/**
 * Everything that goes on after its request was answered. There are no timers: what is due by the clock takes effect when the sandbox is next
 * asked anything. Jobs survive a restart.
 */
export class Jobs {
	/** Told of every job, within the transaction that begins or ends it. */
	readonly followers: ((news: JobNews) => void)[] = [];
	readonly #context: SandboxContext;
	readonly #repository: Repository;
	readonly #jobs: Collection<Job>;
	readonly #exported: Collection<ExportedPackage>;
	readonly #open: Index<Job>;
	readonly #ingests: Background<ArrivedPackage, Preparation>;
	readonly #exports: Background<ExportTask, BuiltExport>;
	readonly #ended: IngestEnded;

	constructor(context: SandboxContext, repository: Repository, ended: IngestEnded) {
		const {blobs} = context.store;
		this.#context = context;
		this.#repository = repository;
		this.#jobs = context.store.collection('preservica.jobs');
		this.#exported = context.store.collection('preservica.exports');
		this.#open = this.#jobs.index(job => (job.outcome ? [] : ['open']));
		this.#ingests = new Background(
			(arrived, signal) => preparePackage(arrived, repository, blobs, signal),
			preparation => dropPackage(preparation, blobs),
		);
		this.#exports = new Background(
			({entity, settings}, signal) => buildExport(entity, settings, repository, context, signal),
			built => dropExport(built, blobs),
		);
		this.#ended = ended;
	}

	/** Takes up the ingests and exports that were going on when the sandbox last stopped. */
	resume(): void {
		for (const {token, task} of this.#open.get('open')) this.#work(token, task);
	}

	/** Ends all work. What was going on is taken up by `resume`. */
	async stop(): Promise<void> {
		await Promise.all([this.#ingests.stop(), this.#exports.stop()]);
	}

	/** Starts a job, in one transaction with `also`; returns its progress token. */
	start(task: Task, user: string, also?: () => void): string {
		const token = crypto.randomUUID();
		this.#context.store.transaction(() => {
			also?.();
			const job = {token, user, startedAt: this.#context.now(), task, outcome: undefined};
			this.#jobs.put(token, job);
			this.#tell({job});
		});
		this.#work(token, task);
		return token;
	}

	/** Is there an ingest of this directory of a source that has not ended? */
	isIngesting(directory: string): boolean {
		return this.#open.get('open').some(({task}) => task?.kind === 'ingest' && task.package.container?.directory === directory);
	}

	/** Approves or rejects a deletion. Returns why that cannot be done; `undefined` when it was. */
	decide(token: string, {user, approved, comment}: Verdict): 'unknown' | 'own' | 'not waiting' | undefined {
		const job = this.#jobs.get(token);
		if (job?.outcome) return 'not waiting';
		if (!job || job.task?.kind !== 'deletion') return 'unknown';
		if (job.user === user) return 'own';
		if (!job.task.waiting || job.task.approval) return 'not waiting';
		if (approved) this.#jobs.put(token, {...job, task: {...job.task, approval: {user, comment, at: this.#context.now()}}});
		else this.#end(job, {status: 'ABORTED', errors: [`${user} rejected the deletion: ${comment}`]});
		return undefined;
	}

	/** How far a job is; `undefined` for an unknown token. */
	async progress(token: string): Promise<JobProgress | undefined> {
		let job = this.#jobs.get(token);
		if (job && !job.outcome && this.#isDue(job)) {
			await (job.task?.kind === 'export' ? this.#exports : this.#ingests).wait(token, patience);
			this.settle();
			job = this.#jobs.get(token);
		}
		return job && (job.outcome ?? {status: this.#statusOf(job), errors: []});
	}

	/** What an export made; `undefined` when there is none under this token, or not yet. */
	exported(token: string): ExportedPackage | undefined {
		return this.#exported.get(token);
	}

	/** How many jobs are going on, and how many ended in which way. */
	counts(): Readonly<Record<'open' | Outcome['status'], number>> {
		const counts = {open: 0, COMPLETED: 0, FAILED: 0, ABORTED: 0};
		for (const {outcome} of this.#jobs.values()) counts[outcome?.status ?? 'open']++;
		return counts;
	}

	/** Lets everything take effect that is over by now. */
	settle(): void {
		for (const job of this.#open.get('open')) if (this.#isDue(job)) this.#finish(job);
	}

	#work(token: string, task: Task | undefined): void {
		if (task?.kind === 'ingest') this.#ingests.add(token, task.package);
		if (task?.kind === 'export') this.#exports.add(token, task);
	}

	#statusOf({task, startedAt}: Job): JobProgress['status'] {
		if (task?.kind === 'representation') return 'RUNNING';
		if (task?.kind === 'deletion') return task.waiting && !task.approval ? 'PENDING' : 'ACTIVE';
		return task?.kind === 'ingest' && this.#context.now() < startedAt + this.#context.stepDuration ? 'PENDING' : 'ACTIVE';
	}

	#isDue({startedAt, task}: Job): boolean {
		if (!task) return false;
		if (task.kind === 'deletion' && task.waiting && !task.approval) return false;
		const since = task.kind === 'deletion' ? (task.approval?.at ?? startedAt) : startedAt;
		return this.#context.now() >= since + steps[task.kind] * this.#context.stepDuration;
	}

	#finish(job: Job): void {
		const {task} = job;
		if (task?.kind === 'ingest') this.#finishIngest(job, task.package);
		else if (task?.kind === 'export') this.#finishExport(job);
		else if (task?.kind === 'deletion') this.#goOnDeleting(job, task);
		else if (task) this.#finishWith(job, () => carryOut(task, this.#repository, {user: job.user, date: this.#date()}));
	}

	#finishIngest(job: Job, arrived: ArrivedPackage): void {
		const result = this.#ingests.result(job.token);
		if (!result) return;
		const reasons = 'reasons' in result ? result.reasons : checkDescription(result.prepared.description, this.#repository); // another ingest may have been first
		this.#context.store.transaction(() => {
			if ('prepared' in result && reasons.length === 0) commitIngest(result.prepared, this.#repository, job.user, this.#context.now());
			const entities = 'prepared' in result ? result.prepared.description.entities : [];
			const assets = entities.filter(({kind}) => kind === 'IO').map(({ref}) => ref);
			const ingested = reasons.length === 0 && 'prepared' in result;
			this.#end(job, outcomeOf(reasons), ingested ? {assets, waiting: result.waiting} : {});
			this.#ended(arrived, (ingested ? result.taken : undefined) ?? []);
		});
		this.#ingests.forget(job.token);
		const unused = 'prepared' in result && reasons.length > 0 ? result.prepared.blob : undefined;
		const parts = arrived.parts.map(({blob}) => blob);
		discard(this.#context.store.blobs, unused === undefined ? parts : [...parts, unused]);
	}

	#finishExport(job: Job): void {
		const result = this.#exports.result(job.token);
		if (!result) return;
		this.#context.store.transaction(() => {
			if ('blob' in result) this.#exported.put(job.token, result);
			this.#end(job, outcomeOf('reasons' in result ? result.reasons : []));
		});
		this.#exports.forget(job.token);
	}

	#goOnDeleting(job: Job, task: DeletionTask): void {
		const {comment, approval} = task;
		const entity = this.#repository.entities.get(task.entity);
		const obstacle = entity ? this.#repository.obstacleToDeletion(entity) : gone(task.entity)[0];
		if (!entity || obstacle !== undefined) {
			this.#end(job, outcomeOf([obstacle ?? '']));
		} else if (approval) {
			const detail = `${job.user}: ${comment}\n${approval.user}: ${approval.comment}`;
			const actor = {user: job.user, date: this.#date()};
			this.#finishWith(job, () => ({errors: [], unused: deleteEntity(entity, detail, this.#repository, actor)}));
		} else {
			this.#jobs.put(job.token, {...job, task: {...task, waiting: true}});
		}
	}

	/** Carries something out and ends its job in one transaction, then removes the blobs that nothing needs any more. */
	#finishWith(job: Job, run: () => Change): void {
		const unused = this.#context.store.transaction(() => {
			const {errors, assets, unused: left} = run();
			this.#end(job, outcomeOf(errors), {assets});
			return left;
		});
		discard(this.#context.store.blobs, unused);
	}

	#end(job: Job, outcome: Outcome, news: Pick<JobNews, 'assets' | 'waiting'> = {}): void {
		this.#context.store.transaction(() => {
			this.#jobs.put(job.token, {...job, task: undefined, outcome});
			this.#tell({job, outcome, ...news});
		});
	}

	#tell(news: JobNews): void {
		for (const follow of this.followers) follow(news);
	}

	#date(): string {
		return isoDate(this.#context.now());
	}
}

function outcomeOf(errors: readonly string[]): Outcome {
	return {status: errors.length > 0 ? 'FAILED' : 'COMPLETED', errors};
}
