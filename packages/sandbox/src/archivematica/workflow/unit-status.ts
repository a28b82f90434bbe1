import type {Course, Job, Stage} from './course.ts';
import {backlogJob, createSipJob, lastJob} from './steps.ts';
import type {Unit} from './unit.ts';

/** What AM-04 and AM-05 report. */
export interface UnitStatus {
	readonly status: 'USER_INPUT' | 'PROCESSING' | 'COMPLETE' | 'FAILED' | 'REJECTED';
	/** The name of the latest job. */
	readonly microservice: string;
	/** Of complete transfers: the SIP's UUID, or `BACKLOG`. */
	readonly sip: string | undefined;
}

/** The status a unit's jobs add up to (reference, 2.2: the rules in their order). `undefined` when it has no jobs. */
export function statusOf(unit: Unit, course: Course, stage: Stage): UnitStatus | undefined {
	const jobs = course[stage];
	const newest = jobs.at(-1);
	if (!newest) return undefined;
	const result = byRules(unit, course, jobs, newest);
	const closed = stage === 'ingest' && result.status === 'PROCESSING' && jobs.some(({name}) => name === lastJob);
	return {microservice: newest.name, sip: result.sip, status: closed ? 'COMPLETE' : result.status};
}

function byRules(unit: Unit, {hasSip}: Course, jobs: readonly Job[], newest: Job): Pick<UnitStatus, 'status' | 'sip'> {
	const group = newest.microservice.toLowerCase();
	if (newest.status === 'USER_INPUT') return {status: 'USER_INPUT', sip: undefined};
	if (group.includes('failed')) return {status: 'FAILED', sip: undefined};
	if (group.includes('reject')) return {status: 'REJECTED', sip: undefined};
	if (newest.name === lastJob) return {status: 'COMPLETE', sip: undefined};
	if (jobs.some(({name}) => name === createSipJob)) {
		if (hasSip) return {status: 'COMPLETE', sip: unit.sip};
		return {status: unit.plan.lateSip ? 'COMPLETE' : 'PROCESSING', sip: undefined};
	}
	if (jobs.some(({name}) => name === backlogJob)) return {status: 'COMPLETE', sip: 'BACKLOG'};
	return {status: 'PROCESSING', sip: undefined};
}
