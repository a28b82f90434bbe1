import {afterEach, describe, expect, it, vi} from 'vitest';
import {failure} from '../fixtures/connect-storage.ts';
import {badGateway, serverErrorPage, text} from '../fixtures/servers.ts';
import {connectDeposits, depositId, inBrowser, media, swordError} from '../fixtures/sword.ts';
import type {FileContent} from '../index.ts';
import {contentDisposition} from './file-name.ts';
import {parsePythonList} from './python-list.ts';

const bytes = new Uint8Array([1, 2, 3]);

const stream = (...chunks: readonly number[]) =>
	new ReadableStream<Uint8Array>({
		start(controller) {
			for (const chunk of chunks) {
				controller.enqueue(new Uint8Array(chunk).fill(7));
			}
			controller.close();
		},
	});

afterEach(() => {
	vi.unstubAllGlobals();
});

describe('the files of a deposit', () => {
	it('are listed', async () => {
		const {deposits, asked} = connectDeposits({[`GET ${media}`]: text(`['a.jpg', 'submissionDocumentation', "it's"]`, 200)});
		expect(await deposits.files(depositId)).toEqual(['a.jpg', 'submissionDocumentation', "it's"]);
		expect(asked()).toEqual([`GET ${media}`]);
	});

	it('are added, replaced and deleted by name', async () => {
		const {deposits, fetch, asked} = connectDeposits({
			[`POST ${media}`]: text('', 201),
			[`PUT ${media}`]: {status: 204},
			[`DELETE ${media}`]: {status: 204},
		});
		await deposits.addFile(depositId, 'joke.jpg', bytes);
		await deposits.replaceFile(depositId, 'joke.jpg', new Blob(['abc']));
		await deposits.deleteFile(depositId, 'the joke+1 & only.jpg');
		await deposits.deleteFiles(depositId);
		expect(asked()).toEqual([`POST ${media}`, `PUT ${media}`, `DELETE ${media}?filename=the+joke%2B1+%26+only.jpg`, `DELETE ${media}`]);
		for (const {headers} of fetch.requests.slice(0, 2)) {
			expect(headers.get('content-disposition')).toBe('attachment; filename="joke.jpg"');
			expect(headers.get('content-type')).toBe('application/octet-stream');
			expect([headers.has('packaging'), headers.has('content-md5'), headers.has('in-progress')]).toEqual([false, false, false]);
		}
		expect(new Uint8Array((await fetch.requests[0]?.arrayBuffer()) ?? [])).toEqual(bytes);
		expect(await fetch.requests[1]?.text()).toBe('abc');
	});

	it('are there, or are not', async () => {
		const {deposits} = connectDeposits({
			[`POST ${media}`]: swordError(400, 'File already exists.'),
			[`PUT ${media}`]: swordError(400, 'File does not exist.'),
			[`DELETE ${media}`]: swordError(404, 'The path to this file (/x/a) does not exist.'),
		});
		expect(await failure(deposits.addFile(depositId, 'a', bytes))).toMatchObject({name: 'ConflictError', code: 'file-exists', status: 400});
		expect(await failure(deposits.replaceFile(depositId, 'a', bytes))).toMatchObject({name: 'NotFoundError', status: 400});
		expect(await failure(deposits.deleteFile(depositId, 'a'))).toMatchObject({name: 'NotFoundError', status: 404});
	});

	it.each(['', '.', '..', '/etc/passwd', '../a', 'a/../../b', 'a//b', 'a/', 'a\r\nX: y', 'a\0', 'a\u0085', '\uDCFF', 'x'.repeat(256)])(
		'are not called %j',
		async name => {
			const {deposits, fetch} = connectDeposits({});
			expect(await failure(deposits.addFile(depositId, name, bytes))).toMatchObject({code: 'file-name'});
			expect(await failure(deposits.replaceFile(depositId, name, bytes))).toMatchObject({code: 'file-name'});
			expect(await failure(deposits.deleteFile(depositId, name))).toMatchObject({code: 'file-name'});
			expect(await failure(deposits.start({collection: 'c', name: 'n', objectId: 'o', content: [{name, content: bytes}]}))).toMatchObject({
				code: 'file-name',
			});
			expect(fetch.requests).toHaveLength(0);
		},
	);

	it('are not all deleted for want of a name', async () => {
		const {deposits, fetch} = connectDeposits({[`DELETE ${media}`]: {status: 204}});
		const missing: unknown = undefined;
		expect(await failure(deposits.deleteFile(depositId, missing as string))).toMatchObject({code: 'file-name'});
		expect(fetch.requests).toHaveLength(0);
	});

	it.each(['Ω.txt', 'e\u0301.txt', '写真.jpg', 'folder/é.txt'])('cannot be called %j in a header', async name => {
		const {deposits, fetch} = connectDeposits({[`DELETE ${media}`]: {status: 204}});
		expect(await failure(deposits.addFile(depositId, name, bytes))).toMatchObject({
			code: 'file-name',
			message: expect.stringContaining('addFiles()'),
		});
		expect(fetch.requests).toHaveLength(0);
		await deposits.deleteFile(depositId, name);
	});

	it('are looked for when their names have letters that travel badly', async () => {
		const {deposits, asked} = connectDeposits({
			[`POST ${media}`]: text('', 201),
			[`GET ${media}`]: [text(`['été.txt']`, 200), text(`['Ã©tÃ©.txt']`, 200)],
		});
		await deposits.addFile(depositId, 'été.txt', bytes);
		expect(await failure(deposits.addFile(depositId, 'été.txt', bytes))).toMatchObject({code: 'file-name-changed'});
		expect(asked()).toEqual([`POST ${media}`, `GET ${media}`, `POST ${media}`, `GET ${media}`]);
	});

	it('are sent from streams whose length is known', async () => {
		const {deposits, fetch} = connectDeposits({
			[`POST ${media}`]: async request => ({body: String((await request.bytes()).length), status: 201}),
		});
		await deposits.addFile(depositId, 'a', {stream: stream(3, 0, 4), size: 7});
		expect(fetch.requests[0]?.headers.get('content-length')).toBe(inBrowser ? null : '7');
		expect((await fetch.requests[0]?.bytes())?.length).toBe(7);
		await deposits.addFile(depositId, 'b', {stream: stream(), size: 0});
		vi.stubGlobal('Deno', {});
		await deposits.addFile(depositId, 'c', {stream: stream(3, 4), size: 7});
		expect(fetch.requests[2]?.headers.has('content-length')).toBe(false);
		expect((await fetch.requests[2]?.bytes())?.length).toBe(7);
	});

	it.each([6, 8, -1, 1.5, Number.NaN])('are not sent from a stream of 7 bytes that shall have %d', async size => {
		const {deposits} = connectDeposits({[`POST ${media}`]: async request => ({body: await request.arrayBuffer(), status: 201})});
		const content: FileContent = {stream: stream(3, 4), size};
		const isPossible = size === 6 || size === 8;
		expect(await failure(deposits.addFile(depositId, 'a', content))).toMatchObject({
			name: 'ConfigurationError',
			code: 'wrong-size',
			message: expect.stringContaining(isPossible ? ' bytes than the ' : 'needs its size'),
		});
	});

	it('fail as their stream does', async () => {
		const {deposits} = connectDeposits({[`PUT ${media}`]: async request => ({body: await request.arrayBuffer()})});
		const broken = new ReadableStream<Uint8Array>({
			pull() {
				throw new RangeError('disk');
			},
		});
		expect(await failure(deposits.replaceFile(depositId, 'a', {stream: broken, size: 3}))).toMatchObject({
			name: 'RangeError',
			message: 'disk',
		});
	});

	it('may take long on their way', async () => {
		const {deposits} = connectDeposits(
			{[`POST ${media}`]: () => new Promise(resolve => setTimeout(() => resolve(text('', 201)), 60))},
			{timeout: 20},
		);
		await deposits.addFile(depositId, 'a.txt', bytes);
		expect(await failure(deposits.addFile(depositId, 'a.txt', bytes, {timeout: 20}))).toMatchObject({name: 'TimeoutError'});
	});

	it('may be in folders that are there', async () => {
		const {deposits, fetch} = connectDeposits({[`POST ${media}`]: [text('', 201), serverErrorPage, badGateway]});
		await deposits.addFile(depositId, 'islandora-17/a.txt', bytes);
		expect(fetch.requests[0]?.headers.get('content-disposition')).toBe('attachment; filename="islandora-17/a.txt"');
		expect(await failure(deposits.addFile(depositId, 'missing/a.txt', bytes))).toMatchObject({status: 500});
		expect(await failure(deposits.addFile(depositId, 'a.txt', bytes))).toMatchObject({status: 502});
	});
});

it.each([
	['a;b.txt', String.raw`attachment; filename="a;b.txt"`],
	['a"b.txt', String.raw`attachment; filename="a\"b.txt"`],
	['a\\b.txt', String.raw`attachment; filename="a\\b.txt"`],
	['\\"', String.raw`attachment; filename="\\\""`],
	[' a ', 'attachment; filename=" a "'],
])('%j is quoted as the server reads it', (name, header) => {
	expect(contentDisposition(name)).toBe(header);
});

describe('a list that Python printed', () => {
	it.each<[string, readonly string[]]>([
		['[]', []],
		[" ['a']\n", ['a']],
		[`['a, b', '], [', "x'y", 'q"r', 'it\\'s "so"']`, ['a, b', '], [', "x'y", 'q"r', `it's "so"`]],
		[
			String.raw`['\\', '\\n', 'a\nb\r\t', '\x07', '\xa0', '\u2028', '\U000e0001']`,
			['\\', '\\n', 'a\nb\r\t', '\u0007', '\u00A0', '\u2028', '\u{E0001}'],
		],
		["['写真 😀.jpg']", ['写真 😀.jpg']],
		[String.raw`['caf\udce9']`, ['caf\uDCE9']],
		["['', '']", ['', '']],
	])('%j is read', (source, names) => {
		expect(parsePythonList(source)).toEqual(names);
	});

	it.each([
		'',
		'[',
		']',
		"['a'",
		"['a']x",
		"['a'] ['b']",
		"['a',]",
		"['a', ]",
		"['a','b']",
		"[, 'a']",
		"['a' 'b']",
		'[a]',
		"[b'a']",
		"[u'a']",
		"['a', 1]",
		"('a',)",
		"[['a']]",
		"['a]",
		'["a\']',
		String.raw`['a\']`,
		String.raw`['\q']`,
		String.raw`['\x1']`,
		String.raw`['\u12']`,
		String.raw`['\U00110000']`,
		String.raw`['\N{DASH}']`,
		"['a' + str(1)]",
		"['a\nb']",
		'{"error": "x"}',
		'<html></html>',
	])('%j is none', source => {
		expect(() => parsePythonList(source)).toThrow(expect.objectContaining({name: 'DecodeError'}));
	});

	it('of any length is read in one pass', () => {
		const names = Array.from({length: 50_000}, (_, index) => `file ${index}\\`);
		const source = `[${names.map(name => `'${name}\\'`).join(', ')}]`;
		expect(parsePythonList(source)).toEqual(names);
	});
});
