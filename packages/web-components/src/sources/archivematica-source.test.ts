import type {TransferStatus, TransferWarning} from '@fonds/archivematica';
import {expect} from 'chai';

import '../define/transfer-status.ts';
import {clearPage, collect, mount, next, shownText, until} from '../fixtures/page.ts';
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
	return fakeClientEnding(() => ({warnings: []}), ...statuses);
}

/** The same, with what comes of them. */
function fakeClientEnding(done: () => {warnings: Partial<TransferWarning>[] | undefined}, ...statuses: readonly Partial<TransferStatus>[]) {
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
					done: async () => done(),
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

	it('says where a person decides', async () => {
		const at = {waitingFor: 'Normalize', waitingAt: 'https://dashboard.example.org/transfer/t-1/'};
		const [waiting] = await snapshots({state: 'waiting', ...at});
		expect(waiting).to.include(at);
	});

	it('tells of jobs that failed although the AIP is stored, before it ends', async () => {
		const job = 'Normalize for access';
		const warnings: Partial<TransferWarning>[] = [
			{job, microservice: 'Normalize', state: 'failed'},
			{job: 'Generate DIP', microservice: 'Generate DIP', state: 'unfinished'},
		];
		const {client} = fakeClientEnding(() => ({warnings}), {}, {state: 'succeeded', sip: 's-1'});
		const element = mount('transfer-status', {source: archivematicaSource(client), transfer: 't-1'});
		const states: string[] = [];
		element.addEventListener('transfer-state', ({snapshot}) => states.push(snapshot.state));
		const {snapshot} = await next(element, 'transfer-end');
		expect(snapshot.warnings).to.deep.equal(['Normalize for access in Normalize failed.', 'Generate DIP had not ended.']);
		expect(states).to.deep.equal(['running', 'succeeded']);
		await element.updateComplete;
		expect(shownText(element)).to.include('Normalize for access in Normalize failed.');
	});

	it('ends well when nobody can say what did not go well, and asks only of what succeeded', async () => {
		let asked = 0;
		const ends = async (done: () => {warnings: undefined}, state: 'succeeded' | 'failed') =>
			collect((await archivematicaSource(fakeClientEnding(done, {state}).client).transfer('t-1')).watch());
		const fails = () => {
			asked++;
			throw new Error('gone');
		};
		expect((await ends(fails, 'succeeded')).map(({state}) => state)).to.deep.equal(['succeeded']);
		expect((await ends(() => ({warnings: undefined}), 'succeeded')).map(({state}) => state)).to.deep.equal(['succeeded']);
		expect((await ends(fails, 'failed')).map(({state}) => state)).to.deep.equal(['failed']);
		expect(asked).to.equal(1);
	});

	it('ends with the reason of an abort while it asks', async () => {
		const controller = new AbortController();
		const {client} = fakeClientEnding(
			() => {
				controller.abort('enough');
				throw new Error('gone');
			},
			{state: 'succeeded'},
		);
		const job = await archivematicaSource(client).transfer('t-1');
		const problem: unknown = await collect(job.watch({signal: controller.signal})).catch((reason: unknown) => reason);
		expect(problem).to.equal('enough');
	});
});
