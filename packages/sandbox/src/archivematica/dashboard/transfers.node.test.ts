import {beforeEach, describe, expect, it} from 'vitest';
import {base64, install, samples} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

const source = (folder: string) => base64(`${am.transferSource}:${samples}/${folder}`);
const outcome = async (sent: Promise<Response>): Promise<readonly [number, Json]> => {
	const answer = await sent;
	const text = await answer.text();
	return [answer.status, answer.headers.get('content-type') === 'application/json' ? JSON.parse(text) : text];
};

const start = (...fields: readonly (readonly [string, string])[]) => outcome(am.form('/api/transfer/start_transfer/', fields));

const begin = async (name: string, folder: string, type = 'standard') => {
	const [, {path}] = await outcome(
		am.form('/api/transfer/start_transfer/', [
			['name', name],
			['type', type],
			['paths[]', source(folder)],
		]),
	);
	const directory: string = path.replace(/\/$/u, '').split('/').at(-1);
	return {directory, uuid: directory.slice(-36)};
};

const approve = (directory: string, type = 'standard') =>
	outcome(
		am.form('/api/transfer/approve', [
			['type', type],
			['directory', directory],
		]),
	);

const send = (...fields: readonly (readonly [string, string])[]) => outcome(am.form('/api/transfer/approve', fields));

const create = (body: unknown, headers: Record<string, string> = {}) =>
	outcome(am.dashboard('POST', '/api/v2beta/package', {body: typeof body === 'string' ? body : JSON.stringify(body), headers}));
const refused = [500, {error: true, message: 'Package cannot be created'}];

describe('start_transfer', () => {
	it('copies at once and answers with the path, whose end is the UUID', async () => {
		const [status, body] = await outcome(
			am.form('/api/transfer/start_transfer/', [
				['name', 'a/imgs'],
				['type', 'standard'],
				['paths[]', source('pictures')],
				['row_ids[]', ''],
			]),
		);
		expect(status).toBe(200);
		expect(body.message).toBe('Copy successful.');
		expect(body.path).toMatch(
			/^\/var\/archivematica\/sharedDirectory\/watchedDirectories\/activeTransfers\/standardTransfer\/imgs-[0-9a-f-]{36}\/$/u,
		);
	});

	it('wants a form: JSON is an empty one', async () => {
		const body = JSON.stringify({name: 'imgs', 'paths[]': [source('pictures')]});
		const answer = am.dashboard('POST', '/api/transfer/start_transfer/', {body, headers: {'content-type': 'application/json'}});
		expect(await outcome(answer)).toEqual([500, {error: true, message: 'No transfer name provided.'}]);
	});

	it('takes multipart forms too', async () => {
		const body = new FormData();
		body.append('name', 'imgs');
		body.append('paths[]', source('pictures'));
		expect((await am.dashboard('POST', '/api/transfer/start_transfer/', {body})).status).toBe(200);
	});

	it('answers 500 with the reason', async () => {
		expect(await start(['paths[]', source('pictures')])).toEqual([500, {error: true, message: 'No transfer name provided.'}]);
		expect(await start(['name', 'x'])).toEqual([500, {error: true, message: 'No path provided.'}]);
		const [status, body] = await start(['name', 'x'], ['paths[]', source('nowhere')]);
		expect([status, body.message]).toEqual([500, expect.stringMatching(/^Error starting transfer (\S+): Filepath \1 does not exist\.$/u)]);
		const [broken, page] = await start(['name', 'x'], ['paths[]', 'abcde']);
		expect([broken, page]).toEqual([500, expect.stringContaining('<h1>Server error</h1>')]);
	});

	it('fails with too few row ids only after the first path is copied', async () => {
		const fields = [
			['name', 'x'],
			['paths[]', source('pictures')],
			['paths[]', source('letters')],
		] as const;
		expect(await outcome(am.form('/api/transfer/start_transfer/', fields))).toEqual([
			500,
			{error: true, message: 'list index out of range'},
		]);
		am.pass(1);
		const {results} = await am.read('/api/transfer/unapproved');
		expect(results).toHaveLength(1);
	});

	it('makes a transfer of each path', async () => {
		const fields = [
			['name', 'x'],
			['paths[]', source('pictures')],
			['paths[]', source('letters')],
			['row_ids[]', ''],
			['row_ids[]', ''],
		] as const;
		const [, {path}] = await outcome(am.form('/api/transfer/start_transfer/', fields));
		expect(path).toContain('/x_2-');
		am.pass(1);
		const {results} = await am.read('/api/transfer/unapproved');
		expect(results.map(({directory}: Json) => directory.slice(0, -37))).toEqual(['x', 'x_2']);
	});

	it('takes an unknown type for a standard transfer', async () => {
		const [, {path}] = await outcome(
			am.form('/api/transfer/start_transfer/', [
				['name', 'x'],
				['type', 'banana'],
				['paths[]', source('pictures')],
			]),
		);
		expect(path).toContain('/standardTransfer/');
	});
});

describe('approval', () => {
	it('is not possible before the pipeline has noticed the transfer', async () => {
		const {directory, uuid} = await begin('imgs', 'pictures');
		expect(await approve(directory)).toEqual([500, {error: true, message: 'Unable to start the transfer.'}]);
		expect((await am.dashboard('GET', `/api/transfer/status/${uuid}/`)).status).toBe(400);
		am.pass(1);
		expect(await am.read('/api/transfer/unapproved')).toEqual({
			results: [{type: 'standard', directory, uuid}],
			message: 'Fetched unapproved transfers successfully.',
		});
		expect((await am.read(`/api/transfer/status/${uuid}/`)).status).toBe('USER_INPUT');
		expect(await approve(directory)).toEqual([200, {message: 'Approval successful.', uuid}]);
		expect((await am.read('/api/transfer/unapproved')).results).toEqual([]);
		expect((await am.read(`/api/transfer/status/${uuid}/`)).status).toBe('PROCESSING');
		expect((await approve(directory))[0]).toBe(500);
	});

	it('says what is missing', async () => {
		expect(await send()).toEqual([500, {error: true, message: 'Please specify a transfer directory.'}]);
		expect(await send(['directory', 'x'], ['type', ''])).toEqual([500, {error: true, message: 'Please specify a transfer type.'}]);
		expect(await send(['directory', 'x'], ['type', 'banana'])).toEqual([500, {error: true, message: 'Invalid transfer type.'}]);
		expect(await send(['directory', 'x'])).toEqual([500, {error: true, message: 'Unable to start the transfer.'}]);
	});

	it('finds nothing under the wrong type', async () => {
		const {directory} = await begin('imgs', 'pictures');
		am.pass(1);
		expect((await approve(directory, 'dspace'))[0]).toBe(500);
	});

	it('lists archives with the last character of their UUID cut off, and ignores the name given to them', async () => {
		const {directory, uuid} = await begin('ignored', 'pictures.zip', 'zipfile');
		expect(directory).toBe(`pictures.zip-${uuid}`);
		am.pass(1);
		expect((await am.read('/api/transfer/unapproved')).results).toEqual([{type: 'zipfile', directory: directory.slice(0, -1), uuid}]);
		expect((await approve(directory, 'zipfile'))[0]).toBe(200);
	});

	it('lists some types only among the waiting', async () => {
		const {directory, uuid} = await begin('mails', 'letters', 'maildir');
		am.pass(1);
		expect((await am.read('/api/transfer/unapproved')).results).toEqual([]);
		expect(await am.read('/api/ingest/waiting')).toEqual({
			results: [{sip_directory: directory, sip_uuid: uuid, sip_name: 'mails', microservice: 'Approve maildir transfer'}],
			message: 'Fetched units successfully.',
		});
	});
});

describe('package', () => {
	const undecodable = [400, {error: true, message: 'Parameter "path" cannot be decoded.'}];

	it('answers 202 with an id, whatever the content type, and 501 to GET', async () => {
		const [status, body] = await create({name: 'imgs', path: source('pictures')}, {'content-type': 'text/plain'});
		expect([status, body]).toEqual([202, {id: expect.stringMatching(/^[0-9a-f-]{36}$/u)}]);
		const get = await am.dashboard('GET', '/api/v2beta/package');
		expect([get.status, await get.text()]).toEqual([501, '']);
	});

	it('cannot decode what is no object, has no path, or is no Base64 of UTF-8', async () => {
		for (const body of ['', 'no json', '[]', {name: 'x'}, {name: 'x', path: 'abcde'}, {name: 'x', path: '/w=='}, {name: 'x', path: 7}]) {
			expect(await create(body), JSON.stringify(body)).toEqual(undecodable);
		}
	});

	it('gives one answer to every other mistake', async () => {
		const path = source('pictures');
		for (const body of [{path}, {name: 'x', path: ''}, {name: 'x', path, type: 'banana'}, {name: 'x', path, auto_approve: 'true'}]) {
			expect(await create(body), JSON.stringify(body)).toEqual(refused);
		}
	});

	it('decodes leniently: characters outside the alphabet are dropped', async () => {
		const lines = source('pictures').replace(/(.{20})/gu, '$1\n');
		const [, {id}] = await create({name: 'imgs', path: lines});
		am.pass(1);
		expect((await am.dashboard('GET', `/api/transfer/status/${id}/`)).status).toBe(200);
	});

	it('finds a path in the default source, and one that begins with the absolute path of its location', async () => {
		for (const path of [
			`${samples}/pictures`,
			`${am.transferSource}:/home/${samples}/pictures/`,
			`${am.transferSource}:/${samples}/pictures`,
		]) {
			const [, {id}] = await create({name: 'imgs', path: base64(path)});
			am.pass(1);
			expect((await am.dashboard('GET', `/api/transfer/status/${id}/`)).status, path).toBe(200);
		}
	});

	it('accepts what does not exist, and never begins it', async () => {
		for (const path of [`${am.transferSource}:nowhere`, '00000000-0000-4000-8000-000000000000:x', `${am.transferSource}:../var`]) {
			const [status, {id}] = await create({name: 'x', path: base64(path), processing_config: 'automated'});
			am.pass(1000);
			expect(status).toBe(202);
			expect(await outcome(am.dashboard('GET', `/api/transfer/status/${id}/`))).toEqual([
				400,
				{error: true, message: `Unable to determine the status of the unit ${id}`},
			]);
			expect(await outcome(am.dashboard('DELETE', `/api/transfer/${id}/delete/`))).toEqual([409, {removed: false}]);
		}
	});

	it('answers the same request under the same key with the same transfer, from 1.19 on', async () => {
		expect((await am.control('PUT', 'release', {release: '1.20.0'})).status).toBe(400);
		await am.control('PUT', 'release', {release: '1.19.0'});
		const body = {name: 'imgs', path: source('pictures')};
		const keyed = (key: string, more = {}) => create({...body, ...more}, {'idempotency-key': key});
		const both = await Promise.all([keyed('a'), keyed('a')]);
		expect(both.map(([status]) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
		const made = both.find(([status]) => status === 202);
		expect(await keyed('a')).toEqual(made);
		expect((await keyed('a', {name: 'other'}))[0]).toBe(422);
		expect((await keyed('b'))[1].id).not.toBe(made?.[1].id);
		for (const key of ['with blank', 'ü', 'x'.repeat(256)]) expect((await keyed(key))[0], key).toBe(400);
		am.pass(91 * 24 * 3600);
		expect((await keyed('a'))[1].id).not.toBe(made?.[1].id);
		expect((await am.dashboard('GET', '/api/transfer/completed')).headers.get('x-archivematica-version')).toBe('1.19.0');
	});

	it('knows no idempotency key before that', async () => {
		const key = {'idempotency-key': '4f6a1c1e'};
		const [, first] = await create({name: 'imgs', path: source('pictures')}, key);
		const [, second] = await create({name: 'imgs', path: source('pictures')}, key);
		expect(second.id).not.toBe(first.id);
	});

	it('waits for approval when told to', async () => {
		const [, {id}] = await create({name: 'imgs', path: source('pictures'), auto_approve: false});
		am.pass(1);
		expect((await am.read('/api/transfer/unapproved')).results).toMatchObject([{type: 'standard', uuid: id}]);
	});

	it('falls back to `default` for an unknown configuration, and so waits', async () => {
		const id = await am.start('pictures', {processing_config: 'nosuch'});
		am.pass(100);
		expect(await am.read(`/api/transfer/status/${id}/`)).toMatchObject({status: 'USER_INPUT', microservice: 'Examine contents?'});
	});
});
