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
			for await (const status of job.watch(options)) yield snapshotOf(status);
		},
	};
}

function snapshotOf(status: TransferStatus): TransferSnapshot {
	const {state, stage, steps, microservice, waitingFor, transfer, sip, detail} = status;
	return {
		state: state === 'backlog' ? 'waiting' : state,
		steps: steps.map(step => ({name: stageNames[step.name] ?? step.name, state: step.state})),
		activity: state === 'running' ? (microservice ?? stageNames[stage]) : detail,
		progress: undefined,
		waitingFor: state === 'backlog' ? 'The transfer is in the backlog until somebody arranges it.' : waitingFor,
		failure: failureOf(status),
		results: [
			{label: 'Transfer', value: transfer},
			...(sip === undefined ? [] : [{label: state === 'succeeded' ? 'AIP' : 'SIP', value: sip}]),
		],
	};
}

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
