import * as z from 'zod/mini';
import {optionalNumber, optionalText, toNumber} from '../json/lenient.ts';
import type {Task, UnitJob, UnitJobState} from './job.ts';

const states: readonly string[] = ['UNKNOWN', 'USER_INPUT', 'COMPLETE', 'PROCESSING', 'FAILED'] satisfies UnitJobState[];

const wireTask = z.object({
	uuid: z.string(),
	exit_code: z.optional(z.nullable(z.number())),
	file_uuid: optionalText,
	file_name: optionalText,
	time_created: optionalText,
	time_started: optionalText,
	time_ended: optionalText,
	duration: optionalNumber,
});

/** AM-26, and the elements of `tasks` in AM-25. */
export const taskSchema: z.ZodMiniType<Task> = z.pipe(
	wireTask,
	z.transform((wire): Task => ({
		uuid: wire.uuid,
		exitCode: wire.exit_code ?? undefined,
		fileUuid: wire.file_uuid || undefined,
		fileName: wire.file_name || undefined,
		created: wire.time_created ?? undefined,
		started: wire.time_started ?? undefined,
		ended: wire.time_ended ?? undefined,
		duration: wire.duration === '< 1' ? 0 : toNumber(wire.duration),
	})),
);

const wireJob = z.object({
	uuid: z.string(),
	name: z.string(),
	status: z.string(),
	microservice: optionalText,
	link_uuid: optionalText,
	tasks: z.optional(z.nullable(z.array(taskSchema))),
});

/** AM-25: a bare array, oldest job first. */
export const jobsSchema: z.ZodMiniType<readonly UnitJob[]> = z.array(
	z.pipe(
		wireJob,
		z.transform((wire): UnitJob => ({
			uuid: wire.uuid,
			name: wire.name,
			status: isState(wire.status) ? wire.status : 'UNKNOWN',
			microservice: wire.microservice ?? '',
			link: wire.link_uuid ?? undefined,
			tasks: wire.tasks ?? [],
		})),
	),
);

function isState(word: string): word is UnitJobState {
	return states.includes(word);
}
