import {ConfigurationError} from '@fonds/core';
import type {JobState} from '@fonds/core';
import * as z from 'zod/mini';
import {insidePath} from '../paths/server-path.ts';
import {followData, followLimits, newTransferData, transferData} from '../transfers/transfer-data.ts';
import type {FollowData, TransferData} from '../transfers/transfer-data.ts';
import {reingestTypes} from './reingest.ts';
import type {ReingestType, StartReingest} from './reingest.ts';

/** The kind of a reingest's job. */
export const reingestJobKind = 'archivematica-reingest';

/** What following a reingest needs to remember. Plain JSON. */
export type ReingestData = {
	readonly aip: string;
	readonly type: ReingestType;
	/** `sending`: the answer to the start was lost. `pipeline`: what `unit` says. */
	readonly stage: 'sending' | 'approval' | 'pipeline' | 'storage';
	/** The state last seen, of those that go on. */
	readonly state: 'running' | 'waiting' | 'unknown';
	/** The AIP's name, which a full reingest's transfer has too. */
	readonly name: string;
	/** Transfers of that name that waited for approval before. */
	readonly others: readonly string[];
	readonly approve: boolean;
	/** Files to be added, in the form that is kept; `uncertain`: the answer was lost. */
	readonly metadata: readonly {readonly location: string; readonly path: string}[] | 'uncertain' | null;
	/** Refusals of the approval, and when the first came. */
	readonly refusals: {readonly times: number; readonly since: number} | null;
	/** The transfer, or the SIP, on its way through the pipeline. */
	readonly unit: TransferData | null;
	/** Since when this stage has lasted, in milliseconds of the epoch. */
	readonly since: number;
	/** Since when nobody has answered. */
	readonly silentSince: number | null;
	readonly sendLimit: number;
} & FollowData;

const source = z.object({location: z.string(), path: z.string()});

const reingestData: z.ZodMiniType<ReingestData> = z.object({
	aip: z.string().check(z.minLength(1)),
	type: z.enum(reingestTypes),
	stage: z.enum(['sending', 'approval', 'pipeline', 'storage']),
	state: z.enum(['running', 'waiting', 'unknown']),
	name: z.string(),
	others: z.array(z.string()),
	approve: z.boolean(),
	metadata: z.nullable(z.union([z.literal('uncertain'), z.array(source)])),
	refusals: z.nullable(z.object({times: z.number(), since: z.number()})),
	unit: z.nullable(transferData),
	since: z.number(),
	silentSince: z.nullable(z.number()),
	sendLimit: z.number(),
	...followData,
});

/** What a kept job knows. A silence before the break does not count. @throws ConfigurationError when this is no job of a reingest. */
export function readReingestData({kind, id, data}: JobState): ReingestData {
	const parsed = reingestData.safeParse(data);
	if (kind !== reingestJobKind || !parsed.success || parsed.data.aip !== id) {
		throw new ConfigurationError(
			`This is no kept job of an Archivematica reingest, its kind is ${JSON.stringify(kind)}. Give what toJSON() gave.`,
		);
	}
	return {...parsed.data, silentSince: null};
}

/** What is known of a reingest whose start was, or will have been, accepted. */
export function newReingestData(
	aip: string,
	reingest: StartReingest,
	{now, name, others}: {readonly now: number; readonly name: string; readonly others: readonly string[]},
): ReingestData {
	const {type, metadata = [], approve = true, sendLimit = 21_600_000} = reingest;
	const files = metadata.map(({location, path}) => ({location, path: insidePath(path).base64}));
	return {
		aip,
		type,
		stage: 'sending',
		state: 'running',
		name,
		others,
		approve,
		metadata: files.length > 0 ? files : null,
		refusals: null,
		unit: null,
		since: now,
		silentSince: null,
		sendLimit,
		...followLimits(reingest),
	};
}

/** The pipeline has it: a full one as the transfer of this UUID, another under the AIP's own. */
export function acceptedAs(data: ReingestData, uuid: string, now: number): ReingestData {
	const next = {...data, since: now};
	if (data.type !== 'full') {
		return {...next, stage: 'approval'};
	}
	const {limits, microservices, warnings, approve} = data;
	const approval = approve ? {directory: null, type: 'standard' as const, given: false, tries: 0, since: null} : null;
	return {...next, stage: 'pipeline', unit: newTransferData(uuid, now, {limits, microservices, warnings, approval, hasApproval: true})};
}

/** The reingest of metadata or objects was approved, and is a SIP with the AIP's UUID. */
export function approvedAt(data: ReingestData, now: number): ReingestData {
	const {aip, limits, microservices, warnings} = data;
	const unit = newTransferData(aip, now, {limits, microservices, warnings, approval: null, hasApproval: true});
	return {...data, stage: 'pipeline', refusals: null, since: now, unit: {...unit, sip: aip, stage: 'ingest'}};
}
