import {FixityError, HttpError, NotFoundError, PermissionError, type Progress} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {Bitstreams} from './bitstreams.ts';
import {filenameIn} from './content-disposition.ts';

const route = 'GET /api/content/download';
const asset = {type: 'asset', ref: 'a1'} as const;
const answer = (headers: Record<string, string>, body = 'Dear archive') => ({body, headers});

const connect = (routes: FakeRoutes) => {
	const {session, ...rest} = connectTo(routes);
	return {bitstreams: new Bitstreams(session), ...rest};
};

describe('an access copy', () => {
	it('comes with name, size and type', async () => {
		const reports: Progress[] = [];
		const {bitstreams, requests} = connect({
			[route]: answer({
				'content-disposition': 'attachment; filename="letter.pdf"',
				'content-length': '12',
				'content-type': 'application/pdf; charset=x',
			}),
		});
		const {bytes, ...copy} = await bitstreams.downloadAccessCopy(asset, {onProgress: report => void reports.push(report)});
		expect(copy).toEqual({filename: 'letter.pdf', size: 12, mediaType: 'application/pdf'});
		expect(await readText(bytes)).toBe('Dear archive');
		expect(reports.at(-1)).toEqual({phase: 'download', done: 12, total: 12});
		expect(new URL(requests[0]?.url ?? '').searchParams.get('id')).toBe('sdb:IO|a1');
		expect(requests[0]?.headers.get('accept-encoding')).toBe('document' in globalThis ? null : 'identity');
	});

	it('of a folder or a content object is asked for by its kind', async () => {
		const {bitstreams, requests} = connect({[route]: answer({})});
		await bitstreams.downloadAccessCopy({type: 'folder', ref: 'f'});
		await bitstreams.downloadAccessCopy({type: 'contentObject', ref: 'c'});
		expect(requests.map(({url}) => new URL(url).searchParams.get('id'))).toEqual(['sdb:SO|f', 'sdb:CO|c']);
	});

	it('has a safe name, whatever the server says', async () => {
		const name = async (header: string) => {
			const {bitstreams} = connect({[route]: answer({'content-disposition': header})});
			return (await bitstreams.downloadAccessCopy(asset)).filename;
		};
		expect(await name('attachment; filename="../../etc/passwd"')).toBe('_.._.._etc_passwd');
		expect(await name(String.raw`attachment; filename="C:\\Windows\\x.txt"`)).toBe('C__Windows_x.txt');
		expect(await name('attachment; filename="CON.txt"')).toBe('_CON.txt');
		expect(await name('attachment')).toBe('a1');
	});

	it('of unknown size, type and content is still one', async () => {
		const {bitstreams} = connect({[route]: new Response(new Blob([]).stream())});
		const {bytes, ...copy} = await bitstreams.downloadAccessCopy(asset);
		expect(copy).toEqual({filename: 'a1', size: undefined, mediaType: undefined});
		expect(await readText(bytes)).toBe('');
	});

	it.each([
		['identity', 12],
		['IDENTITY ', 12],
		['gzip', undefined],
	])('in the encoding %o has the size %s', async (encoding, size) => {
		const {bitstreams} = connect({[route]: answer({'content-length': '12', 'content-encoding': encoding})});
		expect((await bitstreams.downloadAccessCopy(asset)).size).toBe(size);
	});

	it.each(['11', '13'])('fails at its end when %s bytes were announced', async length => {
		const {bitstreams} = connect({[route]: answer({'content-length': length})});
		const {bytes} = await bitstreams.downloadAccessCopy(asset);
		await expect(readText(bytes)).rejects.toThrow(FixityError);
	});

	it.each([
		[403, PermissionError, 'no right to read the file to download of sdb:IO|a1'],
		[404, NotFoundError, 'There is no file to download of sdb:IO|a1'],
		[500, HttpError, 'failed on the server'],
	])('that is answered with %i fails', async (status, kind, message) => {
		const failure = await connect({[route]: {status}})
			.bitstreams.downloadAccessCopy(asset)
			.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(message);
	});

	it('ends with an abort in the middle', async () => {
		const {bitstreams} = connect({[route]: () => new Response(new ReadableStream({start: stream => stream.enqueue(new Uint8Array(3))}))});
		const controller = new AbortController();
		const {bytes} = await bitstreams.downloadAccessCopy(asset, {signal: controller.signal});
		const reader = bytes.getReader();
		await reader.read();
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
	});
});

/** As headers arrive: a character for each byte. */
const wire = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));

it.each([
	[null, undefined],
	['', undefined],
	['attachment', undefined],
	['attachment; filename=""', undefined],
	['attachment; filename=plain.txt', 'plain.txt'],
	['attachment;filename="a; b.txt"; size=3', 'a; b.txt'],
	[String.raw`attachment; filename="say \"hi\" \\ back.txt"`, String.raw`say "hi" \ back.txt`],
	['ATTACHMENT; FileName = "x.txt"', 'x.txt'],
	[wire('attachment; filename="Größe 文.txt"'), 'Größe 文.txt'],
	['attachment; filename="Gr\u00f6\u00dfe.txt"', 'Größe.txt'],
	['attachment; filename="fallback.txt"; filename*=UTF-8\'\'Gr%C3%B6%C3%9Fe%20%E6%96%87.txt', 'Größe 文.txt'],
	["attachment; filename*=iso-8859-1'de'Gr%F6%DFe.txt", 'Größe.txt'],
	["attachment; filename*=UTF-16''x; filename=y.txt", 'y.txt'],
	["attachment; filename*=UTF-8''; filename=y.txt", 'y.txt'],
])('the name in %o is %o', (header, name) => {
	expect(filenameIn(header)).toBe(name);
});
