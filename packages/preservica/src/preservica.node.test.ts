import {randomBytes} from 'node:crypto';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	AuthenticationError,
	createMemoryTokenStore,
	FixityError,
	HttpError,
	isSdkError,
	JobFailedError,
	NotFoundError,
	PermissionError,
} from '@fonds/core';
import {createFileTokenStore} from '@fonds/core/node';
import {readAll} from '@fonds/core/streams';
import {createSandbox, type Sandbox, type SandboxOptions} from '@fonds/sandbox';
import {afterEach, describe, expect, it} from 'vitest';
import type {Credentials} from './auth/credentials.ts';
import {deepText} from './fixtures/deep-text.ts';
import {sipOf} from './fixtures/sip.ts';
import {saveAsset} from './node/save-asset.ts';
import {Preservica, type PreservicaOptions} from './preservica.ts';

const mebibyte = 1024 * 1024;
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0)) {
		await cleanUp();
	}
});

const quick = {interval: {initial: 5, max: 20}};

async function start(
	options: SandboxOptions = {},
): Promise<{sandbox: Sandbox; url: string; connect: (options?: Partial<PreservicaOptions>) => Preservica}> {
	const sandbox = await createSandbox(options);
	cleanUps.push(() => sandbox.close());
	const {url} = await sandbox.listen();
	const {archivist} = sandbox.credentials.preservica.users;
	const connect = (more: Partial<PreservicaOptions> = {}): Preservica =>
		new Preservica({server: url, credentials: archivist, retry: {sleep: async () => {}}, ...more});
	return {sandbox, url, connect};
}

async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'fonds-'));
	cleanUps.push(() => rm(folder, {recursive: true}));
	return folder;
}

function sourceOf({zip, asset}: {readonly zip: Uint8Array; readonly asset: string}, chunk = mebibyte) {
	let at = 0;
	const bytes = new ReadableStream<Uint8Array>({
		pull(controller) {
			controller.enqueue(zip.slice(at, (at += chunk)));
			if (at >= zip.length) {
				controller.close();
			}
		},
	});
	return {bytes, size: zip.length, assets: [asset]};
}

describe.each(['6.9.0', '7.7.0', '8.1.0', '9.1.0'] as const)('on version %s', version => {
	it('a package becomes an asset, whose files come back as they were', async () => {
		const {connect} = await start({version});
		const preservica = connect();
		expect((await preservica.session.version()).text).toBe(version);
		expect(await preservica.session.tenant()).toBe('FONDS');

		const folder = await preservica.entities.createFolder({title: 'Box & <1>', description: 'First “box”', parent: null});
		expect(folder).toMatchObject({title: 'Box & <1>', description: 'First “box”', securityTag: 'open', parent: undefined});
		const inner = await preservica.entities.createFolder({title: 'Inner', parent: folder.ref});

		const file = randomBytes(12 * mebibyte);
		const sip = sipOf(file, {parent: inner.ref, filename: 'tëst file.bin', title: 'Letter &amp; more'});
		const reports: number[] = [];
		const job = await preservica.uploads.upload(sourceOf(sip), {
			partSize: 5 * mebibyte,
			folder: inner.ref,
			onProgress: ({done}) => void reports.push(done),
		});
		expect(reports.at(-1)).toBe(sip.zip.length);

		const resumed = connect().uploads.resume(JSON.parse(JSON.stringify(job)));
		expect(await resumed.done(quick)).toEqual({assets: [sip.asset]});
		const last: string[] = [];
		for await (const {state} of job.watch(quick)) {
			last.push(state);
		}
		expect(last.at(-1)).toBe('succeeded');

		const asset = await preservica.entities.asset(sip.asset);
		expect(asset).toMatchObject({title: 'Letter & more', parent: inner.ref});
		expect((await preservica.entities.ancestors(asset)).map(({title}) => title)).toEqual(['Box & <1>', 'Inner']);
		expect(await preservica.entities.children(inner.ref).toArray()).toEqual([{type: 'asset', ref: sip.asset, title: 'Letter & more'}]);
		expect(await preservica.entities.byIdentifier('code', `code-${sip.asset}`)).toMatchObject([{ref: sip.asset}]);
		expect(await preservica.entities.identifiers(asset)).toMatchObject([{type: 'code', value: `code-${sip.asset}`}]);

		const directory = await temporaryFolder();
		const saved = await saveAsset(preservica, sip.asset, directory);
		expect(saved.files).toMatchObject([{path: join(directory, 'Preservation-1', 'tëst file.bin'), verified: 'fixity'}]);
		expect((await readFile(saved.files[0]?.path ?? '')).equals(file)).toBe(true);
	});

	it('changes are saved', async () => {
		const {connect} = await start({version});
		const {entities} = connect();
		const folder = await entities.createFolder({title: 'Before', description: 'Old', parent: null});
		const saved = await entities.save({...folder, title: 'After & <b>', description: 'New', customType: 'Series'}, quick);
		expect(saved).toMatchObject({title: 'After & <b>', description: 'New', customType: 'Series', securityTag: 'open'});
		const closed = await entities.save({...saved, securityTag: 'closed'}, quick);
		expect(closed.securityTag).toBe('closed');
		expect(await entities.folder(folder.ref)).toEqual(closed);
	});
});

describe('the sample collection', () => {
	it('can be walked, and every file of it is whole', async () => {
		const {connect} = await start();
		const preservica = connect();
		const refs = new Set<string>();
		const kinds = {folder: 0, asset: 0, contentObject: 0};
		let bytes = 0;
		for await (const stub of preservica.entities.descendants(null)) {
			expect(refs.has(stub.ref)).toBe(false);
			refs.add(stub.ref);
			kinds[stub.type]++;
			await preservica.entities.metadata(stub);
			if (stub.type === 'asset') {
				for await (const {bitstream} of preservica.bitstreams.ofAsset(stub.ref)) {
					bytes += (await readAll(await preservica.bitstreams.download(bitstream))).length;
				}
			}
		}
		expect(kinds.folder).toBeGreaterThan(0);
		expect(kinds.asset).toBeGreaterThan(0);
		expect(bytes).toBeGreaterThan(0);

		const byHand = async (folder: string | null): Promise<string[]> => {
			const found: string[] = [];
			for await (const {type, ref} of preservica.entities.children(folder, {pageSize: 2})) {
				found.push(ref, ...(type === 'folder' ? await byHand(ref) : []));
			}
			return found;
		};
		expect([...refs]).toEqual(await byHand(null));
	});

	it('has thumbnails', async () => {
		const {connect} = await start();
		const {entities} = connect();
		for await (const stub of entities.descendants(null)) {
			if (stub.type === 'asset') {
				const picture = await entities.thumbnail(stub).catch((error: unknown) => error);
				if (picture instanceof Blob) {
					expect(picture.type).toMatch(/^image\//);
					expect(picture.size).toBeGreaterThan(0);
					return;
				}
				expect(picture).toBeInstanceOf(NotFoundError);
			}
		}
		throw new Error('no asset has a thumbnail');
	});
});

describe('signing in', () => {
	it('works in every way', async () => {
		const {sandbox, url, connect} = await start();
		const {users} = sandbox.credentials.preservica;
		const token = (await connect().session.token()).value;
		const ways: readonly (readonly [Credentials, string | undefined])[] = [
			[users.archivist, undefined],
			[users.archivist, 'FONDS'],
			[users.twoFactor, undefined],
			[{username: users.archivist.username, sharedSecret: users.sharedSecret}, 'FONDS'],
			[{token}, 'FONDS'],
			[{token: async () => token}, 'FONDS'],
		];
		for (const [credentials, tenant] of ways) {
			const {session, entities} = new Preservica({server: url, credentials, tenant});
			expect((await entities.children(null).toArray()).length).toBeGreaterThan(0);
			expect(await session.tenant()).toBe('FONDS');
		}
	});

	it('fails clearly with a wrong password, code or secret, and tells no secret', async () => {
		const {sandbox, url} = await start();
		const {users} = sandbox.credentials.preservica;
		const wrong: readonly Credentials[] = [
			{...users.archivist, password: 'password-canary'},
			{...users.twoFactor, twoFactorSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'},
			{username: users.archivist.username, sharedSecret: 'secret-canary'},
			{token: 'token-canary-1'},
		];
		for (const credentials of wrong) {
			const events: unknown[] = [];
			const preservica = new Preservica({server: url, credentials, tenant: 'FONDS', onEvent: event => void events.push(event)});
			const failure = await preservica.entities
				.children(null)
				.toArray()
				.catch((error: unknown) => error);
			expect(failure).toBeInstanceOf(AuthenticationError);
			expect(deepText([failure, events])).not.toMatch(/canary|GEZDGNBV|two-keys/);
		}
	});

	it('is shared through a token store on the disk, and renewed when all tokens end', async () => {
		const {sandbox, connect} = await start();
		const tokenStore = createFileTokenStore(join(await temporaryFolder(), 'tokens.json'));
		const counting = () => {
			const signIns: string[] = [];
			const preservica = connect({
				tokenStore,
				onEvent: ({type, url}) => {
					if (type === 'request' && url.includes('accesstoken')) {
						signIns.push(url);
					}
				},
			});
			return {preservica, signIns};
		};
		const first = counting();
		const second = counting();
		await first.preservica.entities.children(null).toArray();
		await second.preservica.entities.children(null).toArray();
		expect([first.signIns.length, second.signIns.length]).toEqual([1, 0]);

		sandbox.faults.add({kind: 'expire-tokens', path: '/api/entity/root/children'});
		await Promise.all(Array.from({length: 5}, () => second.preservica.entities.children(null).toArray()));
		expect(second.signIns).toHaveLength(1);
	});
});

describe('when things go wrong', () => {
	it('an unknown reference is not found', async () => {
		const {connect} = await start();
		await expect(connect().entities.asset('00000000-0000-4000-8000-000000000000')).rejects.toThrow(NotFoundError);
		await expect(connect().entities.folder('no reference')).rejects.toThrow(NotFoundError);
	});

	it('a reader may not change anything, nor upload', async () => {
		const {sandbox, connect} = await start();
		const {entities, uploads} = connect({credentials: sandbox.credentials.preservica.users.reader});
		await expect(entities.createFolder({title: 'Mine', parent: null})).rejects.toThrow(PermissionError);
		await expect(uploads.upload(sourceOf(sipOf(randomBytes(10), {parent: 'x'})))).rejects.toThrow(PermissionError);
	});

	it('a wrong digest in the package fails the ingest, with the reason', async () => {
		const {connect} = await start();
		const {entities, uploads} = connect();
		const folder = await entities.createFolder({title: 'Box', parent: null});
		const sip = sipOf(randomBytes(1000), {parent: folder.ref, sha1: '0'.repeat(40)});
		const job = await uploads.upload(sourceOf(sip));
		const failure = await job.done(quick).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(JobFailedError);
		expect((failure as JobFailedError<{errors: string[]}>).status.errors).not.toEqual([]);
		await expect(entities.asset(sip.asset)).rejects.toThrow(NotFoundError);
	});

	it('a damaged zip fails the ingest', async () => {
		const {connect} = await start();
		const {uploads} = connect();
		const job = await uploads.upload({bytes: new Blob([randomBytes(1000)]).stream(), size: 1000});
		await expect(job.done(quick)).rejects.toThrow(JobFailedError);
	});

	it('tokens that end in mid-upload are renewed, and nothing is lost', async () => {
		const {sandbox, connect} = await start();
		const preservica = connect();
		const folder = await preservica.entities.createFolder({title: 'Box', parent: null});
		const sip = sipOf(randomBytes(21 * mebibyte), {parent: folder.ref});
		for (const moment of ['partNumber=2', 'partNumber=4', 'uploadId']) {
			sandbox.faults.add({kind: 'expire-tokens', method: moment === 'uploadId' ? 'POST' : 'PUT', path: `/api/s3/*?*${moment}*`});
		}
		const job = await preservica.uploads.upload(sourceOf(sip), {partSize: 5 * mebibyte, concurrency: 2});
		expect(await job.done(quick)).toEqual({assets: [sip.asset]});
		expect(sandbox.faults.list().map(({used}) => used)).toEqual([1, 1, 1]);
	});

	it('parts are sent again after 500s and lost connections', async () => {
		const {sandbox, connect} = await start();
		const preservica = connect();
		const folder = await preservica.entities.createFolder({title: 'Box', parent: null});
		const sip = sipOf(randomBytes(21 * mebibyte), {parent: folder.ref});
		sandbox.faults.add({kind: 'drop', method: 'PUT', path: '/api/s3/*', times: 2});
		sandbox.faults.add({kind: 'status', status: 500, method: 'PUT', path: '/api/s3/*', times: 2});
		const job = await preservica.uploads.upload(sourceOf(sip), {partSize: 5 * mebibyte});
		expect(await job.done(quick)).toEqual({assets: [sip.asset]});
	});

	it('no upload dangles after an abort or a refusal', async () => {
		const {sandbox, connect} = await start();
		const preservica = connect();
		const sip = sipOf(randomBytes(21 * mebibyte), {parent: 'x'});
		const controller = new AbortController();
		const reason = new Error('enough');
		const onProgress = (): void => controller.abort(reason);
		await expect(preservica.uploads.upload(sourceOf(sip), {partSize: 5 * mebibyte, signal: controller.signal, onProgress})).rejects.toBe(
			reason,
		);
		sandbox.faults.add({kind: 'status', status: 400, method: 'PUT', path: '/api/s3/*', after: 2});
		await expect(preservica.uploads.upload(sourceOf(sip), {partSize: 5 * mebibyte})).rejects.toThrow(HttpError);
		expect(sandbox.state().openUploads).toEqual([]);
	});

	it('a lost answer to the last request says that the package is there or not', async () => {
		const {sandbox, connect} = await start();
		const preservica = connect();
		const folder = await preservica.entities.createFolder({title: 'Box', parent: null});
		sandbox.faults.add({kind: 'drop', method: 'POST', path: '/api/s3/*', after: 1, when: 'after'});
		const sip = sipOf(randomBytes(11 * mebibyte), {parent: folder.ref});
		const failure = await preservica.uploads.upload(sourceOf(sip), {partSize: 5 * mebibyte}).catch((error: unknown) => error);
		expect(isSdkError(failure, 'upload-unconfirmed')).toBe(true);
		expect(String(failure)).toContain(sip.asset);
	});

	it.each([
		['wrong bytes', 'corrupt'],
		['a dropped connection in mid-download', 'truncate'],
	] as const)('%s leave no file under its name', async (_, kind) => {
		const {sandbox, connect} = await start();
		const preservica = connect();
		const folder = await preservica.entities.createFolder({title: 'Box', parent: null});
		const sip = sipOf(randomBytes(2 * mebibyte), {parent: folder.ref});
		await (await preservica.uploads.upload(sourceOf(sip))).done(quick);

		const directory = await temporaryFolder();
		sandbox.faults.add({kind, path: '*bitstreams*content'});
		const failure = await saveAsset(preservica, sip.asset, join(directory, 'asset')).catch((error: unknown) => error);
		expect(isSdkError(failure)).toBe(true);
		if (kind === 'corrupt') {
			expect(failure).toBeInstanceOf(FixityError);
		}
		expect(await readdir(directory)).toEqual([]);
		expect((await saveAsset(preservica, sip.asset, join(directory, 'asset'))).files).toHaveLength(1);
	});

	it('a server that fails for a while is waited for', async () => {
		const {sandbox, connect} = await start();
		const {entities} = connect({tokenStore: createMemoryTokenStore()});
		sandbox.faults.add({kind: 'status', status: 503, path: '/api/accesstoken/login', times: 2});
		sandbox.faults.add({kind: 'drop', path: '/api/entity/root/children'});
		sandbox.faults.add({kind: 'status', status: 502, path: '/api/entity/root/children'});
		expect((await entities.children(null).toArray()).length).toBeGreaterThan(0);
	});
});
