import * as z from 'zod/mini';
import {optionalFlag, optionalText} from '../json/lenient.ts';
import type {AsyncTask} from './async-task.ts';

const wireTask = z.object({
	id: z.union([z.number(), z.string().check(z.regex(/^\d+$/))]),
	completed: z.boolean(),
	was_error: optionalFlag,
	result: z.optional(z.unknown()),
	error: z.optional(z.unknown()),
	created_time: optionalText,
	updated_time: optionalText,
	completed_time: optionalText,
});

/** SS-37. */
export const asyncTaskSchema: z.ZodMiniType<AsyncTask> = z.pipe(
	wireTask,
	z.transform(({id, completed, was_error: failed, result, error, ...times}): AsyncTask => ({
		id: Number(id),
		state: completed ? (failed ? 'failed' : 'succeeded') : 'running',
		result: result ?? undefined,
		error: typeof error === 'string' ? error : error === null || error === undefined ? undefined : JSON.stringify(error),
		created: times.created_time ?? undefined,
		updated: times.updated_time ?? undefined,
		completed: times.completed_time ?? undefined,
	})),
);
