import {describe, expect, it} from 'vitest';
import {HttpError} from '../errors/http-error.ts';
import {AuthenticationError} from '../errors/refusals.ts';
import {fakeFetch} from '../testing/index.ts';
import {createHttpClient} from './http-client.ts';
import type {HttpMethod} from './options.ts';

const to = (location: string, status = 302) => ({status, headers: {location}});

const connect = (routes: Parameters<typeof fakeFetch>[0]) => {
	const fetch = fakeFetch(routes);
	const authenticator = {headers: async () => ({token: 'sesame'})};
	return {http: createHttpClient({baseUrl: 'https://archive.test', fetch, authenticator, retry: {limit: 0}}), requests: fetch.requests};
};

const failure = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => undefined,
		(error: unknown) => error,
	);

describe('a redirect', () => {
	it.each<[HttpMethod, number]>([
		['GET', 301],
		['GET', 302],
		['GET', 303],
		['GET', 307],
		['HEAD', 308],
	])('of %s with %d is followed on the same origin, credentials included', async (method, status) => {
		const {http, requests} = connect({[`${method} /old`]: to('/new?a=1#part', status), [`${method} /new?a=1`]: 'fine'});
		expect((await http.send(method, '/old')).status).toBe(200);
		expect(requests.map(({url}) => url)).toEqual(['https://archive.test/old', 'https://archive.test/new?a=1']);
		expect(requests[1]?.headers.get('token')).toBe('sesame');
		expect(requests[0]?.redirect).toBe('manual');
	});

	it.each(['https://elsewhere.test/x', '//elsewhere.test/x', 'http://archive.test/x'])('to %s is refused', async location => {
		const {http, requests} = connect({'GET /x': to(location)});
		const error = await failure(http.send('GET', '/x'));
		expect(error).toBeInstanceOf(HttpError);
		expect(error).toMatchObject({code: 'redirect', status: 302, message: expect.stringContaining('Credentials do not go elsewhere')});
		expect(requests).toHaveLength(1);
	});

	it.each<HttpMethod>(['POST', 'PUT', 'PATCH', 'DELETE'])('of %s is refused', async method => {
		const {http, requests} = connect({[`${method} /x`]: to('/x/', 301)});
		expect(await failure(http.send(method, '/x', {retry: true}))).toMatchObject({
			code: 'redirect',
			message: expect.stringContaining('Only reading'),
		});
		expect(requests).toHaveLength(1);
	});

	it.each([
		['GET', '/login/?next=/api'],
		['GET', '/login'],
		['GET', '/auth/login/tenant'],
		['POST', '/administration/accounts/login/?next=/api'],
		['GET', 'https://sign-in.test/login'],
	] as const)('of %s to the sign-in page %s says so', async (method, location) => {
		const {http} = connect({[`${method} /x`]: to(location)});
		const error = await failure(http.send(method, '/x'));
		expect(error).toBeInstanceOf(AuthenticationError);
		expect(error).toMatchObject({code: 'authentication', status: 302, message: expect.stringContaining('sign-in page')});
	});

	it('to the installer says that the server is not set up', async () => {
		const {http} = connect({'GET /x': to('/installer/welcome/')});
		const error = await failure(http.send('GET', '/x'));
		expect(error).toBeInstanceOf(AuthenticationError);
		expect(error).toMatchObject({code: 'not-installed', message: expect.stringContaining('not been set up')});
	});

	it('to a path that only looks like sign-in is followed', async () => {
		const {http} = connect({'GET /x': to('/api/accesstoken/login'), 'GET /api/accesstoken/login': 'fine'});
		expect((await http.send('GET', '/x')).status).toBe(200);
	});

	it('is followed five times', async () => {
		const {http, requests} = connect({'GET /x': [to('/x'), to('/x'), to('/x'), to('/x'), to('/x'), 'fine']});
		expect((await http.send('GET', '/x')).status).toBe(200);
		expect(requests).toHaveLength(6);
	});

	it('is not followed forever', async () => {
		const {http, requests} = connect({'GET /x': to('/x')});
		expect(await failure(http.send('GET', '/x'))).toHaveProperty('message', expect.stringContaining('more than 5 times'));
		expect(requests).toHaveLength(6);
	});

	it.each([{status: 302}, to('https://[')])('without a place to go is refused: %j', async answer => {
		const {http} = connect({'GET /x': answer});
		expect(await failure(http.send('GET', '/x'))).toMatchObject({
			code: 'redirect',
			message: expect.stringContaining('without saying where'),
		});
	});

	it('that a browser hides is refused with an explanation', async () => {
		const hidden = Object.defineProperties(new Response(), {type: {value: 'opaqueredirect'}, status: {value: 0}, ok: {value: false}});
		const http = createHttpClient({baseUrl: 'https://archive.test', fetch: async () => hidden});
		expect(await failure(http.send('GET', 'x'))).toMatchObject({
			code: 'redirect',
			status: 0,
			message: expect.stringContaining('the browser does not say where'),
		});
	});

	it('shows no token of the address it leads to', async () => {
		const {http} = connect({'POST /x': to('/y?token=abc')});
		expect(String(await failure(http.send('POST', '/x')))).toContain('/y?token=[redacted]');
	});
});
