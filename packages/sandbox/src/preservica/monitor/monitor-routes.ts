import type {Hono} from 'hono';
import {isoDate} from '../../clock.ts';
import type {Archive} from '../archive.ts';
import {operators} from '../auth/roles.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import type {Page} from '../paging.ts';
import {sliceOf} from '../paging.ts';
import {Problem} from '../problem.ts';
import type {WorkflowInstance} from '../workflow/workflow-instance.ts';
import type {Watched} from './monitor.ts';
import {messagesOf, monitorOf, percentOf} from './monitor.ts';

/** Monitors of what goes on, and what they tell. */
export function monitorRoutes(app: Hono, archive: Archive): void {
	const {workflows, repository} = archive;
	const watched = (instance: WorkflowInstance): Watched => ({
		instance,
		course: workflows.course(instance),
		context: workflows.contexts.get(instance.context),
		canRetry: workflows.canRetry(instance),
	});
	const allowed = (handle: (call: Call) => Response) =>
		handler(archive, call => {
			call.demandRole(operators);
			return handle(call);
		});

	operation(
		app,
		'MON-01',
		allowed(call => {
			const monitors = workflows
				.instances()
				.map(watched)
				.filter(({course}) => course.state !== 'ABORTED')
				.map(each => monitorOf(each, messagesOf(each, repository)))
				.filter(
					({status, category, name}) => among(call, 'status', status) && among(call, 'category', category) && among(call, 'name', name),
				);
			const page = sliceOf(call, monitors, `${call.origin}/api/processmonitor/monitors`);
			return answer(call, {paging: pagingOf(page), monitors: page.items});
		}),
	);

	operation(
		app,
		'MON-02',
		allowed(call => {
			const messages = workflows
				.instances()
				.filter(({monitor}) => among(call, 'monitor', monitor))
				.flatMap(instance => messagesOf(watched(instance), repository))
				.filter(({status}) => among(call, 'status', status));
			const page = sliceOf(call, messages, `${call.origin}/api/processmonitor/messages`);
			return answer(call, {paging: pagingOf(page), messages: page.items});
		}),
	);

	operation(
		app,
		'MON-03',
		allowed(call => {
			const id = call.c.req.param('id') ?? '';
			const instance = workflows.monitored(id);
			if (!instance) throw new Problem(404, `There is no monitor ${id}.`);
			const {course} = watched(instance);
			const now = archive.context.now();
			const points = [
				{at: instance.startedAt, percentComplete: '0'},
				{at: Math.min(now, course.finishedAt ?? now), percentComplete: percentOf(course)},
			];
			return answer(call, {timeseries: points.map(({at, percentComplete}) => ({date: isoDate(at), percentComplete}))});
		}),
	);
}

/** Is a value in the comma list that a parameter has? Without the parameter, it is. Case does not matter. */
function among(call: Call, parameter: string, value: string): boolean {
	const list = call.c.req.query(parameter);
	if (list === undefined || list === '') return true;
	return list.split(',').some(each => each.trim().toLowerCase() === value.toLowerCase());
}

function pagingOf({previous, next, total}: Page<unknown>): Readonly<Record<string, unknown>> {
	return {next, previous, totalResults: total};
}

/** The envelope of this API (1.3). */
function answer(call: Call, value: Readonly<Record<string, unknown>>): Response {
	return call.c.json({success: true, version: 1, value});
}
