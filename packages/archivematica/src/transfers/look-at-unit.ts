import {isSdkError} from '@fonds/core';
import type {UnitStatus} from '../dashboard/unit-status.ts';
import {notStarted} from '../http/describe-error.ts';
import {approve, isApproval} from './approve.ts';
import {describeFailure, isFinalFailure, jobsOf, tellFailure} from './failure.ts';
import {microservicesOf} from './steps.ts';
import type {TransferData} from './transfer-data.ts';
import type {TransferStage} from './transfer-status.ts';
import {ends, goesOn, inLimbo, waitsFor} from './verdict.ts';
import type {FollowContext, Verdict} from './verdict.ts';

/** Looks at the transfer, until it is a SIP (AM-04). */
export async function lookAtTransfer(data: TransferData, context: FollowContext): Promise<Verdict> {
	const {dashboard, options} = context;
	const unit = await dashboard.transferStatus(data.transfer, options).catch(unitMissing);
	if (typeof unit === 'string') {
		return missingUnit(data, unit, context);
	}
	const found = await recordUnit(data, unit, isApproval(unit.microservice) ? 'approval' : 'transfer', context);
	if (unit.status === 'COMPLETE') {
		return lookAtSip(found, unit, context);
	}
	if (unit.status === 'USER_INPUT' && found.stage === 'approval') {
		return approve(found, unit.microservice, context);
	}
	return judgeUnit(found, unit, context);
}

/** Looks at the SIP, until it is complete (AM-05). The AIP then has its UUID. */
export async function lookAtIngest(data: TransferData, sip: string, context: FollowContext): Promise<Verdict> {
	const unit = await context.dashboard.ingestStatus(sip, context.options).catch(unitMissing);
	if (typeof unit === 'string') {
		return missingUnit(data, unit, context);
	}
	return judgeIngest(await recordUnit(data, unit, 'ingest', context), unit, context);
}

/** What a status of the SIP means. */
export async function judgeIngest(data: TransferData, unit: UnitStatus, context: FollowContext): Promise<Verdict> {
	const isStuck = data.unchanged > 0 && data.unchanged % 5 === 0;
	const isComplete = unit.status === 'COMPLETE' || (isStuck && (await hasClosingJob(unit, context)));
	return isComplete
		? goesOn({...data, stage: 'storage', failing: null, limbo: {for: 'storage', since: context.now()}})
		: judgeUnit(data, unit, context);
}

/** Keeps what a status says, whatever it means. */
export async function recordUnit(
	data: TransferData,
	unit: UnitStatus,
	stage: TransferStage,
	context: FollowContext,
): Promise<TransferData> {
	const unchanged = unit.microservice === data.microservice ? data.unchanged + 1 : 0;
	const found: TransferData = {
		...data,
		stage,
		hasApproval: data.hasApproval || stage === 'approval',
		seen: true,
		microservice: unit.microservice,
		directory: unit.directory,
		unchanged,
		jobSince: unchanged > 0 ? (data.jobSince ?? context.now()) : context.now(),
		limbo: data.limbo?.for === 'start' ? null : data.limbo,
	};
	if (data.microservices === null || (unchanged > 0 && unit.status === 'PROCESSING')) {
		return found;
	}
	const own = microservicesOf(await jobsOf(context.dashboard, unit.uuid, context.options), unit.type === 'ingest' ? 'ingest' : 'transfer');
	const others = data.microservices.filter(step => step.stage !== unit.type);
	return {...found, microservices: [...others, ...own]};
}

/** What a status means that means the same for transfers and SIPs. */
async function judgeUnit(data: TransferData, unit: UnitStatus, context: FollowContext): Promise<Verdict> {
	switch (unit.status) {
		case 'USER_INPUT': {
			return waitsFor({...data, failing: null}, unit.microservice);
		}
		case 'FAILED': {
			return confirmFailure(data, unit, context);
		}
		case 'PROCESSING': {
			return judgeProgress({...data, failing: null}, unit, context);
		}
		case 'REJECTED': {
			return ends(data, 'rejected', `Somebody rejected the ${nameOf(unit)} ${unit.uuid}.`);
		}
		case 'UNKNOWN': {
			return goesOn(
				data,
				'unknown',
				`The dashboard gives the ${nameOf(unit)} ${unit.uuid} the status '${unit.statusText}', which is not known here.`,
			);
		}
		default: {
			return goesOn({...data, failing: null});
		}
	}
}

/** Jobs take from seconds to days; after a restart of the MCPServer the latest one stays the latest for ever (reference 4.6, 5.10). */
function judgeProgress(data: TransferData, unit: UnitStatus, {now}: FollowContext): Verdict {
	const age = now() - (data.jobSince ?? now());
	const {stall} = data.limits;
	if (stall !== null && age >= stall) {
		const why = `The ${nameOf(unit)} ${unit.uuid} has been at '${unit.microservice}' for ${tellTime(age)}.`;
		return ends(data, 'unknown', `${why} Look in the dashboard whether it goes on: where the MCPServer was restarted, it does not.`);
	}
	const isLong = age >= longForOneJob;
	return goesOn(data, 'running', isLong ? `The job '${unit.microservice}' has been going on for more than ${tellTime(age)}.` : undefined);
}

/** Milliseconds after which a job that is still the latest is worth a word. */
export const longForOneJob = 3_600_000;

/** Whole hours, so that a watcher is told once an hour. */
export function tellTime(ms: number): string {
	const hours = Math.floor(ms / 3_600_000);
	return hours === 0 ? `${Math.round(ms / 60_000)} minutes` : hours === 1 ? '1 hour' : `${hours} hours`;
}

/** Complete is: sent to the backlog, turned into a SIP, or, before Archivematica 1.14, about to name that SIP. */
function lookAtSip(data: TransferData, unit: UnitStatus, context: FollowContext): Verdict {
	if (unit.backlog) {
		return ends(data, 'backlog', `The transfer ${unit.uuid} was sent to the backlog: it becomes an AIP when somebody arranges it.`);
	}
	if (unit.sip === undefined) {
		const why = `The transfer ${unit.uuid} is complete and names no SIP.`;
		return inLimbo(data, 'sip', context, why, 'Look for its SIP in the dashboard.');
	}
	return goesOn({
		...data,
		sip: unit.sip,
		stage: 'ingest',
		seen: false,
		failing: null,
		unchanged: 0,
		jobSince: null,
		microservice: null,
		limbo: {for: 'start', since: context.now()},
	});
}

/**
 * FAILED may be a repair in progress: only the final groups end the wait, or the third answer in a row when some time has passed, however
 * often somebody looks (reference 5.9).
 */
async function confirmFailure(data: TransferData, unit: UnitStatus, {dashboard, options, now}: FollowContext): Promise<Verdict> {
	const jobs = await jobsOf(dashboard, unit.uuid, options);
	const failing = {times: (data.failing?.times ?? 0) + 1, since: data.failing?.since ?? now()};
	const isConfirmed = failing.times >= 3 && now() - failing.since >= repairTime;
	if (!isFinalFailure(jobs) && !isConfirmed) {
		const detail = `The ${nameOf(unit)} ${unit.uuid} has failed at '${unit.microservice}'; the workflow may still repair it.`;
		return goesOn({...data, failing}, 'running', detail);
	}
	const failure = await describeFailure(dashboard, unit.uuid, jobs, unit.microservice, options);
	return ends({...data, failing}, 'failed', `The ${nameOf(unit)} ${unit.uuid} failed. ${tellFailure(failure)}`, failure);
}

/** Milliseconds between the first and the third of answers that come every ten seconds. */
const repairTime = 20_000;

/**
 * Where jobs begin in the same instant, the newest is not the last, and older dashboards say PROCESSING for ever after the end (reference
 * 2.2). The closing job tells.
 */
export async function hasClosingJob({uuid, status}: UnitStatus, {dashboard, options}: FollowContext): Promise<boolean> {
	if (status !== 'PROCESSING') {
		return false;
	}
	const jobs = await jobsOf(dashboard, uuid, {...options, name: closingJob});
	return jobs.some(job => job.name === closingJob && job.status === 'COMPLETE');
}

const closingJob = 'Remove the processing directory';

/** Tells the two ways a unit can be missing from all other errors. */
export function unitMissing(error: unknown): 'no-job' | 'not-known' {
	if (isSdkError(error, notStarted)) {
		return 'no-job';
	}
	if (isSdkError(error, 'not-found')) {
		return 'not-known';
	}
	throw error;
}

function missingUnit(data: TransferData, missing: 'no-job' | 'not-known', context: FollowContext): Verdict {
	const isIngest = data.stage === 'ingest';
	const unit = isIngest ? `SIP ${data.sip}` : `transfer ${data.transfer}`;
	if (missing === 'not-known' && data.seen) {
		return ends(data, 'unknown', `The dashboard does not know the ${unit} any more. Has its database been reset?`);
	}
	const remedy = isIngest
		? 'Look for it in the dashboard.'
		: 'Its content could not be copied, or it waits in a long queue: the dashboard does not tell. Check that the source exists and its location belongs to this pipeline.';
	return inLimbo(data, 'start', context, `The ${unit} has not started yet.`, remedy);
}

function nameOf({type}: UnitStatus): string {
	return type === 'ingest' ? 'SIP' : 'transfer';
}
