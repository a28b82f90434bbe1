import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {createServer, request as send, type IncomingMessage, type RequestListener, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Readable} from 'node:stream';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {receiveWebhook} from './receive-webhook.ts';

const secret = 'klíč';
const events: unknown[] = [];

/** What a server of Node needs to speak `Request` and `Response`; servers of Hono, Deno, Bun and Cloudflare do so by themselves. */
const adapt =
	(handle: (request: Request) => Promise<Response>): RequestListener =>
	(incoming: IncomingMessage, outgoing: ServerResponse) => {
		const {method = 'GET', url = '/', headers} = incoming;
		const body = method === 'GET' ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
		const fields = Object.entries(headers).filter((field): field is [string, string] => typeof field[1] === 'string');
		const request = new Request(`http://${headers.host}${url}`, {method, headers: fields, body, duplex: 'half'} as RequestInit);
		const answer = async () => {
			const response = await handle(request);
			outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
		};
		void answer();
	};

const server = createServer(adapt(request => receiveWebhook(request, {secret, maxBytes: 1000, onEvent: event => void events.push(event)})));
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => void server.close());

const signatureOf = (body: string) => createHmac('sha256', secret).update(`preservica-webhook-auth${body}`).digest('hex');

/** Sends the pieces as chunks of their own. */
const deliver = async (pieces: readonly (string | Buffer)[], signature: string, path = '/hook', headers: Record<string, string> = {}) => {
	const {port} = server.address() as AddressInfo;
	const request = send({port, path, method: 'POST', headers: {'Preservica-Signature': signature, ...headers}});
	const answered = once(request, 'response') as Promise<[IncomingMessage]>;
	for (const piece of pieces) {
		request.write(piece);
		await new Promise(resolve => setImmediate(resolve));
	}
	request.end();
	const [response] = await answered;
	return {
		status: response.statusCode,
		text: await new Response(Readable.toWeb(response) as ReadableStream).text(),
		sent: request.getHeaders(),
	};
};

describe('a real server', () => {
	const body = '{"events":[{"entityRef":"č"}]}';

	it('takes a delivery in chunks, cut in the middle of a letter', async () => {
		const bytes = Buffer.from(body);
		const cut = bytes.indexOf(0x8d);
		const {status, sent} = await deliver([bytes.subarray(0, cut), bytes.subarray(cut)], signatureOf(body));
		expect(status).toBe(200);
		expect(sent).not.toHaveProperty('content-length');
		expect(events.splice(0)).toStrictEqual([{entityRef: 'č', entityType: undefined, data: {entityRef: 'č'}}]);
	});

	it('takes a delivery that says its length', async () => {
		const {status} = await deliver([body], signatureOf(body), '/hook', {'content-length': String(Buffer.byteLength(body))});
		expect([status, events.splice(0).length]).toStrictEqual([200, 1]);
	});

	it('refuses what is signed otherwise, and what is too large', async () => {
		expect((await deliver([body], signatureOf(`${body} `))).status).toBe(401);
		const large = `{"events":["${'x'.repeat(2000)}"]}`;
		expect((await deliver([large.slice(0, 500), large.slice(500)], signatureOf(large))).status).toBe(413);
		expect(events).toStrictEqual([]);
	});

	it('answers the challenge', async () => {
		const {status, text} = await deliver([], '', '/hook?challengeCode=abc123');
		expect(status).toBe(200);
		expect(JSON.parse(text)).toStrictEqual({
			challengeCode: 'abc123',
			challengeResponse: createHmac('sha256', secret).update('abc123').digest('hex'),
		});
	});
});
