import {createJob, DecodeError, JobFailedError, path} from '@fonds/core';
import type {HttpClient, Job, JobState, JsonValue, Look, RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import {isTransient} from '../http/transient.ts';
import {asyncTaskSchema} from './async-task-json.ts';
import type {AsyncTask} from './async-task.ts';
import {badJobState} from './bad-job-state.ts';
import {isMissing} from './is-missing.ts';

/** How work of the Storage Service stands. */
export interface TaskStatus {
	/** `lost`: the server no longer knows the task; what it was to do was looked at instead. */
	readonly state: 'running' | 'succeeded' | 'failed' | 'lost';
	/** The last answer about it; `undefined` where there was none, or where the work was done in one call. */
	readonly task: AsyncTask | undefined;
	/** For people: why it failed, or what is odd. */
	readonly detail: string | undefined;
}

/** What following a task needs to remember. */
type TaskData = {
	/** `null`: the work was done in one call. */
	readonly task: number | null;
	/** Looks in a row without an answer. */
	readonly silent: number;
	readonly work: JsonValue;
};

/** Work that the server does in the background, or did. */
export interface TaskDefinition<Result> {
	/** The kind of work, such as `archivematica-move-package`. */
	readonly kind: string;
	/** What is worked on. */
	readonly id: string;
	/** The task's number; `undefined` when the work is done. */
	readonly task: number | undefined;
	/** The work in a sentence, such as `The move of the package p1`. */
	readonly what: string;
	/** What the result is made of; kept in the job's JSON. */
	readonly work: JsonValue;
	/**
	 * What came of it. After a lost task, by a look at the real state: it gives `undefined` when the work was not done, as far as one can see.
	 */
	result(wasLost: boolean, options: RequestOptions): Promise<Result | undefined>;
	/** What to do when the work failed or was lost, in a sentence. */
	readonly advice: string;
}

/** Looks without an answer, each with the repetitions of the transport, before the wait fails. The job can be waited for again. */
const patience = 20;

/** Follows a task (SS-37). One that the server lost is no failure: the real state decides. */
export function createTaskJob<Result>(http: HttpClient, definition: TaskDefinition<Result>): Job<TaskStatus, Result> {
	const {kind, id, task = null, what, work, advice} = definition;
	return createJob<TaskStatus, Result, TaskData>({
		kind,
		id,
		data: {task, silent: 0, work},
		poll: (data, options) => lookAtTask(http, data, options),
		result: async (status, _, options) => {
			const {state, detail = 'no reason is given.'} = status;
			if (state === 'failed') {
				throw new JobFailedError(`${what} failed: ${detail} ${advice}`, {status, code: 'task-failed'});
			}
			const result = await definition.result(state === 'lost', options);
			if (result === undefined) {
				const [code, why] =
					state === 'lost'
						? ['task-lost', 'did not succeed, and the Storage Service no longer knows the task.']
						: ['not-confirmed', 'is said to have succeeded, and the Storage Service does not show what came of it.'];
				throw new JobFailedError(`${what} ${why} ${advice}`, {status, code});
			}
			return result;
		},
	});
}

async function lookAtTask(http: HttpClient, data: TaskData, options: RequestOptions): Promise<Look<TaskStatus, TaskData>> {
	const known = {...data, silent: 0};
	if (data.task === null) {
		return {status: {state: 'succeeded', task: undefined, detail: undefined}, data: known, finished: true};
	}
	try {
		const task = await readTask(http, data.task, options);
		return {status: {state: task.state, task, detail: task.error}, data: known, finished: task.state !== 'running'};
	} catch (error) {
		if (isMissing(error)) {
			const detail = 'The Storage Service does not know the task any more: it was restarted, or the task ended more than a day ago.';
			return {status: {state: 'lost', task: undefined, detail}, data: known, finished: true};
		}
		if (!isTransient(error) || data.silent >= patience) {
			throw error;
		}
		const detail = 'The server does not answer at the moment; it is asked again.';
		return {status: {state: 'running', task: undefined, detail}, data: {...data, silent: data.silent + 1}, finished: false};
	}
}

/** Reads one task (SS-37). */
export async function readTask(http: HttpClient, id: number, options: RequestOptions): Promise<AsyncTask> {
	return getJson(http, path`api/v2/async/${id}/`, asyncTaskSchema, options);
}

/**
 * The number of the task in the `Location` of a 202.
 *
 * @throws DecodeError when there is none.
 */
export async function startedTask(response: Response, what: string): Promise<number> {
	await response.body?.cancel();
	const [, id] = /\/async\/(\d+)\/?$/.exec(response.headers.get('location') ?? '') ?? [];
	if (response.status !== 202 || id === undefined) {
		throw new DecodeError(
			`${what} may have been started, but the answer (${response.status}) does not name its task. In a page, the proxy must expose the header Location.`,
			{code: 'work-uncertain'},
		);
	}
	return Number(id);
}

/** What a kept job of this kind knows. @throws ConfigurationError when it is of another kind, or damaged. */
export function readTaskState({kind, id, data}: JobState, wanted: string): {readonly task: number | undefined; readonly work: JsonValue} {
	const {task, work} = typeof data === 'object' && data !== null && 'task' in data ? data : {};
	if (kind !== wanted || typeof id !== 'string' || (task !== null && typeof task !== 'number') || work === undefined) {
		throw badJobState(wanted);
	}
	return {task: task ?? undefined, work};
}
