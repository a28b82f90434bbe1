import {path} from '@fonds/core';
import type {HttpClient, Job, JobState, RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import {createTaskJob, readTaskState, startedTask} from './async-job.ts';
import type {TaskStatus} from './async-job.ts';
import {badJobState} from './bad-job-state.ts';
import {packageSchema} from './package-json.ts';
import type {StoragePackage} from './package.ts';
import {orUncertain} from './uncertain-work.ts';

const kind = 'archivematica-move-package';

/** SS-34: a form, whatever the document says. */
export async function movePackage(
	http: HttpClient,
	uuid: string,
	location: string,
	options: RequestOptions,
): Promise<Job<TaskStatus, StoragePackage>> {
	const what = `The move of the package ${uuid}`;
	const task = await orUncertain(
		`the package ${uuid} is being moved`,
		'Look at its status and its location before moving it again.',
		async () => {
			const body = new URLSearchParams({location_uuid: location});
			return startedTask(await http.send('POST', path`api/v2/file/${uuid}/move/`, {...options, body, retry: false}), what);
		},
	);
	return follow(http, uuid, location, task);
}

/** Goes on with a kept job. */
export function resumeMovePackage(http: HttpClient, state: JobState): Job<TaskStatus, StoragePackage> {
	const {task, work} = readTaskState(state, kind);
	if (typeof work !== 'string') {
		throw badJobState(kind);
	}
	return follow(http, state.id, work, task);
}

function follow(http: HttpClient, uuid: string, location: string, task: number | undefined): Job<TaskStatus, StoragePackage> {
	return createTaskJob(http, {
		kind,
		id: uuid,
		task,
		what: `The move of the package ${uuid} to the location ${location}`,
		work: location,
		advice: 'Look at the package: one that stays MOVING can only be mended by an administrator.',
		result: async (_, options) => {
			const moved = await getJson(http, path`api/v2/file/${uuid}/`, packageSchema, options);
			return moved.status === 'UPLOADED' && moved.location === location.toLowerCase() ? moved : undefined;
		},
	});
}
