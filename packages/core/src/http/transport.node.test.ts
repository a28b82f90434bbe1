import {EventEmitter, once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {afterEach, describe, expect, it} from 'vitest';
import {isSdkError} from '../errors/sdk-error.ts';
import {createHttpClient} from './http-client.ts';
import type {HttpClient, HttpClientOptions} from './options.ts';

let server: Server | undefined;

/** A client of a real server on this machine. */
async function serve(
	answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
	options: Partial<HttpClientOptions> = {},
): Promise<HttpClient> {
	let count = 0;
	server = createServer((request, response) => answer(request, response, ++count)).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	return createHttpClient({baseUrl: `http://127.0.0.1:${port}`, retry: {baseDelay: 1}, ...options});
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

afterEach(async () => {
	server?.closeAllConnections();
	await new Promise(resolve => server?.close(resolve) ?? resolve(undefined));
	server = undefined;
});

describe('over a real connection', () => {
	it('a connection that is dropped before the answer is tried again', async () => {
		const http = await serve((request, response, count) => (count < 3 ? request.socket.destroy() : response.end('fine')));
		expect(await (await http.send('GET', 'x')).text()).toBe('fine');
	});

	it('a connection that is never made fails with the reason', async () => {
		const http = await serve(() => {});
		await new Promise(resolve => server?.close(resolve));
		const error = await failure(http.send('GET', 'x'));
		expect(isSdkError(error, 'network')).toBe(true);
		expect(String(error)).toContain('ECONNREFUSED');
	});

	it('a connection that breaks in the middle of the body fails the reader, it does not end early', async () => {
		const http = await serve((_, response) => {
			response.writeHead(200, {'content-length': '100'});
			response.write('half', () => response.socket?.destroy());
		});
		const response = await http.send('GET', 'x');
		expect(isSdkError(await failure(response.text()), 'network')).toBe(true);
	});

	it('a chunked body that is cut off fails the reader', async () => {
		const http = await serve((_, response) => {
			response.write('half', () => response.socket?.destroy());
		});
		const response = await http.send('GET', 'x');
		expect(isSdkError(await failure(response.arrayBuffer()), 'network')).toBe(true);
	});

	it('a body that stalls fails with TimeoutError, and the server sees the connection go', async () => {
		let gone: Promise<unknown> | undefined;
		const http = await serve((_, response) => {
			gone = once(response, 'close');
			response.write('first');
		});
		const response = await http.send('GET', 'x', {timeout: 50});
		expect(isSdkError(await failure(response.text()), 'timeout')).toBe(true);
		await gone;
	});

	it('an abort in the middle of the body comes through untouched, and the server sees the connection go', async () => {
		let gone: Promise<unknown> | undefined;
		const http = await serve((_, response) => {
			gone = once(response, 'close');
			response.write('first');
		});
		const controller = new AbortController();
		const response = await http.send('GET', 'x', {signal: controller.signal});
		const reader = response.body?.getReader();
		await reader?.read();
		const reason = {anything: 'at all'};
		controller.abort(reason);
		expect(await failure(Promise.resolve(reader?.read()))).toBe(reason);
		await gone;
	});

	it('an abort before the headers comes through untouched', async () => {
		const controller = new AbortController();
		const reason = {anything: 'at all'};
		const http = await serve(() => controller.abort(reason));
		expect(await failure(http.send('GET', 'x', {signal: controller.signal}))).toBe(reason);
	});

	it('no headers in time is a TimeoutError', async () => {
		const http = await serve(() => {}, {retry: {limit: 0}});
		const error = await failure(http.send('GET', 'x', {timeout: 30}));
		expect(error).toMatchObject({code: 'timeout', message: expect.stringContaining('had no answer within 30 ms')});
	});

	it('Retry-After is waited for', async () => {
		const waits: number[] = [];
		const http = await serve(
			(_, response, count) => {
				if (count === 1) {
					response.writeHead(429, {'retry-after': '3'}).end();
				} else if (count === 2) {
					response.writeHead(503, {'retry-after': new Date(Date.now() + 5000).toUTCString()}).end();
				} else {
					response.end('fine');
				}
			},
			{retry: {sleep: async ms => void waits.push(ms)}},
		);
		expect(await (await http.send('GET', 'x')).text()).toBe('fine');
		expect(waits[0]).toBe(3000);
		expect(waits[1]).toBeGreaterThanOrEqual(4000); // By the server's clock, which its `Date` tells to the second.
		expect(waits[1]).toBeLessThanOrEqual(5000);
	});

	it('a redirect on the same origin is followed, one to another is not, and credentials do not go there', async () => {
		const seen: (string | undefined)[] = [];
		const other = createServer((request, response) => {
			seen.push(request.headers.authorization);
			response.end();
		}).listen(0, '127.0.0.1');
		await once(other, 'listening');
		const address = other.address();
		const elsewhere = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
		const http = await serve(
			(request, response) => {
				if (request.url === '/here') {
					response.writeHead(302, {location: '/there'}).end();
				} else if (request.url === '/there') {
					response.end(request.headers.authorization);
				} else {
					response.writeHead(307, {location: elsewhere}).end();
				}
			},
			{authenticator: {headers: async () => ({authorization: 'Bearer sesame'})}},
		);
		expect(await (await http.send('GET', '/here')).text()).toBe('Bearer sesame');
		expect(await failure(http.send('GET', '/away'))).toHaveProperty('code', 'redirect');
		expect(seen).toEqual([]);
		other.close();
	});

	it('a body is sent again with a POST that is refused, with its length', async () => {
		const bodies: string[] = [];
		const http = await serve(
			(request, response, count) => {
				request.setEncoding('utf8').on('data', (text: string) => bodies.push(`${request.headers['content-length']} ${text}`));
				request.on('end', () => response.writeHead(count === 1 ? 401 : 200).end());
			},
			{authenticator: {headers: async () => ({}), refused: async () => true}},
		);
		await http.send('POST', 'x', {body: new Blob(['same'])});
		expect(bodies).toEqual(['4 same', '4 same']);
	});

	it('a stream is sent as it is read, not collected first', async () => {
		const arrived = new EventEmitter();
		const http = await serve((request, response) => {
			request.once('data', () => {
				arrived.emit('chunk');
				request.on('end', () => response.end('fine')).resume();
			});
		});
		const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
			async start(controller) {
				controller.enqueue(new Uint8Array(10));
				await once(arrived, 'chunk'); // Without this chunk on the other side there is no end.
				controller.close();
			},
		});
		expect(await (await http.send('PUT', 'x', {body})).text()).toBe('fine');
	});

	it('bytes are asked for as they are where they will be verified', async () => {
		const http = await serve((request, response) => response.end(request.headers['accept-encoding']));
		expect(await (await http.send('GET', 'x', {identity: true})).text()).toBe('identity');
		expect(await (await http.send('GET', 'x')).text()).not.toBe('identity');
	});

	it('an endless error page is cut off', async () => {
		let gone: Promise<unknown> | undefined;
		const http = await serve((_, response) => {
			gone = once(response, 'close');
			response.writeHead(400);
			const more = () => {
				while (!response.destroyed && response.write('x'.repeat(10_000)));
			};
			response.on('drain', more);
			more();
		});
		expect(await failure(http.send('GET', 'x'))).toHaveProperty('body', 'x'.repeat(2000));
		await gone;
	});
});
