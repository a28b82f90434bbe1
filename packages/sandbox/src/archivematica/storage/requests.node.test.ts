import {beforeEach, describe, expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {locationFor} from '../state.ts';

let am: Installation;
let aip: string;
beforeEach(async () => {
	am = await install();
	aip = await am.preserve('letters');
});

const nobody = '00000000-0000-4000-8000-000000000000';
const {reader, reviewer} = sandboxCredentials.archivematica.storageUsers;
const fields = {event_reason: 'Twice', pipeline: 'a64e061a-5688-49b5-95c1-0b6885c40c04', user_id: 1, user_email: 'a@b.example'};
const ask = async (action: string, body: Json = fields, uuid = aip) => {
	const answer = await am.write('POST', `/api/v2/file/${uuid}/${action}/`, body, reader);
	const text = await answer.text();
	return [answer.status, text.startsWith('{') ? JSON.parse(text) : text];
};
const status = async (uuid = aip) => (await am.readStorage(`/api/v2/file/${uuid}/`)).status;
const decide = async (id: number, decision: string) => (await am.control('POST', `requests/${id}`, {decision, reason: 'Because'})).json();

describe.each([
	['delete_aip', 'Delete request created successfully.', 'DEL_REQ', {message: 'A deletion request already exists for this AIP.'}],
	[
		'recover_aip',
		'Recover request created successfully.',
		'RECOVER_REQ',
		{error_message: 'A recover request already exists for this AIP.'},
	],
])('%s', (action, message, requested, already) => {
	it('makes one request, and says only by its status whether it did', async () => {
		expect(await ask(action)).toEqual([202, {message, id: 1}]);
		expect(await status()).toBe(requested);
		expect(await ask(action)).toEqual([200, already]);
		expect((await am.storage(`/api/v2/file/${aip}/download/`)).status).toBe(200);
		const [request] = await (await am.control('GET', 'requests')).json();
		expect(request).toMatchObject({id: 1, package: aip, status: 'SUBMIT', before: 'UPLOADED', reason: 'Twice', userId: 1});
	});

	it('takes a number as a text, too', async () => {
		expect(await ask(action, {...fields, user_id: '12'})).toEqual([202, {message, id: 1}]);
	});

	it.each([-1, null, 'x', '-2', 1.5, true])('with the user %j fails when the package is already marked', async user_id => {
		expect((await ask(action, {...fields, user_id}))[0]).toBe(500);
		expect(await status()).toBe(requested);
		expect(await (await am.control('GET', 'requests')).json()).toEqual([]);
		expect(await ask(action)).toEqual([202, {message, id: 1}]);
		await decide(1, 'reject');
		expect(await status()).toBe(requested);
	});

	it('needs a pipeline, by its UUID', async () => {
		for (const pipeline of [nobody, 'x', `/api/v2/pipeline/${fields.pipeline}/`]) {
			expect(await ask(action, {...fields, pipeline})).toEqual([404, {error_message: expect.any(String)}]);
		}
		expect(await status()).toBe('UPLOADED');
	});

	it('needs a package', async () => {
		expect(await ask(action, fields, nobody)).toEqual([404, `Resource with UUID ${nobody} does not exist`]);
		const {user_id: _user, ...rest} = fields;
		expect(await ask(action, rest)).toEqual([400, 'All of these fields must be provided: event_reason, pipeline, user_email, user_id']);
	});

	it('that is rejected leaves what was', async () => {
		await am.control('PUT', `packages/${aip}`, {status: 'VERIFIED'});
		await ask(action);
		expect(await decide(1, 'reject')).toMatchObject({success: true, request: {status: 'REJECT', decisionReason: 'Because'}});
		expect(await status()).toBe('VERIFIED');
		expect((await am.control('POST', 'requests/1', {decision: 'approve'})).status).toBe(409);
		expect(await ask(action)).toEqual([202, {message, id: 2}]);
	});
});

it('only AIPs, AICs and transfers are deleted, and only AIPs and AICs recovered', async () => {
	const types = {AIP: [202, 202], AIC: [202, 202], transfer: [202, 405], DIP: [405, 405], deposit: [405, 405]};
	for (const [type, expected] of Object.entries(types)) {
		const uuid = await am.preserve('names');
		await am.write('PUT', `/api/v2/file/${uuid}/`, {package_type: type});
		const [deleted, recovered] = [await ask('delete_aip', fields, uuid), await ask('recover_aip', fields, uuid)];
		expect([deleted[0], recovered[0]], type).toEqual(expected);
		if (deleted[0] === 405) expect(deleted[1]).toEqual({message: 'Deletes not allowed on this package type.'});
		if (recovered[0] === 405) expect(recovered[1]).toEqual({message: 'Recovery not allowed on this package type.'});
	}
});

it('an approved deletion removes the content; the row stays', async () => {
	const blobs = am.blobs();
	await ask('delete_aip');
	expect(await decide(1, 'approve')).toMatchObject({success: true, request: {status: 'APPROVE'}});
	expect(await status()).toBe('DELETED');
	expect((await am.storage(`/api/v2/file/${aip}/download/`)).status).toBe(500);
	expect((await am.storage(`/api/v2/file/${aip}/check_fixity/`)).status).toBe(500);
	expect(am.blobs()).toBe(blobs - 1);
	expect((await am.readStorage('/api/v2/location/?purpose=AS')).objects[0].used).toBe(0);
	expect((await am.control('POST', 'requests/9', {decision: 'approve'})).status).toBe(404);
});

it('the web interface removes a package without a request', async () => {
	await am.write('PUT', `/api/v2/file/${aip}/`, {package_type: 'DIP'});
	expect((await am.control('DELETE', `packages/${aip}`)).status).toBe(200);
	expect([await status(), (await am.storage(`/api/v2/file/${aip}/download/`)).status]).toEqual(['DELETED', 500]);
	expect((await am.control('DELETE', `packages/${nobody}`)).status).toBe(404);
});

it('a deletion that fails stays open', async () => {
	const made = await am.write('POST', '/api/v2/space/', {access_protocol: 'GPG', key: 'k', path: '/', staging_path: '/'});
	const space = (await made.json()).resource_uri;
	const location = await (await am.write('POST', '/api/v2/location/', {space, pipeline: [], purpose: 'AS'})).json();
	await am.write('PUT', `/api/v2/file/${aip}/`, {current_location: location.resource_uri});
	await ask('delete_aip');
	expect(await decide(1, 'approve')).toMatchObject({success: false, request: {status: 'SUBMIT'}});
	expect(await status()).toBe('DEL_REQ');
});

it('an approved recovery puts in its place what lies in the recovery location', async () => {
	const {current_path: path} = await am.readStorage(`/api/v2/file/${aip}/`);
	const whole = await (await am.storage(`/api/v2/file/${aip}/download/`)).arrayBuffer();
	await am.control('POST', `packages/${aip}/damage`, {});
	await ask('recover_aip');
	expect(await decide(1, 'approve')).toMatchObject({success: false, request: {status: 'SUBMIT'}});
	const recovery = locationFor(am.state, 'AR').uuid;
	await am.send('PUT', `/sandbox/archivematica/files/${recovery}/${path.split('/').at(-1)}`, {body: whole});
	expect(await decide(1, 'approve')).toMatchObject({success: true, request: {status: 'APPROVE'}});
	expect(await status()).toBe('UPLOADED');
	expect(await am.readStorage(`/api/v2/file/${aip}/check_fixity/`)).toMatchObject({success: true});
});

describe('a review of a deletion', () => {
	const review = async (body: Json, user = reviewer, uuid = aip) => {
		const answer = await am.write('POST', `/api/v2/file/${uuid}/review_aip_deletion/`, body, user);
		return [answer.status, await answer.json()];
	};
	const approval = {event_id: 1, decision: 'approve', reason: 'Because'};

	it('is unknown to the release that is the usual one', async () => {
		expect((await am.write('POST', `/api/v2/file/${aip}/review_aip_deletion/`, approval)).status).toBe(405);
	});

	it('is a reviewer`s, and decides', async () => {
		await am.control('PUT', 'storage', {profile: 'newer'});
		await ask('delete_aip');
		expect(await ask('delete_aip')).toEqual([200, {error_message: 'A deletion request already exists for this AIP.'}]);
		expect((await review(approval, reader))[0]).toBe(403);
		expect(await status()).toBe('DEL_REQ');
		expect(await review(approval)).toEqual([200, {message: expect.any(String)}]);
		expect(await status()).toBe('DELETED');
		expect(await review(approval)).toEqual([400, {error_message: 'This request is not pending review.'}]);
	});

	it('rejects, too', async () => {
		await am.control('PUT', 'storage', {profile: 'newer'});
		await ask('delete_aip');
		expect((await review({...approval, decision: 'reject'}))[0]).toBe(200);
		expect(await status()).toBe('UPLOADED');
	});

	it('says what is wrong with it', async () => {
		await am.control('PUT', 'storage', {profile: 'newer'});
		await ask('delete_aip');
		await ask('recover_aip');
		expect(await review({...approval, decision: 'maybe'})).toEqual([
			400,
			{error_message: "Decision must be either 'approve' or 'reject'."},
		]);
		for (const reason of ['', ' ', null])
			expect(await review({...approval, reason})).toEqual([400, {error_message: 'A reason is required.'}]);
		for (const event_id of [2, 9, 'x']) expect((await review({...approval, event_id}))[0]).toBe(404);
		expect((await review(approval, reviewer, await am.preserve('names')))[0]).toBe(404);
	});

	it('whose deletion fails says so with a success', async () => {
		await am.control('PUT', 'storage', {profile: 'newer'});
		const made = await am.write('POST', '/api/v2/space/', {access_protocol: 'GPG', key: 'k', path: '/', staging_path: '/'});
		const space = (await made.json()).resource_uri;
		const location = await (await am.write('POST', '/api/v2/location/', {space, pipeline: [], purpose: 'AS'})).json();
		await am.write('PUT', `/api/v2/file/${aip}/`, {current_location: location.resource_uri});
		await ask('delete_aip');
		expect(await review(approval)).toEqual([200, {error_message: expect.any(String)}]);
		expect(await review(approval)).toEqual([200, {error_message: expect.any(String)}]);
	});
});
