import {ConfigurationError, DecodeError, HttpError, isSdkError, NetworkError, TimeoutError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import created from '../fixtures/amclient-go/package-create.json' with {type: 'json'};
import {badGateway, connect, json, locationId, serverErrorPage, text, transferId} from '../fixtures/servers.ts';
import {serverPath} from '../paths/server-path.ts';

const source = {location: locationId, path: 'demo/imgs'};
const start = (...parameters: Parameters<typeof connect>) => {
	const {archivematica, ...rest} = connect(...parameters);
	return {dashboard: archivematica.dashboard, ...rest};
};

describe('createPackage', () => {
	it('sends everything as JSON and gives the UUID', async () => {
		const {dashboard, fetch} = start({'POST /api/v2beta/package': json(created, 202)});
		const uuid = await dashboard.createPackage({
			name: 'Nöte',
			source,
			type: 'unzipped bag',
			accession: '2024/17',
			accessSystemId: 'fonds-1',
			processingConfig: 'automated',
			autoApprove: false,
			idempotencyKey: 'key-1',
		});
		expect(uuid).toBe('096a284d-5067-4de0-a0a4-a684018cd6df');
		const [request] = fetch.requests;
		expect(request?.headers.get('idempotency-key')).toBe('key-1');
		expect(await request?.json()).toEqual({
			name: 'Nöte',
			path: btoa(`${locationId}:demo/imgs`),
			type: 'unzipped bag',
			accession: '2024/17',
			access_system_id: 'fonds-1',
			processing_config: 'automated',
			auto_approve: false,
		});
	});

	it('makes a fresh key for each start and approves by default', async () => {
		const {dashboard, fetch} = start({'POST /api/v2beta/package': json(created, 202)});
		await dashboard.createPackage({name: 'a', source});
		await dashboard.createPackage({name: 'a', source});
		const keys = fetch.requests.map(({headers}) => headers.get('idempotency-key'));
		expect(new Set(keys).size).toBe(2);
		expect(await fetch.requests[0]?.json()).toEqual({
			name: 'a',
			path: btoa(`${locationId}:demo/imgs`),
			type: 'standard',
			auto_approve: true,
		});
	});

	it('sends names that are no text byte for byte, and both forms of a diacritic as they are', async () => {
		const {dashboard, fetch} = start({'POST /api/v2beta/package': json(created, 202)});
		for (const path of [serverPath(Uint8Array.of(0xe9)), 'caf\u00E9', 'cafe\u0301']) {
			await dashboard.createPackage({name: 'a', source: {location: locationId, path}});
		}
		const paths = await Promise.all(fetch.requests.map(async request => atob((await request.json()).path).slice(locationId.length + 1)));
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
		const {dashboard, asked} = start({'POST /api/v2beta/package': answer});
		const error: unknown = await dashboard.createPackage({name: 'imgs', source}).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(type);
		expect(isSdkError(error, 'start-uncertain')).toBe(true);
		expect(String(error)).toContain("Whether the transfer 'imgs' was started is not known");
		expect(asked()).toHaveLength(1);
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
		expect(broken.asked()).toHaveLength(2);
		const slow = start({'POST /api/v2beta/package': () => new Promise<never>(() => {})});
		const late = slow.dashboard.createPackage({name: 'a', source}, {timeout: 1});
		await expect(late).rejects.toBeInstanceOf(TimeoutError);
		await expect(late).rejects.toMatchObject({code: 'start-uncertain'});
		expect(slow.asked()).toHaveLength(1);
	});

	it('repeats it, with the same key, only where the key is honoured', async () => {
		const {dashboard, fetch} = start({'POST /api/v2beta/package': [badGateway, json(created, 202)]});
		await dashboard.createPackage({name: 'a', source, idempotencyKey: 'k', honoursIdempotencyKey: true});
		expect(fetch.requests.map(({headers}) => headers.get('idempotency-key'))).toEqual(['k', 'k']);
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
		const {dashboard, asked} = start({});
		await expect(dashboard.createPackage({name, source: from})).rejects.toThrow(ConfigurationError);
		await expect(dashboard.startTransfer({name, source: from})).rejects.toThrow(ConfigurationError);
		expect(asked()).toEqual([]);
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
		const {dashboard, fetch} = start({'POST /api/transfer/start_transfer/': json({message: 'Copy successful.', path})});
		expect(await dashboard.startTransfer({name: 'imgs', source, accession: '1'})).toEqual({
			path,
			directory: `imgs-${transferId}`,
			transfer: transferId,
		});
		expect([...new URLSearchParams(await fetch.requests[0]?.text())]).toEqual([
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
		const {dashboard, asked} = start({
			'POST /api/transfer/start_transfer/': [json({error: true, message: 'No path provided.'}, 500), serverErrorPage, badGateway],
		});
		await expect(dashboard.startTransfer({name: 'a', source})).rejects.toMatchObject({code: 'http'});
		await expect(dashboard.startTransfer({name: 'a', source})).rejects.toMatchObject({code: 'start-uncertain', status: 500});
		await expect(dashboard.startTransfer({name: 'a', source})).rejects.toMatchObject({code: 'start-uncertain', status: 502});
		expect(asked()).toHaveLength(3);
	});
});
