import type {TransferStatus} from '@fonds/archivematica';
import {expect} from 'chai';

import '../define/transfer-status.ts';
import {clearPage, collect, mount, shownText, until} from '../fixtures/page.ts';
import {archivematicaSource, type ArchivematicaClient} from './archivematica-source.ts';

const running: TransferStatus = {
	state: 'running',
	stage: 'transfer',
	microservice: 'Scan for viruses',
	directory: 'letters-1',
	transfer: 't-1',
	sip: undefined,
	waitingFor: undefined,
	waitingAt: undefined,
	failure: undefined,
	steps: [
		{name: 'approval', stage: 'approval', state: 'succeeded'},
		{name: 'transfer', stage: 'transfer', state: 'running'},
		{name: 'ingest', stage: 'ingest', state: 'pending'},
		{name: 'storage', stage: 'storage', state: 'pending'},
	],
	detail: undefined,
};

/** A client whose transfers go through these states. */
function fakeClient(...statuses: readonly Partial<TransferStatus>[]) {
	const followed: string[] = [];
	const client = {
		transfers: {
			follow: (id: string) => {
				followed.push(id);
				return {
					id,
					async *watch() {
						for (const status of statuses) yield {...running, ...status};
					},
				};
			},
		},
	};
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion
	return {client: client as unknown as ArchivematicaClient, followed};
}

async function snapshots(...statuses: readonly Partial<TransferStatus>[]) {
	const job = await archivematicaSource(fakeClient(...statuses).client).transfer('t-1');
	return collect(job.watch());
}

describe('archivematicaSource', () => {
	afterEach(clearPage);

	it('lets the page follow a transfer to its AIP', async () => {
		const {client, followed} = fakeClient({}, {state: 'succeeded', sip: 's-1'});
		const element = mount('transfer-status', {source: archivematicaSource(client), transfer: 't-1'});
		await until(() => shownText(element).includes('Preserved'));
		expect(followed).to.deep.equal(['t-1']);
		expect(shownText(element)).to.include('AIP s-1').and.to.include('Storage of the AIP');
	});

	it('names the job that failed and its tasks', async () => {
		const failure = {
			job: 'Scan for viruses',
			microservice: 'Scan for viruses',
			tasks: [
				{uuid: '1', exitCode: 1, fileName: 'virus.exe'},
				{uuid: '2', exitCode: 179, fileName: undefined},
			],
		};
		const [snapshot, other] = await snapshots(
			{state: 'failed', failure},
			{state: 'failed', failure: {...failure, job: 'Scan for viruses in metadata'}},
		);
		expect(snapshot?.failure?.reason).to.equal('Scan for viruses failed.');
		expect(other?.failure?.reason).to.equal('Scan for viruses in metadata failed in Scan for viruses.');
		expect(snapshot?.failure?.details).to.deep.equal(['virus.exe: exit code 1', 'The whole unit: exit code 179']);
	});

	it('gives a reason for a rejection, and takes the backlog for a wait', async () => {
		const [rejected, backlog] = await snapshots({state: 'rejected', detail: 'The transfer was rejected.'}, {state: 'backlog'});
		expect(rejected).to.deep.include({state: 'rejected', failure: {reason: 'The transfer was rejected.', details: []}});
		expect(backlog?.state).to.equal('waiting');
		expect(backlog?.waitingFor).to.include('backlog');
	});
});
