import {ConfigurationError} from '@fonds/core';
import type {JobState} from '@fonds/core';
import * as z from 'zod/mini';
import {transferTypes} from '../dashboard/transfer-type.ts';
import type {TransferType} from '../dashboard/transfer-type.ts';
import type {TransferStage, TransferStep} from './transfer-status.ts';
import type {FollowOptions} from './transfers.ts';

/** The kind of a transfer's job. */
export const transferJobKind = 'archivematica-transfer';

/** How a transfer is followed, as it is kept. */
export type FollowData = {
	/** Milliseconds things may take. */
	readonly limits: {
		readonly start: number;
		readonly storage: number;
		readonly silence: number;
		/** `null`: for ever. */
		readonly stall: number | null;
	};
	/** Microservices so far; null where only stages are told. */
	readonly microservices: readonly Readonly<Pick<TransferStep, 'name' | 'stage' | 'state'>>[] | null;
	/** Whether the result tells of failed jobs. */
	readonly warnings: boolean;
};

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
		/** `null`: the unit's own, as its status tells it. */
		readonly directory: string | null;
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
	/** Since when the latest job has been the latest, in milliseconds of the epoch. */
	readonly jobSince: number | null;
	/** Since when, in milliseconds of the epoch, the servers have been in the limbo of `for`. */
	readonly limbo: {readonly for: 'start' | 'sip' | 'storage'; readonly since: number} | null;
	/** Since when nobody has answered. */
	readonly silentSince: number | null;
} & FollowData;

const optionalText = z.nullable(z.string());
const stage = z.enum(['approval', 'transfer', 'ingest', 'storage']);

/** The fields of {@link FollowData}. */
export const followData: {readonly [Key in keyof FollowData]: z.ZodMiniType<FollowData[Key]>} = {
	limits: z.object({start: z.number(), storage: z.number(), silence: z.number(), stall: z.nullable(z.number())}),
	microservices: z.nullable(
		z.array(z.object({name: z.string(), stage, state: z.enum(['pending', 'running', 'waiting', 'succeeded', 'failed'])})),
	),
	warnings: z.boolean(),
};

/** Reads {@link TransferData}. */
export const transferData: z.ZodMiniType<TransferData> = z.object({
	transfer: z.string().check(z.minLength(1)),
	sip: optionalText,
	stage,
	state: z.enum(['running', 'waiting', 'unknown']),
	microservice: optionalText,
	directory: optionalText,
	waitingFor: optionalText,
	approval: z.nullable(
		z.object({directory: optionalText, type: z.enum(transferTypes), given: z.boolean(), tries: z.number(), since: z.nullable(z.number())}),
	),
	hasApproval: z.boolean(),
	seen: z.boolean(),
	failing: z.nullable(z.object({times: z.number(), since: z.number()})),
	unchanged: z.number(),
	jobSince: z.nullable(z.number()),
	limbo: z.nullable(z.object({for: z.enum(['start', 'sip', 'storage']), since: z.number()})),
	silentSince: z.nullable(z.number()),
	...followData,
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
	{limits, microservices, warnings, approval, hasApproval}: Pick<TransferData, keyof FollowData | 'approval' | 'hasApproval'>,
): TransferData {
	return {
		transfer,
		sip: null,
		stage: hasApproval ? 'approval' : 'transfer',
		state: 'running',
		microservice: null,
		directory: null,
		waitingFor: null,
		seen: false,
		failing: null,
		unchanged: 0,
		jobSince: null,
		limbo: {for: 'start', since: now},
		silentSince: null,
		limits,
		microservices,
		warnings,
		approval,
		hasApproval,
	};
}

/** How a transfer is followed, in the form that is kept. */
export function followLimits(options: FollowOptions): FollowData {
	const {startLimit: start = 1_800_000, storageLimit: storage = 600_000, silenceLimit: silence = 1_800_000, stallLimit = null} = options;
	const {steps, warnings = true} = options;
	return {limits: {start, storage, silence, stall: stallLimit}, microservices: steps === 'microservices' ? [] : null, warnings};
}
