import {ConfigurationError} from '@fonds/core';
import type {JobState} from '@fonds/core';
import * as z from 'zod/mini';
import type {DepositStage} from './deposit-status.ts';

/** The kind of a deposit's job. */
export const depositJobKind = 'archivematica-deposit';

type FetchedFile = {readonly url: string; readonly name: string; readonly md5: string | null};
type FetchedRecord = {readonly url: string; readonly name: string | null; readonly md5: string | null};

/** What following a deposit needs to remember. Plain JSON. */
export type DepositData = {
	readonly deposit: string;
	readonly name: string;
	readonly objectId: string;
	readonly files: readonly FetchedFile[];
	readonly mods: readonly FetchedRecord[];
	/** Names of all files that are sent, and of those that are still to be. */
	readonly content: readonly string[];
	readonly pending: readonly string[];
	/** Downloads that are complete. */
	readonly fetched: number;
	readonly stage: DepositStage;
	/** When the stage began, in milliseconds of the epoch. */
	readonly since: number;
	/** Since when nobody has answered. */
	readonly silentSince: number | null;
	/** Whether an earlier attempt to hand it on had failed: the server never forgets that. */
	readonly hadFailed: boolean;
	/** Whether another process may have got further than what was kept. */
	readonly check: boolean;
	/** Whether the end was told and the answer lost. */
	readonly finishUncertain: boolean;
	/** UUIDs of units that had the name before. */
	readonly before: readonly string[];
	/** New units of the name. */
	readonly found: readonly {
		readonly uuid: string;
		readonly name: string;
		readonly list: 'waiting' | 'unapproved' | 'completed';
		readonly waitingFor: string | null;
	}[];
	/** Milliseconds things may take. */
	readonly limits: {readonly download: number; readonly finalisation: number; readonly transfer: number; readonly silence: number};
};

const file: z.ZodMiniType<FetchedFile> = z.object({url: z.string(), name: z.string(), md5: z.nullable(z.string())});
const record: z.ZodMiniType<FetchedRecord> = z.object({url: z.string(), name: z.nullable(z.string()), md5: z.nullable(z.string())});

const depositData: z.ZodMiniType<DepositData> = z.object({
	deposit: z.string().check(z.minLength(1)),
	name: z.string(),
	objectId: z.string(),
	files: z.array(file),
	mods: z.array(record),
	content: z.array(z.string()),
	pending: z.array(z.string()),
	fetched: z.number(),
	stage: z.enum(['media', 'downloads', 'finish', 'finalisation', 'transfer']),
	since: z.number(),
	silentSince: z.nullable(z.number()),
	hadFailed: z.boolean(),
	check: z.boolean(),
	finishUncertain: z.boolean(),
	before: z.array(z.string()),
	found: z.array(
		z.object({
			uuid: z.string(),
			name: z.string(),
			list: z.enum(['waiting', 'unapproved', 'completed']),
			waitingFor: z.nullable(z.string()),
		}),
	),
	limits: z.object({download: z.number(), finalisation: z.number(), transfer: z.number(), silence: z.number()}),
});

/**
 * What a kept job knows. The process that kept it may have got further.
 *
 * @throws ConfigurationError when this is no job of a deposit.
 */
export function readDepositData({kind, id, data}: JobState): DepositData {
	const parsed = depositData.safeParse(data);
	if (kind !== depositJobKind || !parsed.success || parsed.data.deposit !== id) {
		throw new ConfigurationError(`This is no kept job of a deposit, its kind is ${JSON.stringify(kind)}. Give what toJSON() gave.`);
	}
	return {...parsed.data, silentSince: null, check: parsed.data.stage !== 'transfer'};
}
