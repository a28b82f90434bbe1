import {AuthenticationError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {
	begin,
	complete,
	day,
	file,
	follow,
	gone,
	ingest,
	notFound,
	readState,
	sipJobs,
	stored,
	transfer,
	transferJobs,
} from '../fixtures/follow.ts';
import {
	badGateway,
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

	it('counts from the start, also when nobody looked in between', async () => {
		const first = follow({}, {startLimit: 300_000});
		const kept = first.job.toJSON();
		const later = follow({[transfer]: noJobYet}, {}, begin + 300_000);
		await expect(later.transfers.resume(kept).done(later.wait)).rejects.toMatchObject({code: 'transfer-unknown'});
		expect(later.asked()).toHaveLength(1);
	});

	it('goes on from a transfer that was given up and started after all', async () => {
		const first = follow({[transfer]: noJobYet}, {startLimit: 300_000});
		await first.failed();
		const later = follow({[transfer]: [unit('PROCESSING'), complete], [ingest]: sip('COMPLETE'), [file]: stored}, {}, begin + day);
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
			[closing]: [
				json([job('Remove the processing directory', 'PROCESSING', 'Store AIP')]),
				json([job('Remove the processing directory', 'COMPLETE', 'Store AIP')]),
			],
			[file]: stored,
		});
		expect(await done()).toMatchObject({aip: sipId});
		expect(asked().filter(request => request === closing)).toHaveLength(2);
		expect(asked().filter(request => request === ingest)).toHaveLength(11);
	});

	it('does not go back and forth with a SIP that says PROCESSING after its end, nor with one that is gone', async () => {
		const {all} = follow({
			[transfer]: complete,
			[ingest]: [sip('COMPLETE'), sip('PROCESSING'), unknownUnit('SIP', sipId), sip('PROCESSING')],
			[sipJobs]: json([job('Remove the processing directory', 'COMPLETE', 'Store AIP')]),
			[file]: [notFound, notFound, notFound, stored],
		});
		expect((await all()).map(({state, stage}) => `${state} ${stage}`)).toEqual([
			'running ingest',
			'running storage',
			'running storage',
			'succeeded storage',
		]);
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
		const later = follow({[transfer]: [gone, complete], [ingest]: sip('COMPLETE'), [file]: stored}, {}, begin + day);
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
