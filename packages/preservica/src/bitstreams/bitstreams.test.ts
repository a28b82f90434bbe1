import {FixityError, NetworkError, NotFoundError, PermissionError, type Progress} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import {describe, expect, it} from 'vitest';
import {connect as connectTo, origin} from '../fixtures/connect.ts';
import {fakeAsset, type FakeFile} from '../fixtures/fake-asset.ts';
import {Bitstreams, type AssetFile} from './bitstreams.ts';

const content = 'GET /api/entity/content-objects/c0/generations/1/bitstreams/1/content';
const one: FakeFile = {
	representation: 'Preservation',
	filename: 'letter.txt',
	content: 'Dear archive, ünïcödé',
	algorithms: ['md5', 'sha1', 'sha256', 'sha512'],
};

async function open(files: readonly FakeFile[], routes: Parameters<typeof connectTo>[0] = {}) {
	const {session, ...rest} = connectTo({...(await fakeAsset(files)), ...routes});
	const bitstreams = new Bitstreams(session);
	const list = async (options?: Parameters<Bitstreams['ofAsset']>[1]): Promise<AssetFile[]> => {
		const found: AssetFile[] = [];
		for await (const file of bitstreams.ofAsset('a1', options)) {
			found.push(file);
		}
		return found;
	};
	const [first] = await list();
	if (first === undefined) {
		throw new Error('the asset has no file');
	}
	return {bitstreams, list, bitstream: first.bitstream, ...rest};
}

describe('a download', () => {
	it('gives the bytes as they are, asked for without encoding, and tells progress', async () => {
		const {bitstreams, bitstream, requests} = await open([one]);
		const reports: Progress[] = [];
		expect(await readText(await bitstreams.download(bitstream, {onProgress: progress => void reports.push(progress)}))).toBe(one.content);
		expect(reports.at(-1)).toEqual({phase: 'download', done: bitstream.size, total: bitstream.size});
		const request = requests.at(-1);
		expect(request?.headers.get('preservica-access-token')).toBe('token-1');
		if (!('document' in globalThis)) {
			expect(request?.headers.get('accept-encoding')).toBe('identity'); // browsers keep this header to themselves
		}
	});

	it('may be empty', async () => {
		const {bitstreams, bitstream} = await open([{...one, content: ''}]);
		expect(await readText(await bitstreams.download(bitstream))).toBe('');
	});

	it.each([
		['a changed byte', 'dear archive, ünïcödé', 'md5'],
		['a missing end', one.content.slice(0, -1), 'size'],
		['bytes too many', `${one.content}!`, 'size'],
		['nothing', '', 'size'],
	])('with %s fails with both values', async (_, sent, algorithm) => {
		const {bitstreams, bitstream} = await open([{...one, sent}]);
		const failure = await readText(await bitstreams.download(bitstream)).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(FixityError);
		expect(failure).toMatchObject({algorithm, path: 'letter.txt'});
		const {expected, actual} = failure as FixityError;
		expect(expected).not.toBe(actual);
		expect(String(failure)).toContain(expected);
		expect(String(failure)).toContain(actual);
	});

	it.each(['md5', 'sha1', 'sha256', 'sha512'] as const)('is checked against a wrong %s although the others are right', async algorithm => {
		const {bitstreams, bitstream} = await open([one]);
		const fixities = bitstream.fixities.map(fixity =>
			fixity.algorithm === algorithm ? {...fixity, value: fixity.value.replace(/^./, digit => (digit === '0' ? '1' : '0'))} : fixity,
		);
		await expect(readText(await bitstreams.download({...bitstream, fixities}))).rejects.toMatchObject({algorithm});
	});

	it('without digests is checked by size', async () => {
		const {bitstreams, bitstream} = await open([{...one, algorithms: [], sent: one.content.toUpperCase()}]);
		expect(bitstream.fixities).toEqual([]);
		expect(await readText(await bitstreams.download(bitstream))).toBe(one.content.toUpperCase());
		await expect(readText(await bitstreams.download({...bitstream, size: 1}))).rejects.toThrow(FixityError);
	});

	it('is not checked on request', async () => {
		const {bitstreams, bitstream} = await open([{...one, sent: 'else'}]);
		expect(await readText(await bitstreams.download(bitstream, {verify: false}))).toBe('else');
	});

	it('that breaks off in the middle is an error, not an end', async () => {
		const broken = () => {
			let sent = false;
			const body = new ReadableStream<Uint8Array>({
				pull(controller) {
					if (sent) {
						throw new TypeError('connection lost');
					}
					sent = true;
					controller.enqueue(new TextEncoder().encode(one.content.slice(0, 5)));
				},
			});
			return new Response(body);
		};
		const {bitstreams, bitstream} = await open([one], {[content]: broken});
		await expect(readText(await bitstreams.download(bitstream))).rejects.toThrow(NetworkError);
	});

	it('ends with an abort in the middle', async () => {
		const {bitstreams, bitstream} = await open([one], {
			[content]: () => new Response(new ReadableStream({start: controller => controller.enqueue(new Uint8Array(3))})),
		});
		const controller = new AbortController();
		const reader = (await bitstreams.download(bitstream, {signal: controller.signal})).getReader();
		await reader.read();
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
	});

	it.each([
		[404, NotFoundError, 'There is no content object with the reference c0, or it has no generation 1, bitstream 1'],
		[403, PermissionError, 'no right to read the generation 1, bitstream 1 of the content object with the reference c0'],
	])('that is refused with %i says so', async (status, kind, message) => {
		const {bitstreams, bitstream} = await open([one], {[content]: {status}});
		const failure = await bitstreams.download(bitstream).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(message);
	});

	it('from another host is refused', async () => {
		const {bitstreams, bitstream} = await open([one]);
		await expect(bitstreams.download({...bitstream, url: 'https://other.example.org/content'})).rejects.toMatchObject({
			code: 'foreign-link',
		});
	});
});

describe('the files of an asset', () => {
	const files: FakeFile[] = [
		{representation: 'Preservation', filename: '../../etc/passwd', content: '1'},
		{representation: 'Preservation', filename: 'page.tif', content: '22'},
		{representation: 'Preservation', filename: 'PAGE.tif', content: '333'},
		{representation: 'Access', filename: 'page.tif', content: '4444'},
		{representation: '../<Other>', filename: '', content: '55555'},
	];

	it('come with paths that are safe and unique, in order', async () => {
		const {list} = await open(files);
		expect(
			(await list()).map(({path, bitstream, representation, contentObject}) => [
				path,
				bitstream.size,
				representation.type,
				contentObject.ref,
			]),
		).toEqual([
			['Preservation-1/_.._.._etc_passwd', 1, 'Preservation', 'c0'],
			['Preservation-1/page.tif', 2, 'Preservation', 'c1'],
			['Preservation-1/PAGE (2).tif', 3, 'Preservation', 'c2'],
			['Access-1/page.tif', 4, 'Access', 'c3'],
			['_..__Other_-1/_', 5, '../<Other>', 'c4'],
		]);
	});

	it('may be those of one representation', async () => {
		const {list} = await open(files);
		expect((await list({representation: {type: 'Access'}})).map(({path}) => path)).toEqual(['Access-1/page.tif']);
		expect((await list({representation: {type: 'Access', index: 1}})).map(({path}) => path)).toEqual(['Access-1/page.tif']);
		await expect(list({representation: {type: 'Access', index: 2}})).rejects.toThrow('The asset a1 has no representation Access 2.');
	});

	it('may be those of every representation of a type', async () => {
		const io = '/api/entity/information-objects/a1/representations';
		const xmlns = 'xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v7.7"';
		const some = ['Access/1', 'Preservation/1', 'Access/2'].map(
			place => `<Representation type="${place.slice(0, -2)}">${origin}${io}/${place}</Representation>`,
		);
		const {session, asked} = connectTo({
			[`GET ${io}`]: `<R ${xmlns}><Representations>${some.join('')}</Representations></R>`,
			[`GET ${io}/Access/1`]: `<R ${xmlns}><xip:Representation/></R>`,
			[`GET ${io}/Access/2`]: `<R ${xmlns}><xip:Representation/></R>`,
		});
		const walk = new Bitstreams(session).ofAsset('a1', {representation: {type: 'Access'}});
		expect(await walk.next()).toEqual({done: true, value: undefined});
		expect(asked()).toEqual([`GET ${io}`, `GET ${io}/Access/1`, `GET ${io}/Access/2`]);
	});

	it('are looked up as the loop goes on', async () => {
		const {bitstreams, asked} = await open(files);
		const before = asked().length;
		for await (const _ of bitstreams.ofAsset('a1')) {
			break;
		}
		expect(asked().length - before).toBe(5);
	});
});
