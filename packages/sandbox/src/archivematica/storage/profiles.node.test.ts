import {beforeEach, describe, expect, it} from 'vitest';
import {install, samples} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const space = '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/';

describe('an older release', () => {
	beforeEach(async () => {
		expect(await (await am.control('PUT', 'storage', {profile: 'older'})).json()).toMatchObject({profile: 'older'});
	});

	it('sends integers as texts, but for the size of a package', async () => {
		const aip = await am.preserve('letters');
		const [location] = (await am.readStorage('/api/v2/location/?purpose=AS')).objects;
		const stored = await am.readStorage(`/api/v2/file/${aip}/`);
		expect([location.used, location.quota, typeof stored.size]).toEqual([String(stored.size), null, 'number']);
		expect((await am.readStorage('/api/v2/location/?used__gt=5')).meta.total_count).toBe(1);
	});

	it('knows neither staging paths nor dates, and numbers its local spaces', async () => {
		const aip = await am.preserve('letters');
		expect(await am.readStorage(`/api/v2/file/${aip}/`)).not.toHaveProperty('stored_date');
		const shown = await am.readStorage(space);
		expect(shown).not.toHaveProperty('staging_path');
		expect(shown).toMatchObject({id: 1, space: shown.uuid, used: expect.any(String)});
		expect((await am.readStorage('/api/v2/space/schema/')).fields).not.toHaveProperty('staging_path');
		expect((await am.readStorage('/api/v2/file/schema/')).filtering).not.toHaveProperty('stored_date');
	});

	it('does not find what is no UUID', async () => {
		for (const path of ['file/x/', 'location/x/', 'pipeline/x/', 'space/x/']) {
			const answer = await am.storage(`/api/v2/${path}`);
			expect([answer.status, await answer.text()]).toEqual([404, '']);
		}
		for (const path of ['file/bad-aip-uuid/download/', 'location/bad-aip-uuid/browse/', 'space/bad-aip-uuid/browse/']) {
			const answer = await am.storage(`/api/v2/${path}`);
			expect([answer.status, await answer.text()]).toEqual([404, 'Resource with UUID bad-aip-uuid does not exist']);
		}
		expect(await am.readStorage('/api/v2/file/set/x/')).toEqual({not_found: ['x'], objects: []});
	});
});

it('settings are told, kept one by one, and refused when they are unknown', async () => {
	await am.control('PUT', 'storage', {pipelinesDisabled: true, notificationUrl: 'http://127.0.0.1/'});
	await am.control('PUT', 'storage', {objectCountingDisabled: true});
	const set = {profile: '0.23.0', pipelinesDisabled: true, objectCountingDisabled: true, notificationUrl: 'http://127.0.0.1/'};
	expect(await (await am.control('GET', 'storage')).json()).toEqual(set);
	expect((await am.control('PUT', 'storage', {profile: '0.1'})).status).toBe(400);
	expect(await (await am.control('PUT', 'storage', {notificationUrl: null})).json()).toEqual({...set, notificationUrl: null});
	expect((await am.readStorage(`/api/v2/location/${am.transferSource}/browse/`)).properties).toEqual({
		[Buffer.from('archivematica').toString('base64')]: {},
	});
});

it('gives up counting at five thousand', async () => {
	for (let index = 0; index <= 5000; index++) {
		const path = `many/${index}`;
		am.state.entries.put(`${am.transferSource}:${path}`, {location: am.transferSource, path, blob: 'x', size: 0, sha256: '', modified: 0});
	}
	const {properties} = await am.readStorage(`/api/v1/location/${am.transferSource}/browse/`);
	expect(properties.many).toEqual({'object count': '5000+'});
	am.state.entries.delete(`${am.transferSource}:many/0`);
	expect((await am.readStorage(`/api/v1/location/${am.transferSource}/browse/`)).properties.many).toEqual({'object count': 5000});
});

describe('version 1', () => {
	it('has its own addresses, and those of version 2 in redirects and for tasks', async () => {
		const {objects, meta} = await am.readStorage('/api/v1/location/?limit=2');
		expect(objects[0]).toMatchObject({
			resource_uri: `/api/v1/location/${objects[0].uuid}/`,
			pipeline: ['/api/v1/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/'],
			space: '/api/v1/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/',
		});
		expect(meta.next).toBe('/api/v1/location/?limit=2&offset=2');
		expect((await (await am.send('GET', '/api/v1/')).json()).file).toEqual({
			list_endpoint: '/api/v1/file/',
			schema: '/api/v1/file/schema/',
		});
		const aip = await am.preserve('letters');
		expect(await am.readStorage(`/api/v1/file/${aip}/`)).toMatchObject({resource_uri: `/api/v1/file/${aip}/`});
		const made = await am.write('POST', '/api/v1/location/', {space, pipeline: [], purpose: 'AS'});
		expect([made.status, made.headers.get('location')]).toEqual([201, expect.stringMatching(/^\/api\/v1\/location\//u)]);
		expect((await am.storage('/api/v1/location/default/TS/')).headers.get('location')).toBe(`/api/v2/location/${am.transferSource}/`);
		const body = new URLSearchParams({location_uuid: (await made.json()).uuid});
		expect((await am.storage(`/api/v1/file/${aip}/move/`, {method: 'POST', body})).headers.get('location')).toBe('/api/v2/async/1/');
		expect((await am.readStorage('/api/v1/async/1/')).resource_uri).toBe('/api/v1/async/1/');
	});

	it('browses without Base64, and calls a nameless location by its path', async () => {
		const letters = await am.readStorage(`/api/v1/location/${am.transferSource}/browse/?path=${samples}/letters`);
		expect(letters).toEqual({
			directories: ['metadata', 'objects'],
			entries: ['metadata', 'objects'],
			properties: {metadata: {'object count': 2}, objects: {'object count': 2}},
		});
		const whole = await am.readStorage('/api/v1/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/browse/?path=home/archivematica');
		expect(whole.entries).toEqual(['samples']);
		const [processing] = (await am.readStorage('/api/v1/location/?purpose=CP')).objects;
		expect(processing.description).toBe(processing.path);
		expect((await am.readStorage('/api/v2/location/?purpose=CP')).objects[0].description).toBe('');
	});
});

describe('a schema', () => {
	const filtering = {
		pipeline: {description: 1, uuid: 1},
		space: {access_protocol: 1, path: 1, size: 1, staging_path: 1, used: 1, uuid: 1, verified: 1},
		location: {description: 1, purpose: 1, quota: 1, relative_path: 1, used: 1, uuid: 1, pipeline: 2, space: 2},
		file: {package_type: 1, path: 1, status: 1, stored_date: 1, uuid: 1, current_location: 2, related_packages: 2},
	};

	it.each(Object.entries(filtering))('of %s says what can be filtered by', async (name, expected) => {
		const schema = await am.readStorage(`/api/v2/${name}/schema/?format=json`);
		expect(Object.keys(schema)).toEqual([
			'allowed_detail_http_methods',
			'allowed_list_http_methods',
			'default_format',
			'default_limit',
			'fields',
			'filtering',
		]);
		expect(schema.filtering).toEqual(expected);
		expect(schema.default_limit).toBe(20);
		for (const field of Object.values<Json>(schema.fields)) {
			const common = ['blank', 'default', 'help_text', 'nullable', 'primary_key', 'readonly', 'type', 'unique', 'verbose_name'];
			expect(Object.keys(field).toSorted()).toEqual(
				[...common, ...(field.type === 'related' ? ['related_schema', 'related_type'] : [])].toSorted(),
			);
		}
	});

	it('has the fields of an answer, and those that are only written', async () => {
		const aip = await am.preserve('letters');
		const answers = {
			pipeline: [
				'/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/',
				['api_key', 'api_username', 'create_default_locations', 'shared_path'],
			],
			space: [space, []],
			location: [`/api/v2/location/${am.transferSource}/`, []],
			file: [`/api/v2/file/${aip}/`, ['origin_location', 'origin_path']],
		} as const;
		for (const [name, [path, written]] of Object.entries(answers)) {
			const {fields} = await am.readStorage(`/api/v2/${name}/schema/`);
			const shown = Object.keys(await am.readStorage(path)).filter(key => key !== 'encrypted');
			expect(Object.keys(fields)).toEqual([...shown, ...written].toSorted());
		}
	});

	it('of a relation says where it leads', async () => {
		const {fields} = await am.readStorage('/api/v2/location/schema/');
		expect(fields.pipeline).toMatchObject({type: 'related', related_type: 'to_many', related_schema: '/api/v2/pipeline/schema/'});
		expect(fields.space).toMatchObject({type: 'related', related_type: 'to_one', default: 'No default provided.'});
	});

	it('of tasks has no filters', async () => {
		expect(await am.readStorage('/api/v2/async/schema/')).not.toHaveProperty('filtering');
	});

	it('is for those with an account, except at the top', async () => {
		expect((await am.send('GET', '/api/v2/file/schema/')).status).toBe(401);
		const whole = await (await am.send('GET', '/api/v2/?fullschema=true')).json();
		expect(whole.file.schema).toEqual(await am.readStorage('/api/v2/file/schema/'));
		expect(Object.keys(whole)).toEqual(['async', 'file', 'location', 'pipeline', 'space']);
	});
});
