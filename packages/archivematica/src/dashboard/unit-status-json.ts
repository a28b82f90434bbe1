import * as z from 'zod/mini';
import {optionalText} from '../json/lenient.ts';
import type {UnitState, UnitStatus} from './unit-status.ts';

/** An answer to a status request: the unit, or the error that old servers send with status 200. */
export type UnitAnswer = {readonly unit: UnitStatus} | {readonly refusal: string};

const states: readonly string[] = ['USER_INPUT', 'PROCESSING', 'COMPLETE', 'FAILED', 'REJECTED'] satisfies UnitState[];

const wireStatus = z.object({
	type: optionalText,
	uuid: z.string(),
	name: optionalText,
	directory: optionalText,
	path: optionalText,
	microservice: optionalText,
	status: z.string(),
	sip_uuid: optionalText,
});

const refusal = z.pipe(
	z.object({error: z.literal(true), message: z.string()}),
	z.transform(({message}): UnitAnswer => ({refusal: message})),
);

const status = z.pipe(
	wireStatus,
	z.transform((wire): UnitAnswer => ({
		unit: {
			type: wire.type === 'SIP' ? 'ingest' : 'transfer',
			uuid: wire.uuid,
			name: wire.name ?? '',
			directory: wire.directory ?? '',
			path: wire.path ?? '',
			microservice: wire.microservice ?? '',
			status: isState(wire.status) ? wire.status : 'UNKNOWN',
			statusText: wire.status,
			sip: wire.sip_uuid === 'BACKLOG' ? undefined : wire.sip_uuid || undefined,
			backlog: wire.sip_uuid === 'BACKLOG',
		},
	})),
);

/** AM-04 and AM-05. */
export const unitAnswer: z.ZodMiniType<UnitAnswer> = z.union([refusal, status]);

function isState(word: string): word is UnitState {
	return states.includes(word);
}
