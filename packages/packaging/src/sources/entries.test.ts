import {describe, expect, it} from 'vitest';
import {ConfigurationError} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import {readText} from '@fonds/core/streams';
import {fakeFetch, type FakeRoutes} from '@fonds/core/testing';
import {collect, streamInPieces, textBytes} from '../fixtures/entries.ts';
import {openZip} from '../unzip/open-zip.ts';
import {zip} from '../zip/zip.ts';
import {entryFromStream} from './stream-entry.ts';
import {entryFromUrl, type UrlEntryOptions} from './url-entry.ts';

describe('a stream as an entry', () => {
	it('is opened once, when its turn comes, and its size is known before', async () => {
		let opened = 0;
		const entry = entryFromStream('a/b', 5, () => {
			opened++;
			return streamInPieces(textBytes('hello'), 2);
		});
		expect([entry.path, entry.size, opened]).toEqual(['a/b', 5, 0]);
		const archive = await openZip(new Blob([await collect(zip([entry]))]));
		expect(await readText(archive.open(archive.entries()[0]!))).toBe('hello');
		expect(opened).toBe(1);
	});

	it('may have no size', async () => {
		expect(entryFromStream('a', undefined, () => new Blob(['x']).stream()).size).toBeUndefined();
	});

	it.each([
		['../a', 1, 'unsafe-path'],
		['', 1, 'unsafe-path'],
		['a', -1, 'bad-size'],
		['a', 0.5, 'bad-size'],
		['a', Number.NaN, 'bad-size'],
	])('is refused with the path %j and the size %d', (path, size, problem) => {
		expect(() => entryFromStream(path, size, () => new Blob([]).stream())).toThrow(expect.objectContaining({problem}) as Error);
	});
});

const address = 'https://files.example/a/b%20c.txt?v=1';
const sleep = (): Promise<void> => Promise.resolve();

function setUp(routes: FakeRoutes, options: UrlEntryOptions = {}) {
	const fetch = fakeFetch(routes);
	return {entry: entryFromUrl(address, {fetch, retry: {limit: 2, sleep}, ...options}), requests: fetch.requests};
}

const route = 'GET /a/b%20c.txt';
const hello = {headers: {'content-length': '5'}, body: 'hello'};

describe('a file on a web server as an entry', () => {
	it('is asked for when it is opened, as it is, with the headers that were given', async () => {
		const {entry, requests} = setUp({[route]: hello}, {headers: {authorization: 'Bearer t'}});
		expect([entry.path, entry.size, requests.length]).toEqual(['b c.txt', undefined, 0]);
		expect(await readText(await entry.open())).toBe('hello');
		expect(requests).toHaveLength(1);
		expect(requests[0]!.url).toBe(address);
		expect(requests[0]!.headers.get('authorization')).toBe('Bearer t');
		if (typeof document === 'undefined') {
			expect(requests[0]!.headers.get('accept-encoding')).toBe('identity'); // Browsers let no page say that.
		}
	});

	it('has the path, size and date that are given', () => {
		const {entry} = setUp({}, {path: 'x/y', size: 5, modified: new Date(1e12)});
		expect(entry).toMatchObject({path: 'x/y', size: 5, modified: new Date(1e12)});
	});

	it.each<[string, UrlEntryOptions, Readonly<Record<string, string>>]>([
		['the length the server says', {}, {'content-length': '6'}],
		['the length that is given', {size: 6}, {}],
		['a digest that is given', {fixities: [{algorithm: 'md5', value: '0'.repeat(32)}]}, {'content-length': '5'}],
	])('fails when it has not %s', async (_, options, headers) => {
		const {entry} = setUp({[route]: {headers, body: 'hello'}}, options);
		await expect(readText(await entry.open())).rejects.toMatchObject({name: 'FixityError', path: 'b c.txt'});
	});

	it('passes when it has what is given, whatever else the server says', async () => {
		const hasher = await createHasher(['sha256']);
		hasher.update(textBytes('hello'));
		const fixities = [{algorithm: 'sha256' as const, value: hasher.digest().sha256!}];
		const {entry} = setUp({[route]: {headers: {'content-encoding': 'gzip', 'content-length': '99'}, body: 'hello'}}, {fixities});
		expect(await readText(await entry.open())).toBe('hello');
	});

	it.each<[string, Readonly<Record<string, string>>]>([
		['says no length', {}],
		['says that of an encoded body', {'content-encoding': 'gzip', 'content-length': '5'}],
		['says what is no length', {'content-length': 'five'}],
	])('is refused when nothing can be verified, because the server %s', async (_, headers) => {
		const {entry} = setUp({[route]: {headers, body: 'hello'}});
		await expect(entry.open()).rejects.toMatchObject({problem: 'unverifiable', path: 'b c.txt'});
	});

	it.each([
		[202, {body: 'wait', headers: {'content-length': '4'}}],
		[204, {headers: {'content-length': '0'}}],
		[206, {body: 'hel', headers: {'content-length': '3', 'content-range': 'bytes 0-2/5'}}],
	])('is not what comes with the status %d', async (status, answer) => {
		const {entry} = setUp({[route]: {status, ...answer}});
		await expect(entry.open()).rejects.toMatchObject({
			problem: 'unreadable',
			path: 'b c.txt',
			message: expect.stringContaining(`${status}`) as string,
		});
	});

	it('may be empty', async () => {
		const fetch = (): Promise<Response> => Promise.resolve(new Response(null, {headers: {'content-length': '0'}}));
		expect(await readText(await entryFromUrl(address, {fetch}).open())).toBe('');
		await expect(readText(await entryFromUrl(address, {fetch, size: 1}).open())).rejects.toMatchObject({name: 'FixityError'});
	});

	it('is asked for again while the server is not there, and not when it says no', async () => {
		const late = setUp({[route]: [{status: 503}, {status: 429}, hello]});
		expect(await readText(await late.entry.open())).toBe('hello');
		expect(late.requests).toHaveLength(3);
		const gone = setUp({[route]: [{status: 404}, hello]});
		await expect(gone.entry.open()).rejects.toMatchObject({name: 'NotFoundError'});
		expect(gone.requests).toHaveLength(1);
	});

	it.each(['https://elsewhere.example/x', 'http://files.example/x'])(
		'does not follow a redirect to another origin (%s)',
		async location => {
			const {entry, requests} = setUp({[route]: {status: 302, headers: {location}}}, {headers: {'x-key': 'secret'}});
			await expect(entry.open()).rejects.toMatchObject({name: 'HttpError', code: 'redirect'});
			expect(requests).toHaveLength(1);
		},
	);

	it('ends with the reason of its signal', async () => {
		const reason = new Error('enough');
		const {entry} = setUp({[route]: hello}, {signal: AbortSignal.abort(reason)});
		await expect(entry.open()).rejects.toBe(reason);
	});

	it.each(['ftp://a/b', 'file:///etc/passwd', 'b.txt', '', 'https://user@files.example/a', 'https://user:pass@files.example/a'])(
		'cannot be had from %j',
		url => {
			expect(() => entryFromUrl(url)).toThrow(ConfigurationError);
			expect(() => entryFromUrl(url)).not.toThrow(/user|pass\b/);
		},
	);

	it.each(['https://files.example/', 'https://files.example/a%2F..%2F..%2Fb', 'https://files.example/a/%00'])(
		'needs a path where the address ends with none (%s)',
		url => {
			expect(() => entryFromUrl(url)).toThrow(expect.objectContaining({problem: 'unsafe-path'}) as Error);
			expect(entryFromUrl(url, {path: 'a'}).path).toBe('a');
		},
	);
});
