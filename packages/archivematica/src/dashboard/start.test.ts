import {
	AuthenticationError,
	ConfigurationError,
	ConflictError,
	DecodeError,
	HttpError,
	isSdkError,
	NetworkError,
	TimeoutError,
} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import created from '../fixtures/amclient-go/package-create.json' with {type: 'json'};
import {badGateway, connect, json, locationId, serverErrorPage, text, transferId} from '../fixtures/servers.ts';
import {serverPath} from '../paths/server-path.ts';

const source = {location: locationId, path: 'demo/imgs'};
const probe = 'GET /api/ingest/waiting';
const create = 'POST /api/v2beta/package';
const release = (version: string) => json({results: []}, 200, {'x-archivematica-version': version});

/** A dashboard of a release without idempotency keys, and what it was sent. */
const start = (routes: FakeRoutes, options?: Parameters<typeof connect>[1]) => {
	const {archivematica, fetch, asked} = connect({[probe]: release('1.17.0'), ...routes}, options);
	const sent = () => fetch.requests.filter(({method}) => method === 'POST');
	const starts = () => asked().filter(request => request !== probe);
	return {dashboard: archivematica.dashboard, fetch, sent, starts, probes: () => asked().length - starts().length};
};

describe('createPackage', () => {
	it('sends everything as JSON and gives the UUID', async () => {
		const {dashboard, sent} = start({'POST /api/v2beta/package': json(created, 202)});
		const uuid = await dashboard.createPackage({
			name: 'Nöte',
			source,
			type: 'unzipped bag',
			accession: '2024/17',
			accessSystemId: 'fonds-1',
			processingConfig: 'automated',
			autoApprove: false,
			metadataSet: transferId,
			idempotencyKey: 'key-1',
		});
		expect(uuid).toBe('096a284d-5067-4de0-a0a4-a684018cd6df');
		const [request] = sent();
		expect(request?.headers.get('idempotency-key')).toBe('key-1');
		expect(await request?.json()).toEqual({
			name: 'Nöte',
			path: btoa(`${locationId}:demo/imgs`),
			type: 'unzipped bag',
			accession: '2024/17',
			access_system_id: 'fonds-1',
			processing_config: 'automated',
			auto_approve: false,
			metadata_set_id: transferId,
		});
	});

	it('makes a fresh key for each start and approves by default', async () => {
		const {dashboard, sent} = start({'POST /api/v2beta/package': json(created, 202)});
		await dashboard.createPackage({name: 'a', source});
		await dashboard.createPackage({name: 'a', source});
		const keys = sent().map(({headers}) => headers.get('idempotency-key'));
		expect(new Set(keys).size).toBe(2);
		expect(await sent()[0]?.json()).toEqual({
			name: 'a',
			path: btoa(`${locationId}:demo/imgs`),
			type: 'standard',
			auto_approve: true,
		});
	});

	it('sends names that are no text byte for byte, and both forms of a diacritic as they are', async () => {
		const {dashboard, sent} = start({'POST /api/v2beta/package': json(created, 202)});
		for (const path of [serverPath(Uint8Array.of(0xe9)), 'caf\u00E9', 'cafe\u0301']) {
			await dashboard.createPackage({name: 'a', source: {location: locationId, path}});
		}
		const paths = await Promise.all(sent().map(async request => atob((await request.json()).path).slice(locationId.length + 1)));
		expect(paths).toEqual(['\u00E9', 'caf\u00C3\u00A9', 'cafe\u00CC\u0081']);
	});

	it.each([
		['a proxy gave up', badGateway, HttpError],
		['its server took too long', json({error: true, message: 'Package cannot be created'}, 500), HttpError],
		['a page came', serverErrorPage, HttpError],
		['a page came as a success', text('<html></html>', 200), DecodeError],
		['no UUID came', json({}, 202), DecodeError],
		['the UUID was empty', json({id: ''}, 202), DecodeError],
	])('never repeats a start whose answer was lost: %s', async (_, answer, type) => {
		const {dashboard, starts} = start({'POST /api/v2beta/package': answer});
		const error: unknown = await dashboard.createPackage({name: 'imgs', source}).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(type);
		expect(isSdkError(error, 'start-uncertain')).toBe(true);
		expect(String(error)).toContain("Whether the transfer 'imgs' was started is not known");
		expect(starts()).toHaveLength(1);
	});

	it('never repeats a start after the connection broke or time was over', async () => {
		const broken = start({
			'POST /api/v2beta/package': () => {
				throw new TypeError('socket hang up');
			},
		});
		await expect(broken.dashboard.createPackage({name: 'a', source})).rejects.toMatchObject({
			name: 'NetworkError',
			code: 'start-uncertain',
		});
		await expect(broken.dashboard.createPackage({name: 'a', source})).rejects.toBeInstanceOf(NetworkError);
		expect(broken.starts()).toHaveLength(2);
		const slow = start({'POST /api/v2beta/package': () => new Promise<never>(() => {})});
		const late = slow.dashboard.createPackage({name: 'a', source}, {timeout: 1});
		await expect(late).rejects.toBeInstanceOf(TimeoutError);
		await expect(late).rejects.toMatchObject({code: 'start-uncertain'});
		expect(slow.starts()).toHaveLength(1);
	});

	it('is certain of a refusal', async () => {
		const {dashboard} = start({'POST /api/v2beta/package': json({error: true, message: 'Parameter "path" cannot be decoded.'}, 400)});
		await expect(dashboard.createPackage({name: 'a', source})).rejects.toMatchObject({code: 'http', status: 400});
	});

	it('lets an abort through', async () => {
		const {dashboard} = start({'POST /api/v2beta/package': () => new Promise<never>(() => {})});
		const controller = new AbortController();
		const started = dashboard.createPackage({name: 'a', source}, {signal: controller.signal});
		controller.abort(new Error('enough'));
		await expect(started).rejects.toThrow(new Error('enough'));
	});
});

describe('the idempotency key', () => {
	const pollOptions = {sleep: async () => {}};
	const inProgress = json({error: true, message: 'A request with this key is in progress.'}, 409);
	const transfer = {name: 'a', source, idempotencyKey: 'k'};

	it.each(['1.19.0', '1.19', '1.19.1-rc.1', '1.20.3', '2.0.0', 'v1.19.1'])('makes a lost start repeatable on release %s', async version => {
		const {dashboard, sent, probes} = start({[probe]: release(version), [create]: [badGateway, json(created, 202)]});
		expect(await dashboard.createPackage(transfer)).toBe(created.id);
		expect(sent().map(({headers}) => headers.get('idempotency-key'))).toEqual(['k', 'k']);
		const bodies = await Promise.all(sent().map(request => request.text()));
		expect(bodies[0]).toBe(bodies[1]);
		await dashboard.createPackage(transfer);
		expect(probes()).toBe(1);
	});

	it.each(['1.18.9', '1.9.2', '0.19.0', '1.19.0-rc.1', 'qa', ''])('is sent and not trusted on release %j', async version => {
		const {dashboard, sent} = start({[probe]: release(version), [create]: [badGateway, json(created, 202)]});
		await expect(dashboard.createPackage(transfer)).rejects.toMatchObject({code: 'start-uncertain'});
		expect(sent().map(({headers}) => headers.get('idempotency-key'))).toEqual(['k']);
	});

	it('is not trusted where the release is not told, and asked for again the next time', async () => {
		const {dashboard, sent, probes} = start({[probe]: [json({results: []}), badGateway], [create]: badGateway}, {retry: {limit: 0}});
		await expect(dashboard.createPackage(transfer)).rejects.toMatchObject({code: 'start-uncertain'});
		await expect(dashboard.createPackage(transfer)).rejects.toMatchObject({code: 'start-uncertain'});
		expect([sent().length, probes()]).toEqual([2, 2]);
	});

	it('starts nothing when the key of the user is refused', async () => {
		const {dashboard, sent} = start({[probe]: json({message: 'API key not valid.', error: true}, 403)});
		await expect(dashboard.createPackage(transfer)).rejects.toThrow(AuthenticationError);
		expect(sent()).toEqual([]);
	});

	it.each([true, false])('is trusted as the caller says: %s', async honoursIdempotencyKey => {
		const {dashboard, probes, sent} = start({[probe]: release('1.19.0'), [create]: [badGateway, json(created, 202)]});
		const started = dashboard.createPackage({...transfer, honoursIdempotencyKey});
		await (honoursIdempotencyKey ? started : expect(started).rejects.toMatchObject({code: 'start-uncertain'}));
		expect([probes(), sent().length]).toEqual([0, honoursIdempotencyKey ? 2 : 1]);
	});

	it('says to use it again when all repetitions were lost too', async () => {
		const {dashboard, sent} = start({[probe]: release('1.19.0'), [create]: badGateway}, {retry: {limit: 2, sleep: async () => {}}});
		await expect(dashboard.createPackage(transfer)).rejects.toThrow('Start it again with the same idempotency key');
		expect(sent()).toHaveLength(3);
	});

	it('is waited for while the server works on the same start', async () => {
		const waits: number[] = [];
		const sleep = async (ms: number) => void waits.push(ms);
		const {dashboard, sent} = start({[probe]: release('1.19.0'), [create]: [inProgress, inProgress, inProgress, json(created, 202)]});
		expect(await dashboard.createPackage(transfer, {sleep})).toBe(created.id);
		expect(waits).toEqual([2000, 3000, 4500]);
		expect(sent()).toHaveLength(4);
	});

	it('is not waited for without end', async () => {
		const {dashboard, sent} = start({[probe]: release('1.19.0'), [create]: inProgress});
		const error: unknown = await dashboard.createPackage(transfer, pollOptions).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(ConflictError);
		expect(error).toMatchObject({code: 'start-in-progress', status: 409});
		expect(sent()).toHaveLength(9);
		const other = start({[create]: inProgress});
		await expect(other.dashboard.createPackage(transfer, pollOptions)).rejects.toMatchObject({code: 'start-in-progress'});
		expect(other.sent()).toHaveLength(1);
	});

	it('tells a lost answer apart while it waits', async () => {
		const {dashboard} = start({[probe]: release('1.19.0'), [create]: [inProgress, badGateway]}, {retry: {limit: 0}});
		await expect(dashboard.createPackage(transfer, pollOptions)).rejects.toMatchObject({code: 'start-uncertain', status: 502});
	});

	it('of another start is a conflict that is not repeated', async () => {
		const {dashboard, sent} = start({[probe]: release('1.19.0'), [create]: json({error: true, message: 'Used before.'}, 422)});
		const error: unknown = await dashboard.createPackage(transfer).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(ConflictError);
		expect(error).toMatchObject({code: 'idempotency-key-reused', status: 422, message: expect.stringContaining('Used before.')});
		expect(sent()).toHaveLength(1);
	});

	it('ends the wait with the reason of an abort', async () => {
		const {dashboard} = start({[probe]: release('1.19.0'), [create]: inProgress});
		const controller = new AbortController();
		const sleep = async () => controller.abort(new Error('enough'));
		await expect(dashboard.createPackage(transfer, {signal: controller.signal, sleep})).rejects.toThrow('enough');
	});
});

it('gives the page of a unit', () => {
	const {dashboard} = start({});
	expect(dashboard.pageOf('transfer', transferId).href).toBe(`http://dashboard.example.org/transfer/${transferId}/`);
	expect(dashboard.pageOf('ingest', 'a/b').pathname).toBe('/ingest/a%2Fb/');
});

describe('what the servers would take and misread', () => {
	const tooLong = 'ü'.repeat(110);
	it.each([
		['', source],
		[' ', source],
		['..', source],
		['a/b', source],
		['a\nb', source],
		[tooLong, source],
		['a', {location: locationId, path: ''}],
		['a', {location: locationId, path: '/'}],
		['a', {location: locationId, path: 'x/../../etc'}],
		['a', {location: 'x:y', path: 'a'}],
	])('refuses the name %j with the source %j before anything is sent', async (name, from) => {
		const {dashboard, starts} = start({});
		await expect(dashboard.createPackage({name, source: from})).rejects.toThrow(ConfigurationError);
		await expect(dashboard.startTransfer({name, source: from})).rejects.toThrow(ConfigurationError);
		expect(starts()).toEqual([]);
	});

	it('refuses types the server would silently make standard', async () => {
		const {dashboard} = start({});
		const mistyped = JSON.parse('"Zipped Bag"'); // as it comes from JavaScript
		await expect(dashboard.createPackage({name: 'a', source, type: mistyped})).rejects.toThrow('Known are: standard');
		await expect(dashboard.startTransfer({name: 'a', source, type: 'disk image'})).rejects.toThrow(ConfigurationError);
	});

	it('refuses keys no header can carry', async () => {
		const {dashboard} = start({});
		await expect(dashboard.createPackage({name: 'a', source, idempotencyKey: 'a\r\nb'})).rejects.toThrow(ConfigurationError);
	});
});

describe('startTransfer', () => {
	const path = `/var/archivematica/sharedDirectory/watchedDirectories/activeTransfers/standardTransfer/imgs-${transferId}/`;

	it('sends a form with one row for the one path and takes the UUID from the end of the path', async () => {
		const {dashboard, sent} = start({'POST /api/transfer/start_transfer/': json({message: 'Copy successful.', path})});
		expect(await dashboard.startTransfer({name: 'imgs', source, accession: '1'})).toEqual({
			path,
			directory: `imgs-${transferId}`,
			transfer: transferId,
		});
		expect([...new URLSearchParams(await sent()[0]?.text())]).toEqual([
			['name', 'imgs'],
			['type', 'standard'],
			['accession', '1'],
			['paths[]', btoa(`${locationId}:demo/imgs`)],
			['row_ids[]', ''],
		]);
	});

	it('finds the UUID of an archive, which has no slash at its end', async () => {
		const archive = `/activeTransfers/zippedDirectory/a.zip-${transferId}`;
		const {dashboard} = start({'POST /api/transfer/start_transfer/': [json({path: archive}), json({path: '/var/foobar'})]});
		expect(await dashboard.startTransfer({name: 'a', source})).toMatchObject({transfer: transferId, directory: `a.zip-${transferId}`});
		expect(await dashboard.startTransfer({name: 'a', source})).toMatchObject({transfer: undefined, directory: 'foobar'});
	});

	it('is certain of a refusal with a reason, and of nothing else', async () => {
		const {dashboard, starts} = start({
			'POST /api/transfer/start_transfer/': [json({error: true, message: 'No path provided.'}, 500), serverErrorPage, badGateway],
		});
		await expect(dashboard.startTransfer({name: 'a', source})).rejects.toMatchObject({code: 'http'});
		await expect(dashboard.startTransfer({name: 'a', source})).rejects.toMatchObject({code: 'start-uncertain', status: 500});
		await expect(dashboard.startTransfer({name: 'a', source})).rejects.toMatchObject({code: 'start-uncertain', status: 502});
		expect(starts()).toHaveLength(3);
	});
});
