import {expect, it, vi} from 'vitest';
import {HttpError} from '../errors/http-error.ts';
import {fakeFetch} from '../testing/fake-fetch.ts';
import {createHttpClient} from './http-client.ts';
import {path} from './path.ts';

vi.mock('./unsuccessful.ts', () => {
	throw new Error('the page is offline now');
});

vi.mock('./retry-after.ts', () => {
	throw new Error('the page is offline now');
});

it('tells the status of an answer also where what explains it cannot be loaded', async () => {
	const http = createHttpClient({baseUrl: 'https://example.org', fetch: fakeFetch({'GET /a': {status: 418, body: 'teapot'}})});
	const failure = await http.send('GET', path`a`, {query: {token: 'secret-1'}}).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(HttpError);
	expect(failure).toMatchObject({status: 418, method: 'GET', url: 'https://example.org/a?token=[redacted]'});
	expect(String(failure)).toContain('was answered with 418');
});

it('waits as long as it would by itself where what reads the wish of the server cannot be loaded', async () => {
	const delays: number[] = [];
	const fetch = fakeFetch({'GET /a': [{status: 503, headers: {'retry-after': '60'}}, 'fine']});
	const retry = {sleep: async (ms: number) => void delays.push(ms), random: () => 1};
	const http = createHttpClient({baseUrl: 'https://example.org', fetch, retry});
	expect(await (await http.send('GET', path`a`)).text()).toBe('fine');
	expect(delays).toEqual([300]);
});
