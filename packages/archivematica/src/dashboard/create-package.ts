import {ConflictError, createJob, HttpError, isSdkError, path} from '@fonds/core';
import type {HttpClient, PollOptions, RequestOptions} from '@fonds/core';
import {decodeJson} from '@fonds/core/json';
import {randomUuid} from '../http/random-uuid.ts';
import {checkKey, serverHonoursKeys} from './idempotency.ts';
import {createdPackage} from './lists-json.ts';
import {checkNewTransfer} from './new-transfer.ts';
import type {NewPackage} from './new-transfer.ts';
import {explainUncertainStart, keyReused, startInProgress} from './uncertain-start.ts';

/** Sends a start (AM-22), once; again only where the server recognises it by its key. */
export async function createPackage(
	http: HttpClient,
	transfer: NewPackage,
	{interval, deadline = 60_000, sleep, ...options}: PollOptions = {},
): Promise<string> {
	const {type, path: source} = checkNewTransfer(transfer);
	const key = checkKey(transfer.idempotencyKey ?? randomUuid());
	const retry = transfer.honoursIdempotencyKey ?? (await serverHonoursKeys(http, options));
	const body = JSON.stringify({
		name: transfer.name,
		path: source,
		type,
		accession: transfer.accession,
		access_system_id: transfer.accessSystemId,
		metadata_set_id: transfer.metadataSet,
		processing_config: transfer.processingConfig,
		auto_approve: transfer.autoApprove ?? true,
	});
	const headers = {'content-type': 'application/json', 'idempotency-key': key};
	const send = async (request: RequestOptions): Promise<string | undefined> => {
		try {
			return (await decodeJson(await http.send('POST', path`api/v2beta/package`, {...request, headers, retry, body}), createdPackage)).id;
		} catch (error) {
			return isInProgress(error) ? undefined : refuse(error, transfer.name, retry);
		}
	};
	const uuid = await send(options);
	if (uuid !== undefined) {
		return uuid;
	}
	const waiting = {...options, interval: interval ?? {initial: 2000, factor: 1.5, max: 15_000}, deadline, sleep};
	return retry ? waitFor(transfer.name, send, waiting) : stillInProgress(transfer.name);
}

/** Asks again while the server works on the same start: under the same key, which starts nothing anew. */
async function waitFor(
	name: string,
	send: (options: RequestOptions) => Promise<string | undefined>,
	options: PollOptions,
): Promise<string> {
	const job = createJob<string | undefined, string, boolean>({
		kind: 'archivematica-start',
		id: name,
		data: false,
		poll: async (hasWaited, request) => {
			const status = hasWaited ? await send(request) : undefined;
			return {status, data: true, finished: status !== undefined};
		},
		result: uuid => uuid ?? stillInProgress(name),
	});
	return job.done(options).catch((error: unknown) => {
		throw isSdkError(error, 'deadline') ? stillInProgressError(name, error) : error;
	});
}

function isInProgress(error: unknown): boolean {
	return error instanceof ConflictError && error.status === 409;
}

function refuse(error: unknown, name: string, isRepeatable: boolean): never {
	if (error instanceof HttpError && error.status === 422) {
		const {status, method, url, body} = error;
		throw new ConflictError(
			`The idempotency key of the transfer '${name}' was used before, for a start that differs from this one: ${error.message} ` +
				'Nothing was started now. Use the transfer that was started then, or another key.',
			{code: keyReused, status, method, url, body, cause: error},
		);
	}
	throw explainUncertainStart(error, name, isRepeatable);
}

function stillInProgress(name: string): never {
	throw stillInProgressError(name);
}

function stillInProgressError(name: string, cause?: unknown): ConflictError {
	return new ConflictError(
		`The dashboard is still working on a start of the transfer '${name}' under the same idempotency key. Start it again later with the ` +
			'same key. Where that stays so, its MCPServer was stopped in the middle: look for the transfer in the dashboard.',
		{code: startInProgress, status: 409, cause},
	);
}
