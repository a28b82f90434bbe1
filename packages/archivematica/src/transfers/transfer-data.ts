import {ConfigurationError} from '@fonds/core';
import type {JobState} from '@fonds/core';
import * as z from 'zod/mini';
import {transferTypes} from '../dashboard/transfer-type.ts';
import type {TransferType} from '../dashboard/transfer-type.ts';
import type {TransferStage, TransferStep} from './transfer-status.ts';

/** The kind of a transfer's job. */
export const transferJobKind = 'archivematica-transfer';

/** What following a transfer needs to remember. Plain JSON. */
export type TransferData = {
	readonly transfer: string;
	readonly sip: string | null;
	readonly stage: TransferStage;
	/** The state last seen, of those that go on. */
	readonly state: 'running' | 'waiting' | 'unknown';
	readonly microservice: string | null;
	readonly directory: string | null;
	readonly waitingFor: string | null;
	/** The approval this job gives itself. */
	readonly approval: {
		readonly directory: string;
		readonly type: TransferType;
		readonly given: boolean;
		readonly tries: number;
		readonly since: number | null;
	} | null;
	/** Whether approving is a part of this transfer's way. */
	readonly hasApproval: boolean;
	/** Whether the dashboard has ever given a status of the unit of this stage. */
	readonly seen: boolean;
	/** FAILED answers in a row, and when the first came. */
	readonly failing: {readonly times: number; readonly since: number} | null;
	/** Looks in a row at the same job. */
	readonly unchanged: number;
	/** Since when, in milliseconds of the epoch, the servers have been in the limbo of `for`. */
	readonly limbo: {readonly for: 'start' | 'sip' | 'storage'; readonly since: number} | null;
	/** Since when nobody has answered. */
	readonly silentSince: number | null;
	readonly limits: {readonly start: number; readonly storage: number; readonly silence: number};
	/** Microservices so far; null where only stages are told. */
	readonly microservices: readonly Readonly<Pick<TransferStep, 'name' | 'stage' | 'state'>>[] | null;
};

const optionalText = z.nullable(z.string());
const stage = z.enum(['approval', 'transfer', 'ingest', 'storage']);

const transferData: z.ZodMiniType<TransferData> = z.object({
	transfer: z.string().check(z.minLength(1)),
	sip: optionalText,
	stage,
	state: z.enum(['running', 'waiting', 'unknown']),
	microservice: optionalText,
	directory: optionalText,
	waitingFor: optionalText,
	approval: z.nullable(
		z.object({directory: z.string(), type: z.enum(transferTypes), given: z.boolean(), tries: z.number(), since: z.nullable(z.number())}),
	),
	hasApproval: z.boolean(),
	seen: z.boolean(),
	failing: z.nullable(z.object({times: z.number(), since: z.number()})),
	unchanged: z.number(),
	limbo: z.nullable(z.object({for: z.enum(['start', 'sip', 'storage']), since: z.number()})),
	silentSince: z.nullable(z.number()),
	limits: z.object({start: z.number(), storage: z.number(), silence: z.number()}),
	microservices: z.nullable(
		z.array(z.object({name: z.string(), stage, state: z.enum(['pending', 'running', 'waiting', 'succeeded', 'failed'])})),
	),
});

/**
 * What a kept job knows. A silence before the break does not count.
 *
 * @throws ConfigurationError when this is no job of a transfer.
 */
export function readTransferData({kind, id, data}: JobState): TransferData {
	const parsed = transferData.safeParse(data);
	if (kind !== transferJobKind || !parsed.success || parsed.data.transfer !== id) {
		throw new ConfigurationError(
			`This is no kept job of an Archivematica transfer, its kind is ${JSON.stringify(kind)}. Give what toJSON() gave.`,
		);
	}
	return {...parsed.data, silentSince: null};
}

/** What is known of a transfer that was just started, or that somebody else started. */
export function newTransferData(
	transfer: string,
	now: number,
	options: Pick<TransferData, 'limits' | 'approval' | 'hasApproval' | 'microservices'>,
): TransferData {
	return {
		transfer,
		sip: null,
		stage: options.hasApproval ? 'approval' : 'transfer',
		state: 'running',
		microservice: null,
		directory: null,
		waitingFor: null,
		seen: false,
		failing: null,
		unchanged: 0,
		limbo: {for: 'start', since: now},
		silentSince: null,
		...options,
	};
}
