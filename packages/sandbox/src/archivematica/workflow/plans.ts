import type {State} from '../state.ts';
import {newUuid} from '../identifiers.ts';
import {decisions} from './decisions.ts';
import {backlogSteps, ingestSteps, reingestSteps, transferSteps} from './steps.ts';
import type {Plan} from './unit.ts';

/** A transfer in which everything goes as configured. */
export const plainPlan: Plan = {
	failAt: [],
	exitCode: 1,
	goesOn: false,
	waitFor: [],
	repairs: false,
	repairsSip: false,
	lateSip: false,
	swaps: false,
};

/** The names of all jobs that run by themselves, and so can fail. */
export const jobNames: readonly string[] = [
	...new Set(
		[...transferSteps, ...backlogSteps, ...reingestSteps, ...ingestSteps].flatMap(({jobs}) =>
			jobs.filter(({decision}) => !decision).map(({name}) => name),
		),
	),
];

/** Text as it can stand in a file name: `Store the AIP` is `store-the-aip`. */
function slug(text: string): string {
	return text
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/gu, '-')
		.replaceAll(/^-|-$/gu, '');
}

/** The job a text names: by its name or by the beginning of its slug, `ingest:` in front where the transfer has one of that name too. */
export function findJob(text: string): string | undefined {
	const rest = /^ingest:(.+)$/su.exec(text)?.[1];
	const found = findName(slug(rest ?? text));
	return found !== undefined && rest !== undefined ? `ingest:${found}` : found;
}

function findName(wanted: string): string | undefined {
	return jobNames.find(name => slug(name) === wanted) ?? jobNames.find(name => wanted !== '' && slug(name).startsWith(wanted));
}

/** The field of the decision a text names: by its field, its question or the beginning of either's slug. */
export function findDecision(text: string): string | undefined {
	const wanted = slug(text);
	const names = decisions.flatMap(({field, question}) => [
		{field, name: slug(field)},
		{field, name: slug(question)},
	]);
	return (names.find(({name}) => name === wanted) ?? names.find(({name}) => wanted !== '' && name.startsWith(wanted)))?.field;
}

/**
 * The plan that a name asks for. `fails-at-<job>`, `goes-on-after-<job>` (the job fails, the unit does not), `waits-for-<decision>`,
 * `repairs-compliance`, `repairs-sip-compliance`, `swaps-last-jobs` and `completes-without-sip`; a name like any other asks for nothing.
 */
function planFromName(name: string): Plan {
	const rest = (prefix: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : '');
	const going = findJob(rest('goes-on-after-'));
	const job = going ?? findJob(rest('fails-at-'));
	const decision = findDecision(rest('waits-for-'));
	return {
		failAt: job === undefined ? [] : [job],
		goesOn: going !== undefined,
		waitFor: decision === undefined ? [] : [decision],
		exitCode: 1,
		repairs: name.startsWith('repairs-compliance'),
		repairsSip: name.startsWith('repairs-sip-compliance'),
		swaps: name.startsWith('swaps-last-jobs'),
		lateSip: name.startsWith('completes-without-sip'),
	};
}

/** Keeps a plan for the next transfer. */
export function queuePlan({plans}: State, plan: Plan): void {
	plans.put(newUuid(), plan);
}

/** The plan of a transfer that begins now: the oldest one queued, and what its names ask for. */
export function takePlan({plans}: State, names: readonly string[]): Plan {
	const [queued] = plans.entries();
	if (queued) plans.delete(queued[0]);
	return [queued?.[1] ?? plainPlan, ...names.map(planFromName)].reduce((a, b) => ({
		failAt: [...a.failAt, ...b.failAt],
		exitCode: a.exitCode === 1 ? b.exitCode : a.exitCode,
		repairsSip: a.repairsSip || b.repairsSip,
		swaps: a.swaps || b.swaps,
		goesOn: a.goesOn || b.goesOn,
		waitFor: [...a.waitFor, ...b.waitFor],
		repairs: a.repairs || b.repairs,
		lateSip: a.lateSip || b.lateSip,
	}));
}
