import {createSandbox, type Sandbox} from '@fonds/sandbox';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Session} from '../auth/session.ts';
import {Bitstreams} from '../bitstreams/bitstreams.ts';
import {Entities} from '../entities/entities.ts';
import {Monitors} from '../monitors/monitors.ts';
import {mebibyte} from './fixtures/connect.ts';
import {packageOfFile} from './fixtures/small-package.ts';
import {Uploads} from './uploads.ts';

let sandbox: Sandbox;
let session: Session;
let uploads: Uploads;
let entities: Entities;
beforeAll(async () => {
	sandbox = await createSandbox({stepDuration: 1});
	const {url} = await sandbox.listen();
	const {tenant, users} = sandbox.credentials.preservica;
	session = new Session({server: url, credentials: users.archivist, tenant});
	uploads = new Uploads(session);
	entities = new Entities(session);
});
afterAll(() => sandbox.close());

/** The size of the file that an asset has, as soon as the asset is there. */
async function sizeOf(asset: string, code: string): Promise<number | undefined> {
	await expect.poll(() => entities.byIdentifier('code', code), {timeout: 10_000}).toMatchObject([{type: 'asset', ref: asset}]);
	for await (const {bitstream} of new Bitstreams(session).ofAsset(asset)) {
		const bytes = await new Response(await new Bitstreams(session).download(bitstream)).arrayBuffer();
		return bytes.byteLength;
	}
	return undefined;
}

describe.each(['AWS', 'Azure'])('a location of the sandbox (%s)', type => {
	const locationOf = async () => (await uploads.locations()).find(location => location.type === type)!;

	it.each([
		['in one request', 1000],
		['in parts', 12 * mebibyte],
	])('ingests what is uploaded to it %s, into the folder, and is cleaned afterwards', async (_, size) => {
		const location = await locationOf();
		const {ref: folder} = await entities.createFolder({title: `${type} ${size}`, parent: null});
		const code = `${type}/${size}`;
		const {asset, source} = packageOfFile(new Uint8Array(size).fill(7), {title: 'A file', code});
		const told: string[] = [];
		const upload = await uploads.uploadToLocation(source, {
			location: location.containerName,
			folder,
			partSize: 5 * mebibyte,
			digests: ['sha256'],
			beforeArrival: ({key}) => void told.push(key),
		});
		expect(upload).toMatchObject({location, size: source.size, assets: [asset], digests: {sha256: expect.stringMatching(/^[\da-f]{64}$/)}});
		expect(told).toEqual([upload.key]);

		expect(await sizeOf(asset, code)).toBe(size);
		expect((await entities.asset(asset)).parent).toBe(folder);
		const names: string[] = [];
		for await (const {name} of new Monitors(session).list()) {
			names.push(name);
		}
		expect(names).toContain(`${upload.key}.zip`);

		const dry = await uploads.cleanLocation(location, {olderThanDays: 0});
		expect(dry.objects.map(object => [object.key, object.size])).toEqual([[upload.key, source.size]]);
		expect((await uploads.cleanLocation(location, {olderThanDays: 1, dryRun: false})).objects).toEqual([]);
		expect((await uploads.cleanLocation(location.apiId, {olderThanDays: 0, dryRun: false})).size).toBe(source.size);
		expect((await uploads.cleanLocation(location, {olderThanDays: 0})).objects).toEqual([]);
	});

	it('has nothing of an upload that is aborted', async () => {
		const location = await locationOf();
		const controller = new AbortController();
		const {source} = packageOfFile(new Uint8Array(12 * mebibyte), {title: 'Never', code: 'never'});
		const upload = uploads.uploadToLocation(source, {
			location,
			partSize: 5 * mebibyte,
			signal: controller.signal,
			onProgress: () => controller.abort('enough'),
		});
		await expect(upload).rejects.toBe('enough');
		expect((await uploads.cleanLocation(location, {olderThanDays: 0})).objects).toEqual([]);
	});

	it('gives credentials that print nothing', async () => {
		const credentials = await uploads.credentials((await locationOf()).apiId);
		expect(credentials.key.reveal()).not.toBe('');
		expect(JSON.stringify(credentials)).not.toContain(credentials.sessionToken?.reveal());
	});
});

it('the sandbox ingests what is uploaded to the bucket of the tenant, and has it no longer when it is removed', async () => {
	const {ref: folder} = await entities.createFolder({title: 'Bucket', parent: null});
	const {asset, source} = packageOfFile(new Uint8Array(6 * mebibyte), {title: 'A file', code: 'bucket'});
	let key = '';
	const job = await uploads.upload(source, {folder, partSize: 5 * mebibyte, beforeArrival: upload => void (key = upload.key)});
	expect(await job.done({interval: {initial: 5, max: 20}})).toEqual({assets: [asset]});
	expect(await sizeOf(asset, 'bucket')).toBe(6 * mebibyte);
	await uploads.removeObject(key);
	expect(await uploads.hasObject(key)).toBe(false);
	expect(await uploads.hasBucket()).toBe(true);
	expect((await uploads.buckets()).map(({name}) => name)).toContain('fonds.package.upload');
});
