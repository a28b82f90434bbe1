import {derivedUuid} from '../identifiers.ts';
import type {Decision} from './decisions.ts';
import type {Circumstances, JobDefinition, StepDefinition} from './steps.ts';
import {
	backlogSteps,
	bagJob,
	checksumJob,
	complianceJob,
	endings,
	ingestSteps,
	objectsJob,
	reingestApproval,
	reingestGroup,
	reingestSteps,
	repairSteps,
	rightsJob,
	sipComplianceJob,
	transferSteps,
} from './steps.ts';
import {transferTypes} from './transfer-types.ts';
import type {Answer, Unit} from './unit.ts';

/** Which of the two units of a transfer something belongs to. */
export type Stage = 'transfer' | 'ingest';

/** A job that has begun. */
export interface Job {
	readonly uuid: string;
	readonly name: string;
	readonly microservice: string;
	readonly link: string;
	readonly status: 'USER_INPUT' | 'COMPLETE' | 'PROCESSING' | 'FAILED';
	readonly created: number;
	readonly ended: number | undefined;
	/** When it is over, if it runs by itself. */
	readonly due: number;
	readonly perFile: boolean;
	/** What its failed tasks ended with. */
	readonly exitCode: number;
	/** The question it asks, whether answered or not. Approvals are none: they have a call of their own. */
	readonly decision: Decision | undefined;
	/** It is there to be answered, and runs nothing. */
	readonly question: boolean;
}

/** How far a unit is at one moment. */
export interface Course {
	readonly transfer: readonly Job[];
	readonly ingest: readonly Job[];
	/** The SIP exists: the transfer's files, or those of a stored AIP, belong to it. */
	readonly hasSip: boolean;
	/** What was chosen at the decision points passed: value by field. */
	readonly chosen: ReadonlyMap<string, string>;
	/** Nothing more will happen by itself or by an answer. */
	readonly ended: Readonly<Record<Stage, boolean>>;
}

const approvalGroup = 'Approve transfer';

/** The jobs a unit has begun by `now`, computed from when it began and the answers it was given. Groups take one step's duration each. */
export function courseOf(unit: Unit, now: number): Course {
	const walk = new Walk(unit, Math.min(now, unit.stopped ?? now));
	const hasSip = unit.reingest?.kind === 'partial' ? walk.reingest() : walk.transfer();
	if (unit.plan.swaps && walk.ended.ingest) swapLast(walk.jobs.ingest);
	const stopped = unit.stopped !== null && unit.stopped <= now;
	const ended = {transfer: walk.ended.transfer || stopped, ingest: walk.ended.ingest || stopped};
	if (unit.sipGone) return {transfer: walk.jobs.transfer, ingest: [], hasSip: false, chosen: walk.chosen, ended};
	return {...walk.jobs, hasSip, chosen: walk.chosen, ended};
}

/** The last two jobs, as of one instant and in the wrong order. */
function swapLast(jobs: Job[]): void {
	const [before, last] = jobs.splice(-2);
	if (before && last) jobs.push({...last, created: before.created}, before);
}

/** Follows a unit's steps from job to job. Each method answers the moment it got to, or `undefined` when there is nothing to go on to yet. */
class Walk {
	readonly jobs: Readonly<Record<Stage, Job[]>> = {transfer: [], ingest: []};
	readonly ended: Record<Stage, boolean> = {transfer: false, ingest: false};
	readonly #unit: Unit;
	readonly #now: number;
	readonly chosen = new Map<string, string>();
	readonly #circumstances: Circumstances;
	readonly #repaired = new Set<Stage>();

	constructor(unit: Unit, now: number) {
		this.#unit = unit;
		this.#now = now;
		this.#circumstances = {
			packages: unit.packages,
			access: unit.access,
			type: unit.type,
			chosen: field => this.chosen.get(field),
		};
	}

	/** From the copy of a transfer's files to the end of its SIP. @returns whether there is a SIP */
	transfer(): boolean {
		const {type, stepDuration} = this.#unit;
		const start = this.#copied();
		const begun = start === undefined ? undefined : this.#approval('transfer', approvalGroup, transferTypes[type].approval, start);
		const transferred = begun === undefined ? undefined : this.along('transfer', transferSteps, begun);
		if (transferred !== undefined) this.along('ingest', ingestSteps, transferred + stepDuration);
		return transferred !== undefined;
	}

	/** A SIP made of a stored AIP. @returns whether it is there */
	reingest(): boolean {
		const start = this.#copied();
		if (start === undefined) return false;
		this.ended.transfer = true;
		const begun = this.#approval('ingest', reingestGroup, reingestApproval, start);
		if (begun !== undefined) this.along('ingest', [...reingestSteps, ...ingestSteps], begun);
		return true;
	}

	/** When the files were on the pipeline, if they are. */
	#copied(): number | undefined {
		const {copied, queued} = this.#unit;
		return queued || copied === null || this.#now < copied ? undefined : copied;
	}

	#approval(stage: Stage, microservice: string, name: string, copied: number): number | undefined {
		const {approval, approved} = this.#unit;
		if (approval === 'none') return copied;
		const definition = {name, link: undefined, perFile: false, decision: undefined, only: undefined};
		const state = approved === null ? 'USER_INPUT' : 'COMPLETE';
		this.#push(stage, microservice, definition, state, copied, approved ?? undefined, copied);
		return approved ?? undefined;
	}

	along(stage: Stage, steps: readonly StepDefinition[], start: number): number | undefined {
		let clock: number | undefined = start;
		for (const {microservice, jobs} of steps) {
			const slice = this.#unit.stepDuration / Math.max(1, this.#working(jobs));
			for (const job of jobs) {
				if (job.only && !job.only(this.#circumstances)) continue;
				if (clock > this.#now) return undefined;
				clock = job.decision ? this.#ask(stage, microservice, job, job.decision, clock) : this.#run(stage, microservice, job, clock, slice);
				if (clock === undefined) return undefined;
			}
		}
		if (clock > this.#now) return undefined;
		this.ended[stage] = true;
		return clock;
	}

	/** How many jobs share the duration of a step: those that run by themselves. Choices made within the step cannot be known yet, and are not. */
	#working(jobs: readonly JobDefinition[]): number {
		return jobs.filter(({decision, only}) => !decision && (!only || only(this.#circumstances))).length;
	}

	#run(stage: Stage, microservice: string, job: JobDefinition, clock: number, slice: number): number | undefined {
		const {plan, objectCount} = this.#unit;
		const end = clock + slice;
		const over = end <= this.#now;
		const repairs = this.#repairs(stage, job.name);
		const planned = plan.failAt.some(name => name === `${stage}:${job.name}` || (name === job.name && stageOf(name) === stage));
		const fails = planned || repairs || this.#hasProblem(job.name);
		this.#push(stage, microservice, job, over ? (fails ? 'FAILED' : 'COMPLETE') : 'PROCESSING', clock, over ? end : undefined, end);
		if (!over || (job.name === objectsJob && objectCount === 0)) return undefined;
		if (!fails || (planned && plan.goesOn)) return end;
		if (!repairs) return this.#end(stage, endings.fail[stage], end);
		this.#repaired.add(stage);
		return this.#part(stage, repairSteps[stage], end);
	}

	/** Whether a job fails, and what it checks is repaired then. */
	#repairs(stage: Stage, job: string): boolean {
		if (this.#repaired.has(stage)) return false;
		const {repairs, repairsSip} = this.#unit.plan;
		return (repairs && job === complianceJob) || (repairsSip && job === sipComplianceJob);
	}

	/** Whether what a job checks is wrong. */
	#hasProblem(job: string): boolean {
		const {bagProblem, checksumProblem, rightsProblem} = this.#unit;
		return (
			(job === bagJob && bagProblem !== null) ||
			(job === checksumJob && checksumProblem !== null) ||
			(job === rightsJob && typeof rightsProblem === 'string')
		);
	}

	#ask(stage: Stage, microservice: string, job: JobDefinition, decision: Decision, clock: number): number | undefined {
		const answer = this.#answer(decision);
		if (!answer) {
			this.#push(stage, microservice, job, 'USER_INPUT', clock, undefined, clock);
			return undefined;
		}
		const end = Math.max(clock, answer.at);
		this.#push(stage, microservice, job, 'COMPLETE', clock, end, end);
		this.chosen.set(decision.field, answer.value);
		const leads = decision.choices.find(({value}) => value === answer.value)?.leads;
		if (leads === 'reject' || leads === 'reject-aip') return this.#end(stage, endings[leads][stage], end);
		return leads === 'backlog' ? this.#end(stage, backlogSteps, end) : end;
	}

	/** What a person said, or what the configuration says unless the plan wants a person. */
	#answer({link, field, choices}: Decision): Answer | undefined {
		const {answers, configured, plan} = this.#unit;
		const given = answers[link];
		if (given) return given;
		const value = plan.waitFor.includes(field) ? undefined : configured[link];
		const known = value !== undefined && (value.startsWith('/api/') || choices.some(choice => choice.value === value));
		return known ? {value, at: Number.NEGATIVE_INFINITY} : undefined;
	}

	#part(stage: Stage, steps: readonly StepDefinition[], start: number): number | undefined {
		const clock = this.along(stage, steps, start);
		this.ended[stage] = false;
		return clock;
	}

	/** The last steps of a unit that goes no further. */
	#end(stage: Stage, steps: readonly StepDefinition[], start: number): undefined {
		this.along(stage, steps, start);
	}

	#push(
		stage: Stage,
		microservice: string,
		job: JobDefinition,
		status: Job['status'],
		created: number,
		ended: number | undefined,
		due: number,
	): void {
		const jobs = this.jobs[stage];
		jobs.push({
			uuid: derivedUuid(this.#unit.uuid, stage, jobs.length),
			name: job.name,
			microservice,
			link: job.link ?? derivedUuid('link', stage, microservice, job.name),
			status,
			created,
			ended,
			due,
			perFile: job.perFile,
			exitCode: this.#unit.plan.exitCode,
			decision: job.decision,
			question: job.decision !== undefined || microservice === approvalGroup || job.name === reingestApproval,
		});
	}
}

/** Names that occur in both stages belong to the transfer in a plan, unless only ingest has them. */
function stageOf(name: string): Stage {
	return [...transferSteps, ...backlogSteps].some(({jobs}) => jobs.some(job => job.name === name)) ? 'transfer' : 'ingest';
}
