import {beforeAll, describe, expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {install} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';

let am: Installation;
let aip: string;
beforeAll(async () => {
	am = await install();
	aip = await am.preserve('letters');
});

const {storage: manager, storageUsers} = sandboxCredentials.archivematica;
const {reader, reviewer, administrator} = storageUsers;
const nobody = '00000000-0000-4000-8000-000000000000';
const sorry = 'Sorry, this request could not be processed. Please try again later.';

describe('somebody', () => {
	it('is known by user name and password, or by key in the header, the query or a form', async () => {
		const basic = {authorization: `Basic ${btoa(`${reader.username}:${reader.password}`)}`};
		expect((await am.send('GET', '/api/v2/file/', {headers: basic})).status).toBe(200);
		expect((await am.send('GET', '/api/v2/file/', {headers: {authorization: `apikey ${reader.username}:${reader.apiKey}`}})).status).toBe(
			200,
		);
		expect((await am.send('GET', `/api/v2/file/?username=${reader.username}&api_key=${reader.apiKey}`)).status).toBe(200);
		const form = new URLSearchParams({username: manager.username, api_key: manager.apiKey, location_uuid: am.transferSource});
		expect((await am.send('POST', `/api/v2/file/${aip}/move/`, {body: form})).status).toBe(400);
	});

	it.each([
		`Basic ${btoa(`${reader.username}:${reader.apiKey}`)}`,
		`Basic ${btoa(reader.password)}`,
		'Basic !',
		`ApiKey ${reader.username}:${reader.password}`,
		`ApiKey ${reader.apiKey}`,
	])('is not known by "%s"', async authorization => {
		const answer = await am.send('GET', '/api/v2/file/', {headers: {authorization}});
		expect([answer.status, await answer.text(), answer.headers.get('www-authenticate')]).toEqual([
			401,
			'',
			'Basic Realm="django-tastypie"',
		]);
	});
});

describe('permission', () => {
	const guarded = [
		['POST', '/api/v2/pipeline/'],
		['POST', '/api/v2/space/'],
		['POST', '/api/v2/location/'],
		['POST', '/api/v2/file/'],
		['POST', '/api/v2/file/async/'],
		['PUT', `/api/v2/file/${nobody}/`],
		['PATCH', `/api/v2/file/${nobody}/`],
		['POST', `/api/v2/location/${nobody}/async/`],
		['POST', `/api/v2/file/${nobody}/reindex/`],
		['POST', `/api/v2/file/${nobody}/reingest/`],
		['POST', `/api/v2/file/${nobody}/move/`],
		['PUT', `/api/v2/file/${nobody}/contents/`],
		['DELETE', `/api/v2/file/${nobody}/contents/`],
	] as const;

	it.each(guarded)('to %s %s has the manager and the administrator', async (method, path) => {
		for (const user of [reader, reviewer]) {
			const answer = await am.write(method, path, [], user);
			expect([answer.status, await answer.text(), answer.headers.get('www-authenticate')]).toEqual([401, '', null]);
		}
		for (const user of [manager, administrator]) expect((await am.write(method, path, [], user)).status).not.toBe(401);
	});

	it.each([
		['POST', `/api/v2/location/${nobody}/`, 404],
		['POST', `/api/v2/file/${nobody}/delete_aip/`, 404],
		['POST', `/api/v2/file/${nobody}/recover_aip/`, 404],
		['PUT', `/api/v2/file/${nobody}/compress/`, 404],
		['POST', '/api/v2/file/metadata/', 400],
		['POST', '/api/v2/location/default/TS/', 302],
	] as const)('to %s %s needs nobody', async (method, path, status) => {
		expect((await am.write(method, path, {}, reader)).status).toBe(status);
	});
});

describe('an address', () => {
	const methods = {
		'pipeline/': 'GET,POST',
		'space/': 'GET,POST',
		'location/': 'GET,POST',
		'file/': 'GET,POST',
		'async/': 'GET,POST,PUT,DELETE,PATCH',
		'async/7/': 'GET',
		'file/schema/': 'GET',
		[`file/set/${nobody}/`]: 'GET',
		[`pipeline/${nobody}/`]: 'GET',
		[`space/${nobody}/`]: 'GET',
		[`space/${nobody}/browse/`]: 'GET',
		[`location/${nobody}/`]: 'GET,POST',
		[`location/${nobody}/browse/`]: 'GET',
		[`location/${nobody}/async/`]: 'POST',
		'location/default/AS/': 'GET,POST',
		'file/async/': 'POST',
		'file/metadata/': 'GET,POST',
		[`file/${nobody}/`]: 'GET,PUT,PATCH',
		[`file/${nobody}/delete_aip/`]: 'POST',
		[`file/${nobody}/recover_aip/`]: 'POST',
		[`file/${nobody}/extract_file/`]: 'GET,HEAD',
		[`file/${nobody}/download/`]: 'GET,HEAD',
		[`file/${nobody}/download/3/`]: 'GET,HEAD',
		[`file/${nobody}/pointer_file/`]: 'GET',
		[`file/${nobody}/check_fixity/`]: 'GET',
		[`file/${nobody}/send_callback/post_store/`]: 'GET',
		[`file/${nobody}/contents/`]: 'GET,PUT,DELETE',
		[`file/${nobody}/reingest/`]: 'POST',
		[`file/${nobody}/move/`]: 'POST',
		[`file/${nobody}/reindex/`]: 'POST',
		[`file/${nobody}/compress/`]: 'PUT',
	};

	it.each(Object.entries(methods))('%s takes %s, and says so', async (path, allowed) => {
		const options = await am.send('OPTIONS', `/api/v2/${path}`);
		expect([options.status, options.headers.get('allow'), await options.text()]).toEqual([200, allowed, allowed]);
		for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']) {
			if (allowed.split(',').includes(method)) continue;
			const answer = await am.send(method, `/api/v2/${path}`);
			expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, allowed.replaceAll(',', ', ')]);
			if (method !== 'HEAD') expect(await answer.text()).toBe(allowed);
		}
	});

	it.each(Object.keys(methods))('%s needs its final slash', async path => {
		for (const method of ['GET', 'POST', 'DELETE']) {
			const answer = await am.send(method, `/api/v2/${path.slice(0, -1)}?a=1`);
			expect([answer.status, answer.headers.get('location')]).toEqual([301, `/api/v2/${path}?a=1`]);
		}
	});

	it('takes another method in a header, where there is an object or a list', async () => {
		const headers = {authorization: `ApiKey ${manager.username}:${manager.apiKey}`, 'x-http-method-override': 'PATCH'};
		const patch = await am.send('POST', `/api/v2/file/${aip}/`, {headers, body: new TextEncoder().encode('{"x": 1}')});
		expect([patch.status, await patch.json()]).toEqual([400, {error: 'PATCH only allowed on reingest'}]);
		expect((await am.send('GET', `/api/v2/file/${aip}/check_fixity/`, {headers})).status).toBe(200);
	});

	it('of nonsense is a malformed UUID, or no address at all', async () => {
		for (const id of ['zzz', `${aip}/zzz`, 'a/b/c/d']) {
			const answer = await am.storage(`/api/v2/file/${id}/`);
			expect([answer.status, await answer.json()]).toEqual([400, {error: `['“${id}” is not a valid UUID.']`}]);
		}
		const page = await am.storage('/api/v2/file/!/');
		expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
		expect((await am.storage('/api/v2/location/default/as/')).status).toBe(400);
	});

	it('says what it does not stand in for', async () => {
		const answer = await am.write('POST', '/api/v2/async/', {});
		expect([answer.status, await answer.json()]).toEqual([501, {error: 'The sandbox does not stand in for SS-37 with POST.'}]);
	});
});

describe('a body', () => {
	const paths = ['pipeline/', 'space/', 'location/', 'file/', 'file/async/', `location/${nobody}/`] as const;
	const bytes = (text: string) => new TextEncoder().encode(text);
	const post = (path: string, body: string, type?: string) =>
		am.storage(`/api/v2/${path}`, {method: 'POST', body: bytes(body), headers: type === undefined ? {} : {'content-type': type}});

	it.each(paths)('of %s is JSON by its type, or without one', async path => {
		for (const type of [undefined, 'application/json', 'application/json; charset=utf-8', 'Application/JSON']) {
			const answer = await post(path, '{', type);
			expect([answer.status, await answer.json()], type).toEqual([400, {error: 'Request is not valid JSON.'}]);
		}
		for (const type of ['text/plain', 'text/json', 'application/x-www-form-urlencoded', '']) {
			const answer = await post(path, '{}', type);
			expect([answer.status, await answer.json()], type).toEqual([415, {error_message: sorry}]);
		}
		for (const body of ['[]', '"text"', 'null', '3']) {
			const answer = await post(path, body);
			expect([answer.status, await answer.json()], body).toEqual([500, {error_message: sorry}]);
		}
	});

	it.each([
		['delete_aip', 'event_reason, pipeline, user_email, user_id'],
		['recover_aip', 'event_reason, pipeline, user_email, user_id'],
		['reingest', 'pipeline, reingest_type'],
		['move', 'location_uuid'],
	])('of %s that cannot be read is one with nothing in it', async (action, fields) => {
		for (const body of ['{', '[]', 'null', '{}', 'a=b']) {
			const answer = await post(`file/${aip}/${action}/`, body, 'text/plain');
			expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
				400,
				`All of these fields must be provided: ${fields}`,
				'text/html; charset=utf-8',
			]);
		}
	});
});

it('sends the same headers with all JSON, whatever was asked for', async () => {
	for (const accept of ['application/json', 'application/xml', '*/*']) {
		const answer = await am.storage('/api/v2/file/?format=xml', {headers: {accept}});
		expect(Object.fromEntries(answer.headers)).toEqual({
			'cache-control': 'no-cache',
			'content-type': 'application/json',
			vary: 'Accept, Accept-Language, Cookie',
			'x-frame-options': 'DENY',
		});
	}
});
