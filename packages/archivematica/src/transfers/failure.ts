import {isSdkError} from '@fonds/core';
import type {RequestOptions} from '@fonds/core';
import type {Dashboard, JobsOptions} from '../dashboard/dashboard.ts';
import type {UnitJob} from '../dashboard/job.ts';
import type {FailedTask, TransferFailure} from './transfer-status.ts';

/** The jobs of a unit; none where the dashboard has none. */
export async function jobsOf(dashboard: Dashboard, unit: string, options: JobsOptions): Promise<readonly UnitJob[]> {
	try {
		return await dashboard.jobs(unit, options);
	} catch (error) {
		if (isSdkError(error, 'not-found')) {
			return [];
		}
		throw error;
	}
}

/**
 * Whether a FAILED unit will stay so. The groups `Failed transfer compliance` and `Failed compliance` hold repairs after which processing
 * goes on; `Failed transfer` and `Failed SIP` do not (reference 2.2).
 */
export function isFinalFailure(jobs: readonly UnitJob[]): boolean {
	return /^failed (?:transfer|sip)$/i.test(jobs.at(-1)?.microservice.trim() ?? '');
}

/**
 * The job a unit failed at: the last failed one before the workflow turned to its failed group, whose own jobs only clean up.
 *
 * @param latest - What to name when no job tells more.
 */
export async function describeFailure(
	dashboard: Dashboard,
	unit: string,
	jobs: readonly UnitJob[],
	latest: string,
	options: RequestOptions,
): Promise<TransferFailure> {
	const culprit = findCulprit(jobs);
	if (culprit === undefined) {
		return {job: latest, microservice: jobs.at(-1)?.microservice ?? '', tasks: []};
	}
	const detailed = await jobsOfName(dashboard, unit, culprit, options);
	return {job: culprit.name, microservice: culprit.microservice, tasks: failedTasks(detailed)};
}

/** The tasks of a job that did not end well, the first hundred. */
export function failedTasks({tasks}: UnitJob): readonly FailedTask[] {
	return tasks
		.filter((task): task is typeof task & {exitCode: number} => (task.exitCode ?? 0) !== 0)
		.slice(0, 100)
		.map(({uuid, exitCode, fileName}) => ({uuid, exitCode, fileName}));
}

/** One sentence for people. */
export function tellFailure(failure: TransferFailure): string {
	const codes = [...new Set(failure.tasks.map(({exitCode}) => exitCode))].join(', ');
	const files = failure.tasks.flatMap(({fileName}) => fileName ?? []).slice(0, 3);
	const about = files.length > 0 ? ` on ${files.join(', ')}${failure.tasks.length > files.length ? ' and others' : ''}` : '';
	const ended = codes === '' ? '' : `: ${failure.tasks.length} of its tasks ended with exit code ${codes}${about}`;
	return `The job '${failure.job}'${failure.microservice === '' ? '' : ` (${failure.microservice})`} failed${ended}.`;
}

function findCulprit(jobs: readonly UnitJob[]): UnitJob | undefined {
	const work = jobs.filter(({microservice}) => !/^failed /i.test(microservice));
	return (
		work.findLast(({status}) => status === 'FAILED') ??
		work.findLast(({tasks}) => tasks.some(({exitCode}) => (exitCode ?? 0) !== 0)) ??
		jobs.findLast(({status}) => status === 'FAILED')
	);
}

/** The same job with the names of files, for which only its own tasks are asked. */
async function jobsOfName(dashboard: Dashboard, unit: string, job: UnitJob, options: RequestOptions): Promise<UnitJob> {
	if (job.tasks.every(({exitCode}) => (exitCode ?? 0) === 0)) {
		return job;
	}
	const detailed = await dashboard.jobs(unit, {...options, name: job.name, detailed: true});
	return detailed.find(({uuid}) => uuid === job.uuid) ?? job;
}
