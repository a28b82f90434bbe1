import {beforeEach, expect, it} from 'vitest';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

it('follows a transfer from nothing to its SIP', async () => {
	const id = await am.start('pictures');
	const answer = await am.dashboard('GET', `/api/transfer/status/${id}/`);
	expect([answer.status, await answer.json()]).toEqual([400, {error: true, message: `Unable to determine the status of the unit ${id}`}]);
	am.pass(1);
	expect(await am.read(`/api/transfer/status/${id}/`)).toEqual({
		type: 'transfer',
		path: `/var/archivematica/sharedDirectory/currentlyProcessing/pictures-${id}/`,
		directory: `pictures-${id}`,
		name: 'pictures',
		uuid: id,
		microservice: 'Check if file or folder',
		status: 'PROCESSING',
		message: `Fetched status for ${id} successfully.`,
	});
	am.pass(100);
	const done = await am.read(`/api/transfer/status/${id}/`);
	expect(Object.keys(done)).toEqual(['type', 'path', 'directory', 'name', 'uuid', 'microservice', 'status', 'sip_uuid', 'message']);
	expect(done).toMatchObject({status: 'COMPLETE', microservice: 'Create SIP from transfer objects'});
	expect(await am.read(`/api/ingest/status/${done.sip_uuid}/`)).toMatchObject({
		type: 'SIP',
		name: 'pictures',
		uuid: done.sip_uuid,
		microservice: 'Remove the processing directory',
		status: 'COMPLETE',
	});
});

it('shows every state on the way once: not yet, processing, complete, and an ingest that has not begun', async () => {
	const id = await am.start('pictures');
	const seen: string[] = [];
	let sip: string | undefined;
	for (let moment = 0; moment < 400; moment++) {
		const answer = await am.dashboard('GET', `/api/transfer/status/${id}/`);
		const body: Json = await answer.json();
		const ingest = body.sip_uuid === undefined ? '' : `+${(await am.dashboard('GET', `/api/ingest/status/${body.sip_uuid}/`)).status}`;
		sip = body.sip_uuid ?? sip;
		const state = `${answer.status} ${body.status ?? ''}${body.sip_uuid === undefined ? '' : ' sip'}${ingest}`;
		if (seen.at(-1) !== state) seen.push(state);
		am.pass(0.1);
	}
	expect(seen).toEqual(['400 ', '200 PROCESSING', '200 COMPLETE sip+400', '200 COMPLETE sip+200']);
	expect(await am.read(`/api/ingest/status/${sip}/`)).toMatchObject({status: 'COMPLETE'});
});

it('can report COMPLETE without a SIP for a moment, as old releases did', async () => {
	const id = await am.start('pictures', {name: 'completes-without-sip'});
	const seen = new Set<string>();
	for (let moment = 0; moment < 400; moment++) {
		const {status, sip_uuid: sip} = await am.read(`/api/transfer/status/${id}/`);
		if (status !== undefined) seen.add(`${status} ${sip === undefined ? 'without' : 'with'}`);
		am.pass(0.1);
	}
	expect([...seen]).toEqual(['PROCESSING without', 'COMPLETE without', 'COMPLETE with']);
});

it('does not know a SIP before there is one', async () => {
	await am.start('pictures');
	am.pass(2);
	const [unit] = am.state.units.values();
	const answer = await am.dashboard('GET', `/api/ingest/status/${unit?.sip}/`);
	expect([answer.status, await answer.json()]).toEqual([
		400,
		{type: 'SIP', message: `Cannot fetch unitSIP with UUID ${unit?.sip}`, error: true},
	]);
});

it('lists what is complete until it is hidden, and answers after that', async () => {
	const id = await am.start('pictures');
	am.pass(2);
	expect(await am.read('/api/transfer/completed')).toEqual({results: [], message: 'Fetched completed transfers successfully.'});
	am.pass(100);
	const {sip_uuid: sip} = await am.read(`/api/transfer/status/${id}/`);
	expect(await am.read('/api/transfer/completed')).toEqual({results: [id], message: 'Fetched completed transfers successfully.'});
	expect(await am.read('/api/ingest/completed')).toEqual({results: [sip], message: 'Fetched completed ingests successfully.'});
	for (const expected of [
		[200, {removed: true}],
		[409, {removed: false}],
	]) {
		const answer = await am.dashboard('DELETE', `/api/transfer/${id}/delete/`);
		expect([answer.status, await answer.json()]).toEqual(expected);
	}
	expect((await am.read('/api/transfer/completed')).results).toEqual([]);
	expect((await am.read('/api/ingest/completed')).results).toEqual([sip]);
	expect((await am.read(`/api/transfer/status/${id}/`)).status).toBe('COMPLETE');
	expect(await (await am.dashboard('DELETE', `/api/ingest/${sip}/delete/`)).json()).toEqual({removed: true});
});

it('does not hide what runs, is unknown, or has no UUID', async () => {
	const id = await am.start('pictures');
	am.pass(2);
	const remove = async (uuid: string) => (await am.dashboard('DELETE', `/api/transfer/${uuid}/delete/`)).status;
	expect(await remove(id)).toBe(409);
	expect(await remove('00000000-0000-4000-8000-000000000000')).toBe(409);
	expect(await remove('zzzzzzzz-0000-4000-8000-000000000000')).toBe(500);
});

it('hides all that completed or failed at once, and not what was rejected', async () => {
	const done = await am.start('pictures');
	const failed = await am.start('fails-at-scan-for-viruses');
	const rejected = await am.start('letters', {name: 'waits-for-create-sip'});
	am.pass(100);
	await am.control('POST', 'decisions', {unit: rejected, choice: 'Reject transfer'});
	am.pass(2);
	expect((await am.read(`/api/transfer/status/${rejected}/`)).status).toBe('REJECTED');
	const answer = await am.dashboard('DELETE', '/api/transfer/delete/');
	expect(await answer.json()).toEqual({removed: [done, failed]});
	expect(await (await am.dashboard('DELETE', '/api/transfer/delete/')).json()).toEqual({removed: []});
});
