import {derivedUuid} from '../identifiers.ts';
import type {Decision} from './decisions.ts';
import type {Circumstances, JobDefinition, StepDefinition} from './steps.ts';
import {backlogSteps, bagJob, complianceJob, endings, ingestSteps, objectsJob, repairSteps, transferSteps} from './steps.ts';
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
	/** The question it asks, whether answered or not. Approvals are none: they have a call of their own. */
	readonly decision: Decision | undefined;
	/** It is there to be answered, and runs nothing. */
	readonly question: boolean;
}

/** How far a unit is at one moment. */
export interface Course {
	readonly transfer: readonly Job[];
	readonly ingest: readonly Job[];
	/** The SIP exists: the transfer's files belong to it. */
	readonly hasSip: boolean;
	/** What was chosen at the decision points passed: value by field. */
	readonly chosen: ReadonlyMap<string, string>;
	/** Nothing more will happen by itself or by an answer. */
	readonly ended: Readonly<Record<Stage, boolean>>;
}

const approvalGroup = 'Approve transfer';

/** The jobs a unit has begun by `now`, computed from when it began and the answers it was given. Groups take one step's duration each. */
export function courseOf(unit: Unit, now: number): Course {
	const walk = new Walk(unit, now);
	const start = unit.copied === null || now < unit.copied ? undefined : walk.approval(unit.copied);
	const transferred = start === undefined ? undefined : walk.along('transfer', transferSteps, start);
	if (transferred !== undefined) walk.along('ingest', ingestSteps, transferred + unit.stepDuration);
	return {...walk.jobs, hasSip: transferred !== undefined, chosen: walk.chosen, ended: walk.ended};
}

/** Follows a unit's steps from job to job. Each method answers the moment it got to, or `undefined` when there is nothing to go on to yet. */
class Walk {
	readonly jobs: Readonly<Record<Stage, Job[]>> = {transfer: [], ingest: []};
	readonly ended: Record<Stage, boolean> = {transfer: false, ingest: false};
	readonly #unit: Unit;
	readonly #now: number;
	readonly chosen = new Map<string, string>();
	readonly #circumstances: Circumstances;
	#repaired = false;

	constructor(unit: Unit, now: number) {
		this.#unit = unit;
		this.#now = now;
		this.#circumstances = {
			packages: unit.packages,
			bag: transferTypes[unit.type].bag,
			chosen: field => this.chosen.get(field),
		};
	}

	approval(copied: number): number | undefined {
		const {approval, approved, type} = this.#unit;
		if (approval === 'none') return copied;
		const definition = {name: transferTypes[type].approval, link: undefined, perFile: false, decision: undefined, only: undefined};
		const state = approved === null ? 'USER_INPUT' : 'COMPLETE';
		this.#push('transfer', approvalGroup, definition, state, copied, approved ?? undefined, copied);
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
		const {plan, bagProblem, fileCount} = this.#unit;
		const end = clock + slice;
		const over = end <= this.#now;
		const repairs = plan.repairs && !this.#repaired && job.name === complianceJob;
		const planned = plan.failAt.includes(job.name) && stageOf(job.name) === stage;
		const fails = planned || repairs || (job.name === bagJob && bagProblem !== null);
		this.#push(stage, microservice, job, over ? (fails ? 'FAILED' : 'COMPLETE') : 'PROCESSING', clock, over ? end : undefined, end);
		if (!over || (job.name === objectsJob && fileCount === 0)) return undefined;
		if (!fails || (planned && plan.goesOn)) return end;
		if (!repairs) return this.#end(stage, endings.fail[stage], end);
		this.#repaired = true;
		return this.#part(stage, repairSteps, end);
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
		if (leads === 'reject') return this.#end(stage, endings.reject[stage], end);
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
			decision: job.decision,
			question: job.decision !== undefined || microservice === approvalGroup,
		});
	}
}

/** Names that occur in both stages belong to the transfer in a plan, unless only ingest has them. */
function stageOf(name: string): Stage {
	return [...transferSteps, ...backlogSteps].some(({jobs}) => jobs.some(job => job.name === name)) ? 'transfer' : 'ingest';
}
