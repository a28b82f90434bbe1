import {describe, expect, it, vi} from 'vitest';
import {HttpError} from '../errors/http-error.ts';
import {AuthenticationError, ConflictError, NotFoundError, PermissionError, RateLimitError} from '../errors/refusals.ts';
import {isSdkError} from '../errors/sdk-error.ts';
import {fakeFetch, type FakeRoutes} from '../testing/index.ts';
import {createHttpClient} from './http-client.ts';
import type {HttpClientOptions, HttpEvent} from './options.ts';
import {path} from './path.ts';

const connect = (routes: FakeRoutes, options: Partial<HttpClientOptions> = {}) => {
	const fetch = fakeFetch(routes);
	return {http: createHttpClient({baseUrl: 'https://archive.test', fetch, retry: {limit: 0}, ...options}), requests: fetch.requests};
};

const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

const watch = (routes: FakeRoutes, options: Partial<HttpClientOptions> = {}) => {
	const events: HttpEvent[] = [];
	const {http} = connect(routes, {
		onEvent: event => void events.push(event),
		retry: {sleep: async () => {}, random: () => 1},
		...options,
	});
	return {http, events};
};

describe('a client', () => {
	it('sends method, address, query, headers and body', async () => {
		const {http, requests} = connect({'POST /api/things': 'done'}, {headers: {'x-all': 'all', 'x-both': 'client'}});
		const response = await http.send('POST', path`api/things`, {query: {a: 1}, headers: {'X-Both': 'call'}, body: 'text'});
		expect(await response.text()).toBe('done');
		const [request] = requests;
		expect(request?.url).toBe('https://archive.test/api/things?a=1');
		expect(request?.headers.get('x-all')).toBe('all');
		expect(request?.headers.get('x-both')).toBe('call');
		expect(await request?.text()).toBe('text');
	});

	it('sends parameters as a form', async () => {
		const {http, requests} = connect({'POST /f': ''});
		await http.send('POST', '/f', {body: new URLSearchParams({a: 'b c', d: 'ä'})});
		expect(requests[0]?.headers.get('content-type')).toMatch('application/x-www-form-urlencoded');
		expect(await requests[0]?.text()).toBe('a=b+c&d=%C3%A4');
	});

	it('gives out its address, not a handle on it', () => {
		const {http} = connect({});
		http.baseUrl.host = 'elsewhere.test';
		expect(http.baseUrl.href).toBe('https://archive.test/');
	});

	it('sends nothing to another origin', async () => {
		const {http, requests} = connect({});
		expect(isSdkError(await failure(http.send('GET', 'https://elsewhere.test/x')), 'foreign-link')).toBe(true);
		expect(requests).toHaveLength(0);
	});

	it('can be told to rewrite addresses of another origin', async () => {
		const {http, requests} = connect({'GET /x': 'fine'}, {foreignLinks: 'rewrite'});
		await http.send('GET', 'https://elsewhere.test/x?a=1');
		expect(requests[0]?.url).toBe('https://archive.test/x?a=1');
	});

	it.each([0, -1, Number.NaN])('refuses %d as a time limit', async timeout => {
		const {http, requests} = connect({'GET /x': ''});
		expect(isSdkError(await failure(http.send('GET', '/x', {timeout})), 'configuration')).toBe(true);
		expect(isSdkError(await failure(http.send('GET', '/x', {totalTimeout: timeout})), 'configuration')).toBe(true);
		expect(requests).toHaveLength(0);
	});

	it('takes any number above as a time limit, also none', async () => {
		const {http} = connect({'GET /x': 'fine'});
		for (const timeout of [2 ** 40, Infinity]) {
			const response = await http.send('GET', '/x', {timeout, totalTimeout: timeout});
			expect(await response.text()).toBe('fine');
		}
	});
});

describe('an answer that is no success', () => {
	it.each([
		[400, HttpError, 'http'],
		[401, AuthenticationError, 'authentication'],
		[403, PermissionError, 'permission'],
		[404, NotFoundError, 'not-found'],
		[410, NotFoundError, 'not-found'],
		[409, ConflictError, 'conflict'],
		[429, RateLimitError, 'rate-limit'],
		[500, HttpError, 'http'],
		[304, HttpError, 'http'],
	])('%d becomes %o', async (status, type, code) => {
		const {http} = connect({'GET /x': {status, body: 'Words of the server'}});
		const error = await failure(http.send('GET', '/x?token=abc'));
		expect(error).toBeInstanceOf(type);
		const body = status === 304 ? '' : 'Words of the server';
		expect(error).toMatchObject({name: type.name, code, status, method: 'GET', url: 'https://archive.test/x?token=[redacted]', body});
		expect(error).toHaveProperty('message', expect.stringMatching(/^GET https:\/\/archive\.test\/x\?token=\[redacted\] .*\(\d{3}\)\./));
	});

	it('keeps the first 2,000 characters and reads little more', async () => {
		let pulled = 0;
		const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
			{
				pull(controller) {
					pulled++;
					controller.enqueue(new TextEncoder().encode('x'.repeat(500)));
				},
			},
			{highWaterMark: 0},
		);
		const http = createHttpClient({
			baseUrl: 'https://archive.test',
			fetch: async () => new Response(body, {status: 400}),
			retry: {limit: 0},
		});
		expect(await failure(http.send('GET', 'x'))).toHaveProperty('body', 'x'.repeat(2000));
		expect(pulled).toBeLessThan(8);
	});

	it('keeps its status when its text breaks off', async () => {
		const body = new ReadableStream({
			pull() {
				throw new TypeError('terminated');
			},
		});
		const http = createHttpClient({baseUrl: 'https://archive.test', fetch: async () => new Response(body, {status: 404})});
		expect(await failure(http.send('GET', 'x'))).toMatchObject({name: 'NotFoundError', status: 404, body: ''});
	});

	it('quotes a short text, not a page of HTML', async () => {
		const {http} = connect({'GET /text': {status: 400, body: 'No such\n field'}, 'GET /page': {status: 400, body: '<!DOCTYPE html><p>No'}});
		expect(await failure(http.send('GET', '/text'))).toHaveProperty('message', expect.stringContaining('The server says: No such field'));
		expect(await failure(http.send('GET', '/page'))).not.toHaveProperty('message', expect.stringContaining('<'));
	});

	it('can be described by who knows the server', async () => {
		const describeError = vi.fn<NonNullable<HttpClientOptions['describeError']>>(({body}) =>
			body === 'gone' ? new NotFoundError('It has gone.', {status: 500}) : body === 'busy' ? 'It is busy.' : undefined,
		);
		const {http} = connect(
			{
				'GET /gone': {status: 500, body: 'gone'},
				'GET /busy': {status: 409, body: 'busy', headers: {'x-reason': 'r'}},
				'GET /other': {status: 403},
			},
			{describeError},
		);
		expect(await failure(http.send('GET', '/gone'))).toMatchObject({name: 'NotFoundError', message: 'It has gone.'});
		expect(await failure(http.send('GET', '/busy'))).toMatchObject({name: 'ConflictError', message: 'It is busy.', status: 409});
		expect(await failure(http.send('GET', '/other?token=abc'))).toMatchObject({name: 'PermissionError'});
		expect(describeError.mock.calls[1]?.[0].headers.get('x-reason')).toBe('r');
		expect(describeError.mock.calls[2]?.[0]).toMatchObject({
			status: 403,
			method: 'GET',
			url: 'https://archive.test/other?token=[redacted]',
		});
	});
});

describe('events', () => {
	it('tell of attempts, answers and waits', async () => {
		const {http, events} = watch({'GET /x': [{status: 503}, 'fine']});
		await http.send('GET', '/x');
		expect(events.map(({type, attempt, status, delay}) => ({type, attempt, status, delay}))).toEqual([
			{type: 'request', attempt: 1, status: undefined, delay: undefined},
			{type: 'response', attempt: 1, status: 503, delay: undefined},
			{type: 'retry', attempt: 1, status: undefined, delay: 300},
			{type: 'request', attempt: 2, status: undefined, delay: undefined},
			{type: 'response', attempt: 2, status: 200, delay: undefined},
		]);
		expect(events[2]?.error).toBeInstanceOf(HttpError);
	});

	it('tell of the failure that is thrown', async () => {
		const {http, events} = watch({});
		const error = await failure(http.send('GET', '/x'));
		expect(events.at(-1)).toMatchObject({type: 'failure', attempt: 1, error});
	});

	it('do not break a request when the listener does', async () => {
		const {http} = watch(
			{'GET /x': 'fine'},
			{
				onEvent() {
					throw new Error('listener');
				},
			},
		);
		expect((await http.send('GET', '/x')).status).toBe(200);
	});
});
