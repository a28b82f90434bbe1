import {derivedUuid} from '../identifiers.ts';
import type {Job} from './course.ts';
import type {UnitFile} from './unit.ts';

/** One run of a job's tool: on a file, or on the whole unit. */
export interface Task {
	readonly uuid: string;
	/** `null` while it runs. */
	readonly exitCode: number | null;
	readonly fileUuid: string | null;
	readonly fileName: string;
	readonly created: number;
	readonly ended: number | undefined;
}

/** The tasks of a job. Questions have none; of a failed job's tasks the first failed. */
export function tasksOf(job: Job, directory: string, files: readonly UnitFile[]): readonly Task[] {
	if (job.status === 'USER_INPUT' || job.question) return [];
	const subjects = job.perFile
		? files.map(file => ({uuid: file.uuid, name: file.path.split('/').at(-1) ?? ''}))
		: [{uuid: null, name: directory}];
	return subjects.map(({uuid, name}, index) => ({
		uuid: derivedUuid(job.uuid, 'task', index),
		exitCode: job.ended === undefined ? null : job.status === 'FAILED' && index === 0 ? job.exitCode : 0,
		fileUuid: uuid,
		fileName: name,
		created: job.created,
		ended: job.ended,
	}));
}
