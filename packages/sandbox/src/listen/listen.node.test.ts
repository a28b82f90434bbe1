import {request} from 'node:http';
import {expect, it} from 'vitest';
import {findAll, openSandbox, textOf} from '../fixtures/open-sandbox.ts';
import {parseXml} from '@fonds/core/xml';
import type {SandboxOptions} from '../sandbox.ts';

async function listening(options: SandboxOptions = {}, hostname?: string) {
	const open = await openSandbox(options);
	const {url} = await open.sandbox.listen({hostname});
	return {
		...open,
		url,
		get: (path: string, headers: Readonly<Record<string, string>> = {}) =>
			fetch(url + path, {headers: {'preservica-access-token': open.token, ...headers}}),
	};
}

const version = '/api/entity/versiondetails/version';

it('listens on loopback, with links that lead to where the request came', async () => {
	const {url, get, send} = await listening();
	expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
	const body =
		'<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>A</Title><SecurityTag>open</SecurityTag></StructuralObject>';
	await send('POST', '/api/entity/structural-objects', {body});
	const [child] = findAll(parseXml(await (await get('/api/entity/root/children')).text()), 'Child');
	expect(child && textOf(child)).toMatch(new RegExp(`^${url}/api/entity/structural-objects/`, 'u'));
});

it('says which port is taken', async () => {
	const {url, sandbox} = await listening();
	const {port} = new URL(url);
	await expect(sandbox.listen({port: Number(port)})).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`);
});

it('breaks connections as the plan asks, at once', {timeout: 3000}, async () => {
	const {get, sandbox} = await listening();
	sandbox.faults.add({kind: 'drop', path: version});
	await expect(get(version)).rejects.toThrow('fetch failed');
	sandbox.faults.add({kind: 'truncate', path: version});
	const cut = await get(version);
	expect(cut.status).toBe(200);
	await expect(cut.text()).rejects.toThrow('terminated');
	expect((await get(version)).status).toBe(200);
});

it('keeps nothing of an upload whose connection breaks', async () => {
	const {url, token, sandbox} = await listening();
	const before = sandbox.state();
	const key = '/api/s3/buckets/fonds.package.upload/cut.zip';
	await new Promise<void>(resolve => {
		const upload = request(url + key, {method: 'PUT', headers: {'preservica-access-token': token, 'content-length': '1000000'}});
		upload.on('error', () => resolve());
		upload.write(Buffer.alloc(100_000), () => upload.destroy(new Error('the cable was pulled')));
	});
	await expect.poll(() => sandbox.state()).toEqual(before);
});

it('refuses chunked uploads, which S3 does not take', async () => {
	const {url, token} = await listening();
	const body = new ReadableStream({
		start(controller) {
			controller.enqueue(new Uint8Array(10));
			controller.close();
		},
	});
	const init = {method: 'PUT', body, duplex: 'half', headers: {'preservica-access-token': token}};
	const answer = await fetch(`${url}/api/s3/buckets/fonds.package.upload/a.zip`, init);
	expect([answer.status, await answer.text()]).toEqual([411, expect.stringContaining('MissingContentLength')]);
});

it('lets pages of the origins it is told, and no others, call it', async () => {
	const {get} = await listening({allowOrigins: ['https://catalogue.example']});
	const allowed = await get(version, {origin: 'https://catalogue.example'});
	expect(allowed.headers.get('access-control-allow-origin')).toBe('https://catalogue.example');
	expect(allowed.headers.get('access-control-expose-headers')).toContain('preservica-progress-token');
	expect((await get(version, {origin: 'https://other.example'})).headers.get('access-control-allow-origin')).toBeNull();
	expect(
		(await (await listening()).get(version, {origin: 'https://catalogue.example'})).headers.get('access-control-allow-origin'),
	).toBeNull();
});

it('lets only this machine use the control API, and no page of another site', async () => {
	const {url, get} = await listening();
	expect((await get('/sandbox/state')).status).toBe(200);
	expect((await get('/sandbox/state', {origin: 'http://localhost:5173'})).status).toBe(200);
	expect((await get('/sandbox/state', {origin: 'https://other.example'})).status).toBe(403);
	const rebound = await new Promise<number | undefined>((resolve, reject) => {
		request(`${url}/sandbox/state`, {headers: {host: 'other.example'}}, answer => resolve(answer.resume().statusCode))
			.on('error', reject)
			.end();
	});
	expect(rebound).toBe(403);
});

it('serves the control API to other machines only when told so', async () => {
	const closed = await listening({}, '0.0.0.0');
	const {port} = new URL(closed.url);
	expect((await fetch(`http://127.0.0.1:${port}/sandbox/state`)).status).toBe(403);
	const open = await listening({control: true}, '0.0.0.0');
	expect((await fetch(`http://127.0.0.1:${new URL(open.url).port}/sandbox/state`)).status).toBe(200);
});

it('stops listening when it is closed', async () => {
	const {get, sandbox} = await listening();
	await sandbox.close();
	await sandbox.close();
	await expect(get(version)).rejects.toThrow('fetch failed');
});
