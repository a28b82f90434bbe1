import {describe, expect, it, vi} from 'vitest';
import {folderEntry} from '../entries/folder-entry.ts';
import {collect, entry, randomBytes, sameBytes, textBytes} from '../fixtures/entries.ts';
import {zip} from '../zip/zip.ts';
import {accessUrl, type UrlAccessOptions} from './access-url.ts';
import {openZip} from './open-zip.ts';

const address = 'https://archive.example/package.zip?token=secret';

interface Asked {
	readonly url: string;
	readonly range: string;
	readonly ifRange: string | null;
	readonly authorization: string | null;
	readonly encoding: string | null;
}

interface ServerOptions {
	/** Headers of every answer. */
	readonly headers?: Record<string, string>;
	/** Changes an answer, by the number of its request from 1. */
	readonly answer?: (normal: () => Response, request: number, init: Request) => Response | Promise<Response>;
}

/** A server of one file that knows ranges, and `If-Range`. */
function serve(file: Uint8Array<ArrayBuffer>, {headers = {etag: '"1"'}, answer = normal => normal()}: ServerOptions = {}) {
	const asked: Asked[] = [];
	let body = file;
	let state = headers;
	const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
		const request = new Request(input, init);
		const range = request.headers.get('range') ?? '';
		const ifRange = request.headers.get('if-range');
		const {headers: sent} = request;
		asked.push({url: request.url, range, ifRange, authorization: sent.get('authorization'), encoding: sent.get('accept-encoding')});
		const normal = (): Response => {
			const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
			const start = from === '' ? Math.max(0, body.length - Number(to)) : Number(from);
			const end = from === '' ? body.length : Math.min(body.length, Number(to) + 1);
			if (start >= body.length) {
				return new Response(null, {status: 416, headers: {...state, 'content-range': `bytes */${body.length}`}});
			}
			if (ifRange !== null && ifRange !== state['etag'] && ifRange !== state['last-modified']) {
				return new Response(body, {status: 200, headers: state});
			}
			const part = body.slice(start, end);
			return new Response(part, {status: 206, headers: {...state, 'content-range': `bytes ${start}-${end - 1}/${body.length}`}});
		};
		return await answer(normal, asked.length, request);
	};
	const change = (bytes: Uint8Array<ArrayBuffer>, more: Record<string, string>): void => {
		body = bytes;
		state = more;
	};
	const options: UrlAccessOptions = {fetch, retry: {sleep: () => Promise.resolve()}};
	return {asked, options, change};
}

let length = 0;
const large = randomBytes(3_000_000);
const text = textBytes('text '.repeat(600_000));
const packed = async (): Promise<Uint8Array<ArrayBuffer>> =>
	await collect(
		zip([
			entry('first', 'hello'),
			folderEntry('empty'),
			entry('stored', large),
			entry('deflated', text, {compress: true}),
			...Array.from({length: 200}, (_, index) => entry(`small/${index}`, randomBytes(1000, index))),
			entry('last', randomBytes(400_000)),
		]),
	);

describe('a ZIP file on a server', () => {
	it('is opened with one request for its directory, and one for what is far from its end', async () => {
		const {asked, options} = serve(await packed());
		const archive = await openZip(await accessUrl(address, options));
		expect(archive.entries()).toHaveLength(205);
		expect(asked.map(({range}) => range)).toEqual(['bytes=-262144', expect.stringMatching(/^bytes=\d+-\d+$/) as string]);
		// Browsers ask so by themselves and let nobody else.
		const encodings = 'process' in globalThis ? ['identity'] : ['identity', null];
		expect(asked.every(({encoding, url}) => encodings.includes(encoding) && url === address)).toBe(true);
	});

	it('gives a large entry in one request, and many small ones in few', async () => {
		const {asked, options} = serve(await packed());
		const archive = await openZip(await accessUrl(address, options));
		const opened = asked.length;
		const [first, , stored, deflated, ...small] = archive.entries();
		expect(sameBytes(await collect(archive.open(stored!)), large)).toBe(true);
		expect(asked).toHaveLength(opened + 1);
		expect(new TextDecoder().decode(await collect(archive.open(first!)))).toBe('hello');
		expect(sameBytes(await collect(archive.open(deflated!)), text)).toBe(true);
		for (const [index, item] of small.slice(0, 200).entries()) {
			expect(sameBytes(await collect(archive.open(item)), randomBytes(1000, index))).toBe(true);
		}
		expect(asked.length).toBeLessThanOrEqual(opened + 6);
		expect(asked.slice(1).every(({ifRange}) => ifRange === '"1"')).toBe(true);
	});

	it.each<[string, Record<string, string>, string | null]>([
		['the tag', {etag: '"1"', 'last-modified': 'Sat, 01 Jan 2022 00:00:00 GMT'}, '"1"'],
		['the date where the tag is weak', {etag: 'W/"1"', 'last-modified': 'Sat, 01 Jan 2022 00:00:00 GMT'}, 'Sat, 01 Jan 2022 00:00:00 GMT'],
		['nothing where there is only a weak tag', {etag: 'W/"1"'}, null],
	])('is asked for on the condition of %s', async (_, headers, condition) => {
		const {asked, options} = serve(await packed(), {headers});
		await openZip(await accessUrl(address, options));
		expect(asked.map(({ifRange}) => ifRange)).toEqual([null, condition]);
	});

	it('may have a long directory, which takes one more request', async () => {
		const bytes = await collect(zip(Array.from({length: 5000}, (_, index) => entry(`folder with a long name/${index}`, 'x'))));
		const {asked, options} = serve(bytes);
		const archive = await openZip(await accessUrl(address, options));
		expect(archive.entries()).toHaveLength(5000);
		expect(asked).toHaveLength(2);
	});

	it('may be smaller than what is asked for', async () => {
		const {asked, options} = serve(await collect(zip([entry('a', 'hello')])));
		const archive = await openZip(await accessUrl(address, options));
		expect(new TextDecoder().decode(await collect(archive.open(archive.entries()[0]!)))).toBe('hello');
		expect(asked).toHaveLength(1);
	});

	it('is gone on with where an answer breaks off, a few times', async () => {
		const broken = (normal: () => Response, after: number): Response => {
			const answer = normal();
			let left = after;
			const cut = new TransformStream<Uint8Array, Uint8Array>({
				transform(chunk, controller) {
					controller.enqueue(chunk.slice(0, Math.max(0, left)));
					left -= chunk.length;
					if (left <= 0) {
						controller.error(new TypeError('terminated'));
					}
				},
			});
			return new Response(answer.body?.pipeThrough(cut), answer);
		};
		const {asked, options} = serve(await packed(), {
			answer: (normal, request) => (request >= 3 && request <= 7 ? broken(normal, 100_000) : normal()),
		});
		const archive = await openZip(await accessUrl(address, options));
		expect(sameBytes(await collect(archive.open(archive.entries()[2]!)), large)).toBe(true);
		expect(new Set(asked.slice(2).map(({range}) => range.split('-')[0])).size).toBe(6);

		const dead = serve(await packed(), {answer: (normal, request) => (request > 2 ? broken(normal, 0) : normal())});
		const other = await openZip(await accessUrl(address, dead.options));
		await expect(collect(other.open(other.entries()[2]!))).rejects.toMatchObject({code: 'network'});
		expect(dead.asked).toHaveLength(6);
	});

	it('is asked for no more when the reading is given up, or its signal ends', async () => {
		const cancel = vi.fn();
		const endless = (normal: () => Response): Response => {
			const {status, headers} = normal();
			return new Response(new ReadableStream({pull: controller => controller.enqueue(new Uint8Array(1000)), cancel}, {highWaterMark: 0}), {
				status,
				headers,
			});
		};
		const {options} = serve(await packed(), {answer: (normal, request) => (request > 2 ? endless(normal) : normal())});
		const archive = await openZip(await accessUrl(address, options));
		const controller = new AbortController();
		const result = collect(archive.open(archive.entries()[2]!, {signal: controller.signal}));
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(result).rejects.toBe(reason);
		await expect(accessUrl(address, {...options, signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
		cancel.mockClear();
		await expect(collect(archive.open(archive.entries()[2]!))).rejects.toMatchObject({problem: 'damaged', path: 'stored'});
		expect(cancel).toHaveBeenCalledOnce();
	});
});

describe('refused is', () => {
	it.each<[string, (normal: () => Response) => Response]>([
		['a server that gives the whole file', () => new Response('whole')],
		['one that does not say which part', normal => new Response(normal().body, {status: 206})],
		['one that does not know the length', normal => new Response(normal().body, {status: 206, headers: {'content-range': 'bytes 0-9/*'}})],
		[
			'one that encodes parts',
			normal => new Response(normal().body, {status: 206, headers: {...Object.fromEntries(normal().headers), 'content-encoding': 'gzip'}}),
		],
		['one that gives another part', normal => new Response(normal().body, {status: 206, headers: {'content-range': 'bytes 0-9/100'}})],
		['one that contradicts itself', normal => new Response(normal().body, {status: 206, headers: {'content-range': 'bytes 9-0/10'}})],
		['one that sends more', normal => new Response('x'.repeat(100), {status: 206, headers: normal().headers})],
	])('%s', async (_, answer) => {
		const {options} = serve(await collect(zip([])), {answer});
		await expect(accessUrl(address, options)).rejects.toMatchObject({code: 'package', problem: 'no-ranges'});
	});

	it.each<[string, (normal: () => Response) => Response]>([
		[
			'gives another part',
			normal => new Response(normal().body, {status: 206, headers: {etag: '"1"', 'content-range': `bytes 0-9/${length}`}}),
		],
		['sends more', normal => new Response(new Blob([new Uint8Array(4_000_000)]), {status: 206, headers: normal().headers})],
	])('a server that later %s', async (_, answer) => {
		const bytes = await packed();
		({length} = bytes);
		const {options} = serve(bytes, {answer: (normal, request) => (request > 2 ? answer(normal) : normal())});
		const access = await accessUrl(address, options);
		const archive = await openZip(access);
		const {compressedSize} = archive.entries()[2]!;
		const part = access.part!(0, compressedSize, new AbortController().signal);
		await expect(part.read(0, compressedSize)).rejects.toMatchObject({problem: 'no-ranges'});
		await part.close();
	});

	it('an answer that is cut off', async () => {
		const {options} = serve(await collect(zip([])), {answer: normal => new Response('PK', {status: 206, headers: normal().headers})});
		await expect(accessUrl(address, options)).rejects.toMatchObject({problem: 'truncated'});
	});

	it.each([404, 403, 500])('an answer with %d, by what it says', async status => {
		const {options} = serve(new Uint8Array(1), {answer: () => new Response(null, {status})});
		const failed = accessUrl(address, options);
		await expect(failed).rejects.toMatchObject({status});
		await expect(failed).rejects.not.toThrow('secret');
	});

	it.each<[string, Record<string, string>, Record<string, string>]>([
		['strong tag', {etag: '"1"'}, {etag: '"2"'}],
		['weak tag', {etag: 'W/"1"'}, {etag: 'W/"2"'}],
		['date', {'last-modified': 'Sat, 01 Jan 2022 00:00:00 GMT'}, {'last-modified': 'Sun, 02 Jan 2022 00:00:00 GMT'}],
	])('a file that has changed, by its %s', async (_, headers, later) => {
		const bytes = await packed();
		const {options, change} = serve(bytes, {headers});
		const archive = await openZip(await accessUrl(address, options));
		change(bytes, later);
		for (const item of [archive.entries()[0]!, archive.entries()[2]!]) {
			await expect(collect(archive.open(item))).rejects.toMatchObject({
				problem: 'changed',
				message: expect.not.stringContaining('secret') as string,
			});
		}
	});

	it('a file that has changed, by its length alone, also when it is shorter now', async () => {
		const bytes = await packed();
		for (const other of [new Uint8Array([...bytes, 0]), bytes.slice(0, 10)]) {
			const {options, change, asked} = serve(bytes, {headers: {}});
			const archive = await openZip(await accessUrl(address, options));
			change(other, {});
			await expect(collect(archive.open(archive.entries()[2]!))).rejects.toMatchObject({problem: 'changed'});
			expect(asked.every(({ifRange}) => ifRange === null)).toBe(true);
		}
	});

	it('a redirect to another origin, which never sees the headers', async () => {
		const elsewhere = 'https://elsewhere.example/package.zip';
		const {asked, options} = serve(await packed(), {answer: () => new Response(null, {status: 302, headers: {location: elsewhere}})});
		await expect(accessUrl(address, {...options, headers: {authorization: 'Bearer mine'}})).rejects.toMatchObject({code: 'redirect'});
		expect(asked.map(({url, authorization}) => [url, authorization])).toEqual([[address, 'Bearer mine']]);
	});

	it.each(['ftp://archive.example/a.zip', 'not an address', 'https://user:secret@archive.example/a.zip'])('the address %s', async url => {
		await expect(accessUrl(url)).rejects.toMatchObject({code: 'configuration', message: expect.not.stringContaining('secret') as string});
	});
});

it('headers go along with every request to the origin, through its own redirects', async () => {
	const {asked, options} = serve(await packed(), {
		answer: (normal, _, {url}) =>
			url.includes('/moved/') ? normal() : new Response(null, {status: 307, headers: {location: '/moved/package.zip'}}),
	});
	const archive = await openZip(await accessUrl(address, {...options, headers: {authorization: 'Bearer mine'}}));
	expect(archive.entries()).toHaveLength(205);
	expect(asked.every(({authorization}) => authorization === 'Bearer mine')).toBe(true);
});
