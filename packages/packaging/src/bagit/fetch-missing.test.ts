import {describe, expect, it} from 'vitest';
import {collect, entry, textBytes} from '../fixtures/entries.ts';
import {filesOf, treeOf} from '../fixtures/trees.ts';
import {bagLayout, missingEntries, readBag, validateBag, type Bag} from './index.ts';

const url = 'https://files.example.org/two.txt';
const digests = {sha256: '3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3'}; // of "two"

async function holeyFiles(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
	const fetch = [{url, size: 3, path: 'data/two.txt', digests}];
	return await filesOf(bagLayout([entry('one.txt', 'one')], {digests: ['sha256'], fetch}));
}

async function holeyBag(): Promise<Bag> {
	return await readBag(treeOf(await holeyFiles()));
}

const answer = (text: string, init: ResponseInit = {}) => ({
	asked: [] as {readonly url: string; readonly init: RequestInit | undefined}[],
	async fetch(this: {asked: unknown[]}, input: unknown, request?: RequestInit) {
		this.asked.push({url: String(input), init: request});
		return new Response(text, init);
	},
});

function options(server: ReturnType<typeof answer>) {
	return {allow: ({hostname}: URL) => hostname === 'files.example.org', fetch: server.fetch.bind(server) as typeof fetch};
}

describe('a holey bag', () => {
	it('is incomplete, and valid when what is missing was fetched', async () => {
		const files = await holeyFiles();
		expect(new TextDecoder().decode(files.get('fetch.txt'))).toBe(`${url} 3 data/two.txt\n`);
		const before = await validateBag(treeOf(files));
		expect([before.status, before.findings.map(({code}) => code)]).toEqual(['incomplete', ['not-fetched']]);

		const server = answer('two');
		const [missing] = missingEntries(before.bag, options(server));
		expect(missing).toMatchObject({path: 'data/two.txt', size: 3});
		files.set('data/two.txt', await collect(await missing!.open()));
		expect((await validateBag(treeOf(files))).status).toBe('valid');
		expect(server.asked).toEqual([{url, init: expect.objectContaining({credentials: 'omit', redirect: 'manual'})}]);
	});

	it('asks nobody who is not allowed', async () => {
		const bag = await holeyBag();
		expect(() => missingEntries(bag, {allow: () => false})).toThrow(
			expect.objectContaining({name: 'ConfigurationError', code: 'foreign-link'}),
		);
	});

	it.each(['file:///etc/passwd', 'data:text/plain,two', 'https://ada:secret@files.example.org/two.txt'])(
		'does not fetch %s',
		async address => {
			const files = await holeyFiles();
			files.set('fetch.txt', textBytes(`${address} 3 data/two.txt\n`));
			const bag = await readBag(treeOf(files));
			expect(() => missingEntries(bag, {allow: () => true})).toThrow(
				expect.objectContaining({code: 'foreign-link', message: expect.not.stringContaining('secret') as string}),
			);
		},
	);

	it.each([
		['other bytes', 'owt', {}, {name: 'FixityError', path: 'data/two.txt'}],
		['more bytes', 'two!', {}, {name: 'FixityError'}],
		['an error', 'nothing here', {status: 404}, {name: 'HttpError', status: 404}],
		['a part of it', 'two', {status: 206}, {name: 'HttpError', status: 206}],
	])('fails with %s', async (_, text, init, error) => {
		const [missing] = missingEntries(await holeyBag(), options(answer(text, init)));
		await expect(Promise.resolve(missing!.open()).then(collect)).rejects.toMatchObject(error);
	});

	const sendingOn = (location: string, times = 1) => {
		const asked: string[] = [];
		const fetch = async (input: unknown): Promise<Response> => {
			asked.push(input instanceof URL ? input.href : '');
			return asked.length <= times ? new Response(null, {status: 302, headers: {location}}) : new Response('two');
		};
		return {asked, options: {allow: ({hostname}: URL) => hostname.endsWith('example.org'), fetch}};
	};

	it('is sent on to what is allowed', async () => {
		const server = sendingOn('/moved/two.txt');
		const [missing] = missingEntries(await holeyBag(), server.options);
		expect(new TextDecoder().decode(await collect(await missing!.open()))).toBe('two');
		expect(server.asked).toEqual([url, 'https://files.example.org/moved/two.txt']);
	});

	it('is not sent on to what is not allowed', async () => {
		const server = sendingOn('http://169.254.169.254/latest/meta-data');
		const [missing] = missingEntries(await holeyBag(), server.options);
		await expect(missing!.open()).rejects.toMatchObject({name: 'ConfigurationError', code: 'foreign-link'});
		expect(server.asked).toEqual([url]);
	});

	it('says so when a browser hides where it is sent on to', async () => {
		const fetch = async (): Promise<Response> => new Response(null, {status: 302});
		const [missing] = missingEntries(await holeyBag(), {allow: () => true, fetch});
		await expect(missing!.open()).rejects.toMatchObject({
			name: 'HttpError',
			message: expect.stringContaining('fetch.txt needs its last address'),
		});
	});

	it('is not sent on to an address that is none', async () => {
		const server = sendingOn('http://');
		const [missing] = missingEntries(await holeyBag(), server.options);
		await expect(missing!.open()).rejects.toMatchObject({name: 'HttpError', message: expect.stringContaining('to nowhere')});
	});

	it('is not sent on with credentials in the address', async () => {
		const server = sendingOn('https://ada:secret@files.example.org/two.txt');
		const [missing] = missingEntries(await holeyBag(), server.options);
		await expect(missing!.open()).rejects.toMatchObject({code: 'foreign-link'});
		expect(server.asked).toEqual([url]);
	});

	it('tells which file could not be fetched when nothing comes back', async () => {
		const cause = new TypeError('fetch failed');
		const fetch = () => Promise.reject(cause);
		const [missing] = missingEntries(await holeyBag(), {allow: () => true, fetch});
		await expect(missing!.open()).rejects.toMatchObject({
			name: 'NetworkError',
			cause,
			message: expect.stringContaining('data/two.txt') as string,
		});
	});

	it('ends with the reason of the signal', async () => {
		const stop = new AbortController();
		const fetch = (): Promise<Response> => {
			stop.abort(new Error('enough'));
			return Promise.reject(new TypeError('aborted'));
		};
		const [missing] = missingEntries(await holeyBag(), {allow: () => true, fetch, signal: stop.signal});
		await expect(missing!.open()).rejects.toThrow('enough');
	});

	it('has a file without bytes, too', async () => {
		const empty = {url, size: 0, path: 'data/two.txt', digests: {md5: 'd41d8cd98f00b204e9800998ecf8427e'}};
		const files = await filesOf(bagLayout([], {digests: ['md5'], fetch: [empty]}));
		const [missing] = missingEntries(await readBag(treeOf(files)), {allow: () => true, fetch: async () => new Response(null)});
		expect(await collect(await missing!.open())).toEqual(new Uint8Array());
	});

	it('verifies with every manifest, whatever its digest is', async () => {
		const digest = {sha224: '0'.repeat(56), sha384: '0'.repeat(96)};
		const fetch = [{url, size: 3, path: 'data/two.txt', digests: digest}];
		const files = await filesOf(bagLayout([], {digests: ['sha224', 'sha384'], fetch}));
		const [missing] = missingEntries(await readBag(treeOf(files)), options(answer('two')));
		await expect(Promise.resolve(missing!.open()).then(collect)).rejects.toMatchObject({name: 'FixityError', algorithm: 'sha224'});
	});

	it.each([
		['the second of two digests', {...digests, sha512: '0'.repeat(128)}, 3, 'sha512'],
		['the length', digests, 4, 'size'],
	])('fails when only %s is another', async (_, said, size, algorithm) => {
		const fetch = [{url, size, path: 'data/two.txt', digests: said}];
		const files = await filesOf(bagLayout([], {digests: algorithm === 'size' ? ['sha256'] : ['sha256', 'sha512'], fetch}));
		const [missing] = missingEntries(await readBag(treeOf(files)), options(answer('two')));
		await expect(Promise.resolve(missing!.open()).then(collect)).rejects.toMatchObject({name: 'FixityError', algorithm});
	});

	it('is not sent on for ever', async () => {
		const server = sendingOn(url, 99);
		const [missing] = missingEntries(await holeyBag(), server.options);
		await expect(missing!.open()).rejects.toMatchObject({name: 'HttpError', status: 302});
		expect(server.asked).toHaveLength(6);
	});

	it('refuses a file that nothing could verify', async () => {
		const files = await holeyFiles();
		files.delete('manifest-sha256.txt');
		const bag = await readBag(treeOf(files));
		expect(() => missingEntries(bag, {allow: () => true})).toThrow(/digest/);
	});
});
