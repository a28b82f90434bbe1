import {DecodeError, isSdkError} from '@fonds/core';
import {honoursKeys} from '../dashboard/idempotency.ts';
import type {NewPackage} from '../dashboard/new-transfer.ts';
import {startUncertain} from '../dashboard/uncertain-start.ts';
import {serverPath, splitServerPath} from '../paths/server-path.ts';
import {decodeBase64} from '../paths/base64.ts';
import {findStarted} from './find-started.ts';
import type {FoundTransfers} from './find-started.ts';
import {readIntent, requireOwnIntent} from './intent.ts';
import type {IntentData, TransferIntent} from './intent.ts';
import type {StartContext} from './prepare.ts';
import {newTransferData} from './transfer-data.ts';
import type {TransferData} from './transfer-data.ts';
import {UncertainStartError} from './uncertain-start-error.ts';

/** What is known of an intent before it is started. */
export interface StartKnowledge {
	/** It was made here and was not sent. */
	readonly isFresh: boolean;
	/** Somebody says that it was not sent. */
	readonly unsent: boolean;
}

/** Starts what was intended, and gives what following it needs to know. */
export async function startIntent(intent: TransferIntent, {isFresh, unsent}: StartKnowledge, context: StartContext): Promise<TransferData> {
	const data = readIntent(intent);
	const honoursKey = isFresh ? data.honoursKey : await isHonoured(data, context);
	if (!isFresh && !unsent && !honoursKey) {
		const found = await findStarted(context.dashboard, namesOf(data), context.options);
		throw new UncertainStartError(
			`The transfer '${data.name}' may have been started before, and this dashboard does not honour the idempotency key it would have been ` +
				`started with: starting it again could make a second one. ${tell(found)} If it was not started, start it with {unsent: true}.`,
			{intent, found},
		);
	}
	try {
		return await (data.via === 'package' ? startPackage(intent.id, data, honoursKey, context) : startClassic(data, context));
	} catch (error) {
		if (!isSdkError(error, startUncertain)) {
			throw error;
		}
		const found = await findStarted(context.dashboard, namesOf(data), context.options);
		throw new UncertainStartError(`${error.message} ${tell(found)}`, {intent, found, cause: error});
	}
}

/** A key that was not honoured at first is not known later, whatever the server has become in the meantime. */
async function isHonoured(data: IntentData, {dashboard, user, now, options}: StartContext): Promise<boolean> {
	const {version, pipeline} = await dashboard.server(options);
	requireOwnIntent(data, {pipeline, user, now: now()});
	return data.honoursKey && (data.keyTrusted ?? honoursKeys(version));
}

async function startPackage(
	idempotencyKey: string,
	data: IntentData,
	honoursIdempotencyKey: boolean,
	{dashboard, now, options}: StartContext,
): Promise<TransferData> {
	const uuid = await dashboard.createPackage({...packageOf(data), idempotencyKey, honoursIdempotencyKey}, options);
	return newTransferData(uuid, now(), {...data, approval: null, hasApproval: data.autoApprove === false});
}

async function startClassic(data: IntentData, {dashboard, now, options}: StartContext): Promise<TransferData> {
	const {transfer: uuid, directory} = await dashboard.startTransfer(packageOf(data), options);
	if (uuid === undefined) {
		throw new DecodeError(
			`The dashboard copied the transfer to '${directory}' and gave it no UUID, as before Archivematica 1.11. Approve it with dashboard.approve() and follow what that gives.`,
		);
	}
	const approval = data.autoApprove === false ? null : {directory, type: data.type ?? 'standard', given: false, tries: 0, since: null};
	return newTransferData(uuid, now(), {...data, approval, hasApproval: true});
}

function packageOf(data: IntentData): NewPackage {
	return {
		name: data.name,
		source: {location: data.location, path: pathOf(data)},
		type: data.type ?? undefined,
		accession: data.accession ?? undefined,
		accessSystemId: data.accessSystemId ?? undefined,
		metadataSet: data.metadataSet ?? undefined,
		processingConfig: data.processingConfig ?? undefined,
		autoApprove: data.autoApprove ?? undefined,
	};
}

function pathOf({path}: IntentData) {
	return serverPath(decodeBase64(path) ?? new Uint8Array());
}

/** An archive becomes a transfer of its own name where it is started in the classic way (AM-01). */
function namesOf(data: IntentData): readonly string[] {
	return [data.name, splitServerPath(pathOf(data)).name.text];
}

function tell({units, complete}: FoundTransfers): string {
	const list = units.map(({uuid, list: where}) => `${uuid} (${where})`).join(', ');
	const told = units.length === 0 ? 'The dashboard tells of none of that name' : `The dashboard tells of ${list}`;
	return `${told}${complete ? '' : ', and could not be asked for everything'}. What is being processed is in none of its lists.`;
}
