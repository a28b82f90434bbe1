import {
	ConfigurationError,
	DecodeError,
	FixityError,
	HttpError,
	JobFailedError,
	NotFoundError,
	PermissionError,
	type Progress,
} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import type {FakeRoutes} from '@fonds/core/testing';
import {content as xmlText, parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {zipOf} from '../fixtures/small-zip.ts';
import {versionRoute} from '../fixtures/version-route.ts';
import {Exports, type ExportOptions} from './exports.ts';

const folder = {type: 'folder', ref: 'f1'} as const;
const start = 'POST /api/entity/structural-objects/f1/exports';
const content = 'GET /api/entity/actions/exports/t1/content';
const progress = 'GET /api/entity/progress/t1';
const accepted = {[start]: {status: 202, body: 't1'}};
const poll = {sleep: async () => {}};
const status = (word: string) => `<P xmlns="http://status.preservica.com"><Status>${word}</Status></P>`;

const connect = (routes: FakeRoutes = {}) => {
	const {session, ...rest} = connectTo({...versionRoute('7.7.1'), ...accepted, ...routes});
	return {exports: new Exports(session), ...rest};
};

async function sentBy(options?: ExportOptions) {
	const {exports, requests} = connect();
	await exports.start(folder, options);
	const request = requests.at(-1);
	const body = parseXml((await request?.text()) ?? '');
	return {request, body, fields: body.children.map(node => typeof node === 'object' && [node.name, xmlText(node)])};
}

describe('an export', () => {
	it('is asked for with everything but old generations, unless told otherwise', async () => {
		const {request, body, fields} = await sentBy();
		expect(body).toMatchObject({name: 'ExportAction', namespace: 'http://preservica.com/EntityAPI/v7.7'});
		expect(fields).toEqual([
			['IncludeContent', 'Content'],
			['IncludeMetadata', 'Metadata'],
			['IncludedGenerations', 'LatestActive'],
			['IncludeParentHierarchy', 'true'],
		]);
		expect(request?.headers.get('content-type')).toBe('application/xml;charset=UTF-8');
	});

	it('takes every setting the server knows', async () => {
		const settings = {content: 'NoContent', metadata: 'MetadataWithEvents', generations: 'All', parentHierarchy: false} as const;
		expect((await sentBy(settings)).fields).toEqual([
			['IncludeContent', 'NoContent'],
			['IncludeMetadata', 'MetadataWithEvents'],
			['IncludedGenerations', 'All'],
			['IncludeParentHierarchy', 'false'],
		]);
	});

	it.each([
		[{content: 'true'}, 'content of an export is "true"; it can be Content, NoContent.'],
		[{metadata: 'metadata'}, 'metadata of an export is "metadata"; it can be Metadata, NoMetadata, MetadataWithEvents.'],
		[{generations: 'latest'}, 'generations of an export is "latest"; it can be LatestActive, AllActive, All.'],
		[{parentHierarchy: 'true'}, 'parentHierarchy of an export is "true"; it can be true, false.'],
	])('with %o is not sent', async (settings, message) => {
		const {exports, asked} = connect();
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may give
		await expect(exports.start(folder, settings as ExportOptions)).rejects.toThrow(message);
		expect(asked().some(request => request.startsWith('POST'))).toBe(false);
	});

	it('is not asked of a server that is too old', async () => {
		const {exports, asked} = connect(versionRoute('6.1'));
		await expect(exports.start(folder)).rejects.toThrow('Exporting needs Preservica 6.2 or newer; this server runs 6.1.');
		expect(asked()).toHaveLength(1);
	});

	it('of an asset is followed to its end, over every word that is none', async () => {
		const {exports, asked} = connect({
			'POST /api/entity/information-objects/a1/exports': {status: 202, body: ' t1\n'},
			[progress]: ['ACTIVE', 'RUNNING', 'PENDING', 'BREWING', 'COMPLETED'].map(status),
		});
		const job = await exports.start({type: 'asset', ref: 'a1'});
		expect(await job.done(poll)).toEqual({token: 't1', entity: {type: 'asset', ref: 'a1'}});
		expect(asked().filter(request => request.includes('progress'))).toHaveLength(5);
	});

	it.each(['FAILED', 'ABORTED', 'CANCELLED', 'FINISHED_MIXED_OUTCOME'])('that ends as %s says what it may lack', async word => {
		const failure = await (await connect({[progress]: status(word)}).exports.start(folder)).done(poll).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(String(failure)).toContain('The export of the folder f1');
		expect(String(failure)).toContain('only where an export workflow with the same settings has been set up');
	});

	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		[{status: 500}, HttpError],
		[{status: 202, body: ''}, DecodeError],
		[{status: 202, body: '<html/>'}, DecodeError],
	])('that is answered with %o fails, and is asked for once only', async (answer, kind) => {
		const {exports, asked} = connect({[start]: answer});
		await expect(exports.start(folder)).rejects.toThrow(kind);
		expect(asked().filter(request => request.startsWith('POST'))).toHaveLength(1);
	});

	it('whose answer is lost may have begun', async () => {
		const {exports} = connect({[start]: () => Promise.reject(new TypeError('lost'))});
		await expect(exports.start(folder)).rejects.toThrow('The export may have begun all the same.');
	});

	it('goes on in another process', async () => {
		const first = connect();
		const text = JSON.stringify(await first.exports.start(folder));
		const {exports} = connect({[progress]: status('COMPLETED')});
		expect(await exports.resume(JSON.parse(text)).done(poll)).toEqual({token: 't1', entity: folder});
		for (const data of [null, {}, {type: 'contentObject', ref: 'x'}, {type: 'asset', ref: 1}]) {
			expect(() => exports.resume({kind: 'preservica-export', id: 't1', data})).toThrow(ConfigurationError);
		}
		expect(() => exports.resume({kind: 'preservica-move', id: 't1', data: {...folder}})).toThrow(ConfigurationError);
	});

	it('ends its start with an abort', async () => {
		const controller = new AbortController();
		const {exports} = connect({
			[start]: () => {
				controller.abort(new Error('enough'));
				return new Promise(() => {});
			},
		});
		await expect(exports.start(folder, {signal: controller.signal})).rejects.toThrow('enough');
	});
});

describe('a download', () => {
	const zip = zipOf(1000);
	const answer = (bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => ({body: bytes, headers});

	it('gives the bytes and tells how many have come', async () => {
		const reports: Progress[] = [];
		const {exports, requests} = connect({[content]: answer(zip, {'content-length': '1022'})});
		const stream = await exports.download('t1', {onProgress: report => void reports.push(report)});
		expect(await readAll(stream)).toEqual(zip);
		expect(reports.at(-1)).toEqual({phase: 'download', done: 1022, total: 1022});
		expect(requests[0]?.headers.get('accept-encoding') ?? 'identity').toBe('identity');
	});

	it('takes the result of a job', async () => {
		const {exports, asked} = connect({[content]: answer(zip)});
		expect(await readAll(await exports.download({token: 't1'}))).toHaveLength(1022);
		expect(asked()).toEqual([content]);
	});

	it.each([
		['with bytes missing', answer(zip, {'content-length': '2000'}), FixityError],
		['with more bytes than announced', answer(zip, {'content-length': '100'}), FixityError],
		['cut off without an announced length', answer(zip.slice(0, -1)), DecodeError],
		['that is empty', answer(new Uint8Array()), DecodeError],
		['that is something else', {body: '<html>Please sign in</html>'}, DecodeError],
	])('%s fails at its end, and is never told to be done', async (_, given, kind) => {
		const reports: Progress[] = [];
		const {exports} = connect({[content]: given});
		const stream = await exports.download('t1', {onProgress: report => void reports.push(report)});
		await expect(readAll(stream)).rejects.toThrow(kind);
		expect(reports.every(({done, total}) => done !== total)).toBe(true);
	});

	it('does not take the length of an encoding for that of the bytes', async () => {
		const {exports} = connect({[content]: answer(zip, {'content-length': '20', 'content-encoding': 'gzip'})});
		expect(await readAll(await exports.download('t1'))).toHaveLength(1022);
	});

	it.each([
		[403, PermissionError],
		[404, NotFoundError],
		[500, HttpError],
	])('that is answered with %i fails', async (code, kind) => {
		await expect(connect({[content]: {status: code}}).exports.download('t1')).rejects.toThrow(kind);
	});

	it('that is gone says so', async () => {
		await expect(connect().exports.download('t9')).rejects.toThrow('There is no finished export under the progress token t9');
	});

	it('ends with an abort in the middle', async () => {
		const {exports} = connect({[content]: () => new Response(new ReadableStream({start: stream => stream.enqueue(new Uint8Array(3))}))});
		const controller = new AbortController();
		const reader = (await exports.download('t1', {signal: controller.signal})).getReader();
		await reader.read();
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(reader.read()).rejects.toBe(reason);
	});

	it('lets the connection go when it is not wanted any more', async () => {
		let cancelled = false;
		const body = new ReadableStream({
			pull: stream => stream.enqueue(new Uint8Array(3)),
			cancel: () => void (cancelled = true),
		});
		const {exports} = connect({[content]: () => ({body})});
		await (await exports.download('t1')).cancel();
		expect(cancelled).toBe(true);
	});
});
