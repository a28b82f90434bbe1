import {afterEach, describe, expect, it, vi} from 'vitest';
import {NotFoundError} from '../errors/refusals.ts';
import {isSdkError} from '../errors/sdk-error.ts';
import {fakeFetch, type FakeRoutes} from '../testing/index.ts';
import {createHttpClient} from './http-client.ts';
import type {HttpClientOptions, HttpMethod, RetryOptions} from './options.ts';
import {readRetryAfter} from './retry-after.ts';

const connect = (routes: FakeRoutes, retry: RetryOptions = {}, options: Partial<HttpClientOptions> = {}) => {
	const fetch = fakeFetch(routes);
	const delays: number[] = [];
	const sleep = async (ms: number) => void delays.push(ms);
	const http = createHttpClient({baseUrl: 'https://archive.test', fetch, retry: {sleep, random: () => 1, ...retry}, ...options});
	return {http, requests: fetch.requests, delays};
};

const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

const after = (value: string) => ({status: 503, headers: {'retry-after': value}});

const dropped = () => {
	throw new TypeError('Failed to fetch');
};

afterEach(() => {
	vi.useRealTimers();
});

describe('a failed attempt', () => {
	it.each([408, 429, 500, 502, 503, 504])('is repeated after %d', async status => {
		const {http, requests} = connect({'GET /x': [{status}, {status}, 'fine']});
		expect(await (await http.send('GET', '/x')).text()).toBe('fine');
		expect(requests).toHaveLength(3);
	});

	it.each([400, 403, 404, 409, 413, 501, 505])('is final after %d', async status => {
		const {http, requests} = connect({'GET /x': {status}});
		expect(await failure(http.send('GET', '/x'))).toHaveProperty('status', status);
		expect(requests).toHaveLength(1);
	});

	it('is repeated when nothing came back', async () => {
		const {http, requests} = connect({'GET /x': [dropped, 'fine']});
		expect(await (await http.send('GET', '/x')).text()).toBe('fine');
		expect(requests).toHaveLength(2);
	});

	it('is repeated in any words a runtime has for a dropped connection', async () => {
		const {http} = connect({
			'GET /x': [
				() => {
					throw new Error('Unable to connect. Is the computer able to access the url?');
				},
				'fine',
			],
		});
		expect(await (await http.send('GET', '/x')).text()).toBe('fine');
	});

	it('is repeated when it took too long', async () => {
		vi.useFakeTimers();
		const {http, requests} = connect({'GET /x': [() => new Promise(() => {}), 'fine']});
		const response = http.send('GET', '/x', {timeout: 500});
		await vi.advanceTimersByTimeAsync(500);
		expect(await (await response).text()).toBe('fine');
		expect(requests).toHaveLength(2);
		expect(requests[0]?.signal.aborted).toBe(true);
	});

	it('fails as the last attempt did', async () => {
		const {http, requests, delays} = connect({
			'GET /x': [{status: 503}, dropped, {status: 502}, {status: 504, body: 'last'}, 'never asked'],
		});
		expect(await failure(http.send('GET', '/x'))).toMatchObject({status: 504, body: 'last'});
		expect(requests).toHaveLength(4);
		expect(delays).toHaveLength(3);
	});

	it.each<[HttpMethod, boolean]>([
		['GET', true],
		['HEAD', true],
		['PUT', true],
		['DELETE', true],
		['POST', false],
		['PATCH', false],
	])('of %s may be repeated: %s', async (method, isRepeated) => {
		const {http, requests} = connect({[`${method} /x`]: [{status: 503}, 'fine']});
		const error = await failure(http.send(method, '/x'));
		expect(error === undefined).toBe(isRepeated);
		expect(requests).toHaveLength(isRepeated ? 2 : 1);
	});

	it('is repeated or final when the caller says so', async () => {
		const {http, requests} = connect({'POST /x': [{status: 503}, 'fine'], 'GET /y': {status: 503}});
		await http.send('POST', '/x', {retry: true, body: new Blob(['again'])});
		expect(await Promise.all(requests.map(request => request.text()))).toEqual(['again', 'again']);
		await failure(http.send('GET', '/y', {retry: false}));
		expect(requests).toHaveLength(3);
	});

	it('is final once the server is understood better', async () => {
		const {http, requests} = connect({'GET /x': {status: 500}}, {}, {describeError: () => new NotFoundError('Not there.', {status: 500})});
		expect(await failure(http.send('GET', '/x'))).toHaveProperty('message', 'Not there.');
		expect(requests).toHaveLength(1);
	});

	it('is still repeated when only its message is better', async () => {
		const {http, requests} = connect({'GET /x': [{status: 500}, 'fine']}, {}, {describeError: () => 'Busy.'});
		await http.send('GET', '/x');
		expect(requests).toHaveLength(2);
	});
});

describe('the wait between attempts', () => {
	it('doubles up to a limit', async () => {
		const {http, delays} = connect({'GET /x': {status: 503}}, {limit: 5, baseDelay: 100, maxDelay: 1000});
		await failure(http.send('GET', '/x'));
		expect(delays).toEqual([100, 200, 400, 800, 1000]);
	});

	it('is a random part of that, so that clients spread', async () => {
		const {http, delays} = connect({'GET /x': {status: 503}}, {limit: 2, random: () => 0.25});
		await failure(http.send('GET', '/x'));
		expect(delays).toEqual([75, 150]);
	});

	it('is what the server asks for, no longer than the limit', async () => {
		const {http, delays} = connect({'GET /x': [after('7'), after('86400'), after('soon'), 'fine']}, {baseDelay: 1});
		await http.send('GET', '/x');
		expect(delays).toEqual([7000, 120_000, 4]);
	});

	it('tells the caller in the end what the server asked for', async () => {
		const {http} = connect({'GET /x': {status: 429, headers: {'retry-after': '9'}}}, {limit: 0});
		expect(await failure(http.send('GET', '/x'))).toHaveProperty('retryAfter', 9000);
	});

	it('ends with the reason of an abort, with the real timer', async () => {
		const controller = new AbortController();
		const {http, requests} = connect(
			{'GET /x': {status: 503, headers: {'retry-after': '100'}}},
			{sleep: undefined},
			{
				onEvent: ({type}) => type === 'retry' && queueMicrotask(() => controller.abort('enough')),
			},
		);
		await expect(http.send('GET', '/x', {signal: controller.signal})).rejects.toBe('enough');
		expect(requests).toHaveLength(1);
	});

	it('ends with the total limit', async () => {
		vi.useFakeTimers();
		const {http, requests} = connect({'GET /x': {status: 503, headers: {'retry-after': '100'}}}, {sleep: undefined});
		const error = failure(http.send('GET', '/x', {totalTimeout: 5000}));
		await vi.advanceTimersByTimeAsync(5000);
		expect(await error).toHaveProperty('message', 'GET https://archive.test/x was not done within 5000 ms and 1 attempts.');
		expect(isSdkError(await error, 'timeout')).toBe(true);
		expect(requests).toHaveLength(1);
	});
});

describe('the total limit', () => {
	it('is over with the headers: the body may take its time, and no timer is left', async () => {
		vi.useFakeTimers();
		const {http} = connect({'GET /x': 'fine'});
		const response = await http.send('GET', '/x', {totalTimeout: 5000});
		expect(vi.getTimerCount()).toBe(0);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(await response.text()).toBe('fine');
	});

	it('ends a sign-in that hangs', async () => {
		vi.useFakeTimers();
		const {http, requests} = connect({}, {}, {authenticator: {headers: () => new Promise(() => {})}});
		const error = failure(http.send('GET', '/x', {totalTimeout: 5000}));
		await vi.advanceTimersByTimeAsync(5000);
		expect(await error).toHaveProperty('message', 'GET https://archive.test/x was not done within 5000 ms and 0 attempts.');
		expect(requests).toHaveLength(0);
	});
});

describe('a stream as body', () => {
	it('is made anew for each attempt by a function, and sent as often as the call may be', async () => {
		const bodies: string[] = [];
		const {http} = connect({
			'PUT /x': async request => {
				bodies.push(await request.text());
				return {status: bodies.length < 3 ? 503 : 200};
			},
		});
		await http.send('PUT', '/x', {body: () => new Blob(['the same']).stream()});
		expect(bodies).toEqual(['the same', 'the same', 'the same']);
	});

	it('is sent as it is read and never twice', async () => {
		let calls = 0;
		const body = new Blob(['once']).stream();
		const http = createHttpClient({
			baseUrl: 'https://archive.test',
			retry: {sleep: async () => {}},
			fetch: async input => {
				calls++;
				expect(await new Response(input instanceof Request ? input.body : null).text()).toBe('once');
				return new Response('', {status: 503});
			},
		});
		expect(await failure(http.send('PUT', 'x', {body, retry: true}))).toHaveProperty('status', 503);
		expect(calls).toBe(1);
	});
});

describe('Retry-After', () => {
	const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

	it.each([
		[{'retry-after': '120'}, 120_000],
		[{'retry-after': ' 0 '}, 0],
		[{'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date}, 30_000],
		[{'retry-after': 'Wednesday, 21-Oct-26 07:28:30 GMT', date}, 30_000],
		[{'retry-after': 'Wed Oct 21 07:28:30 2026 GMT', date}, 30_000],
		[{'retry-after': 'Wed, 21 Oct 2026 07:00:00 GMT', date}, 0],
		[{'retry-after': '-5'}, undefined],
		[{'retry-after': '1.5'}, undefined],
		[{'retry-after': '2026'.repeat(2)}, 20_262_026_000],
		[{'retry-after': 'tomorrow'}, undefined],
		[{}, undefined],
	])('of %j means %s ms', (headers, ms) => {
		expect(readRetryAfter(new Headers(headers))).toBe(ms);
	});

	it('as a date counts from the clock of this machine if the server does not tell its own', () => {
		vi.useFakeTimers({now: Date.parse(date)});
		expect(readRetryAfter(new Headers({'retry-after': 'Wed, 21 Oct 2026 07:29:00 GMT'}))).toBe(60_000);
	});
});
