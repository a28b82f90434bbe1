import type {SandboxContext} from '../../context.ts';
import {errorPage} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {parseUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {releaseOf} from '../state.ts';
import {dashboardTime} from '../times.ts';
import {courseOf} from '../workflow/course.ts';
import type {Job, Stage} from '../workflow/course.ts';
import {tasksOf} from '../workflow/tasks.ts';
import type {Task} from '../workflow/tasks.ts';
import type {Unit} from '../workflow/unit.ts';
import {answer, failure} from './answer.ts';
import {directoryOf} from './paths.ts';
import {findUnit} from './units.ts';

/** AM-25: a unit's jobs, oldest first, with their tasks. */
export function unitJobs(context: SandboxContext, state: State, request: Asked, given: string): Response {
	if (parseUuid(given) === undefined) return errorPage();
	const {searchParams: query} = request.url;
	const link = query.get('link_uuid');
	if (link !== null && parseUuid(link) === undefined) return errorPage();
	const stage = findUnit(context, state, 'transfer', given) ? 'transfer' : 'ingest';
	const found = findUnit(context, state, stage, given);
	const jobs = found?.course[stage] ?? [];
	if (!found || jobs.length === 0) return failure(state, 400, `No jobs found for unit: ${given}`);
	const microservice = query
		.get('microservice')
		?.replace(/^Microservice:/u, '')
		.trim();
	const name = query.get('name')?.replace(/^Job:/u, '').trim();
	const wanted = jobs.filter(
		job =>
			(microservice === undefined || job.microservice === microservice) &&
			(name === undefined || job.name === name) &&
			(link === null || job.link === parseUuid(link)),
	);
	const detailed = query.has('detailed') && releaseOf(state) !== '1.13.2'; // since 1.16
	return answer(
		state,
		wanted.map(job => describeJob(job, tasks(state, found.unit, job, directoryOf(found.unit, found.course, stage)), detailed)),
	);
}

/** AM-26. */
export function oneTask(context: SandboxContext, state: State, given: string): Response {
	const uuid = parseUuid(given);
	for (const unit of uuid === undefined ? [] : state.units.values()) {
		const course = courseOf(unit, context.now());
		for (const stage of ['transfer', 'ingest'] satisfies Stage[]) {
			const directory = directoryOf(unit, course, stage);
			const found = course[stage].flatMap(job => tasks(state, unit, job, directory)).find(task => task.uuid === uuid);
			if (found) return answer(state, describeTask(found, true));
		}
	}
	return failure(state, 400, `Task with UUID ${given} does not exist`);
}

function tasks(state: State, unit: Unit, job: Job, directory: string): readonly Task[] {
	return tasksOf(job, directory, job.perFile ? (state.unitFiles.get(unit.uuid) ?? []) : []);
}

function describeJob(job: Job, jobTasks: readonly Task[], detailed: boolean): object {
	return {
		uuid: job.uuid,
		name: job.name,
		status: job.status,
		microservice: job.microservice,
		link_uuid: job.link,
		tasks: jobTasks.map(task => describeTask(task, detailed)),
	};
}

function describeTask({uuid, exitCode, fileUuid, fileName, created, ended}: Task, detailed: boolean): object {
	const brief = {uuid, exit_code: exitCode};
	if (!detailed) return brief;
	return {
		...brief,
		file_uuid: fileUuid,
		file_name: fileName,
		time_created: dashboardTime(created),
		time_started: dashboardTime(created),
		time_ended: ended === undefined ? null : dashboardTime(ended),
		duration: ended === undefined ? '' : durationOf(created, ended),
	};
}

/** Whole seconds between times that are themselves cut to seconds; less than one is a text (reference, AM-26). */
function durationOf(created: number, ended: number): number | string {
	const seconds = Math.floor(ended / 1000) - Math.floor(created / 1000);
	return seconds < 1 ? '< 1' : seconds;
}
