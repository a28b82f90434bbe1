import {ConfigurationError, HttpError, isSdkError, PermissionError} from '@fonds/core';
import type {Look, RequestOptions} from '@fonds/core';
import {findStarted, findWaiting} from '../transfers/find-started.ts';
import type {FoundTransfers} from '../transfers/find-started.ts';
import {isTransient} from '../http/transient.ts';
import {isUncertain} from './create-deposit.ts';
import type {DepositState} from './deposit.ts';
import type {DepositData} from './deposit-data.ts';
import {depositMets, withoutDownloads} from './deposit-mets.ts';
import type {DepositStage, DepositStatus} from './deposit-status.ts';
import {alreadySubmitted, fileExists} from './describe-deposit-error.ts';
import {addMets, readDeposit, readState} from './edit-deposit.ts';
import {listFiles, sendFile} from './media.ts';
import type {DepositContent, DepositServers} from './start-deposit.ts';

/** What following a deposit takes. */
export interface DepositContext extends DepositServers {
	readonly content: readonly DepositContent[];
	readonly options: RequestOptions;
}

type DepositLook = Look<DepositStatus, DepositData>;

/** Does the next thing of a deposit, or looks how it stands. A server that does not answer is asked again. */
export async function followDeposit(data: DepositData, context: DepositContext): Promise<DepositLook> {
	try {
		const next = await (data.check ? whereIsIt(data, context) : stages[data.stage](data, context));
		return {...next, data: {...next.data, silentSince: null}};
	} catch (error) {
		if (isSdkError(error, alreadySubmitted)) {
			return handedOver(data, context);
		}
		if (!isTransient(error) || !(error instanceof Error)) {
			throw error;
		}
		const silentSince = data.silentSince ?? context.now();
		const silent = {...data, silentSince};
		return context.now() - silentSince < data.limits.silence
			? running(silent, `The server does not answer: ${error.message}`)
			: ended(silent, 'unknown', `The server has not answered for ${seconds(data.limits.silence)}: ${error.message}`);
	}
}

const stages: Readonly<Record<DepositStage, (data: DepositData, context: DepositContext) => Promise<DepositLook>>> = {
	media: sendNext,
	downloads: awaitDownloads,
	finish,
	finalisation: awaitPipeline,
	transfer: awaitTransfer,
};

/** Whether the folder of the deposit is still where files can be put. While it is handed over, the server breaks at this question. */
async function whereIsIt(data: DepositData, context: DepositContext): Promise<DepositLook> {
	if (await isThere(data, context)) {
		return running({...data, check: false});
	}
	return running(enter({...data, check: false, finishUncertain: true}, 'finalisation', context));
}

async function isThere({deposit}: DepositData, {http, options}: DepositContext): Promise<boolean> {
	try {
		await listFiles(http, deposit, options);
		return true;
	} catch (error) {
		if (error instanceof HttpError && error.status === 500 && !isSdkError(error, alreadySubmitted)) {
			return false;
		}
		throw error;
	}
}

/** Sends one file. One of that name is what came of an attempt before, of which nobody knows whether it is whole. */
async function sendNext(data: DepositData, context: DepositContext): Promise<DepositLook> {
	const [name, ...rest] = data.pending;
	if (name === undefined) {
		return running(enter(data, 'downloads', context));
	}
	const {http, content, options} = context;
	const given = content.find(file => file.name === name)?.content;
	if (given === undefined) {
		throw new ConfigurationError(
			`The file ${JSON.stringify(name)} is still to be sent into the deposit ${data.deposit}. Give it as content of deposits.resume().`,
			{code: 'content-missing'},
		);
	}
	const bytes = async () => (typeof given === 'function' ? given() : given);
	try {
		await sendFile(http, 'POST', data.deposit, name, await bytes(), options);
	} catch (error) {
		if (!isSdkError(error, fileExists)) {
			throw error;
		}
		await sendFile(http, 'PUT', data.deposit, name, await bytes(), options);
	}
	return running({...data, pending: rest});
}

/** Counts files, because downloads that were asked for and have not begun are `complete` to the server. */
async function awaitDownloads(data: DepositData, context: DepositContext): Promise<DepositLook> {
	const {state, downloads, finalisationFailed} = await readState(context.http, data.deposit, context.options);
	const fetched = downloads.filter(file => file.state === 'complete').length;
	const known = {...data, fetched, hadFailed: finalisationFailed};
	if (state === 'failed') {
		return ended(known, 'failed', `The server could not fetch ${failedNames(downloads)}.`);
	}
	if (state === 'complete' && downloads.length >= data.files.length + data.mods.length) {
		return running(enter(known, 'finish', context));
	}
	return isOver(known, data.limits.download, context)
		? ended(known, 'unknown', `The server has not fetched all files within ${seconds(data.limits.download)}.`)
		: running(known);
}

/** Tells the end, once. A second time could make a second transfer of the METS alone. */
async function finish(data: DepositData, context: DepositContext): Promise<DepositLook> {
	const {http, dashboard, options} = context;
	if (!(await isThere(data, context))) {
		return running(enter({...data, finishUncertain: true}, 'finalisation', context));
	}
	const earlier = dashboard && (await findStarted(dashboard, namesOf(data), options));
	const before = earlier?.units.map(({uuid}) => uuid) ?? [];
	const told = enter({...data, before}, 'finalisation', context);
	const {name, objectId} = data;
	const files = data.files.map(({md5, ...file}) => ({...file, md5: md5 ?? undefined}));
	const mods = data.mods.map(file => ({url: file.url, name: file.name ?? undefined, md5: file.md5 ?? undefined}));
	try {
		const mets = withoutDownloads(depositMets({name, objectId, files, mods}));
		await addMets(http, data.deposit, mets, {...options, inProgress: false});
		return running(told);
	} catch (error) {
		if (!isUncertain(error)) {
			throw error;
		}
		return running({...told, finishUncertain: true}, `Whether the server knows of the end is not known: ${error.message}`);
	}
}

async function awaitPipeline(data: DepositData, context: DepositContext): Promise<DepositLook> {
	const known = await lookForTransfer(data, context, findWaiting);
	const state = await readState(context.http, data.deposit, context.options);
	if (await isSubmitted(known, context)) {
		return handedOver(known, context);
	}
	if (hasFailed(known, state)) {
		return ended(
			known,
			'failed',
			`The server could not hand it to a pipeline ("${state.text}"). The collection needs a pipeline with address, user and key, and that one processing location.`,
		);
	}
	return isOver(known, data.limits.finalisation, context)
		? ended(known, 'unknown', `No pipeline has it after ${seconds(data.limits.finalisation)}. ${whyNot(known)}`)
		: running(known);
}

function hasFailed({hadFailed}: DepositData, {finalisationFailed}: DepositState): boolean {
	return finalisationFailed && !hadFailed;
}

function whyNot({finishUncertain}: DepositData): string {
	return finishUncertain
		? 'The answer to its end was lost: when its files can still be listed, the server does not know of it, and deposits.finish() tells it.'
		: 'Perhaps the collection has no pipeline, or the pipeline does not list the transfer: the server waits for that for ever.';
}

/** Only those in a session may ask for a deposit; its files are shown to anybody, until then. */
async function isSubmitted({deposit}: DepositData, {http, options}: DepositContext): Promise<boolean> {
	try {
		await readDeposit(http, deposit, options).catch(async (error: unknown) => {
			if (!(error instanceof PermissionError)) {
				throw error;
			}
			await listFiles(http, deposit, options).catch((reason: unknown) => {
				if (!isTransient(reason)) {
					throw reason;
				}
			});
		});
		return false;
	} catch (error) {
		if (!isSdkError(error, alreadySubmitted)) {
			throw error;
		}
		return true;
	}
}

async function handedOver(data: DepositData, context: DepositContext): Promise<DepositLook> {
	const {stage, check, pending} = data;
	if (stage === 'media' && !check && pending.length > 0) {
		const names = pending.map(name => JSON.stringify(name)).join(', ');
		return ended(data, 'failed', `Somebody had it handed to a pipeline before ${names} could be sent.`);
	}
	if (context.dashboard === undefined || data.found.length > 0) {
		return ended({...data, stage: 'transfer'}, 'succeeded');
	}
	return data.stage === 'transfer' ? running(data) : running(enter({...data, check: false}, 'transfer', context));
}

/** A unit waits for its approval for seconds, then perhaps for a person, and is in a list again when it is complete. */
async function awaitTransfer(data: DepositData, context: DepositContext): Promise<DepositLook> {
	const isLast = isOver(data, data.limits.transfer, context);
	const known = await lookForTransfer(data, context, isLast ? findStarted : findWaiting);
	return isLast || known.found.length > 0 || context.dashboard === undefined ? ended(known, 'succeeded') : running(known);
}

type Finder = (...parameters: Parameters<typeof findWaiting>) => Promise<FoundTransfers>;

async function lookForTransfer(data: DepositData, {dashboard, options}: DepositContext, find: Finder): Promise<DepositData> {
	if (dashboard === undefined || data.found.length > 0) {
		return data;
	}
	const {units} = await find(dashboard, namesOf(data), options);
	const found = units.filter(({uuid}) => !data.before.includes(uuid));
	return {...data, found: found.map(({uuid, name, list, waitingFor = null}) => ({uuid, name, list, waitingFor}))};
}

/** Names that are taken get a number, in the collection and in the pipeline. */
function namesOf({name}: DepositData): string[] {
	const plain = name.replaceAll('/', '\\');
	return [plain, ...[1, 2, 3, 4, 5].map(number => `${plain}_${number}`)];
}

function enter(data: DepositData, stage: DepositStage, {now}: DepositContext): DepositData {
	return {...data, stage, since: now()};
}

function isOver({since}: DepositData, limit: number, {now}: DepositContext): boolean {
	return now() - since >= limit;
}

function failedNames(downloads: DepositState['downloads']): string {
	const names = downloads.filter(({state}) => state === 'failed').map(({name}) => JSON.stringify(name ?? ''));
	return names.length === 0 ? 'a file' : names.join(', ');
}

function seconds(milliseconds: number): string {
	return `${Math.round(milliseconds / 1000)} s`;
}

function running(data: DepositData, detail?: string): DepositLook {
	return {data, status: statusOf(data, 'running', detail), finished: false};
}

function ended(data: DepositData, state: DepositStatus['state'], detail?: string): DepositLook {
	return {data, status: statusOf(data, state, detail), finished: true};
}

function statusOf(data: DepositData, state: DepositStatus['state'], detail: string | undefined): DepositStatus {
	const {deposit, stage, content, pending, fetched, files, mods, found} = data;
	return {
		deposit,
		state,
		stage,
		files: {done: content.length - pending.length + fetched, total: content.length + files.length + mods.length},
		detail,
		transfer: found.length === 1 ? found[0]?.uuid : undefined,
	};
}
