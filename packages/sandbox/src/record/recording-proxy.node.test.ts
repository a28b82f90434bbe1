import {execFileSync, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer as createTlsServer} from 'node:https';
import {connect as connectSocket} from 'node:net';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {request} from 'node:http';
import {join} from 'node:path';
import {expect, it, onTestFinished, vi} from 'vitest';
import {temporaryFolder} from '../fixtures/temporary-folder.ts';
import {recordSession, startServer} from './fixtures/record-session.ts';
import {recordCommand} from './record-command.ts';

it('passes method, path, query, headers and body on as they came', async () => {
	let seen: unknown;
	const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
		const body = Buffer.concat(await incoming.toArray()).toString();
		const {method, url, headers} = incoming;
		seen = {
			method,
			url,
			host: headers.host,
			token: headers['preservica-access-token'],
			hop: headers['x-hop'],
			encoding: headers['accept-encoding'],
			body,
		};
		outgoing.writeHead(201, 'Made', ['x-twice', 'a', 'x-twice', 'b', 'set-cookie', 'c=d']).end('done');
	};
	const target = await startServer((incoming, outgoing) => void respond(incoming, outgoing));
	const session = await recordSession(target);
	const headers = {'preservica-access-token': 't', 'x-hop': 'one', 'accept-encoding': 'gzip', connection: 'close, X-Hop'};
	const sent = request(`${session.url}/api/s3/buckets/b/k%20%C3%A9.zip?x=%2F&y`, {method: 'PUT', headers}).end('payload');
	const [answer] = (await once(sent, 'response')) as [IncomingMessage];
	expect(seen).toEqual({
		method: 'PUT',
		url: '/api/s3/buckets/b/k%20%C3%A9.zip?x=%2F&y',
		host: new URL(target).host,
		token: 't',
		hop: undefined,
		encoding: 'identity',
		body: 'payload',
	});
	const body = String(Buffer.concat(await answer.toArray()));
	expect([answer.statusCode, answer.statusMessage, body]).toEqual([201, 'Made', 'done']);
	expect(answer.headers).toMatchObject({'x-twice': 'a, b', 'set-cookie': ['c=d']});
	expect(await session.written(1)).toContain('"operation": "UPL-04"');
});

it('passes bodies on while they come, both ways', async () => {
	const target = await startServer((incoming, outgoing) => {
		outgoing.writeHead(200, {'content-type': 'application/octet-stream'});
		incoming.pipe(outgoing); // an echo: the first bytes come back before the last are sent
	});
	const session = await recordSession(target);
	const outgoing = request(`${session.url}/api/s3/buckets/b/k`, {method: 'PUT'});
	outgoing.write('first');
	const echoed = await new Promise<string>(resolve =>
		outgoing.on('response', response => response.once('data', chunk => resolve(String(chunk)))),
	);
	expect(echoed).toBe('first');
	outgoing.end('last');
	expect(await session.written(1)).toContain('bytes(less than 1 kB)');
});

const xmlLinks = (own: string): string => `<R xmlns="http://preservica.com/EntityAPI/v8.1" xmlns:xip="http://preservica.com/XIP/v8.1">
<Self>${own}/api/entity/a?b=1&amp;c=2</Self><Next>${own}/sdb/rest/x</Next>`;

it('points the links that clients follow to itself, and leaves addresses in what people wrote alone', async () => {
	let target = '';
	target = await startServer(({url}, outgoing) => {
		const xml = `${xmlLinks(target)}<Up>${target}/api/entity/a</Up><xip:Description>${target}/api/entity/a</xip:Description><Title>see ${target}/api/b</Title></R>`;
		const json = `{"next": "${target}/api/x", "title": "${target}/api/x", "endpoint":"${target.replaceAll('/', String.raw`\/`)}"}`;
		outgoing
			.writeHead(200, {'content-type': url?.endsWith('json') ? 'application/json' : 'application/xml', location: `${target}/api/y`})
			.end(url?.endsWith('json') ? json : xml);
	});
	const session = await recordSession(target);
	const xml = await fetch(`${session.url}/api/entity/root/children`);
	expect(await xml.text()).toBe(
		`${xmlLinks(session.url)}<Up>${target}/api/entity/a</Up><xip:Description>${target}/api/entity/a</xip:Description><Title>see ${target}/api/b</Title></R>`,
	);
	expect(xml.headers.get('location')).toBe(`${session.url}/api/y`);
	const json = await fetch(`${session.url}/json`);
	expect(await json.json()).toEqual({next: `${session.url}/api/x`, title: `${target}/api/x`, endpoint: session.url});
});

it.each([
	'/api/entity/information-objects/a/metadata/b',
	'/api/entity/content-objects/a/generations/1/bitstreams/1/content',
	'/api/admin/schemas/a/content',
])('changes and reads nothing of the content at %s', async path => {
	let target = '';
	target = await startServer((_request, outgoing) => outgoing.setHeader('content-type', 'application/xml').end(`${xmlLinks(target)}</R>`));
	const session = await recordSession(target);
	expect(await (await fetch(session.url + path)).text()).toBe(`${xmlLinks(target)}</R>`);
	const written = await session.written(1);
	expect(written).toContain('bytes(less than 1 kB)');
	expect(written).not.toContain('"xml"');
});

it('follows no redirect', async () => {
	const target = await startServer((_request, outgoing) => outgoing.writeHead(302, {location: '/api/elsewhere'}).end());
	const session = await recordSession(target);
	const answer = await fetch(`${session.url}/api/user/details`, {redirect: 'manual'});
	expect([answer.status, answer.headers.get('location')]).toEqual([302, '/api/elsewhere']);
	expect(await session.written(1)).toContain('"status": 302');
});

it.each([0, 17 * 1024 * 1024])('passes on an answer of text that is %i bytes longer than usual', async length => {
	const body = `"${'x'.repeat(length)}"`;
	const target = await startServer((_request, outgoing) => {
		outgoing.writeHead(200, {'content-type': 'application/json'});
		outgoing.write(body.slice(0, 1)); // so that no length is announced
		outgoing.end(body.slice(1));
	});
	const session = await recordSession(target);
	expect((await (await fetch(`${session.url}/api/user/details`)).text()) === body).toBe(true);
	expect(await session.written(1)).toContain(length > 0 ? 'bytes(less than 1 GB)' : '"json"');
});

it.each(['application/octet-stream', 'application/json'])(
	'breaks off where the target breaks off an answer of %s, and records nothing of it',
	async type => {
		const target = await startServer((_request, outgoing) => {
			outgoing.writeHead(200, {'content-type': type, 'content-length': '100'});
			outgoing.write('half', () => outgoing.destroy());
		});
		const session = await recordSession(target);
		await expect(fetch(`${session.url}/api/user/details?secret=canary`).then(answer => answer.text())).rejects.toThrow();
		await expect.poll(session.printed).toContain('USR-01: the answer broke off');
		expect(session.printed()).not.toContain('canary');
	},
);

it.each([true, false])('gives up at the target when the client has gone, whether an answer has begun or not: %s', async begun => {
	let [asked, gone] = [false, false];
	const target = await startServer((_request, outgoing) => {
		outgoing.on('close', () => (gone = true));
		asked = true;
		if (begun) outgoing.writeHead(200, {'content-type': 'application/octet-stream'}).write('x');
	});
	const session = await recordSession(target);
	const controller = new AbortController();
	const answer = fetch(`${session.url}/api/user/details`, {signal: controller.signal}).catch((error: unknown) => error);
	await (begun ? answer : expect.poll(() => asked).toBe(true));
	controller.abort();
	await expect.poll(() => gone).toBe(true);
});

it('says that nothing answered, without an address', async () => {
	const session = await recordSession('http://127.0.0.1:1');
	const answer = await fetch(`${session.url}/api/user/details?secret=canary`);
	expect([answer.status, await answer.text()]).toEqual([502, 'The target did not answer: ECONNREFUSED.']);
	expect(session.printed()).toContain('USR-01: no answer (ECONNREFUSED)');
	expect(session.printed()).not.toMatch(/canary|\?/u);
});

it('goes nowhere but to its target', async () => {
	const session = await recordSession('http://127.0.0.1:1');
	const {port} = new URL(session.url);
	const socket = connectSocket(Number(port), '127.0.0.1');
	socket.end('GET http://elsewhere.test/ HTTP/1.1\r\nHost: elsewhere.test\r\nConnection: close\r\n\r\n');
	expect(String(Buffer.concat(await socket.toArray()))).toMatch(/^HTTP\/1.1 400 /u);
});

const noOpenssl = spawnSync('openssl', ['version']).error !== undefined;

it.skipIf(noOpenssl)('asks for a certificate that can be verified, whatever the environment says', async () => {
	vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
	onTestFinished(() => void vi.unstubAllEnvs());
	const folder = temporaryFolder();
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', key, '-out', cert], {
		stdio: 'ignore',
	});
	const server = createTlsServer({key: readFileSync(key), cert: readFileSync(cert)}, (_request, outgoing) => outgoing.end('secret'));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	const address = server.address();
	const session = await recordSession(`https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`);
	const answer = await fetch(`${session.url}/api/user/details`);
	expect([answer.status, await answer.text()]).toEqual([502, 'The target did not answer: DEPTH_ZERO_SELF_SIGNED_CERT.']);
});

it.each([
	[['--target', 'http://eu.preservica.com'], 'must begin with https'],
	[['--target', 'ftp://127.0.0.1'], 'must begin with https'],
	[['--target', 'https://user:word@eu.preservica.com'], 'must not hold a password'],
	[['--target', 'https://eu.preservica.com/api'], 'without a path'],
	[['--target', 'eu'], 'must be an address'],
	[[], '--target is missing'],
	[['--target', 'https://eu.preservica.com', '--port', 'x'], '--port must be'],
])('refuses %j', async (args, message) => {
	await expect(recordCommand(args, () => {})).rejects.toThrow(message);
});

it('listens on this machine only, and explains itself', async () => {
	const session = await recordSession('https://eu.preservica.com');
	expect(session.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
	let help = '';
	expect(await recordCommand(['--help'], text => (help += text))).toBeUndefined();
	expect(help).toContain('--target <address>');
});
