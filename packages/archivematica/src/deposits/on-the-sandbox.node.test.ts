import {createServer, type Server} from 'node:http';
import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {failure} from '../fixtures/connect-storage.ts';
import {Archivematica, type DepositStatus, type StorageSession} from '../index.ts';

const origin = 'http://sandbox.example.org';
const bytes = new TextEncoder().encode('Dear sister');
const md5 = 'f9bb8d5a1cb1ac2e1e3b5a4f4ef2b8d1';

let time: number;
let sandbox: Sandbox;
let archivematica: Archivematica;
let repository: Server;
let repositoryUrl: string;

const sleep = async (ms: number): Promise<void> => {
	time += ms;
	await new Promise(resolve => setTimeout(resolve, 2)); // What the sandbox fetches comes over a real connection.
};

const connect = (session?: StorageSession, fetch: typeof globalThis.fetch = (input, init) => sandbox.fetch(new Request(input, init))) => {
	const {dashboard, storage} = sandbox.credentials.archivematica;
	return new Archivematica({
		dashboard: {url: origin, ...dashboard},
		storage: {url: origin, ...storage, session},
		fetch,
		now: () => time,
		retry: {sleep},
	});
};

const control = async (method: string, path: string, body?: unknown) => {
	const init = {method, ...(body !== undefined && {body: JSON.stringify(body)})};
	const response = await sandbox.fetch(new Request(`${origin}/sandbox/archivematica/${path}`, init));
	expect(response.ok, await response.clone().text()).toBe(true);
	return response.json();
};

const signIn = async (username?: string): Promise<StorageSession> => ({cookie: (await control('POST', 'sessions', {username})).cookie});

const collectionOf = async (): Promise<string> => (await archivematica.deposits.service()).collections[0]?.uuid ?? '';

beforeEach(async () => {
	time = 1_750_000_000_000;
	sandbox = await createSandbox({samples: false, stepDuration: 1000, now: () => time});
	archivematica = connect(await signIn());
	repository = createServer((request, response) => {
		response.writeHead(request.url === '/letter.txt' ? 200 : 404).end('Dear sister');
	});
	await new Promise<void>(resolve => void repository.listen(0, '127.0.0.1', resolve));
	const address = repository.address();
	repositoryUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterEach(async () => {
	repository.close();
	await sandbox.close();
});

describe('deposits on the sandbox', () => {
	it('are created, listed, read, filled and deleted', async () => {
		const {deposits} = archivematica;
		const {version, collections} = await deposits.service();
		expect([version, collections.length]).toEqual(['2.0', 1]);
		const collection = await collectionOf();
		const {uuid, links} = await deposits.create(collection, {name: 'Letters/1', objectId: 'islandora:17'}, {onBehalfOf: 'A. Nobody'});
		expect(links.edit).toBe(`${origin}/api/v1/file/${uuid}/sword/`);
		expect(await deposits.list(collection)).toEqual([{uuid, title: 'Letters\\1'}]);
		expect(await deposits.read(uuid)).toEqual({uuid, title: 'Letters\\1'});
		expect(await deposits.state(uuid)).toMatchObject({state: 'complete', downloads: [], finalisationFailed: false});
		for (const name of ['plain.txt', 'it\'s "q"; a\\b.txt', 'été.txt']) {
			await deposits.addFile(uuid, name, bytes);
			expect(await deposits.files(uuid)).toContain(name);
			expect(await failure(deposits.addFile(uuid, name, bytes))).toMatchObject({code: 'file-exists'});
			await deposits.replaceFile(uuid, name, new Blob([bytes]));
			await deposits.deleteFile(uuid, name);
			expect(await failure(deposits.replaceFile(uuid, name, bytes))).toMatchObject({name: 'NotFoundError'});
			expect(await failure(deposits.deleteFile(uuid, name))).toMatchObject({name: 'NotFoundError', status: 404});
		}
		await deposits.addFiles(
			uuid,
			{name: 'x', objectId: 'more', files: [{url: `${repositoryUrl}/letter.txt`, name: 'Ω.txt'}]},
			{via: 'media'},
		);
		await expect.poll(async () => (await deposits.state(uuid)).downloads).toMatchObject([{name: 'Ω.txt', state: 'complete'}]);
		await deposits.deleteFiles(uuid);
		expect(await deposits.files(uuid)).toEqual([]);
		await deposits.delete(uuid);
		expect(await deposits.list(collection)).toEqual([]);
		expect(await failure(deposits.read(uuid))).toMatchObject({name: 'NotFoundError'});
	});

	it('may be read by anybody, and written in the session of a manager only', async () => {
		const collection = await collectionOf();
		const {uuid} = await archivematica.deposits.create(collection, {name: 'a', objectId: 'b'});
		for (const session of [undefined, await signIn('reader'), {cookie: 'ended'}]) {
			const {deposits} = connect(session);
			expect(await deposits.list(collection)).toHaveLength(1);
			expect(await deposits.files(uuid)).toEqual(expect.any(Array));
			expect(await failure(deposits.read(uuid))).toMatchObject({name: 'PermissionError'});
			expect(await failure(deposits.create(collection, {name: 'a', objectId: 'b'}))).toMatchObject({
				name: 'PermissionError',
				message: expect.stringContaining(session ? 'The session has ended' : 'give the cookie'),
			});
		}
	});

	it('are errors where they are none', async () => {
		const {deposits} = archivematica;
		const nobody = '00000000-0000-4000-8000-000000000000';
		expect(await failure(deposits.list(nobody))).toMatchObject({name: 'NotFoundError'});
		expect(await failure(deposits.state(nobody))).toMatchObject({name: 'NotFoundError'});
		const [source] = await archivematica.storage.locations({purpose: 'TS'}).toArray();
		expect(await failure(deposits.list(source?.uuid ?? ''))).toMatchObject({code: 'not-a-collection'});
	});

	it('are streamed over a real connection', async () => {
		const {url} = await sandbox.listen();
		const {dashboard, storage} = sandbox.credentials.archivematica;
		const session = await signIn();
		const {deposits} = new Archivematica({dashboard: {url, ...dashboard}, storage: {url, ...storage, session}});
		const {uuid, links} = await deposits.create(await collectionOf(), {name: 'a', objectId: 'b'});
		expect(links.edit).toBe(new URL(`/api/v1/file/${uuid}/sword/`, url).href);
		const stream = () => new Blob([bytes]).stream();
		await deposits.addFile(uuid, 'été.txt', {stream: stream(), size: bytes.length});
		for (const size of [bytes.length - 1, bytes.length + 1]) {
			expect(await failure(deposits.addFile(uuid, 'b.txt', {stream: stream(), size}))).toMatchObject({code: 'wrong-size'});
		}
		expect(await deposits.files(uuid)).toEqual(expect.arrayContaining(['été.txt']));
		expect(await deposits.files(uuid)).not.toContain('b.txt');
	});

	it('become transfers', async () => {
		const {deposits, dashboard} = archivematica;
		const collection = await collectionOf();
		const job = await deposits.start({
			collection,
			name: 'Letters',
			objectId: 'islandora:17',
			files: [{url: `${repositoryUrl}/letter.txt`, name: 'letter.txt'}],
			content: [{name: 'note.txt', content: bytes}],
		});
		const stages = new Set<string>();
		for await (const {stage} of job.watch({sleep})) {
			stages.add(stage);
		}
		expect([...stages]).toEqual(['media', 'downloads', 'finish', 'finalisation', 'transfer']);
		const {transfer} = await job.done({sleep});
		expect(await dashboard.transferStatus(transfer ?? '')).toMatchObject({name: 'Letters'});
		expect(await deposits.list(collection)).toEqual([]);
		expect(await failure(deposits.read(job.id))).toMatchObject({code: 'already-submitted'});
	});

	it('fail when a file is another than was said', async () => {
		const job = await archivematica.deposits.start({
			collection: await collectionOf(),
			name: 'Letters',
			objectId: 'x',
			files: [{url: `${repositoryUrl}/letter.txt`, name: 'letter.txt', md5}],
		});
		expect(await failure(job.done({sleep}))).toMatchObject({code: 'deposit-failed', message: expect.stringContaining('letter.txt')});
	});

	it('go on in another process, at any stage, and are finished once', async () => {
		for (const at of ['media', 'downloads', 'finish', 'finalisation']) {
			const content = [{name: 'note.txt', content: bytes}];
			const job = await archivematica.deposits.start({collection: await collectionOf(), name: `at ${at}`, objectId: 'x', content});
			let kept = JSON.stringify(job);
			let last: DepositStatus | undefined;
			for await (const status of job.watch({sleep})) {
				last = status;
				if (status.stage === at) {
					kept = JSON.stringify(job);
					break;
				}
			}
			expect([at, 'downloads']).toContain(last?.stage);
			const resumed = await connect(await signIn()).deposits.resume(JSON.parse(kept), {content});
			expect(await resumed.done({sleep})).toMatchObject({deposit: job.id, transfer: expect.any(String)});
		}
	});

	it('are not created twice when the answer is lost', async () => {
		const collection = await collectionOf();
		sandbox.faults.add({kind: 'status', method: 'POST', path: '*/sword/collection/', status: 502, when: 'after'});
		const error = await failure(archivematica.deposits.start({collection, name: 'Letters', objectId: 'x'}));
		expect(error).toMatchObject({code: 'start-uncertain', found: [{title: 'Letters'}]});
		expect(await archivematica.deposits.list(collection)).toHaveLength(1);
	});

	it('are told their end once when the answer to that is lost', async () => {
		sandbox.faults.add({kind: 'status', method: 'POST', path: '/api/v2/file/*/sword/', status: 502, when: 'after'});
		const content = [{name: 'note.txt', content: bytes}];
		const job = await archivematica.deposits.start({collection: await collectionOf(), name: 'Letters', objectId: 'x', content});
		expect(await job.done({sleep})).toMatchObject({transfer: expect.any(String)});
	});
});
