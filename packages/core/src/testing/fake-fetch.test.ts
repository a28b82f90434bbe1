import {describe, expect, it} from 'vitest';
import {fakeFetch} from './fake-fetch.ts';

const origin = 'https://archive.test';

describe('fakeFetch', () => {
	it('answers by method, path and query, the more exact route first', async () => {
		const fetch = fakeFetch({'GET /a': 'any', 'GET /a?b=1': 'one', 'POST /a': {status: 201, headers: {etag: 'x'}, body: 'made'}});
		expect(await (await fetch(`${origin}/a?b=2`)).text()).toBe('any');
		expect(await (await fetch(`${origin}/a?b=1`)).text()).toBe('one');
		const made = await fetch(`${origin}/a`, {method: 'POST'});
		expect([made.status, made.headers.get('etag'), await made.text()]).toEqual([201, 'x', 'made']);
	});

	it('gives one answer of a list per call, and the last one from then on', async () => {
		const fetch = fakeFetch({'GET /a': ['first', () => 'second', new Response('last')]});
		const texts = [];
		for (let call = 0; call < 4; call++) {
			texts.push(await (await fetch(`${origin}/a`)).text());
		}

		expect(texts).toEqual(['first', 'second', 'last', 'last']);
	});

	it('answers 404 to what it does not know, and says what was asked', async () => {
		const response = await fakeFetch({})(`${origin}/constructor?x`);
		expect(response.status).toBe(404);
		expect(await response.text()).toContain('GET /constructor?x');
	});

	it('asks a function, which may fail', async () => {
		const fetch = fakeFetch({
			'POST /echo': async request => ({body: (await request.text()).toUpperCase()}),
			'GET /broken': () => {
				throw new TypeError('Failed to fetch');
			},
		});
		expect(await (await fetch(`${origin}/echo`, {method: 'POST', body: 'hello'})).text()).toBe('HELLO');
		await expect(fetch(`${origin}/broken`)).rejects.toThrow('Failed to fetch');
	});

	it('remembers requests with their bodies', async () => {
		const fetch = fakeFetch({'PUT /a': ''});
		await fetch(new Request(`${origin}/a`, {method: 'PUT', body: 'text', headers: {'x-a': 'b'}}));
		expect(fetch.requests).toHaveLength(1);
		expect(fetch.requests[0]?.headers.get('x-a')).toBe('b');
		expect(await fetch.requests[0]?.text()).toBe('text');
	});

	it.each([204, 304])('answers %d without a body', async status => {
		expect((await fakeFetch({'GET /a': {status}})(`${origin}/a`)).body).toBeNull();
	});

	it('guesses the type of a text', async () => {
		const fetch = fakeFetch({'GET /x': '<a/>', 'GET /j': ' {"a": 1}', 'GET /t': {body: '<a/>', headers: {'content-type': 'text/html'}}});
		const types = await Promise.all(['x', 'j', 't'].map(async name => (await fetch(`${origin}/${name}`)).headers.get('content-type')));
		expect(types).toEqual(['application/xml', 'application/json', 'text/html']);
	});

	it('listens to a signal, before and during the answer', async () => {
		const fetch = fakeFetch({'GET /a': () => new Promise(() => {})});
		await expect(fetch(`${origin}/a`, {signal: AbortSignal.abort('before')})).rejects.toBe('before');
		const controller = new AbortController();
		const waiting = fetch(`${origin}/a`, {signal: controller.signal});
		controller.abort('during');
		await expect(waiting).rejects.toBe('during');
	});
});
