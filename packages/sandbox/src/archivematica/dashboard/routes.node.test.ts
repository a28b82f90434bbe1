import {beforeEach, describe, expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {install} from '../fixtures/installation.ts';
import type {Installation} from '../fixtures/installation.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const {username, apiKey} = sandboxCredentials.archivematica.dashboard;

it('answers 403 with JSON, no challenge and no version to wrong and to missing keys', async () => {
	const keys = [
		undefined,
		`ApiKey ${username}:wrong`,
		`ApiKey ${username}`,
		`Basic ${btoa(`${username}:${apiKey}`)}`,
		`ApiKey reader:${apiKey}`,
	];
	for (const authorization of keys) {
		const answer = await am.send('GET', '/api/transfer/completed', authorization === undefined ? {} : {headers: {authorization}});
		expect(answer.status).toBe(403);
		expect(await answer.json()).toEqual({message: 'API key not valid.', error: true});
		expect(answer.headers.get('www-authenticate')).toBeNull();
		expect(answer.headers.get('x-archivematica-version')).toBeNull();
	}
});

it('takes the key from the header in any case, the query, or a form', async () => {
	const header = await am.send('GET', '/api/transfer/completed', {headers: {authorization: `apikey ${username}:${apiKey}`}});
	const query = await am.send('GET', `/api/transfer/completed?username=${username}&api_key=${apiKey}`);
	const form = await am.send('POST', '/api/transfer/approve', {body: new URLSearchParams({username, api_key: apiKey})});
	expect([header.status, query.status, form.status]).toEqual([200, 200, 500]);
});

it('says its version and the pipeline in successes and in handled errors', async () => {
	const {objects} = await am.readStorage('/api/v2/pipeline/');
	for (const path of ['/api/transfer/completed', '/api/v2beta/jobs/00000000-0000-4000-8000-000000000000']) {
		const {headers} = await am.dashboard('GET', path);
		expect(headers.get('x-archivematica-version')).toBe('1.17.0');
		expect(headers.get('x-archivematica-id')).toBe(objects[0].uuid);
	}
});

it('looks at the method before the key', async () => {
	const answer = await am.send('POST', '/api/transfer/completed');
	expect(answer.status).toBe(405);
	expect(answer.headers.get('allow')).toBe('GET');
	expect(answer.headers.get('content-type')).toContain('text/html');
	expect(await answer.text()).toBe('');
	for (const method of ['HEAD', 'OPTIONS']) expect((await am.dashboard(method, '/api/transfer/completed')).status).toBe(405);
	expect((await am.dashboard('GET', '/api/transfer/approve')).headers.get('allow')).toBe('POST');
});

it('does not mind what is behind most paths, nor `v2/` in front', async () => {
	for (const path of ['completed', 'completed/', 'completedzzz']) {
		expect((await am.dashboard('GET', `/api/transfer/${path}`)).status, path).toBe(200);
		expect((await am.dashboard('GET', `/api/v2/transfer/${path}`)).status, path).toBe(200);
	}
});

it('takes no prefix where the server anchors the path', async () => {
	expect((await am.dashboard('GET', '/api/ingest/completed')).status).toBe(200);
	const answer = await am.dashboard('GET', '/api/v2/ingest/completed/');
	expect(answer.status).toBe(404);
	expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(await answer.text()).toContain('<h1>Page not found</h1>');
});

it('redirects to the final slash where the server wants it, key or no key', async () => {
	const uuid = '52dd0c01-e803-423a-be5f-b592b5d5d61c';
	const paths = [
		['POST', '/api/transfer/start_transfer'],
		['DELETE', `/api/ingest/${uuid}/delete`],
		['DELETE', '/api/transfer/delete'],
	] as const;
	for (const [method, path] of paths) {
		const answer = await am.send(method, `${path}?a=b`);
		expect([answer.status, answer.headers.get('location')]).toEqual([301, `${path}/?a=b`]);
	}
});

it('answers 404 with a page to what is no UUID at all, and 400 to what only looks like one', async () => {
	expect((await am.dashboard('GET', '/api/transfer/status/imgs/')).status).toBe(404);
	const answer = await am.dashboard('GET', '/api/transfer/status/zzzzzzzz-e803-423a-be5f-b592b5d5d61c/');
	expect([answer.status, await answer.json()]).toEqual([
		400,
		{type: 'transfer', message: 'Cannot fetch unitTransfer with UUID zzzzzzzz-e803-423a-be5f-b592b5d5d61c', error: true},
	]);
});

describe('every call', () => {
	const uuid = '52dd0c01-e803-423a-be5f-b592b5d5d61c';
	/** Paths with what they take, whether anything may stand before them and behind them, and whether they end in a slash. */
	const calls = [
		{path: 'transfer/start_transfer/', methods: ['POST'], prefix: true, suffix: false},
		{path: 'transfer/unapproved', methods: ['GET'], prefix: true, suffix: true},
		{path: 'transfer/approve', methods: ['POST'], prefix: true, suffix: true},
		{path: `transfer/status/${uuid}/`, methods: ['GET'], prefix: true, suffix: true},
		{path: `ingest/status/${uuid}/`, methods: ['GET'], prefix: true, suffix: true},
		{path: 'transfer/completed', methods: ['GET'], prefix: true, suffix: true},
		{path: 'ingest/completed', methods: ['GET'], prefix: false, suffix: true},
		{path: 'ingest/waiting', methods: ['GET'], prefix: true, suffix: true},
		{path: `transfer/${uuid}/delete/`, methods: ['DELETE'], prefix: false, suffix: false},
		{path: 'ingest/delete/', methods: ['DELETE'], prefix: false, suffix: false},
		{path: 'transfer/reingest', methods: ['POST'], prefix: true, suffix: true},
		{path: 'ingest/reingest', methods: ['POST'], prefix: false, suffix: true},
		{path: 'ingest/reingest/approve', methods: ['POST'], prefix: false, suffix: true},
		{path: 'ingest/copy_metadata_files/', methods: ['POST'], prefix: true, suffix: false},
		{path: 'filesystem/administration/dips/atom/levels/', methods: ['GET'], prefix: true, suffix: false},
		{path: 'administration/dips/atom/fetch_levels/', methods: ['GET'], prefix: true, suffix: false},
		{path: 'filesystem/metadata/', methods: ['GET', 'POST'], prefix: true, suffix: false},
		{path: 'processing-configuration', methods: ['GET'], prefix: true, suffix: true},
		{path: 'processing-configuration/automated', methods: ['GET', 'DELETE'], prefix: true, suffix: true},
		{path: 'v2beta/package', methods: ['GET', 'POST'], prefix: true, suffix: true},
		{path: 'v2beta/validate/avalon', methods: ['POST'], prefix: true, suffix: true},
		{path: `v2beta/jobs/${uuid}`, methods: ['GET'], prefix: true, suffix: true},
		{path: `v2beta/task/${uuid}`, methods: ['GET'], prefix: true, suffix: true},
	];

	it.each(calls)('$path is known by its path, and says what it takes', async ({path, methods, prefix, suffix}) => {
		const wrong = await am.send('PATCH', `/api/${path}`);
		expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, methods.join(', ')]);
		expect((await am.send('PATCH', `/api/xx/${path}`)).status).toBe(prefix ? 405 : 404);
		expect((await am.send('PATCH', `/api/${path}zz`)).status).toBe(suffix ? 405 : 404);
		expect((await am.send('PATCH', `/api/${path.replace(/\/$/u, '')}`)).status).toBe(suffix ? 405 : 301);
		expect((await am.send(methods[0] ?? '', `/api/${path}`)).status).toBe(403);
	});
});

it('does not know the path the documentation has for levels of description', async () => {
	const answer = await am.dashboard('GET', '/api/administration/dips/atom/levels/');
	expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
});

it('lets in only the addresses it was given, after the key', async () => {
	await am.control('PUT', 'dashboard', {allowlist: ['10.1.2.3', '10.1.2.4'], callerAddress: '10.1.2.5'});
	const refused = await am.dashboard('GET', '/api/transfer/completed');
	expect([refused.status, await refused.json()]).toEqual([403, {message: 'Host/IP 10.1.2.5 not authorized.', error: true}]);
	expect((await (await am.send('GET', '/api/transfer/completed')).json()).message).toBe('API key not valid.');
	await am.control('PUT', 'dashboard', {callerAddress: '10.1.2.4'});
	expect((await am.dashboard('GET', '/api/transfer/completed')).status).toBe(200);
});

it('redirects everything to the installer until that has been run', async () => {
	await am.control('PUT', 'dashboard', {installed: false});
	for (const path of ['/api/transfer/completed', '/api/processing-configuration/automated', '/transfer/status/']) {
		const answer = await am.send('GET', path);
		expect([answer.status, answer.headers.get('location')], path).toEqual([302, '/installer/welcome/']);
	}
	expect((await am.storage('/api/v2/pipeline/')).status).toBe(200);
});

it('redirects the web interface to its login page, unless that is not wanted', async () => {
	const uuid = '52dd0c01-e803-423a-be5f-b592b5d5d61c';
	const answer = await am.dashboard('GET', `/ingest/status/${uuid}/?a=b`);
	expect([answer.status, answer.headers.get('location')]).toEqual([
		302,
		`/administration/accounts/login/?next=/ingest/status/${uuid}/%3Fa%3Db`,
	]);
	await am.control('PUT', 'dashboard', {loginPages: false});
	expect((await am.dashboard('GET', `/ingest/status/${uuid}/`)).status).toBe(404);
});

it('is set only to what there is to set', async () => {
	for (const wrong of [{atom: 'gone'}, {concurrency: -1}, {allowlist: 'all'}, {installed: 'yes'}, {colour: 'red'}, [1]]) {
		expect((await am.control('PUT', 'dashboard', wrong)).status, JSON.stringify(wrong)).toBe(400);
	}
	expect(await (await am.control('GET', 'dashboard')).json()).toMatchObject({installed: true, atom: 'ready', concurrency: 0});
});

it('leaves other paths to others', async () => {
	const answer = await am.send('GET', '/api/entity/root/children');
	expect(await answer.text()).toBe('404 Not Found');
});
