import type {Look, RequestOptions} from '@fonds/core';
import type {Dashboard} from '../dashboard/dashboard.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {stepsOf} from './steps.ts';
import type {TransferData} from './transfer-data.ts';
import type {TransferFailure, TransferState, TransferStatus} from './transfer-status.ts';

/** What looking at a transfer needs. */
export interface FollowContext {
	readonly dashboard: Dashboard;
	readonly storage: StorageService;
	/** Milliseconds of the epoch. */
	readonly now: () => number;
	readonly options: RequestOptions;
}

/** What a look found. */
export interface Verdict {
	readonly data: TransferData;
	readonly state: TransferState;
	readonly finished: boolean;
	readonly failure?: TransferFailure | undefined;
	readonly detail?: string | undefined;
}

/** It goes on. */
export function goesOn(data: TransferData, state: TransferData['state'] = 'running', detail?: string): Verdict {
	const waitingFor = state === 'waiting' ? data.waitingFor : null;
	return {data: {...data, state, waitingFor}, state, finished: false, detail};
}

/** A person is asked something. */
export function waitsFor(data: TransferData, question: string, detail?: string): Verdict {
	return goesOn({...data, waitingFor: question}, 'waiting', detail);
}

/** It is over. */
export function ends(data: TransferData, state: TransferState, detail?: string, failure?: TransferFailure): Verdict {
	return {data: {...data, waitingFor: null}, state, finished: true, detail, failure};
}

/**
 * It goes on while the servers are in a limbo that is normal for a while, and ends as `unknown` when that takes too long.
 *
 * @param why - Says what is missing; what to do about it is added when the time is over.
 */
export function inLimbo(
	data: TransferData,
	reason: 'start' | 'sip' | 'storage',
	{now}: Pick<FollowContext, 'now'>,
	why: string,
	remedy: string,
): Verdict {
	const since = data.limbo?.for === reason ? data.limbo.since : now();
	const limit = reason === 'storage' ? data.limits.storage : data.limits.start;
	const next = {...data, limbo: {for: reason, since}};
	return now() - since < limit
		? goesOn(next, 'running', why)
		: ends(next, 'unknown', `${why} That has been so for ${Math.round(limit / 60_000)} minutes. ${remedy}`);
}

/** What a job tells its watchers. */
export function toLook(
	{data, state, finished, failure, detail}: Verdict,
	{dashboard}: Pick<FollowContext, 'dashboard'>,
): Look<TransferStatus, TransferData> {
	return {
		status: {
			state,
			stage: data.stage,
			microservice: data.microservice ?? undefined,
			directory: data.directory ?? undefined,
			transfer: data.transfer,
			sip: data.sip ?? undefined,
			waitingFor: data.waitingFor ?? undefined,
			waitingAt: state === 'waiting' && data.stage !== 'storage' ? pageOf(data, dashboard) : undefined,
			failure,
			steps: stepsOf(data, state),
			detail,
		},
		data,
		finished,
	};
}

function pageOf({stage, sip, transfer}: TransferData, dashboard: Dashboard): string {
	return (stage === 'ingest' && sip !== null ? dashboard.pageOf('ingest', sip) : dashboard.pageOf('transfer', transfer)).href;
}
