import {expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import type {SendOptions} from '../../fixtures/open-sandbox.ts';
import {openSandbox} from '../../fixtures/open-sandbox.ts';
import {createJson, sendJson} from '../../fixtures/send-json.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import {listKeys} from './registry.ts';

const par = '/Registry/par';
const {archivist, twoFactor, reader} = sandboxCredentials.preservica.users;

const basic = ({username, password}: {username: string; password: string}): SendOptions => ({
	token: 'none',
	headers: {authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`},
});

it.each([...listKeys])('keeps %s in %s: lists, adds, reads, replaces and deletes', async (segment, key) => {
	const open = await openSandbox();
	const path = `${par}/${segment}`;
	const before = await sendJson(open, 'GET', path, undefined, 'none');
	expect(before).toEqual({status: 200, body: {[key]: expect.arrayContaining([expect.objectContaining({id: expect.any(Object)})])}});
	await createJson(open, path, {id: {name: 'Sloop', guid: 'a-guid'}, sails: 2}, 'id');
	expect((await sendJson(open, 'POST', path, {id: {name: 'Sloop'}})).status).toBe(409);
	expect(await sendJson(open, 'GET', `${path}/a-guid`, undefined, 'none')).toEqual({
		status: 200,
		body: {id: {name: 'Sloop', guid: 'a-guid'}, sails: 2},
	});
	expect(await sendJson(open, 'PUT', `${path}/a-guid`, {id: {name: 'Ketch', guid: 'other'}})).toEqual({
		status: 201,
		body: {id: {name: 'Ketch', guid: 'a-guid'}},
	});
	expect((await sendJson(open, 'GET', `/api${path}/Ketch`)).status).toBe(200);
	expect((await sendJson(open, 'DELETE', `${path}/a-guid`)).status).toBe(204);
	expect((await sendJson(open, 'GET', `${path}/a-guid`)).status).toBe(404);
	expect(await sendJson(open, 'GET', path)).toEqual(before);
});

it('finds a file format by its PUID, whose slash is not encoded', async () => {
	const open = await openSandbox();
	expect((await sendJson(open, 'GET', `${par}/file-formats/fmt/40`)).body).toMatchObject({
		id: {name: 'fmt/40'},
		name: 'Microsoft Word Document',
	});
	await createJson(open, `/api${par}/file-formats`, {id: {name: 'x-fmt/7'}, name: 'Knots'}, 'id');
	expect((await sendJson(open, 'DELETE', `${par}/file-formats/x-fmt/7`)).status).toBe(204);
});

it('takes HTTP Basic for changes, though not from those with a second factor', async () => {
	const open = await openSandbox();
	const add = async (options: SendOptions): Promise<Response> =>
		open.send('POST', `${par}/tools`, {...options, body: JSON.stringify({id: {name: crypto.randomUUID()}})});
	expect((await add(basic(archivist))).status).toBe(201);
	for (const options of [{token: 'none'}, basic({...archivist, password: 'wrong'}), basic(twoFactor)]) {
		const answer = await add(options);
		expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')]);
	}
	const forbidden = await add(basic(reader));
	expect([forbidden.status, await forbidden.text()]).toEqual([403, expect.stringContaining('ROLE_SDB_MANAGER_USER')]);
});

it.each([
	['POST', 'tools', 'tool', 400],
	['POST', 'tools', {name: 'Hammer'}, 400],
	['POST', 'tools', {id: {guid: 'a'}}, 400],
	['POST', 'boats', {id: {name: 'a'}}, 404],
	['GET', 'boats', undefined, 404],
	['PUT', 'tools/none', {id: {name: 'a'}}, 404],
	['DELETE', 'tools/none', undefined, 404],
])('refuses %s %s of %j', async (method, path, body, status) => {
	const open = await openSandbox();
	expect((await sendJson(open, method, `${par}/${path}`, body)).status).toBe(status);
});

it('has its items after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSandbox({folder});
	await createJson(first, `${par}/tools`, {id: {name: 'Needle'}}, 'id');
	await first.sandbox.close();
	expect((await sendJson(await openSandbox({folder}), 'GET', `${par}/tools/Needle`)).status).toBe(200);
});
