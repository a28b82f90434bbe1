import {describe, expect, it} from 'vitest';
import * as z from 'zod/mini';
import {createHttpClient} from '../http/http-client.ts';
import {path} from '../http/path.ts';
import {fakeFetch} from '../testing/index.ts';
import {decodeJson, getJson, parseJson, sendJson} from './index.ts';

interface Thing {
	readonly name: string;
	readonly parts: readonly {readonly size: number}[];
}

const thing: z.ZodMiniType<Thing> = z.object({name: z.string(), parts: z.array(z.object({size: z.number()}))});

const failure = (act: () => unknown): string => {
	try {
		act();
		return 'nothing';
	} catch (error) {
		return String(error);
	}
};

const connect = (routes: Parameters<typeof fakeFetch>[0]) => {
	const fetch = fakeFetch(routes);
	return {http: createHttpClient({baseUrl: 'https://archive.test', fetch}), requests: fetch.requests};
};

describe('parseJson', () => {
	it('gives what the schema gives', () => {
		expect(parseJson('{"name": "ä", "parts": [{"size": 1}], "more": true}', thing, 'It')).toEqual({name: 'ä', parts: [{size: 1}]});
	});

	it('says where a value is of another shape, without quoting it', () => {
		const message = failure(() => parseJson('{"name": "x", "parts": [{"size": "sesame"}]}', thing, 'The answer'));
		expect(message).toMatch(/^DecodeError: The answer has another shape than expected: parts\.0\.size: number expected\.$/);
		expect(message).not.toContain('sesame');
	});

	it('names no more than five places', () => {
		const parts = JSON.stringify(Array.from({length: 9}, () => ({})));
		expect(failure(() => parseJson(`{"name": "x", "parts": ${parts}}`, thing, 'It')).match(/size/g)).toHaveLength(5);
	});

	it.each([
		['', 'It is empty where JSON was expected.'],
		[' \n', 'It is empty where JSON was expected.'],
		['{"name": "x"', /^It is damaged JSON.*cut off\.$/],
		['[1, 2', /^It is damaged JSON/],
		['Not found', 'It is text where JSON was expected. It starts with: Not found'],
		[
			'  <!DOCTYPE html>\n<html><title>Log in</title>',
			'It is a web page where JSON was expected; it may come from a sign-in page or a proxy. It starts with: <!DOCTYPE html> <html><title>Log in</title>',
		],
		['<html lang="en">', /^It is a web page/],
		['<?xml version="1.0"?><x/>', /^It is XML/],
		['Your token is eyJhbGciOiJIUzI1NiJ9.e30.abcdefghijklmnop', 'It is text where JSON was expected. It starts with: Your token is …'],
		['eyJhbGciOiJIUzI1NiJ9.e30.abc', 'It is text where JSON was expected.'],
	])('says what %j is instead', (text, message) => {
		expect(failure(() => parseJson(text, thing, 'It')).replace('DecodeError: ', '')).toEqual(
			message instanceof RegExp ? expect.stringMatching(message) : message,
		);
	});

	it('quotes no more than the start', () => {
		expect(failure(() => parseJson('word '.repeat(1e5), thing, 'It')).length).toBeLessThan(300);
	});

	it('takes schemas of others, with keys as paths, and refuses asynchronous ones', () => {
		const picky = {'~standard': {validate: () => ({issues: [{message: 'is wrong', path: [{key: 'a'}, 0]}]})}};
		expect(failure(() => parseJson('1', picky, 'It'))).toContain('a.0: is wrong');
		const slow = {'~standard': {validate: async (value: unknown) => ({value})}};
		expect(failure(() => parseJson('1', slow, 'It'))).toMatch('ConfigurationError');
		const failing = {'~standard': {validate: () => Promise.reject(new RangeError('too deep'))}}; // Unhandled, it would end the process.
		expect(failure(() => parseJson('1', failing, 'It'))).toMatch('ConfigurationError');
	});
});

describe('requests', () => {
	it('ask for JSON and read it', async () => {
		const {http, requests} = connect({'GET /api/a%20b?c=1': '{"name": "x", "parts": []}'});
		expect(await getJson(http, path`api/${'a b'}`, thing, {query: {c: 1}})).toEqual({name: 'x', parts: []});
		expect(requests[0]?.headers.get('accept')).toBe('application/json');
	});

	it('send JSON', async () => {
		const {http, requests} = connect({'POST /api/x': '{"name": "x", "parts": []}'});
		await sendJson(http, 'POST', '/api/x', {a: [1, null]}, thing, {headers: {accept: 'application/vnd.x+json'}});
		expect(requests[0]?.headers.get('content-type')).toBe('application/json');
		expect(requests[0]?.headers.get('accept')).toBe('application/vnd.x+json');
		expect(await requests[0]?.json()).toEqual({a: [1, null]});
	});

	it('name the address in what goes wrong, without its token', async () => {
		const response = Object.defineProperty(new Response('oh no'), 'url', {value: 'https://archive.test/x?token=sesame'});
		await expect(decodeJson(response, thing)).rejects.toThrow(
			'The answer of https://archive.test/x?token=[redacted] is text where JSON was expected',
		);
		await expect(decodeJson(new Response('oh no'), thing)).rejects.toThrow('The answer of the server is text');
	});
});
