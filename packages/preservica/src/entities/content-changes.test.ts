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
import {createHasher, type FixityAlgorithm} from '@fonds/core/hash';
import {iterate, streamFrom} from '@fonds/core/streams';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it, vi} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import {fakeAsset} from '../fixtures/fake-asset.ts';
import {versionRoute} from '../fixtures/version-route.ts';
import type {NewAccessCopy, NewGeneration} from './content-changes.ts';
import {Entities} from './entities.ts';

const text = 'Dear archive, ünïcödé';
const bytes = new TextEncoder().encode(text);
const blob = new Blob([text], {type: 'text/plain'});
const representations = '/api/entity/information-objects/a1/representations';
const generations = '/api/entity/content-objects/c0/generations';
const poll = {sleep: async () => {}};
const status = (word: string) => `<P xmlns="http://status.preservica.com"><Status>${word}</Status></P>`;
const isBrowser = 'document' in globalThis;

async function connect(routes: FakeRoutes = {}, algorithms: readonly FixityAlgorithm[] = ['sha1']) {
	const {session, ...rest} = connectTo({
		...versionRoute(),
		...(await fakeAsset([{representation: 'Preservation', filename: 'old.txt', content: 'old', algorithms}])),
		[`POST ${representations}`]: {status: 202, body: 't1'},
		[`POST ${generations}`]: {status: 200, body: 't1'},
		'GET /api/entity/progress/t1': [status('RUNNING'), status('COMPLETED')],
		...routes,
	});
	const posted = () => rest.requests.filter(({method}) => method === 'POST');
	return {entities: new Entities(session), posted, ...rest};
}

async function digest(algorithm: FixityAlgorithm) {
	const hasher = await createHasher([algorithm]);
	hasher.update(bytes);
	return {algorithm, value: hasher.digest()[algorithm] ?? ''};
}

const stream = () => streamFrom(['Dear archive, ', 'ünïcödé']);

describe('an access representation', () => {
	it('is sent with its name and the name of the file, and followed', async () => {
		const {entities, posted} = await connect();
		const job = await entities.addAccessRepresentation('a1', {filename: 'Brief – Größe.txt', content: blob, name: 'Reading copy'});
		await expect(job.done(poll)).resolves.toBeUndefined();
		const [request] = posted();
		const {pathname, searchParams} = new URL(request?.url ?? '');
		expect(pathname).toBe(representations);
		expect(Object.fromEntries(searchParams)).toEqual({type: 'Access', name: 'Reading copy', filename: 'Brief – Größe.txt'});
		expect(request?.headers.get('content-type')).toBe('application/octet-stream');
		expect(await request?.text()).toBe(text);
		expect(job.toJSON()).toEqual({kind: 'preservica-add-representation', id: 't1', data: null});
	});

	it('is called Access unless told otherwise, and may be empty', async () => {
		const {entities, posted} = await connect();
		await entities.addAccessRepresentation({type: 'asset', ref: 'a1'}, {filename: 'a', content: new Blob([])});
		expect(new URL(posted()[0]?.url ?? '').searchParams.get('name')).toBe('Access');
		expect(await posted()[0]?.text()).toBe('');
	});

	it.each(['', ' ', 'a\0', '\udcdc'])('is not called %j', async name => {
		const {entities, asked} = await connect();
		await expect(entities.addAccessRepresentation('a1', {filename: 'a', content: blob, name})).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('that fails on the server says so', async () => {
		const {entities} = await connect({'GET /api/entity/progress/t1': status('FAILED')});
		const job = await entities.addAccessRepresentation('a1', {filename: 'a', content: blob});
		const failure = await job.done(poll).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(String(failure)).toContain('The new access representation of the asset a1 failed');
	});
});

describe('a new generation', () => {
	it('is sent with the digests by which the server knows the present file', async () => {
		const {entities, posted} = await connect({}, ['md5', 'sha256']);
		const reports: Progress[] = [];
		const job = await entities.replaceGeneration(
			'c0',
			{filename: 'new letter.txt', content: blob},
			{onProgress: report => void reports.push(report)},
		);
		await expect(job.done(poll)).resolves.toBeUndefined();
		const [request] = posted();
		expect(new URL(request?.url ?? '').search).toBe('?replaceType=previous');
		const sent = (name: string) => request?.headers.get(name);
		expect([sent('filename'), sent('content-type')]).toEqual(['new letter.txt', 'application/octet-stream']);
		expect([sent('fixity-md5'), sent('fixity-sha-1'), sent('fixity-sha-256'), sent('fixity-sha-512')]).toEqual([
			(await digest('md5')).value,
			null,
			(await digest('sha256')).value,
			null,
		]);
		expect(await request?.text()).toBe(text);
		expect(reports.at(-1)).toEqual({phase: 'hash', done: bytes.length, total: bytes.length});
	});

	it('is sent with SHA-512 where the server knows nothing of the present file', async () => {
		const {entities, posted} = await connect({}, []);
		await entities.replaceGeneration({type: 'contentObject', ref: 'c0'}, {filename: 'a', content: blob});
		expect(posted()[0]?.headers.get('fixity-sha-512')).toBe((await digest('sha512')).value);
	});

	it('is sent with the digests that are asked for, without a look at the present file', async () => {
		const {entities, posted, asked} = await connect({[`POST ${generations}`]: {status: 202, body: 't1'}});
		await entities.replaceGeneration('c0', {filename: 'a', content: blob, algorithms: ['sha1', 'sha512']});
		const {headers} = posted()[0] ?? new Request('https://x');
		expect([headers.get('fixity-sha-1'), headers.get('fixity-sha-512')]).toEqual([
			(await digest('sha1')).value,
			(await digest('sha512')).value,
		]);
		expect(asked()).toHaveLength(2);
	});

	it.each(['Größe.txt', 'a\u00a0b.txt', '文.txt'])('called %o is not sent: the encoding of the header is not known', async filename => {
		const {entities, asked} = await connect();
		const failure = entities.replaceGeneration('c0', {filename, content: blob});
		await expect(failure).rejects.toThrow('which encoding the server expects there is not known');
		expect(asked()).toEqual([]);
	});

	it.each([[[]], [['sha3']]])('is not sent with the digests %o', async algorithms => {
		const {entities, posted} = await connect();
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may give
		const file = {filename: 'a', content: blob, algorithms} as NewGeneration;
		await expect(entities.replaceGeneration('c0', file)).rejects.toThrow('algorithms must be some of md5, sha1, sha256, sha512.');
		expect(posted()).toEqual([]);
	});

	it('is not sent where the present one cannot be read', async () => {
		const {entities, posted} = await connect({[`GET ${generations}`]: {status: 404}});
		await expect(entities.replaceGeneration('c0', {filename: 'a', content: blob})).rejects.toThrow(NotFoundError);
		expect(posted()).toEqual([]);
	});

	it('of a stream needs its digests before anything is sent', async () => {
		const {entities, posted} = await connect();
		for (const fixities of [undefined, [], [{algorithm: 'crc32', value: '0'}]]) {
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may give
			const file = {filename: 'a', content: {stream: stream(), size: bytes.length, fixities}} as unknown as NewGeneration;
			await expect(entities.replaceGeneration('c0', file)).rejects.toThrow('A stream must bring its digests');
		}
		expect(posted()).toEqual([]);
	});
});

type Send = (entities: Entities, file: NewAccessCopy & NewGeneration, options?: {signal?: AbortSignal}) => Promise<unknown>;

it.skipIf(isBrowser)('the digests of a stream are sent in small letters, and the stream has the time its size takes', async () => {
	const timers = vi.spyOn(globalThis, 'setTimeout');
	const {entities, posted} = await connect();
	const {algorithm, value} = await digest('sha1');
	const content = {stream: stream(), size: bytes.length, fixities: [{algorithm, value: value.toUpperCase()}]};
	await entities.replaceGeneration('c0', {filename: 'a', content});
	expect(posted()[0]?.headers.get('fixity-sha-1')).toBe(value);
	expect(timers.mock.calls.map(([, ms]) => ms)).toContain(120_000 + bytes.length / 50);
	timers.mockRestore();
});

describe.each<[string, string, string, Send]>([
	['addAccessRepresentation', `POST ${representations}`, '6.11.0', (entities, ...rest) => entities.addAccessRepresentation('a1', ...rest)],
	['replaceGeneration', `POST ${generations}`, '6.2.0', (entities, ...rest) => entities.replaceGeneration('c0', ...rest)],
])('%s', (_, route, old, send) => {
	const file = {filename: 'a.txt', content: blob};

	it.each(['', ' ', 'folder/a.txt', String.raw`C:\a.txt`, 'a\nb', ' a.txt', '\ud800'])('refuses the file name %o', async filename => {
		const {entities, asked} = await connect();
		await expect(send(entities, {...file, filename})).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('asks nothing of a server that is too old', async () => {
		const {entities, posted} = await connect(versionRoute(old));
		await expect(send(entities, file)).rejects.toMatchObject({code: 'version'});
		expect(posted()).toEqual([]);
	});

	it.each([
		[{status: 403}, PermissionError, 'no right to add to the'],
		[{status: 404}, NotFoundError, 'There is no'],
		[{status: 500}, HttpError, 'may have arrived all the same'],
		[{status: 202, body: ''}, DecodeError, 'may have arrived all the same'],
	])('that is answered with %o fails, and is sent once', async (answer, kind, message) => {
		const {entities, posted} = await connect({[route]: answer});
		const failure = await send(entities, file).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(message);
		expect(posted()).toHaveLength(1);
	});

	it('ends with an abort', async () => {
		const controller = new AbortController();
		const {entities} = await connect({
			[route]: () => {
				controller.abort(new Error('enough'));
				return new Promise(() => {});
			},
		});
		await expect(send(entities, file, {signal: controller.signal})).rejects.toThrow('enough');
	});

	it('lets a stream go that is not sent', async () => {
		const content = async (idleStream: ReadableStream<Uint8Array>) => ({
			stream: idleStream,
			size: bytes.length,
			fixities: [await digest('sha1')],
		});
		let cancelled = 0;
		const idle = () => new ReadableStream<Uint8Array>({cancel: () => void cancelled++}, {highWaterMark: 0});
		const tooOld = await connect(versionRoute(old));
		await expect(send(tooOld.entities, {...file, content: await content(idle())})).rejects.toThrow(ConfigurationError);
		await expect(send((await connect()).entities, {filename: '', content: await content(idle())})).rejects.toThrow(ConfigurationError);
		expect(cancelled).toBe(2);
	});

	it.skipIf(isBrowser)('lets a stream go when the server refuses it unread', async () => {
		let reason: unknown;
		const idle = new ReadableStream<Uint8Array>({cancel: given => void (reason = given)}, {highWaterMark: 0});
		const {entities} = await connect({[route]: () => Promise.reject(new TypeError('refused'))});
		const content = {stream: idle, size: bytes.length, fixities: [await digest('sha1')]};
		await expect(send(entities, {...file, content})).rejects.toThrow('may have arrived all the same');
		await new Promise(resolve => setTimeout(resolve));
		expect(String(reason)).toContain('refused');
	});

	it.skipIf(isBrowser)('never sends the last bytes of a stream whose digest is wrong', async () => {
		let arrived = 0;
		const {entities} = await connect({
			[route]: async request => {
				for await (const chunk of iterate(request.body ?? new ReadableStream())) {
					arrived += chunk.length;
				}
				return {status: 202, body: 't1'};
			},
		});
		const fixities = [{algorithm: 'sha1', value: '0'.repeat(40)} as const];
		await expect(send(entities, {...file, content: {stream: stream(), size: bytes.length, fixities}})).rejects.toThrow(FixityError);
		expect(arrived).toBe('Dear archive, '.length);
	});

	it.skipIf(isBrowser)('sends a stream with its length', async () => {
		const {entities, posted} = await connect();
		await send(entities, {...file, content: {stream: stream(), size: bytes.length, fixities: [await digest('sha1')]}});
		const [request] = posted();
		expect(request?.headers.get('content-length')).toBe(String(bytes.length));
		expect(await request?.text()).toBe(text);
	});
});
