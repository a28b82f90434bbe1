import {beforeAll, describe, expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';

let am: Installation;
const aips: string[] = [];
beforeAll(async () => {
	am = await install();
	for (const folder of ['pictures', 'letters', 'names']) aips.push(await am.preserve(folder));
	await am.storage('/api/v2/file/');
});

const {username, apiKey} = sandboxCredentials.archivematica.storage;
const storageReader = sandboxCredentials.archivematica.storageUsers.reader;
const list = (path: string): Promise<Json> => am.readStorage(`/api/v2/${path}`);
const refusal = async (path: string) => {
	const answer = await am.storage(`/api/v2/${path}`);
	return [answer.status, await answer.json()];
};

const count = async (path: string): Promise<number> => (await list(path)).meta.total_count;

describe('access', () => {
	it('without a right key is an empty 401 with a challenge', async () => {
		for (const headers of [
			{},
			{authorization: 'ApiKey fonds:wrong'},
			{authorization: 'ApiKey fonds'},
			{authorization: `Basic ${btoa('fonds:x')}`},
		]) {
			const answer = await am.send('GET', '/api/v2/file/', {headers});
			expect([answer.status, await answer.text(), answer.headers.get('www-authenticate')]).toEqual([
				401,
				'',
				'Basic Realm="django-tastypie"',
			]);
		}
	});

	it('without the permission is an empty 401 without one', async () => {
		const headers = {authorization: `ApiKey ${storageReader.username}:${storageReader.apiKey}`};
		expect((await am.send('GET', '/api/v2/location/', {headers})).status).toBe(200);
		const answer = await am.send('POST', '/api/v2/location/', {headers, body: '{}'});
		expect([answer.status, await answer.text(), answer.headers.get('www-authenticate')]).toEqual([401, '', null]);
	});

	it('is open for the top level', async () => {
		const answer = await am.send('GET', '/api/v2/');
		const body = await answer.json();
		expect(Object.keys(body)).toEqual(['async', 'file', 'location', 'pipeline', 'space']);
		expect(body.file).toEqual({list_endpoint: '/api/v2/file/', schema: '/api/v2/file/schema/'});
	});

	it('needs the final slash, for every method, before a key', async () => {
		for (const method of ['GET', 'POST', 'DELETE']) {
			const answer = await am.send(method, '/api/v2/file?limit=3');
			expect([answer.status, answer.headers.get('location')]).toEqual([301, '/api/v2/file/?limit=3']);
		}
	});

	it('by another method says which ones there are', async () => {
		const answer = await am.send('DELETE', '/api/v2/file/');
		expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([405, 'GET, POST', 'GET,POST']);
		const options = await am.send('OPTIONS', '/api/v2/location/');
		expect([options.status, options.headers.get('allow'), await options.text()]).toEqual([200, 'GET,POST', 'GET,POST']);
		expect((await am.storage('/api/v2/file/', {method: 'HEAD'})).status).toBe(405);
	});
});

describe('a list', () => {
	it('has a meta and objects', async () => {
		expect(await list('pipeline/')).toEqual({
			meta: {limit: 20, next: null, offset: 0, previous: null, total_count: 1},
			objects: [
				{
					description: 'Archivematica on the sandbox',
					remote_name: '127.0.0.1',
					resource_uri: '/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/',
					uuid: 'a64e061a-5688-49b5-95c1-0b6885c40c04',
				},
			],
		});
	});

	it('is paged by paths that keep the parameters in order, credentials included', async () => {
		const query = `package_type=AIP&username=${username}&api_key=${apiKey}`;
		const first = await (await am.send('GET', `/api/v2/file/?limit=2&${query}`)).json();
		expect(first.meta).toEqual({limit: 2, next: `/api/v2/file/?${query}&limit=2&offset=2`, offset: 0, previous: null, total_count: 3});
		const second = await (await am.send('GET', first.meta.next)).json();
		expect(second.meta).toEqual({limit: 2, next: null, offset: 2, previous: `/api/v2/file/?${query}&limit=2&offset=0`, total_count: 3});
		expect([...first.objects, ...second.objects].map(({uuid}) => uuid)).toEqual(aips);
	});

	it('takes 0 for the maximum, cuts what is more, and has no previous page that would begin before the start', async () => {
		expect((await list('location/?limit=0')).meta.limit).toBe(1000);
		expect((await list('location/?limit=5000')).meta.limit).toBe(1000);
		expect((await list('location/?limit=3&offset=2')).meta.previous).toBeNull();
		expect(await list('location/?offset=99')).toEqual({
			meta: {limit: 20, next: null, offset: 99, previous: '/api/v2/location/?limit=20&offset=79', total_count: 8},
			objects: [],
		});
	});

	it('refuses wrong pages with an escaped sign in its JSON', async () => {
		expect(await refusal('file/?limit=-1')).toEqual([
			400,
			{error: "Invalid limit '-1' provided. Please provide a positive integer &gt;= 0."},
		]);
		expect(await refusal('file/?offset=-1')).toEqual([
			400,
			{error: "Invalid offset '-1' provided. Please provide a positive integer &gt;= 0."},
		]);
	});

	it('is not to be ordered', async () => {
		expect(await refusal('file/?order_by=uuid')).toEqual([400, {error: "The 'uuid' field does not allow ordering."}]);
		expect(await refusal('file/?order_by=zzz')).toEqual([400, {error: "No matching 'zzz' field for ordering on."}]);
	});

	it('gives several at once, and names those it does not have', async () => {
		expect((await list(`file/set/${aips[0]};${aips[2]}/`)).objects.map((object: Json) => object.uuid)).toEqual([aips[0], aips[2]]);
		const other = '00000000-0000-4000-8000-000000000000';
		expect(await list(`file/set/${other};${aips[1]}/`)).toMatchObject({not_found: [other], objects: [{uuid: aips[1]}]});
	});
});

describe('a filter', () => {
	it('by each kind of lookup', async () => {
		const counts = {
			'package_type=AIP': 3,
			'package_type=aip': 0,
			'package_type__iexact=aip': 3,
			'package_type__in=DIP,AIP': 3,
			'status__startswith=UP': 3,
			'status__icontains=load': 3,
			'status__regex=^UP.*D$': 3,
			'status__gt=V': 0,
			'stored_date__isnull=false': 3,
			'stored_date__gte=2026-05-17': 3,
			'stored_date__lt=2026-05-17T00:00:00': 0,
			'stored_date__year=2026': 3,
			'stored_date__range=2026-01-01,2026-12-31': 3,
			[`uuid=${aips[1]}`]: 1,
			[`uuid=${aips[1]?.replaceAll('-', '').toUpperCase()}`]: 1,
			[`uuid__in=${aips[0]},${aips[2]}`]: 2,
			'package_type=AIP&status=FAIL': 0,
		};
		for (const [query, expected] of Object.entries(counts)) expect(await count(`file/?${query}`), query).toBe(expected);
	});

	it('by relations', async () => {
		const {objects: stores} = await list('location/?purpose=AS');
		expect(await count(`file/?current_location=${stores[0].uuid}`)).toBe(3);
		expect(await count(`file/?current_location__uuid=${stores[0].uuid}`)).toBe(3);
		expect(await count('file/?current_location__purpose=AS')).toBe(3);
		expect(await count('file/?current_location__purpose=BL')).toBe(0);
		expect(await count('file/?current_location__space__access_protocol=FS')).toBe(3);
		expect(await count('file/?related_packages__package_type=DIP')).toBe(0);
		expect(await count('location/?pipeline__uuid=a64e061a-5688-49b5-95c1-0b6885c40c04&purpose=TS')).toBe(1);
		expect(await count('location/?pipeline=00000000-0000-4000-8000-000000000000')).toBe(0);
	});

	it('by what is no field is ignored, so that a typo gives everything', async () => {
		expect(await count('file/?packagetype=DIP')).toBe(3);
		expect(await count('file/?path=x')).toBe(3);
		expect(await count('file/?encrypted=true')).toBe(3);
	});

	it('by what cannot be filtered is refused', async () => {
		const mistakes = {
			'location/?enabled=true': "The 'enabled' field does not allow filtering.",
			'location/?path=/home': "The 'path' field is not a valid field name",
			'location/?pipeline__remote_name=x': "The 'remote_name' field does not allow filtering.",
			'file/?current_path=x': "The 'current_path' field does not allow filtering.",
			'file/?size=1': "The 'size' field does not allow filtering.",
			'file/?status__banana=x': "The 'status' field does not support relations.",
			'file/?stored_date=yesterday': 'Invalid resource lookup data provided (mismatched type).',
			'location/?used=many': 'Invalid resource lookup data provided (mismatched type).',
			'file/?uuid=abc': "['“abc” is not a valid UUID.']",
			'file/?uuid=': "['“” is not a valid UUID.']",
			'location/?pipeline=/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/':
				"['“/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/” is not a valid UUID.']",
		};
		for (const [path, error] of Object.entries(mistakes)) expect(await refusal(path), path).toEqual([400, {error}]);
	});
});

describe('a detail', () => {
	it('of each kind', async () => {
		const {objects: locations} = await list('location/?purpose=TS');
		expect(await list(`location/${locations[0].uuid}/`)).toEqual({
			description: 'Default transfer source',
			enabled: true,
			path: '/home',
			pipeline: ['/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/'],
			purpose: 'TS',
			quota: null,
			relative_path: 'home',
			resource_uri: `/api/v2/location/${am.transferSource}/`,
			space: '/api/v2/space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/',
			used: 0,
			uuid: am.transferSource,
		});
		expect(await list('space/5d1f2c3a-7c39-4b0c-9d1e-2b7a1f6f0c11/')).toMatchObject({
			access_protocol: 'FS',
			path: '/',
			size: null,
			staging_path: '/var/archivematica/storage_service',
			used: expect.any(Number),
			verified: false,
		});
	});

	it('of nothing is an empty 404; of no UUID a 400', async () => {
		for (const resource of ['file', 'location', 'pipeline', 'space']) {
			const unknown = await am.storage(`/api/v2/${resource}/00000000-0000-4000-8000-000000000000/`);
			expect([unknown.status, await unknown.text()]).toEqual([404, '']);
			expect(await refusal(`${resource}/zzz/`)).toEqual([400, {error: "['“zzz” is not a valid UUID.']"}]);
		}
	});

	it('of the default for a purpose is a redirect', async () => {
		const answer = await am.storage('/api/v2/location/default/TS/');
		expect([answer.status, answer.headers.get('location')]).toEqual([302, `/api/v2/location/${am.transferSource}/`]);
		const none = await am.storage('/api/v2/location/default/RP/');
		expect([none.status, await none.text()]).toEqual([404, 'Default location not defined for this purpose.']);
	});
});
