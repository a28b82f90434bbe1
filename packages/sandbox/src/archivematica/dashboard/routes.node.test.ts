import {beforeEach, expect, it} from 'vitest';
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

it('says what it does not stand in for instead of pretending', async () => {
	const answer = await am.dashboard('POST', '/api/ingest/reingest');
	expect([answer.status, await answer.json()]).toEqual([501, {error: true, message: 'The sandbox does not stand in for AM-13.'}]);
});

it('leaves other paths to others', async () => {
	const answer = await am.send('GET', '/api/entity/root/children');
	expect(await answer.text()).toBe('404 Not Found');
});
