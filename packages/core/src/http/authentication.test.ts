import {describe, expect, it, vi} from 'vitest';
import {createCredentialCache} from '../auth/credential-cache.ts';
import {Secret} from '../auth/secret.ts';
import {AuthenticationError} from '../errors/refusals.ts';
import {isSdkError} from '../errors/sdk-error.ts';
import {fakeFetch, type FakeRoutes} from '../testing/index.ts';
import {createHttpClient} from './http-client.ts';
import type {Authenticator, HttpEvent} from './options.ts';

const connect = (routes: FakeRoutes, authenticator: Authenticator) => {
	const fetch = fakeFetch(routes);
	const events: HttpEvent[] = [];
	const http = createHttpClient({
		baseUrl: 'https://archive.test',
		fetch,
		authenticator,
		retry: {sleep: async () => {}},
		onEvent: event => void events.push(event),
	});
	return {http, events, requests: fetch.requests, tokens: () => fetch.requests.map(request => request.headers.get('token'))};
};

/** Gives token-1, token-2 … */
const counting = () => {
	let count = 0;
	return {headers: vi.fn(async () => ({token: `token-${++count}`})), refused: vi.fn(async () => true)} satisfies Authenticator;
};

const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

describe('an authenticator', () => {
	it('is asked for headers before every attempt', async () => {
		const {http, tokens} = connect({'GET /x': [{status: 503}, {status: 503}, 'fine']}, counting());
		await http.send('GET', '/x', {headers: {token: 'mine'}});
		expect(tokens()).toEqual(['token-1', 'token-2', 'token-3']);
	});

	it('is not asked where it is not wanted', async () => {
		const authenticator = counting();
		const {http, tokens} = connect({'GET /x': {status: 401}}, authenticator);
		expect(await failure(http.send('GET', '/x', {authenticate: false}))).toBeInstanceOf(AuthenticationError);
		expect(tokens()).toEqual([null]);
		expect(authenticator.refused).not.toHaveBeenCalled();
	});

	it('hears of a 401 and gets one more chance, with the same body and for POST too', async () => {
		const authenticator = counting();
		const {http, tokens, requests, events} = connect({'POST /x': [{status: 401}, 'fine']}, authenticator);
		expect(await (await http.send('POST', '/x', {body: 'again'})).text()).toBe('fine');
		expect(tokens()).toEqual(['token-1', 'token-2']);
		expect(await requests[1]?.text()).toBe('again');
		expect(authenticator.refused.mock.calls).toEqual([[{token: 'token-1'}, {signal: undefined}]]);
		expect(events.map(({type}) => type)).toEqual(['request', 'response', 'renewal', 'request', 'response']);
	});

	it('gets no second chance in the same call', async () => {
		const authenticator = counting();
		const {http, requests} = connect({'GET /x': {status: 401}}, authenticator);
		expect(await failure(http.send('GET', '/x'))).toBeInstanceOf(AuthenticationError);
		expect(requests).toHaveLength(2);
		expect(authenticator.refused).toHaveBeenCalledOnce();
	});

	it('can say that there is no use in another attempt', async () => {
		const {http, requests} = connect({'GET /x': {status: 401}}, {...counting(), refused: async () => false});
		expect(await failure(http.send('GET', '/x'))).toBeInstanceOf(AuthenticationError);
		expect(requests).toHaveLength(1);
	});

	it('does not need to care about 401', async () => {
		const {http, requests} = connect({'GET /x': {status: 401}}, {headers: async () => ({token: 'fixed'})});
		expect(await failure(http.send('GET', '/x'))).toBeInstanceOf(AuthenticationError);
		expect(requests).toHaveLength(1);
	});

	it('hears of a 401 to a stream, which is not sent again', async () => {
		const authenticator = counting();
		const {http, requests} = connect({'PUT /x': {status: 401}}, authenticator);
		expect(await failure(http.send('PUT', '/x', {body: new Blob(['once']).stream()}))).toBeInstanceOf(AuthenticationError);
		expect(requests).toHaveLength(1);
		expect(authenticator.refused).toHaveBeenCalledOnce();
	});

	it('keeps the chance of a retry after its renewal', async () => {
		const {http, tokens} = connect({'GET /x': [{status: 503}, {status: 401}, {status: 503}, 'fine']}, counting());
		expect((await http.send('GET', '/x')).status).toBe(200);
		expect(tokens()).toHaveLength(4);
	});

	it('fails the call as it fails itself, and nothing is sent', async () => {
		const refusal = new AuthenticationError('The password is wrong.');
		const {http, requests, events} = connect(
			{'GET /x': ''},
			{
				async headers() {
					throw refusal;
				},
			},
		);
		expect(await failure(http.send('GET', '/x'))).toBe(refusal);
		expect(requests).toHaveLength(0);
		expect(events).toMatchObject([{type: 'failure', attempt: 0, error: refusal}]);
	});

	it('may not give headers that cannot be sent; the error names the header, not the value', async () => {
		const {http} = connect({}, {headers: async () => ({token: 'sesame\nopen'})});
		const error = await failure(http.send('GET', '/x'));
		expect(isSdkError(error, 'configuration')).toBe(true);
		expect(String(error)).toContain('token');
		expect(String(error)).not.toContain('sesame');
	});

	it('is given the signal that ends the call', async () => {
		const controller = new AbortController();
		const {http} = connect(
			{},
			{headers: ({signal}) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('heard'))))},
		);
		const error = failure(http.send('GET', '/x', {signal: controller.signal}));
		controller.abort('enough');
		expect(await error).toBe('enough');
	});

	it('signs in once for all calls that were refused at the same time', async () => {
		let good = 1;
		const acquire = vi.fn(async () => ({value: new Secret(`token-${good}`), expiresAt: undefined}));
		const cache = createCredentialCache({acquire});
		const {http, requests} = connect(
			{'GET /x': request => (request.headers.get('token') === `token-${good}` ? 'fine' : {status: 401})},
			{
				headers: async options => ({token: (await cache.get(options)).value.reveal()}),
				async refused({token = ''}) {
					cache.invalidate(new Secret(token));
					return true;
				},
			},
		);
		await http.send('GET', '/x');
		good = 2;
		const answers = await Promise.all(Array.from({length: 10}, async () => (await http.send('GET', '/x')).text()));
		expect(answers).toEqual(Array.from({length: 10}).fill('fine'));
		expect(acquire).toHaveBeenCalledTimes(2);
		expect(requests).toHaveLength(1 + 10 + 10);
	});
});

it('an answer that leads to another request lets its connection go', async () => {
	const cancelled = vi.fn();
	const unread = (status: number, location: string) =>
		new Response(new ReadableStream({cancel: reason => cancelled(reason)}), {status, headers: {location}});
	const answers = [unread(302, '/x'), unread(401, ''), new Response('fine')];
	const http = createHttpClient({
		baseUrl: 'https://archive.test',
		fetch: async () => answers.shift() ?? new Response(),
		authenticator: counting(),
	});
	expect(await (await http.send('GET', '/x')).text()).toBe('fine');
	expect(cancelled).toHaveBeenCalledTimes(2);
});

describe('an abort', () => {
	const route = {'GET /x': () => new Promise<string>(() => {})};

	it('before the call sends nothing', async () => {
		const {http, requests} = connect(route, counting());
		await expect(http.send('GET', '/x', {signal: AbortSignal.abort('enough')})).rejects.toBe('enough');
		expect(requests).toHaveLength(0);
	});

	it.each([new Error('enough'), 'enough', {code: 7}, null])('comes through with its reason %o untouched', async reason => {
		const controller = new AbortController();
		const {http, events} = connect(route, counting());
		const error = http.send('GET', '/x', {signal: controller.signal}).catch((failed: unknown) => ({failed}));
		await vi.waitUntil(() => events.length > 0);
		controller.abort(reason);
		expect(await error).toEqual({failed: reason});
	});
});
