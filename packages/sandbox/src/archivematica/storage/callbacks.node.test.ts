import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createHash} from 'node:crypto';
import {beforeEach, describe, expect, it, onTestFinished, vi} from 'vitest';
import {install} from '../fixtures/installation.ts';
import type {Installation, Json} from '../fixtures/installation.ts';
import {locationFor} from '../state.ts';

let am: Installation;
beforeEach(async () => {
	am = await install();
});

interface Listening {
	readonly url: string;
	readonly heard: {
		readonly method: string | undefined;
		readonly path: string | undefined;
		readonly type: string | undefined;
		readonly body: string;
	}[];
}

/** Somebody who wants to be told, and answers all with one status. */
async function listen(status = 200): Promise<Listening> {
	const heard: Listening['heard'] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', chunk => (body += String(chunk)));
		request.on('end', () => {
			heard.push({method: request.method, path: request.url, type: request.headers['content-type'], body});
			response.writeHead(status).end();
		});
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
	return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard};
}

const sha512 = (text: string) => createHash('sha512').update(text).digest('hex');
const uuid = 'c7f3a7e0-2f6c-4c0e-8a34-1d1f7e0b5a11';
const sources = ['11111111-2222-4333-8444-555555555555', '21111111-2222-4333-8444-555555555555'];

/** Stores an AIP whose manifest has SHA-512: for others SS-30 calls nobody. */
async function storeWithSha512(type = 'AIP'): Promise<void> {
	const file = (id: string, path: string) => `<file ID="file-${id}"><FLocat xlink:href="${path}"/></file>`;
	const original = sources.map((id, index) => file(id, `objects/${index}.txt`)).join('');
	const other = file('31111111-2222-4333-8444-555555555555', 'objects/2.txt');
	const mets = `<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="original">${original}</fileGrp><fileGrp USE="metadata">${other}</fileGrp></fileSec></mets>`;
	const manifest = [0, 1, 2].map(index => `${sha512(String(index))}  data/objects/${index}.txt\n`).join('');
	const cp = locationFor(am.state, 'CP').uuid;
	for (const [path, body] of [
		['manifest-sha512.txt', manifest],
		[`data/METS.${uuid}.xml`, mets],
	] as const) {
		await am.send('PUT', `/sandbox/archivematica/files/${cp}/made/${path}`, {body});
	}
	const posted = await am.write('POST', '/api/v2/file/', {
		uuid,
		origin_location: `/api/v2/location/${cp}/`,
		origin_path: 'made/',
		current_location: `/api/v2/location/${locationFor(am.state, 'AS').uuid}/`,
		current_path: `made-${uuid}`,
		package_type: type,
		origin_pipeline: '/api/v2/pipeline/a64e061a-5688-49b5-95c1-0b6885c40c04/',
	});
	expect(posted.status).toBe(201);
}

const send = async (id: string): Promise<[number, Json]> => {
	const answer = await am.storage(`/api/v2/file/${id}/send_callback/post_store/`);
	const text = await answer.text();
	return [answer.status, text === '' ? '' : JSON.parse(text)];
};

describe('callbacks that are sent again', () => {
	it('go out once for each original whose SHA-512 is known, with its identifier', async () => {
		const {url, heard} = await listen();
		await storeWithSha512();
		const headers = {'content-type': 'application/x-it'};
		await am.control('POST', 'callbacks', {
			event: 'post_store',
			uri: `${url}/<source_id>`,
			method: 'put',
			headers,
			body: '{"it": "<source_id>"}',
		});
		expect(await send(uuid)).toEqual([204, '']);
		expect(heard).toEqual(sources.map(id => ({method: 'PUT', path: `/${id}`, type: 'application/x-it', body: `{"it": "${id}"}`})));
	});

	it('go out to nobody for an AIP with SHA-256, as all of the pipeline are', async () => {
		const {url, heard} = await listen();
		await am.control('POST', 'callbacks', {event: 'post_store', uri: url});
		expect(await send(await am.preserve('letters'))).toEqual([204, '']);
		expect(heard).toEqual([]);
	});

	it('that fail are counted and named', async () => {
		const {url} = await listen(404);
		await storeWithSha512();
		await am.control('POST', 'callbacks', {event: 'post_store', uri: `${url}/<source_id>`});
		expect(await send(uuid)).toEqual([
			500,
			{
				message: 'Failed to POST 2 responses to callback URI',
				failure_count: 2,
				callback_uris: sources.map(id => `${url}/${id}`),
			},
		]);
		await am.control('DELETE', 'callbacks');
		await am.control('POST', 'callbacks', {event: 'post_store', uri: url, method: 'get', expectedStatus: 404});
		expect(await send(uuid)).toEqual([204, '']);
	});

	it('go to names of this machine only, and to hosts that were allowed', async () => {
		const {url, heard} = await listen();
		await storeWithSha512();
		for (const uri of [url.replace('127.0.0.1', '0.0.0.0'), url.replace('//', '//somebody:secret@'), 'http://198.51.100.1/', 'nowhere']) {
			await am.control('POST', 'callbacks', {event: 'post_store', uri});
			expect((await send(uuid))[0], uri).toBe(500);
			await am.control('DELETE', 'callbacks');
		}
		expect(heard).toEqual([]);
	});

	it('that are switched off do not go out', async () => {
		const {url, heard} = await listen();
		await storeWithSha512();
		await am.control('POST', 'callbacks', {event: 'post_store', uri: url, enabled: false});
		expect(await send(uuid)).toEqual([204, '']);
		expect([heard, (await (await am.control('GET', 'callbacks')).json()).length]).toEqual([[], 1]);
	});
});

describe('who wants to know when something is stored', () => {
	it('is told of AIPs that are posted, and of those of the pipeline when they are there', async () => {
		const {url, heard} = await listen(500);
		await am.control('POST', 'callbacks', {event: 'post_store_aip', uri: `${url}/<package_uuid>`, body: '<package_name>'});
		await storeWithSha512();
		await vi.waitFor(() => expect(heard).toHaveLength(1));
		expect(heard[0]).toMatchObject({method: 'POST', path: `/${uuid}`, body: `made-${uuid}`});
		const transfer = await am.start('letters');
		am.pass(100);
		const sip = (await am.read(`/api/transfer/status/${transfer}/`)).sip_uuid;
		await vi.waitFor(() => expect(heard).toHaveLength(2));
		expect(heard[1]).toMatchObject({path: `/${sip}`, body: `letters-${sip}`});
	});

	it('is told of the kinds of packages that were asked for', async () => {
		const {url, heard} = await listen();
		await am.control('POST', 'callbacks', {event: 'post_store_dip', uri: `${url}/dip`});
		await am.control('POST', 'callbacks', {event: 'post_store_aic', uri: `${url}/aic`});
		await storeWithSha512('AIC');
		await vi.waitFor(() => expect(heard.map(({path}) => path)).toEqual(['/aic']));
		expect((await am.control('POST', 'callbacks', {event: 'x'})).status).toBe(400);
	});

	it('is told of decisions on requests', async () => {
		const {url, heard} = await listen();
		await am.control('PUT', 'storage', {notificationUrl: url});
		await storeWithSha512();
		const pipeline = 'a64e061a-5688-49b5-95c1-0b6885c40c04';
		await am.write('POST', `/api/v2/file/${uuid}/delete_aip/`, {event_reason: 'x', pipeline, user_id: 1, user_email: 'x'});
		await am.control('POST', 'requests/1', {decision: 'reject', reason: 'No'});
		await vi.waitFor(() => expect(heard).toHaveLength(1));
		expect(JSON.parse(heard[0]?.body ?? '')).toEqual({event_id: 1, message: expect.any(String), success: true});
	});
});
