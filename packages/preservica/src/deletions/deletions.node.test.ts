import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, it} from 'vitest';
import {Session} from '../auth/session.ts';
import {Deletions} from './deletions.ts';
import {deletionRoutes} from './fixtures/fake-deletion.ts';

it('the body of a DELETE arrives at a server', async () => {
	const routes = deletionRoutes();
	const received: {method: string | undefined; body: string; type: string | undefined; length: string | undefined}[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Uint8Array[] = [];
		for await (const chunk of request) {
			chunks.push(chunk);
		}
		const {method, url = '', headers} = request;
		const isDelete = method === 'DELETE';
		if (isDelete) {
			received.push({method, body: Buffer.concat(chunks).toString(), type: headers['content-type'], length: headers['content-length']});
		}
		response.writeHead(isDelete ? 202 : 200, {'content-type': isDelete ? 'text/plain' : 'application/xml'});
		const answer = routes[`GET ${url.replace(/\?.*/, '')}`];
		response.end(isDelete ? 't1' : typeof answer === 'string' ? answer : '');
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
		const {port} = server.address() as AddressInfo;
		const deletions = new Deletions(new Session({server: `http://127.0.0.1:${port}`, credentials: {token: 'token-1'}}));
		await deletions.request(await deletions.plan({type: 'folder', ref: 'f1'}), {comment: 'Größe & <Maß>'});
	} finally {
		server.close();
	}
	expect(received).toEqual([
		{
			method: 'DELETE',
			body: expect.stringContaining('<Submission><Comment>Größe &amp; &lt;Maß&gt;</Comment></Submission>'),
			type: 'application/xml;charset=UTF-8',
			length: String(Buffer.byteLength(received[0]?.body ?? '')),
		},
	]);
});
