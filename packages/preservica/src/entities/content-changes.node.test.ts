import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {FixityError} from '@fonds/core';
import {createHasher, type Fixity} from '@fonds/core/hash';
import {streamFrom} from '@fonds/core/streams';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {Session} from '../auth/session.ts';
import {versionRoute} from '../fixtures/version-route.ts';
import {Entities} from './entities.ts';

interface Received {
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

let received: Received[];
let entities: Entities;
let close: () => Promise<void>;

beforeEach(async () => {
	received = [];
	const server = createServer(async (request, response) => {
		let body = '';
		try {
			for await (const chunk of request.setEncoding('utf8')) {
				body += chunk;
			}
		} catch {
			return; // Broken off.
		}
		if (request.method === 'POST') {
			received.push({headers: request.headers, body});
		}
		response.end(request.method === 'POST' ? 't1' : Object.values(versionRoute())[0]);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
	const {port} = server.address() as AddressInfo;
	entities = new Entities(new Session({server: `http://127.0.0.1:${port}`, credentials: {token: 'token-1'}}));
	close = async () => {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	};
});
afterEach(() => close());

const text = 'Dear archive, '.repeat(20_000);
const chunks = () => streamFrom(Array.from({length: 20}, () => 'Dear archive, '.repeat(1000)));

async function sha1(content: string): Promise<readonly Fixity[]> {
	const hasher = await createHasher(['sha1']);
	hasher.update(new TextEncoder().encode(content));
	return [{algorithm: 'sha1', value: hasher.digest().sha1 ?? ''}];
}

it('a Blob arrives with its length', async () => {
	await entities.replaceGeneration('c0', {filename: 'a.txt', content: new Blob([text]), algorithms: ['md5']});
	expect(received[0]?.body).toBe(text);
	expect(received[0]?.headers).toMatchObject({'content-length': String(text.length), filename: 'a.txt'});
	expect(received[0]?.headers['fixity-md5']).toMatch(/^[\da-f]{32}$/);
});

it('a stream arrives with its length, not in chunks', async () => {
	await entities.replaceGeneration('c0', {filename: 'a.txt', content: {stream: chunks(), size: text.length, fixities: await sha1(text)}});
	await entities.addAccessRepresentation('a1', {filename: 'a.txt', content: {stream: chunks(), size: text.length}});
	expect(received.map(({body}) => body === text)).toEqual([true, true]);
	for (const {headers} of received) {
		expect(headers['content-length']).toBe(String(text.length));
		expect(headers['transfer-encoding']).toBeUndefined();
	}
});

it.each([
	['is shorter than it should be', {size: text.length + 1}],
	['is longer than it should be', {size: text.length - 1}],
	['has another digest than it should have', {fixities: [{algorithm: 'sha1', value: '0'.repeat(40)} as const]}],
])('a stream that %s does not arrive', async (_, change) => {
	const content = {stream: chunks(), size: text.length, fixities: await sha1(text), ...change};
	await expect(entities.replaceGeneration('c0', {filename: 'a.txt', content})).rejects.toThrow(FixityError);
	expect(received).toEqual([]);
});

it('a stream that breaks fails with what it broke with, and does not arrive', async () => {
	const reason = new Error('the disk is gone');
	function* generate() {
		yield text.slice(0, 1000);
		throw reason;
	}
	const content = {stream: streamFrom(generate()), size: text.length};
	await expect(entities.addAccessRepresentation('a1', {filename: 'a.txt', content})).rejects.toBe(reason);
	expect(received).toEqual([]);
});

it('a stream is let go when the sending is aborted', async () => {
	const controller = new AbortController();
	const reason = new Error('enough');
	let ended = false;
	async function* generate() {
		try {
			yield text.slice(0, 1000);
			controller.abort(reason);
			yield text.slice(0, 1000);
		} finally {
			ended = true;
		}
	}
	const content = {stream: streamFrom(generate()), size: text.length};
	const {signal} = controller;
	await expect(entities.addAccessRepresentation('a1', {filename: 'a.txt', content}, {signal})).rejects.toBe(reason);
	expect(ended).toBe(true);
});
