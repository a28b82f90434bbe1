import type {Archivematica, TransferResult, TransferStatus} from '@fonds/archivematica';
import type {Job} from '@fonds/core';

import type {TransferFailure, TransferJob, TransferSnapshot, TransferSource} from '../context/transfer-source.ts';

/** What is used of an `Archivematica` client. */
export type ArchivematicaClient = Pick<Archivematica, 'transfers'>;

/** Lets elements find transfers by their UUID. */
export function archivematicaSource({transfers}: ArchivematicaClient): TransferSource {
	return {
		transfer: id => Promise.resolve(archivematicaJob(transfers.follow(id, {steps: 'microservices'}))),
	};
}

/** Lets `<transfer-status>` show a transfer that a script of the page has started. */
export function archivematicaJob(job: Job<TransferStatus, TransferResult>): TransferJob {
	return {
		id: job.id,
		async *watch(options) {
			let last: TransferSnapshot | undefined;
			for await (const status of job.watch(options)) yield (last = snapshotOf(status));
			if (last?.state !== 'succeeded') return;
			const warnings = await warningsOf(job, options?.signal);
			if (warnings.length > 0) yield {...last, warnings};
		},
	};
}

function snapshotOf(status: TransferStatus): TransferSnapshot {
	const {state, stage, steps, microservice, waitingFor, waitingAt, transfer, sip, detail} = status;
	return {
		state: state === 'backlog' ? 'waiting' : state,
		steps: steps.map(step => ({name: stageNames[step.name] ?? step.name, state: step.state})),
		activity: state === 'running' ? (microservice ?? stageNames[stage]) : detail,
		progress: undefined,
		waitingFor: state === 'backlog' ? 'The transfer is in the backlog until somebody arranges it.' : waitingFor,
		waitingAt,
		failure: failureOf(status),
		results: [
			{label: 'Transfer', value: transfer},
			...(sip === undefined ? [] : [{label: state === 'succeeded' ? 'AIP' : 'SIP', value: sip}]),
		],
	};
}

/** Jobs that failed although the AIP is stored. It is, whether that can be asked or not. */
async function warningsOf(job: Job<TransferStatus, TransferResult>, signal: AbortSignal | undefined): Promise<readonly string[]> {
	try {
		const {warnings = []} = await job.done({signal});
		return warnings.map(
			({job: name, microservice, state}) => `${name}${name === microservice ? '' : ` in ${microservice}`} ${outcomes[state]}.`,
		);
	} catch {
		signal?.throwIfAborted();
		return [];
	}
}

const outcomes = {failed: 'failed', unfinished: 'had not ended'} as const;

const stageNames: Readonly<Record<string, string>> = {
	approval: 'Approval',
	transfer: 'Transfer',
	ingest: 'Ingest',
	storage: 'Storage of the AIP',
};

function failureOf({state, failure, detail}: TransferStatus): TransferFailure | undefined {
	if (state !== 'failed' && state !== 'rejected') return undefined;
	if (failure === undefined) return {reason: detail ?? 'Archivematica gives no reason.', details: []};
	const {job, microservice, tasks} = failure;
	return {
		reason: job === microservice ? `${job} failed.` : `${job} failed in ${microservice}.`,
		details: tasks.map(({fileName, exitCode}) => `${fileName ?? 'The whole unit'}: exit code ${exitCode}`),
	};
}
