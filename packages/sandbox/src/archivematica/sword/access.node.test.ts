import {parseXml} from '@fonds/core/xml';
import {beforeAll, describe, expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {metsOf, namedIn, attributeOf, openSword, textOf} from './fixtures/open-sword.ts';
import type {OpenSword} from './fixtures/open-sword.ts';

let open: OpenSword;
let edit: string;
let aip: string;
beforeAll(async () => {
	open = await openSword();
	edit = await open.deposit();
	aip = await open.am.preserve('letters');
});

const nobody = '00000000-0000-4000-8000-000000000000';
const {storage, storageUsers} = sandboxCredentials.archivematica;
const pathOf = (name: string): string =>
	({service: '/api/v1/sword/', collection: open.collection, edit, media: `${edit}media/`, state: `${edit}state/`})[name] ?? '';
const key = `ApiKey ${storage.username}:${storage.apiKey}`;
const basic = `Basic ${btoa(`${storage.username}:${storage.password}`)}`;

const reads = ['service', 'collection', 'media', 'state'];
const writes = [
	['POST', 'collection'],
	['GET', 'edit'],
	['POST', 'edit'],
	['PUT', 'edit'],
	['DELETE', 'edit'],
	['POST', 'media'],
	['PUT', 'media'],
	['DELETE', 'media'],
] as const;

describe('who asks', () => {
	it.each(reads)('does not matter for the %s', async name => {
		for (const authorization of [null, key, basic, 'ApiKey x:y']) {
			expect((await open.send('GET', pathOf(name), {cookie: null, authorization})).status).toBe(200);
		}
	});

	it.each(writes)('is known by a session only for %s of the %s: keys and passwords are not looked at', async (method, name) => {
		for (const authorization of [null, key, basic]) {
			const answer = await open.send(method, pathOf(name), {cookie: null, authorization});
			expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
		}
	});

	it.each(writes)('is a manager or an administrator for %s of the %s', async (method, name) => {
		const statusFor = async (username: string) => {
			const {cookie} = await (await open.am.control('POST', 'sessions', {username})).json();
			return (await open.send(method, name === 'edit' && method === 'DELETE' ? await open.deposit() : pathOf(name), {cookie})).status;
		};
		for (const {username} of [storageUsers.reader, storageUsers.reviewer]) expect(await statusFor(username)).toBe(403);
		for (const {username} of [storage, storageUsers.administrator]) expect(await statusFor(username)).not.toBe(403);
	});

	it.each(['storageapi_sessionid=x', 'storageapi_sessionid=', 'csrftoken=y', `sessionid=${nobody}`])(
		'is not known by the cookie %s',
		async cookie => {
			expect((await open.send('GET', edit, {cookie})).status).toBe(403);
		},
	);

	it('was not asked for in old releases', async () => {
		const old = await openSword();
		await old.am.control('PUT', 'storage', {profile: 'older'});
		for (const authorization of [null, key]) {
			const answer = await old.send('POST', old.collection, {cookie: null, authorization, 'in-progress': 'true'}, metsOf());
			expect(answer.status).toBe(201);
			expect((await old.send('GET', answer.headers.get('location') ?? '', {cookie: null, authorization})).status).toBe(200);
		}
	});
});

describe('an error', () => {
	it('is a SWORD document with a wrong label, and repeats the User-Agent', async () => {
		const answer = await open.send('GET', `/api/v2/location/${nobody}/sword/collection/`, {'user-agent': 'a <b> & "c"'});
		expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
		const text = await answer.text();
		expect(text.startsWith('<?xml version="1.0" encoding="UTF-8" ?>\n<sword:error ')).toBe(true);
		const root = parseXml(text);
		expect([root.namespace, root.name, attributeOf(root, 'href')]).toEqual([
			'http://purl.org/net/sword/',
			'error',
			'http://purl.org/net/sword/error/ErrorBadRequest',
		]);
		const found = root.children.flatMap(node => (typeof node === 'object' ? [[node.namespace, node.name, textOf(node)]] : []));
		const atom = 'http://www.w3.org/2005/Atom';
		expect(found).toEqual([
			[atom, 'summary', `Collection ${nobody} does not exist.`],
			[atom, 'title', 'ERROR'],
			[atom, 'updated', expect.stringMatching(/^2026-05-17 0\d:\d\d:\d\d/u)],
			[atom, 'generator', 'Archivematica'],
			['http://purl.org/net/sword/', 'userAgent', 'a <b> & "c"'],
			[atom, 'link', ''],
		]);
		const [generator] = namedIn(root, 'generator');
		expect(generator && attributeOf(generator, 'uri')).toBe(`/api/v2/location/${nobody}/sword/collection/`);
	});

	it('without a User-Agent is a 500', async () => {
		const answer = await open.send('GET', `/api/v2/file/${nobody}/sword/`, {'user-agent': null});
		expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/json']);
		expect((await open.send('GET', open.collection, {'user-agent': null})).status).toBe(200);
	});

	it('is plain text for a location that is no SWORD space, and for a package that is no deposit', async () => {
		const location = await open.send('GET', `/api/v1/location/${open.am.transferSource}/sword/collection/`, {'user-agent': null});
		expect([location.status, location.headers.get('content-type'), await location.text()]).toEqual([
			400,
			'text/html; charset=utf-8',
			'This is not a SWORD server space.',
		]);
		for (const part of ['', 'media/', 'state/']) {
			const answer = await open.send('GET', `/api/v1/file/${aip}/sword/${part}`, {'user-agent': null, cookie: null});
			expect([answer.status, await answer.text()]).toEqual([400, 'This is not a SWORD deposit location.']);
		}
	});

	it.each(['', 'media/', 'state/'])('says that there is no such deposit: %s', async part => {
		for (const method of ['GET', 'POST']) {
			const answer = await open.send(method, `/api/v2/file/${nobody}/sword/${part}`, {cookie: null});
			expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining(`>Deposit location ${nobody} does not exist.<`)]);
		}
	});

	it('is that of the Storage Service for a malformed UUID, and a missing one for old releases', async () => {
		const paths = ['/api/v2/file/zzz/sword/', '/api/v2/location/zzz/sword/collection/'];
		for (const path of paths) {
			const answer = await open.send('GET', path);
			expect([answer.status, await answer.json()]).toEqual([400, {error: "['“zzz” is not a valid UUID.']"}]);
		}
		await open.am.control('PUT', 'storage', {profile: 'older'});
		for (const path of paths) expect((await open.send('GET', path)).status).toBe(404);
		await open.am.control('PUT', 'storage', {profile: '0.23.0'});
	});

	it('is a 404 for a collection that is disabled', async () => {
		await open.am.control('PUT', `locations/${open.location}`, {enabled: false});
		expect((await open.send('GET', open.collection)).status).toBe(404);
		expect(await (await open.send('GET', '/api/v2/sword/')).text()).not.toContain('<collection');
		await open.am.control('PUT', `locations/${open.location}`, {enabled: true});
	});
});

describe('a method', () => {
	it.each([
		['collection', ['PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']],
		['edit', ['PATCH', 'HEAD', 'OPTIONS']],
		['media', ['PATCH', 'HEAD', 'OPTIONS']],
		['state', ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']],
	])('the %s does not know is refused with a SWORD document: %s', async (name, methods) => {
		for (const method of methods) {
			const answer = await open.send(method, pathOf(name));
			expect([method, answer.status, answer.headers.get('content-type')]).toEqual([method, 405, 'text/html; charset=utf-8']);
		}
	});

	it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])('%s reads the service document', async method => {
		for (const version of ['v1', 'v2']) expect((await open.send(method, `/api/${version}/sword/`)).status).toBe(200);
	});

	it('needs the final slash of its address', async () => {
		for (const path of ['/api/v1/sword', open.collection.slice(0, -1), edit.slice(0, -1)]) {
			const answer = await open.send('POST', path);
			expect([answer.status, answer.headers.get('location')]).toEqual([301, `${path}/`]);
		}
	});
});
