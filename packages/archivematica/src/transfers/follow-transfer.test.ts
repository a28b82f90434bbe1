import {TimeoutError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {complete, file, follow, ingest, notFound, readState, sipJobs, stored, transfer, transferJobs} from '../fixtures/follow.ts';
import {job, json, noJobYet, sip, sipId, storagePackage, transferId, unit, unknownUnit} from '../fixtures/servers.ts';
import type {TransferStatus} from './transfer-status.ts';

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
		expect(await done()).toMatchObject({transfer: transferId, sip: sipId, aip: sipId});
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
		expect(await resumed.done(second.wait)).toMatchObject({transfer: transferId, sip: sipId, aip: sipId});
		expect(second.asked().slice(0, 2)).toEqual([ingest, file]);
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

	it('says where a person answers: on the pages of the dashboard, which no API stands for', async () => {
		const {all} = follow({
			[transfer]: [unit('USER_INPUT', {microservice: 'Create SIP(s)'}), complete],
			[ingest]: [sip('USER_INPUT', {microservice: 'Normalize'}), sip('COMPLETE')],
			[file]: [json(storagePackage({status: 'DEL_REQ'})), stored],
		});
		expect((await all()).map(({waitingAt}) => waitingAt)).toEqual([
			`http://dashboard.example.org/transfer/${transferId}/`,
			undefined,
			`http://dashboard.example.org/ingest/${sipId}/`,
			undefined,
			undefined,
			undefined,
		]);
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
