import {HttpError, isSdkError} from '@fonds/core';
import type {Look, RequestOptions} from '@fonds/core';
import {serverMessage} from '../http/server-message.ts';
import {decodeBase64} from '../paths/base64.ts';
import {serverPath} from '../paths/server-path.ts';
import {followTransfer} from '../transfers/follow-transfer.ts';
import {hasClosingJob, unitMissing} from '../transfers/look-at-unit.ts';
import type {TransferFailure, TransferState} from '../transfers/transfer-status.ts';
import {isTransient} from '../http/transient.ts';
import type {ReingestStatus} from './reingest.ts';
import {acceptedAs, approvedAt} from './reingest-data.ts';
import type {ReingestData} from './reingest-data.ts';
import {reingestedOn, waitingOf} from './start-reingest.ts';
import type {ReingestServers} from './start-reingest.ts';

/** What a look is made with. */
export interface ReingestContext extends ReingestServers {
	readonly options: RequestOptions;
}

/** What a look found. */
interface Finding {
	readonly data: ReingestData;
	readonly state: TransferState;
	readonly finished?: boolean | undefined;
	readonly waitingFor?: string | undefined;
	readonly failure?: TransferFailure | undefined;
	readonly detail?: string | undefined;
}

/**
 * One look at a reingest: sent, approved, through the pipeline, stored anew (reference 5.4). A server that does not answer is asked again at the
 * next look, until it has been silent for too long.
 */
export async function followReingest(data: ReingestData, context: ReingestContext): Promise<Look<ReingestStatus, ReingestData>> {
	try {
		return toLook(await look({...data, silentSince: null}, context), context);
	} catch (error) {
		const since = data.silentSince ?? context.now();
		if (!isTransient(error) || context.now() - since >= data.limits.silence) {
			throw error;
		}
		const detail = 'The server does not answer at the moment; it is asked again.';
		return toLook({data: {...data, silentSince: since}, state: data.state, detail}, context);
	}
}

function look(data: ReingestData, context: ReingestContext): Promise<Finding> {
	switch (data.stage) {
		case 'sending': {
			return lookWhetherSent(data, context);
		}
		case 'approval': {
			return lookAtApproval(data, context);
		}
		case 'pipeline': {
			return lookAtPipeline(data, context);
		}
		default: {
			return lookAtStorage(data, context);
		}
	}
}

/** The Storage Service notes the pipeline once that has accepted the AIP. Which transfer it became is found by its name. */
async function lookWhetherSent(data: ReingestData, {storage, dashboard, now, options}: ReingestContext): Promise<Finding> {
	const isSent = reingestedOn(await storage.package(data.aip, options)) !== undefined;
	if (isSent && data.type !== 'full') {
		return goesOn(acceptedAs(data, data.aip, now()));
	}
	const found = isSent ? (await waitingOf(dashboard, data.name, options)).filter(uuid => !data.others.includes(uuid)) : [];
	const [transfer] = found;
	if (transfer !== undefined && found.length === 1) {
		return goesOn(acceptedAs(data, transfer, now()));
	}
	const why = isSent
		? found.length === 0
			? `The pipeline has the AIP ${data.aip}, and no new transfer '${data.name}' waits for approval there.`
			: `Several transfers '${data.name}' wait for approval: ${found.join(', ')}.`
		: `The answer to the reingest of the AIP ${data.aip} was lost, and the pipeline does not have it yet.`;
	const remedy = isSent
		? 'Find the transfer in the dashboard, and follow it with reingests.follow(aip, {type, transfer}).'
		: 'It was not started, as far as one can see. Look in both servers before you start it again.';
	return inLimbo(data, data.sendLimit, now, why, remedy);
}

/** A reingest of metadata or objects waits under the AIP's UUID (AM-06). */
async function lookAtApproval(data: ReingestData, context: ReingestContext): Promise<Finding> {
	const {dashboard, now, options} = context;
	const waiting = await dashboard.waiting(options);
	const question = waiting.find(({uuid, microservice}) => uuid === data.aip && isReingestApproval(microservice))?.microservice;
	if (question !== undefined) {
		return answer(data, question, context);
	}
	const unit = await dashboard.ingestStatus(data.aip, options).catch(unitMissing);
	if (typeof unit !== 'string' && !isReingestApproval(unit.microservice)) {
		return goesOn(approvedAt(data, now()));
	}
	const remedy = 'Look for it in the dashboard.';
	return inLimbo(data, data.limits.start, now, `The reingest of the AIP ${data.aip} does not wait for approval yet.`, remedy);
}

/** First what is to be added, then the approval: in looks of their own, so that nothing is added twice. */
async function answer(data: ReingestData, question: string, context: ReingestContext): Promise<Finding> {
	if (data.metadata === 'uncertain') {
		const detail = `Whether the metadata files were added is not known: the answer was lost. Look in data/objects/metadata of the SIP ${data.aip}, and approve it in the dashboard.`;
		return waitsFor(data, question, detail);
	}
	if (data.metadata !== null) {
		return addMetadata(data, data.metadata, question, context);
	}
	return data.approve ? approve(data, question, context) : waitsFor(data, question);
}

async function addMetadata(
	data: ReingestData,
	files: Exclude<ReingestData['metadata'], string | null>,
	question: string,
	{dashboard, options}: ReingestContext,
): Promise<Finding> {
	const sources = files.map(({location, path}) => ({location, path: serverPath(decodeBase64(path) ?? new Uint8Array())}));
	try {
		await dashboard.copyMetadataFiles(data.aip, sources, options);
		return goesOn({...data, metadata: null});
	} catch (error) {
		const isRefusal = error instanceof HttpError && serverMessage(error.body ?? '') !== undefined;
		if (isRefusal || !(isTransient(error) || isSdkError(error, 'decode'))) {
			throw error;
		}
		return waitsFor({...data, metadata: 'uncertain'}, question, 'The answer to the addition of metadata files was lost.');
	}
}

/** Tries, and milliseconds that both have to pass before a person is asked. */
const patience = {times: 6, time: 30_000};

async function approve(data: ReingestData, question: string, {dashboard, now, options}: ReingestContext): Promise<Finding> {
	const refusals = {times: (data.refusals?.times ?? 0) + 1, since: data.refusals?.since ?? now()};
	try {
		await dashboard.approveReingest(data.aip, options);
		return goesOn(approvedAt(data, now()));
	} catch (error) {
		if (!(error instanceof HttpError) || error.status !== 400) {
			throw error;
		}
		const isEnough = refusals.times >= patience.times && now() - refusals.since >= patience.time;
		return isEnough
			? waitsFor({...data, refusals}, question, `The dashboard refused the approval: ${error.message}`)
			: goesOn({...data, refusals}, `The dashboard does not take the approval yet: ${error.message}`);
	}
}

/** The way through the pipeline is that of any transfer or SIP. */
async function lookAtPipeline(data: ReingestData, context: ReingestContext): Promise<Finding> {
	const {unit} = data;
	if (unit === null) {
		return goesOn({...data, stage: 'sending'});
	}
	const {status, data: next, finished} = await followTransfer(unit, context);
	const {state, waitingFor, failure, detail} = status;
	const known = {...data, unit: next};
	if (state === 'succeeded') {
		return goesOn({...known, stage: 'storage', since: context.now()});
	}
	if (finished) {
		const marked = `The AIP is as it was, and stays marked as being reingested: reingests.release() gives it free.`;
		return {data: known, state, finished, failure, detail: `${detail ?? `The reingest ended as ${state}.`} ${marked}`};
	}
	if (waitingFor !== undefined && isReingestApproval(waitingFor)) {
		return goesOn(known);
	}
	return {data: known, state, waitingFor, detail};
}

/** The pipeline has merged what is new into the AIP when it is not marked any more (SS-21). Until then the SIP has the last word. */
async function lookAtStorage(data: ReingestData, context: ReingestContext): Promise<Finding> {
	const {storage, dashboard, now, options} = context;
	const found = await storage.package(data.aip, options);
	if (found.status === 'FAIL' || found.status === 'DELETED') {
		const failure = {job: `Storage Service: ${found.statusText}`, microservice: 'Store AIP', tasks: []};
		return {data, state: 'failed', finished: true, failure, detail: `The AIP ${data.aip} has the status ${found.statusText} now.`};
	}
	if (reingestedOn(found) === undefined && (found.status === 'UPLOADED' || found.status === 'VERIFIED')) {
		return {data, state: 'succeeded', finished: true};
	}
	const status = await dashboard.ingestStatus(data.aip, options).catch(unitMissing);
	const isOver = typeof status === 'string' || status.status === 'COMPLETE' || (await hasClosingJob(status, context));
	if (!isOver && data.unit !== null) {
		return goesOn({...data, stage: 'pipeline', unit: {...data.unit, sip: data.aip, stage: 'ingest'}});
	}
	const why = `The SIP ${data.aip} is complete, and the Storage Service still has the AIP marked as being reingested.`;
	return inLimbo(data, data.limits.storage, now, why, 'Look in the Storage Service whether it is stored anew.');
}

function isReingestApproval(question: string): boolean {
	return /^approve aip reingest$/i.test(question);
}

function goesOn(data: ReingestData, detail?: string): Finding {
	return {data, state: 'running', detail};
}

function waitsFor(data: ReingestData, waitingFor: string, detail?: string): Finding {
	return {data, state: 'waiting', waitingFor, detail};
}

function inLimbo(data: ReingestData, limit: number, now: () => number, why: string, remedy: string): Finding {
	return now() - data.since < limit
		? goesOn(data, why)
		: {
				data,
				state: 'unknown',
				finished: true,
				detail: `${why} That has been so for ${Math.round(limit / 60_000)} minutes. ${remedy}`,
			};
}

function toLook(
	{data: found, state, finished = false, waitingFor, failure, detail}: Finding,
	{dashboard}: ReingestContext,
): Look<ReingestStatus, ReingestData> {
	const goingOn: ReingestData['state'] = state === 'waiting' || state === 'unknown' ? state : 'running';
	const data: ReingestData = finished ? found : {...found, state: goingOn};
	const {aip, type, stage, unit} = data;
	const transfer = type === 'full' ? unit?.transfer : undefined;
	const isTransfer = stage === 'pipeline' && unit?.stage !== 'ingest' && unit?.stage !== 'storage';
	const page = isTransfer && transfer !== undefined ? dashboard.pageOf('transfer', transfer) : dashboard.pageOf('ingest', aip);
	return {
		status: {
			state,
			stage: stage === 'pipeline' ? (unit?.stage ?? 'transfer') : stage,
			aip,
			type,
			transfer,
			microservice: unit?.microservice ?? undefined,
			waitingFor,
			waitingAt: waitingFor === undefined ? undefined : page.href,
			failure,
			detail,
		},
		data,
		finished,
	};
}
