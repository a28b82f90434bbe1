import {beforeEach, describe, expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {protocols} from './protocols.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const sorry = {error_message: 'Sorry, this request could not be processed. Please try again later.'};
const nobody = '00000000-0000-4000-8000-000000000000';
const local = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';
const ours = '/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/';
const uuid = 'c7f3a7e0-2f6c-4c0e-8a34-1d1f7e0b5a11';

async function post(path: string, body: unknown): Promise<{status: number; body: Json; location: string | null}> {
	const answer = await am.write('POST', `/api/v2/${path}`, body);
	return {status: answer.status, body: await answer.json(), location: answer.headers.get('location')};
}

describe('a pipeline', () => {
	it('needs no field, and gets the address of who asks', async () => {
		const {status, body, location} = await post('pipeline/', {});
		expect([status, location]).toEqual([201, body.resource_uri]);
		expect(body).toEqual({description: null, remote_name: '127.0.0.1', resource_uri: expect.any(String), uuid: expect.any(String)});
		expect(await am.readStorage(body.resource_uri)).toEqual(body);
	});

	it('is told back what was posted, but for its secrets', async () => {
		const posted = {uuid, description: 'Second', remote_name: 'am2', api_username: 'u', api_key: 'k', shared_path: '/x', more: 1};
		const {body} = await post('pipeline/', posted);
		expect(body).toEqual({
			uuid,
			description: 'Second',
			remote_name: 'am2',
			shared_path: '/x',
			more: 1,
			resource_uri: `/api/v2/pipeline/${uuid}/`,
		});
		expect(await am.readStorage(body.resource_uri)).not.toHaveProperty('shared_path');
	});

	it('is given the default locations, the currently-processing one included', async () => {
		await post('pipeline/', {uuid, create_default_locations: true});
		const {objects} = await am.readStorage(`/api/v2/location/?pipeline=${uuid}`);
		expect(objects.map(({purpose}: Json) => purpose)).toEqual(['TS', 'CP', 'AS', 'DS', 'BL', 'AR']);
		expect(objects.every(({pipeline}: Json) => pipeline.includes(ours) && pipeline.includes(`/api/v2/pipeline/${uuid}/`))).toBe(true);
		expect((await am.storage('/api/v2/location/default/AS/')).status).toBe(302);
	});

	it('may have to be allowed first', async () => {
		await am.control('PUT', 'storage', {pipelinesDisabled: true});
		const {status, body} = await post('pipeline/', {uuid});
		expect([status, body.uuid, (await am.storage(`/api/v2/pipeline/${uuid}/`)).status]).toEqual([201, uuid, 404]);
		expect((await am.readStorage('/api/v2/pipeline/')).meta.total_count).toBe(1);
		const refused = await post('location/', {space: local, pipeline: [body.resource_uri]});
		expect(refused.status).toBe(400);
		await am.control('PUT', `pipelines/${uuid}`, {enabled: true});
		expect((await am.storage(`/api/v2/pipeline/${uuid}/`)).status).toBe(200);
	});

	it('is refused with a UUID that is none, or taken', async () => {
		expect(await post('pipeline/', {uuid: 'abc'})).toMatchObject({status: 400, body: {error: "['“abc” is not a valid UUID.']"}});
		await post('pipeline/', {uuid});
		expect(await post('pipeline/', {uuid})).toMatchObject({status: 500, body: sorry});
	});
});

describe('a space', () => {
	const valueOf = {text: 'x', integer: 3, boolean: true};

	it.each(Object.keys(protocols))('of the protocol %s needs all of its fields, and shows them to readers', async code => {
		const fields = Object.entries(protocols[code]?.fields ?? {});
		const details = Object.fromEntries(fields.map(([name, kind]) => [name, valueOf[kind]]));
		const posted = {access_protocol: code, path: '/a', staging_path: '/s', size: 100, ...details};
		const {status, body, location} = await post('space/', posted);
		expect([status, location]).toEqual([201, body.resource_uri]);
		expect(Object.keys(body)).toEqual(Object.keys(body).toSorted());
		const shown = {last_verified: null, resource_uri: body.resource_uri, used: 0, uuid: body.uuid, verified: false};
		const {username, apiKey} = sandboxCredentials.archivematica.storageUsers.reader;
		const read = await am.send('GET', `${body.resource_uri}?username=${username}&api_key=${apiKey}`);
		expect(await read.json()).toEqual({...posted, ...shown});
		for (const [name] of fields) expect(await post('space/', {...posted, [name]: undefined})).toMatchObject({status: 500, body: sorry});
	});

	it('of no protocol that is known cannot be', async () => {
		for (const access_protocol of ['FTP', undefined, 'constructor']) {
			expect(await post('space/', {path: '/', staging_path: '/', access_protocol})).toMatchObject({status: 500, body: sorry});
		}
	});

	it('has a staging path, and a path from the root unless it holds objects', async () => {
		const missing = {space: {staging_path: ['This field is required.']}};
		expect(await post('space/', {access_protocol: 'FS', path: '/'})).toMatchObject({status: 400, body: missing});
		const relative = await post('space/', {access_protocol: 'FS', path: 'a', staging_path: '/'});
		expect([relative.status, relative.body]).toEqual([400, {space: {__all__: ['Path must begin with a /']}}]);
		const rclone = {access_protocol: 'RCLONE', path: '', staging_path: '/', remote_name: 'r', container: 'c'};
		expect((await post('space/', rclone)).status).toBe(201);
	});

	it('without a bucket has one named after it, and takes no field that is not the protocol`s', async () => {
		const s3 = {endpoint_url: 'http://x', access_key_id: 'a', secret_access_key: 'b', region: 'r', bucket: ''};
		const {body} = await post('space/', {access_protocol: 'S3', path: '', staging_path: '/', password: 'p', ...s3});
		expect(body.bucket).toBe(body.uuid);
		expect(body).not.toHaveProperty('password');
	});

	it('that is not local cannot be looked into', async () => {
		const {body} = await post('space/', {access_protocol: 'GPG', path: '/', staging_path: '/', key: 'k'});
		expect((await am.storage(`${body.resource_uri}browse/`)).status).toBe(500);
		const {body: location} = await post('location/', {space: body.resource_uri, pipeline: [], purpose: 'AS'});
		expect((await am.storage(`${location.resource_uri}browse/`)).status).toBe(500);
	});
});

describe('a location', () => {
	const posted = {space: local, pipeline: [ours], purpose: 'AS', relative_path: 'more/aips', description: 'More', quota: 5, default: true};

	it('is made as it is asked for, default included', async () => {
		const {status, body, location} = await post('location/', posted);
		expect([status, location]).toEqual([201, body.resource_uri]);
		expect(body).toEqual({
			...posted,
			enabled: true,
			path: '/more/aips',
			resource_uri: expect.any(String),
			used: 0,
			uuid: expect.any(String),
		});
		expect((await am.storage('/api/v2/location/default/AS/')).headers.get('location')).toBe(body.resource_uri);
		expect(await am.readStorage(body.resource_uri)).not.toHaveProperty('default');
	});

	it('is looked at by nobody: any purpose, any path, none', async () => {
		const {status, body} = await post('location/', {space: local, pipeline: []});
		expect(status).toBe(201);
		expect(body).toMatchObject({purpose: '', relative_path: '', path: '/', description: null, quota: null, pipeline: []});
		expect(body).not.toHaveProperty('default');
	});

	it.each([
		[{space: `/api/v2/space/${nobody}/`}, `Could not find the provided space object via resource URI '/api/v2/space/${nobody}/'.`],
		[
			{pipeline: [`/api/v2/pipeline/${nobody}/`]},
			`Could not find the provided pipeline object via resource URI '/api/v2/pipeline/${nobody}/'.`,
		],
		[{pipeline: ['/api/v2/pipeline/x/']}, "Could not find the provided pipeline object via resource URI '/api/v2/pipeline/x/'."],
		[{space: undefined}, "The 'space' field has no data and doesn't allow a default or null value."],
		[{space: null}, "The 'space' field has no data and doesn't allow a default or null value."],
		[{pipeline: undefined}, "The 'pipeline' field has no data and doesn't allow a null value."],
		[{uuid: 'x'}, "['“x” is not a valid UUID.']"],
	])('is refused with %j', async (change, error) => {
		const {status, body} = await post('location/', {...posted, ...change});
		expect([status, body]).toEqual([400, {error}]);
	});

	it.each([{space: 'x'}, {space: {}}, {space: ours}, {space: local.slice(0, -1)}, {pipeline: ours}, {pipeline: ['x']}])(
		'is not found with %j',
		async change => {
			const {status, body} = await post('location/', {...posted, ...change});
			expect([status, body]).toEqual([404, sorry]);
		},
	);

	it('that is disabled is gone, but for what lies in it', async () => {
		const aip = await am.preserve('letters');
		const {current_location: uri} = await am.readStorage(`/api/v2/file/${aip}/`);
		await am.control('PUT', `locations/${uri.split('/')[4]}`, {enabled: false});
		expect((await am.storage(uri)).status).toBe(404);
		expect((await am.storage(`${uri}browse/`)).status).toBe(404);
		expect((await am.storage('/api/v2/location/default/AS/')).headers.get('location')).toBe(uri);
		expect((await am.readStorage('/api/v2/location/?purpose=AS')).objects).toEqual([]);
		const {objects} = await am.readStorage('/api/v2/file/?current_location__purpose=AS');
		expect(objects).toMatchObject([{uuid: aip, current_location: uri}]);
	});
});
