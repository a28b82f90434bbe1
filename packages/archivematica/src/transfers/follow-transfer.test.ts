import {AuthenticationError, JobFailedError, TimeoutError, type JobState} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {
	badGateway,
	connect,
	job,
	json,
	noJobYet,
	serverErrorPage,
	sip,
	sipId,
	storagePackage,
	text,
	transferId,
	unit,
	unknownUnit,
} from '../fixtures/servers.ts';
import type {TransferStatus} from './transfer-status.ts';
import type {FollowOptions} from './transfers.ts';

const transfer = `GET /api/transfer/status/${transferId}/`;
const ingest = `GET /api/ingest/status/${sipId}/`;
const file = `GET /api/v2/file/${sipId}/`;
const transferJobs = `GET /api/v2beta/jobs/${transferId}`;
const sipJobs = `GET /api/v2beta/jobs/${sipId}`;

const day = 86_400_000;

const complete = unit('COMPLETE', {sip_uuid: sipId, microservice: 'Create SIP from transfer objects'});
const stored = json(storagePackage());
const notFound = text('', 404);

/** Follows a transfer on a clock that runs only while the job waits. */
function follow(routes: FakeRoutes, options: FollowOptions = {}, begin = 1_700_000_000_000) {
	let time = begin;
	const sleep = async (ms: number) => {
		time += ms;
		if (time > begin + day) {
			throw new Error('The job does not end.');
		}
	};
	const {archivematica, ...rest} = connect(routes, {now: () => time, retry: {limit: 0}});
	const jobOf = archivematica.transfers.follow(transferId, options);
	const interval = {initial: 60_000, factor: 1, max: 60_000};
	return {
		...rest,
		job: jobOf,
		transfers: archivematica.transfers,
		wait: {sleep, interval},
		all: async () => {
			const statuses: TransferStatus[] = [];
			for await (const status of jobOf.watch({sleep, interval})) {
				statuses.push(status);
			}
			return statuses;
		},
		done: async () => jobOf.done({sleep, interval}),
		failed: async (): Promise<JobFailedError<TransferStatus>> => {
			const error: unknown = await jobOf.done({sleep, interval}).catch((reason: unknown) => reason);
			if (!(error instanceof JobFailedError)) {
				throw error ?? new Error('The transfer succeeded.');
			}
			return error;
		},
	};
}

const readState = (kept: string): JobState => JSON.parse(kept);

const gone = () => {
	throw new TypeError('connect ECONNREFUSED');
};

const brief = ({state, stage, microservice}: TransferStatus) => [state, stage, microservice];

describe('the whole way', () => {
	it('leads from the transfer over the SIP to the stored AIP', async () => {
		const {all, done} = follow({
			[transfer]: [noJobYet, unit('PROCESSING'), complete],
			[ingest]: [
				unknownUnit('SIP', sipId),
				sip('PROCESSING', {microservice: 'Normalize'}),
				sip('COMPLETE', {microservice: 'Remove the processing directory'}),
			],
			[file]: [notFound, json(storagePackage({status: 'PENDING'})), stored],
		});
		const statuses = await all();
		expect(statuses.map(brief)).toEqual([
			['running', 'transfer', undefined],
			['running', 'transfer', 'Verify transfer compliance'],
			['running', 'ingest', undefined],
			['running', 'ingest', undefined],
			['running', 'ingest', 'Normalize'],
			['running', 'storage', 'Remove the processing directory'],
			['running', 'storage', 'Remove the processing directory'],
			['running', 'storage', 'Remove the processing directory'],
			['succeeded', 'storage', 'Remove the processing directory'],
		]);
		expect(statuses.map(({detail}) => detail).filter(detail => detail !== undefined)).toEqual([
			`The transfer ${transferId} has not started yet.`,
			`The SIP ${sipId} has not started yet.`,
			`The SIP ${sipId} is complete, and the Storage Service does not know its AIP yet.`,
		]);
		expect(statuses[1]).toMatchObject({directory: `imgs-${transferId}`, sip: undefined, waitingFor: undefined, failure: undefined});
		expect(statuses.at(-1)?.steps).toEqual([
			{name: 'transfer', stage: 'transfer', state: 'succeeded'},
			{name: 'ingest', stage: 'ingest', state: 'succeeded'},
			{name: 'storage', stage: 'storage', state: 'succeeded'},
		]);
		expect(statuses[2]?.steps.map(({state}) => state)).toEqual(['succeeded', 'running', 'pending']);
		expect(await done()).toEqual({transfer: transferId, sip: sipId, aip: sipId});
	});

	it('is no success before the AIP is stored, whatever the dashboard says', async () => {
		const {job: followed, wait} = follow({
			[transfer]: complete,
			[ingest]: sip('COMPLETE'),
			[file]: json(storagePackage({status: 'PENDING'})),
		});
		await expect(followed.done({...wait, deadline: 600_000})).rejects.toThrow(TimeoutError);
	});

	it('takes an AIP that was also verified for stored, and no other kind of package', async () => {
		const verified = follow({
			[transfer]: complete,
			[ingest]: sip('COMPLETE'),
			[file]: json(storagePackage({status: 'VERIFIED', package_type: 'AIC'})),
		});
		expect(await verified.done()).toMatchObject({aip: sipId});
		const dip = follow({[transfer]: complete, [ingest]: sip('COMPLETE'), [file]: json(storagePackage({package_type: 'DIP'}))});
		expect((await dip.failed()).status).toMatchObject({state: 'unknown', detail: expect.stringContaining('DIP')});
	});

	it('goes on in another process from its JSON', async () => {
		const first = follow({[transfer]: complete, [ingest]: sip('PROCESSING', {microservice: 'Normalize'}), [file]: notFound});
		const kept: string[] = [];
		for await (const {microservice} of first.job.watch(first.wait)) {
			kept.push(JSON.stringify(first.job));
			if (microservice === 'Normalize') {
				break;
			}
		}
		const second = follow({[ingest]: sip('COMPLETE', {microservice: 'Remove the processing directory'}), [file]: stored});
		const resumed = second.transfers.resume(readState(kept.at(-1) ?? ''));
		expect(resumed.id).toBe(transferId);
		expect(await resumed.done(second.wait)).toEqual({transfer: transferId, sip: sipId, aip: sipId});
		expect(second.asked()).toEqual([ingest, file]);
		const finished = follow({[file]: stored}).transfers.resume(resumed.toJSON());
		expect(await finished.done()).toMatchObject({aip: sipId});
	});

	it('refuses what is no kept job of a transfer', () => {
		const {transfers, job: followed} = follow({});
		const state = followed.toJSON();
		for (const bad of [
			{...state, kind: 'preservica-ingest'},
			{...state, id: 'x'},
			{...state, data: {transfer: transferId}},
			{...state, data: null},
		]) {
			expect(() => transfers.resume(bad)).toThrow('This is no kept job of an Archivematica transfer');
		}
	});
});

describe('before the first job', () => {
	it('waits while the unit has no job, up to the start limit, and then says "not started", not "not known"', async () => {
		const {failed, asked} = follow({[transfer]: noJobYet}, {startLimit: 300_000});
		const {status, message, code} = await failed();
		expect(status).toMatchObject({state: 'unknown', stage: 'transfer'});
		expect(message).toContain(`The transfer ${transferId} has not started yet. That has been so for 5 minutes.`);
		expect(message).toContain('its location belongs to this pipeline');
		expect(code).toBe('transfer-unknown');
		expect(asked()).toHaveLength(6);
	});

	it('counts from the start, also after a break', async () => {
		const first = follow({[transfer]: noJobYet}, {startLimit: 300_000});
		await first.failed();
		const later = follow({[transfer]: [unit('PROCESSING'), complete], [ingest]: sip('COMPLETE'), [file]: stored});
		expect(await later.transfers.resume(first.job.toJSON()).done(later.wait)).toMatchObject({aip: sipId});
	});

	it('waits also where the row is not there yet, in the old form with status 200 too', async () => {
		const old = json({message: `Cannot fetch unitTransfer with UUID ${transferId}`, type: 'transfer', error: true});
		const {done} = follow({[transfer]: [unknownUnit(), old, complete], [ingest]: sip('COMPLETE'), [file]: stored});
		expect(await done()).toMatchObject({sip: sipId});
	});

	it('does not wait for a unit that was there and is gone', async () => {
		const {failed} = follow({[transfer]: [unit('PROCESSING'), unknownUnit()]});
		expect((await failed()).message).toContain('does not know');
	});

	it('bounds the wait for the first job of the SIP as well', async () => {
		const {failed} = follow({[transfer]: complete, [ingest]: unknownUnit('SIP', sipId)}, {startLimit: 120_000});
		expect((await failed()).message).toContain(`The SIP ${sipId} has not started yet. That has been so for 2 minutes.`);
	});
});

describe('ends that are no success', () => {
	it('is in the backlog', async () => {
		const {failed} = follow({[transfer]: unit('COMPLETE', {sip_uuid: 'BACKLOG', microservice: 'Move transfer to backlog'})});
		const {status, code} = await failed();
		expect(status).toMatchObject({state: 'backlog', stage: 'transfer', sip: undefined});
		expect(code).toBe('transfer-backlog');
	});

	it('was rejected, as a transfer or as a SIP', async () => {
		expect((await follow({[transfer]: unit('REJECTED')}).failed()).status).toMatchObject({state: 'rejected', stage: 'transfer'});
		expect((await follow({[transfer]: complete, [ingest]: sip('REJECTED')}).failed()).status).toMatchObject({
			state: 'rejected',
			stage: 'ingest',
		});
	});

	it('failed for good, and says at which job, with which exit codes, on which files', async () => {
		const tasks = [
			{uuid: 't1', exit_code: 0},
			{uuid: 't2', exit_code: 255},
			{uuid: 't3', exit_code: null},
		];
		const {failed, asked} = follow({
			[transfer]: [unit('PROCESSING'), unit('FAILED', {microservice: 'Move to the failed directory'})],
			[transferJobs]: json([
				job('Scan for viruses', 'COMPLETE', 'Scan for viruses', [{uuid: 't0', exit_code: 1}]),
				job('Verify checksums', 'FAILED', 'Verify transfer checksums', tasks),
				job('Email fail report', 'FAILED', 'Failed transfer', [{uuid: 't9', exit_code: 1}]),
				job('Move to the failed directory', 'COMPLETE', 'Failed transfer'),
			]),
			[`${transferJobs}?name=Verify+checksums&detailed=true`]: json([
				job('Verify checksums', 'FAILED', 'Verify transfer checksums', [tasks[0] ?? {}, {...tasks[1], file_name: 'beach.tif'}]),
			]),
		});
		const {status, message} = await failed();
		expect(status.state).toBe('failed');
		expect(status.failure).toEqual({
			job: 'Verify checksums',
			microservice: 'Verify transfer checksums',
			tasks: [{uuid: 't2', exitCode: 255, fileName: 'beach.tif'}],
		});
		expect(message).toBe(
			`The transfer ${transferId} failed. The job 'Verify checksums' (Verify transfer checksums) failed: 1 of its tasks ended with exit code 255 on beach.tif.`,
		);
		expect(status.steps.map(({state}) => state)).toEqual(['failed', 'pending', 'pending']);
		expect(asked()).toHaveLength(4);
	});

	it('failed as a SIP', async () => {
		const {failed} = follow({
			[transfer]: complete,
			[ingest]: sip('FAILED'),
			[sipJobs]: json([job('Store the AIP', 'FAILED', 'Store AIP'), job('Move', 'COMPLETE', 'Failed SIP')]),
		});
		expect((await failed()).status).toMatchObject({state: 'failed', stage: 'ingest', failure: {job: 'Store the AIP', tasks: []}});
	});

	it('failed where no job tells why', async () => {
		const {failed, asked} = follow({
			[transfer]: unit('FAILED', {microservice: 'Something'}),
			[transferJobs]: json({error: true, message: `No jobs found for unit: ${transferId}`}, 400),
		});
		expect((await failed()).status.failure).toEqual({job: 'Something', microservice: '', tasks: []});
		expect(asked().filter(request => request === transfer)).toHaveLength(3);
	});

	it('was not stored', async () => {
		for (const status of ['FAIL', 'DELETED']) {
			const {failed} = follow({[transfer]: complete, [ingest]: sip('COMPLETE'), [file]: json(storagePackage({status}))});
			expect((await failed()).status).toMatchObject({state: 'failed', stage: 'storage', failure: {job: `Storage Service: ${status}`}});
		}
	});

	it('never came to the knowledge of the Storage Service', async () => {
		const {failed} = follow({[transfer]: complete, [ingest]: sip('COMPLETE'), [file]: notFound}, {storageLimit: 300_000});
		const {status, message} = await failed();
		expect(status).toMatchObject({state: 'unknown', stage: 'storage'});
		expect(message).toContain('That has been so for 5 minutes. Look for the AIP in the Storage Service.');
	});
});

describe('what the servers say and take back', () => {
	it('does not believe FAILED at once: the workflow repairs', async () => {
		const compliance = json([
			job('Verify', 'FAILED', 'Verify transfer compliance'),
			job('Attempt restructure for compliance', 'PROCESSING', 'Failed transfer compliance'),
		]);
		const {all} = follow({
			[transfer]: [unit('FAILED'), unit('FAILED'), unit('PROCESSING'), unit('FAILED'), complete],
			[transferJobs]: compliance,
			[ingest]: sip('COMPLETE'),
			[file]: stored,
		});
		const statuses = await all();
		expect(statuses.at(-1)?.state).toBe('succeeded');
		expect(statuses[0]).toMatchObject({state: 'running', detail: expect.stringContaining('may still repair it')});
	});

	it('believes FAILED the third time in a row', async () => {
		const compliance = json([
			job('Verify', 'FAILED', 'Verify transfer compliance'),
			job('Attempt restructure for compliance', 'PROCESSING', 'Failed transfer compliance'),
		]);
		const {failed, asked} = follow({[transfer]: unit('FAILED'), [transferJobs]: compliance});
		expect((await failed()).status.failure?.job).toBe('Verify');
		expect(asked().filter(request => request === transfer)).toHaveLength(3);
	});

	it('does not believe FAILED sooner because somebody looks more often', async () => {
		const compliance = json([job('Attempt restructure for compliance', 'PROCESSING', 'Failed transfer compliance')]);
		const {job: followed, wait, asked} = follow({[transfer]: unit('FAILED'), [transferJobs]: compliance});
		await expect(followed.done({...wait, interval: {initial: 1000, factor: 1}})).rejects.toMatchObject({code: 'transfer-failed'});
		expect(asked().filter(request => request === transfer)).toHaveLength(21);
	});

	it('asks again when COMPLETE names no SIP, and gives up after the limit', async () => {
		const {done} = follow({[transfer]: [unit('COMPLETE'), unit('COMPLETE'), complete], [ingest]: sip('COMPLETE'), [file]: stored});
		expect(await done()).toMatchObject({sip: sipId});
		const never = follow({[transfer]: unit('COMPLETE')}, {startLimit: 120_000});
		expect((await never.failed()).message).toContain(
			`The transfer ${transferId} is complete and names no SIP. That has been so for 2 minutes.`,
		);
	});

	it('follows a SIP that goes on after it was called complete', async () => {
		const {all} = follow({
			[transfer]: complete,
			[ingest]: [
				sip('COMPLETE'),
				sip('PROCESSING', {microservice: 'Store the AIP'}),
				sip('USER_INPUT', {microservice: 'Store AIP location'}),
				sip('COMPLETE'),
			],
			[file]: [notFound, stored],
		});
		expect((await all()).map(({state, stage}) => `${state} ${stage}`)).toEqual([
			'running ingest',
			'running storage',
			'running ingest',
			'waiting ingest',
			'running storage',
			'succeeded storage',
		]);
	});

	it('sees the failure of a SIP that was called complete', async () => {
		const {failed} = follow({
			[transfer]: complete,
			[ingest]: [sip('COMPLETE'), sip('FAILED')],
			[file]: notFound,
			[sipJobs]: json([job('Store the AIP', 'FAILED', 'Store AIP'), job('Move', 'COMPLETE', 'Failed SIP')]),
		});
		expect((await failed()).status).toMatchObject({state: 'failed', stage: 'ingest'});
	});

	it('notices the end of a SIP that says PROCESSING for ever', async () => {
		const closing = `${sipJobs}?name=Remove+the+processing+directory`;
		const {done, asked} = follow({
			[transfer]: complete,
			[ingest]: sip('PROCESSING', {microservice: 'Clean up after storing AIP'}),
			[closing]: [json([]), json([job('Remove the processing directory', 'COMPLETE', 'Store AIP')])],
			[file]: stored,
		});
		expect(await done()).toMatchObject({aip: sipId});
		expect(asked().filter(request => request === closing)).toHaveLength(2);
		expect(asked().filter(request => request === ingest)).toHaveLength(11);
	});

	it('keeps on with a status it does not know, as a state of its own', async () => {
		const {all} = follow({
			[transfer]: [unit('PAUSED'), complete],
			[ingest]: sip('COMPLETE'),
			[file]: [json(storagePackage({status: 'FROZEN'})), stored],
		});
		const statuses = await all();
		expect(statuses.map(({state}) => state)).toEqual(['unknown', 'running', 'running', 'unknown', 'succeeded']);
		expect(statuses[0]?.detail).toContain("'PAUSED'");
		expect(statuses[3]?.detail).toContain("'FROZEN'");
	});
});

describe('a person is asked', () => {
	it('says what for, and goes on when it was answered', async () => {
		const {all} = follow({
			[transfer]: [unit('USER_INPUT', {microservice: 'Create SIP(s)'}), complete],
			[ingest]: [sip('USER_INPUT', {microservice: 'Normalize'}), sip('COMPLETE')],
			[file]: [json(storagePackage({status: 'DEL_REQ'})), json(storagePackage({status: 'RECOVER_REQ'})), stored],
		});
		const statuses = await all();
		expect(statuses.map(({state, waitingFor}) => [state, waitingFor])).toEqual([
			['waiting', 'Create SIP(s)'],
			['running', undefined],
			['waiting', 'Normalize'],
			['running', undefined],
			['waiting', 'A decision on the request to delete the AIP'],
			['waiting', 'A decision on the request to recover the AIP'],
			['succeeded', undefined],
		]);
		expect(statuses[0]?.steps[0]?.state).toBe('waiting');
	});

	it('gives control back to a caller who stops watching', async () => {
		const {job: followed, wait, asked} = follow({[transfer]: unit('USER_INPUT', {microservice: 'Create SIP(s)'})});
		for await (const {state} of followed.watch(wait)) {
			if (state === 'waiting') {
				break;
			}
		}
		expect(asked()).toHaveLength(1);
		await expect(followed.done({...wait, deadline: 60_000})).rejects.toMatchObject({code: 'deadline'});
	});

	it('shows the approval as a stage where one is asked for', async () => {
		const {job: followed, wait} = follow({[transfer]: unit('USER_INPUT', {microservice: 'Approve standard transfer'})});
		for await (const status of followed.watch(wait)) {
			expect(status).toMatchObject({state: 'waiting', stage: 'approval', waitingFor: 'Approve standard transfer'});
			expect(status.steps.map(({name, state}) => `${name} ${state}`)).toEqual([
				'approval waiting',
				'transfer pending',
				'ingest pending',
				'storage pending',
			]);
			break;
		}
	});
});

describe('trouble on the way', () => {
	it('outlives proxies, pages and broken connections, at any stage', async () => {
		const {all} = follow({
			[transfer]: [badGateway, unit('PROCESSING'), serverErrorPage, gone, complete],
			[ingest]: [text('', 504), sip('USER_INPUT', {microservice: 'Normalize'}), gone, sip('COMPLETE')],
			[file]: [text('', 503), json(storagePackage({status: 'STAGING'})), json({error_message: 'Sorry'}, 500), stored],
		});
		const statuses = await all();
		expect(statuses.at(-1)?.state).toBe('succeeded');
		const silent = statuses.filter(({detail}) => detail?.includes('does not answer'));
		expect(silent.map(({state, waitingFor}) => [state, waitingFor])).toEqual([
			['running', undefined],
			['running', undefined],
			['running', undefined],
			['waiting', 'Normalize'],
			['running', undefined],
			['running', undefined],
		]);
	});

	it('fails with the error itself after a long silence, and goes on when asked to', async () => {
		const {done, job: followed, asked} = follow({[transfer]: [unit('PROCESSING'), gone]}, {silenceLimit: 180_000});
		await expect(done()).rejects.toMatchObject({name: 'NetworkError'});
		expect(asked()).toHaveLength(5);
		const later = follow({[transfer]: [gone, complete], [ingest]: sip('COMPLETE'), [file]: stored}, {}, 1_700_000_000_000 + day);
		expect(await later.transfers.resume(readState(JSON.stringify(followed))).done(later.wait)).toMatchObject({aip: sipId});
	});

	it('measures silence from its beginning, each time anew', async () => {
		const {done} = follow(
			{[transfer]: [gone, gone, unit('PROCESSING'), gone, gone, complete], [ingest]: sip('COMPLETE'), [file]: stored},
			{silenceLimit: 120_000},
		);
		expect(await done()).toMatchObject({aip: sipId});
	});

	it('does not wait for what asking again does not mend', async () => {
		const refused = follow({[transfer]: json({message: 'API key not valid.', error: true}, 403)});
		await expect(refused.done()).rejects.toThrow(AuthenticationError);
		expect(refused.asked()).toHaveLength(1);
		const page = follow({[transfer]: text('<html>Welcome</html>', 200)});
		await expect(page.done()).rejects.toMatchObject({name: 'DecodeError'});
		const storageRefused = follow({[transfer]: complete, [ingest]: sip('COMPLETE'), [file]: text('', 401)});
		await expect(storageRefused.done()).rejects.toMatchObject({name: 'PermissionError'});
	});

	it('ends with the reason of an abort, also in the middle of a look', async () => {
		const {job: followed, wait} = follow({[transfer]: () => new Promise<never>(() => {})});
		const controller = new AbortController();
		const waiting = followed.done({...wait, signal: controller.signal});
		controller.abort(new Error('enough'));
		await expect(waiting).rejects.toThrow(new Error('enough'));
	});
});

describe('microservices as steps', () => {
	it('are asked for when the job changes, and told in order with their states', async () => {
		const {all, asked} = follow(
			{
				[transfer]: [noJobYet, unit('PROCESSING', {microservice: 'A1'}), unit('PROCESSING', {microservice: 'A1'}), complete],
				[transferJobs]: [
					json([job('A1', 'PROCESSING', 'Approve transfer')]),
					json([job('A1', 'COMPLETE', 'Approve transfer'), job('B1', 'FAILED', 'Normalize'), job('B2', 'COMPLETE', 'Normalize')]),
				],
				[ingest]: [sip('USER_INPUT', {microservice: 'Normalize'}), sip('COMPLETE')],
				[sipJobs]: [
					json([job('C1', 'COMPLETE', 'Verify SIP compliance'), job('C2', 'USER_INPUT', 'Normalize')]),
					json([job('C2', 'COMPLETE', 'Normalize')]),
				],
				[file]: stored,
			},
			{steps: 'microservices'},
		);
		const told = (await all()).map(({steps}) => steps.map(({name, state}) => `${name} ${state}`).join(', '));
		expect(told).toEqual([
			'transfer running, ingest pending, storage pending',
			'Approve transfer running, ingest pending, storage pending',
			'Approve transfer succeeded, Normalize failed, ingest running, storage pending',
			'Approve transfer succeeded, Normalize failed, Verify SIP compliance succeeded, Normalize waiting, storage pending',
			'Approve transfer succeeded, Normalize failed, Normalize succeeded, storage running',
			'Approve transfer succeeded, Normalize failed, Normalize succeeded, storage succeeded',
		]);
		expect(asked().filter(request => request === transferJobs)).toHaveLength(2);
	});
});
