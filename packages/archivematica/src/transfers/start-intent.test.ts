import {isSdkError} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {badGateway, connect, json, list, location, locationId, pipelineId, serverErrorPage, transferId, unit} from '../fixtures/servers.ts';
import {serverPath} from '../paths/server-path.ts';
import type {TransferIntent} from './intent.ts';
import {UncertainStartError} from './uncertain-start-error.ts';

const begin = 1_700_000_000_000;
const day = 86_400_000;
const create = 'POST /api/v2beta/package';
const classic = 'POST /api/transfer/start_transfer/';
const probe = 'GET /api/ingest/waiting';
const completed = 'GET /api/transfer/completed';
const unapproved = 'GET /api/transfer/unapproved';
const waitingFor = (microservice: string, name: string, uuid = transferId) => ({
	sip_directory: `${name}-${uuid}`,
	sip_uuid: uuid,
	sip_name: name,
	microservice,
});
const answer = (version: string, pipeline: string, results: readonly unknown[] = []) =>
	json({results}, 200, {'x-archivematica-version': version, 'x-archivematica-id': pipeline});
const source = {location: locationId, path: 'imgs'};
const transfer = {name: 'Nöte', source, check: false} as const;

/** A dashboard of 1.18, or of 1.19, at a moment. */
const dashboardOf = (version: string, routes: FakeRoutes = {}, {now = begin, user = 'archivist'} = {}) => {
	const {archivematica, fetch, asked} = connect(
		{
			[probe]: answer(version, pipelineId),
			[unapproved]: json({results: []}),
			[completed]: json({results: []}),
			[create]: json({id: transferId}, 202),
			...routes,
		},
		{
			now: () => now,
			retry: {limit: 1, sleep: async () => {}},
			dashboard: {url: 'http://dashboard.example.org', username: user, apiKey: 'k'},
		},
	);
	const starts = () => fetch.requests.filter(({url, method}) => method === 'POST' && /package$|start_transfer/.test(url));
	return {transfers: archivematica.transfers, starts, asked};
};
const keep = (intent: TransferIntent): TransferIntent => JSON.parse(JSON.stringify(intent));
const uncertainty = async (promise: Promise<unknown>): Promise<UncertainStartError> => {
	const error: unknown = await promise.catch((reason: unknown) => reason);
	if (!(error instanceof UncertainStartError)) {
		throw error ?? new Error('It was certain.');
	}
	return error;
};

describe('an intent', () => {
	it('is plain JSON with the key, and nothing is started by making it', async () => {
		const {transfers, starts} = dashboardOf('1.19.0');
		const intent = await transfers.prepare({...transfer, idempotencyKey: 'k', type: 'maildir', steps: 'microservices', startLimit: 5});
		expect(keep(intent)).toEqual({
			kind: 'archivematica-transfer-intent',
			id: 'k',
			data: {
				name: 'Nöte',
				location: locationId,
				path: btoa('imgs'),
				type: 'maildir',
				accession: null,
				accessSystemId: null,
				metadataSet: null,
				processingConfig: null,
				autoApprove: null,
				via: 'package',
				honoursKey: true,
				keyTrusted: null,
				pipeline: pipelineId,
				user: 'archivist',
				prepared: begin,
				limits: {start: 5, storage: 600_000, silence: 1_800_000, stall: null},
				microservices: [],
				warnings: true,
			},
		});
		expect(starts()).toEqual([]);
	});

	it('is started again by another process with the same key and the same words', async () => {
		const first = dashboardOf('1.19.0', {[create]: badGateway});
		const odd = serverPath(Uint8Array.of(0xe9));
		const intent = await first.transfers.prepare({
			...transfer,
			source: {location: locationId, path: odd},
			type: 'zipfile',
			accession: 'a',
			accessSystemId: 'b',
			metadataSet: 'c',
			processingConfig: 'automated',
			autoApprove: false,
		});
		const kept = keep(intent);
		await uncertainty(first.transfers.start(intent));
		const second = dashboardOf('1.19.0', {}, {now: begin + 89 * day});
		const job = await second.transfers.start(kept);
		expect(job.id).toBe(transferId);
		const requests = [...first.starts(), ...second.starts()];
		expect(requests).toHaveLength(3);
		expect(new Set(requests.map(({headers}) => headers.get('idempotency-key')))).toEqual(new Set([intent.id]));
		const bodies = await Promise.all(requests.map(request => request.text()));
		expect(new Set(bodies).size).toBe(1);
		expect(JSON.parse(bodies[0] ?? '')).toEqual({
			name: 'Nöte',
			path: btoa(`${locationId}:\u00E9`),
			type: 'zipfile',
			accession: 'a',
			access_system_id: 'b',
			metadata_set_id: 'c',
			processing_config: 'automated',
			auto_approve: false,
		});
	});

	it('has a key of its own, the same one for each start of it', async () => {
		const {transfers, starts} = dashboardOf('1.19.0');
		const [one, two] = [await transfers.prepare(transfer), await transfers.prepare(transfer)];
		for (const intent of [one, two, one]) {
			await transfers.start(intent);
		}
		const keys = starts().map(({headers}) => headers.get('idempotency-key'));
		expect(keys).toEqual([one.id, two.id, one.id]);
		expect(one.id).not.toBe(two.id);
	});

	it('of another process is not started where keys are not honoured, before somebody has looked', async () => {
		const maker = dashboardOf('1.18.0');
		const kept = keep(await maker.transfers.prepare(transfer));
		const {transfers, starts} = dashboardOf('1.18.0', {
			[probe]: answer('1.18.0', pipelineId, [waitingFor('Normalize', 'Note'), waitingFor('Normalize', 'other', 'u2')]),
			[unapproved]: json({results: [{type: 'standard', directory: `Note-${transferId}`, uuid: transferId}]}),
			[completed]: json({results: ['u3', 'u4']}),
			'GET /api/transfer/status/u3/': unit('COMPLETE', {uuid: 'u3', name: 'imgs'}),
			'GET /api/transfer/status/u4/': unit('COMPLETE', {uuid: 'u4', name: 'x'}),
		});
		const error = await uncertainty(transfers.start(kept));
		expect(error.found).toEqual({
			complete: true,
			units: [
				{uuid: transferId, name: 'Note', list: 'waiting', waitingFor: 'Normalize'},
				{uuid: 'u3', name: 'imgs', list: 'completed', waitingFor: undefined},
			],
		});
		expect(error.message).toContain(`tells of ${transferId} (waiting), u3 (completed).`);
		expect(error.intent).toEqual(kept);
		expect(starts()).toEqual([]);
		await transfers.start(kept, {unsent: true});
		expect(starts()).toHaveLength(1);
	});

	it('is not trusted on a server that did not honour keys when it was made, or does not any more', async () => {
		for (const [then, now] of [
			['1.18.0', '1.19.0'],
			['1.19.0', '1.18.0'],
		] as const) {
			const kept = keep(await dashboardOf(then).transfers.prepare(transfer));
			const {transfers, starts} = dashboardOf(now);
			expect((await uncertainty(transfers.start(kept))).message).toContain('tells of none of that name');
			expect(starts()).toEqual([]);
			const again = dashboardOf(now, {[create]: badGateway});
			await uncertainty(again.transfers.start(kept, {unsent: true}));
			expect(again.starts()).toHaveLength(1);
		}
	});

	it('is trusted where the caller knows of a gateway', async () => {
		const kept = keep(await dashboardOf('1.13.2').transfers.prepare({...transfer, honoursIdempotencyKey: true}));
		const {transfers, starts} = dashboardOf('1.13.2');
		await transfers.start(kept);
		expect(starts()).toHaveLength(1);
		const distrusted = await dashboardOf('1.19.0').transfers.prepare({...transfer, honoursIdempotencyKey: false});
		await uncertainty(transfers.start(keep(distrusted)));
	});

	it('is started where and by whom it was made for, while its key is remembered', async () => {
		const kept = keep(await dashboardOf('1.19.0').transfers.prepare(transfer));
		const foreign = dashboardOf('1.19.0', {[probe]: answer('1.19.0', 'other')});
		await expect(foreign.transfers.start(kept)).rejects.toMatchObject({
			code: 'foreign-intent',
			message: expect.stringContaining('pipeline'),
		});
		const otherUser = dashboardOf('1.19.0', {}, {user: 'somebody'});
		await expect(otherUser.transfers.start(kept, {unsent: true})).rejects.toMatchObject({code: 'foreign-intent'});
		const late = dashboardOf('1.19.0', {}, {now: begin + 90 * day});
		await expect(late.transfers.start(kept)).rejects.toMatchObject({name: 'ConfigurationError', code: 'intent-expired'});
		expect([...foreign.starts(), ...otherUser.starts(), ...late.starts()]).toEqual([]);
	});

	it('is refused when it is none, or damaged', async () => {
		const {transfers} = dashboardOf('1.19.0');
		const intent = await transfers.prepare(transfer);
		for (const bad of [
			{...intent, kind: 'x'},
			{...intent, data: {}},
			{...intent, data: null},
		]) {
			await expect(transfers.start(JSON.parse(JSON.stringify(bad)))).rejects.toThrow('no kept intent');
		}
	});

	it('is checked before it is made: name, key, source, configuration and way', async () => {
		const {transfers, asked} = dashboardOf('1.19.0');
		await expect(transfers.prepare({...transfer, name: 'a/b'})).rejects.toThrow('cannot be the name');
		await expect(transfers.prepare({...transfer, idempotencyKey: 'a b'})).rejects.toThrow('visible ASCII');
		await expect(transfers.prepare({...transfer, via: 'start-transfer', processingConfig: 'x'})).rejects.toThrow('takes no processing');
		expect(asked()).toEqual([]);
		await expect(transfers.prepare({...transfer, check: true})).rejects.toMatchObject({name: 'NotFoundError'});
	});
});

describe('a lost answer', () => {
	it('on an older server is never followed by a second start, and tells what was found', async () => {
		const {transfers, starts} = dashboardOf('1.18.0', {
			[create]: badGateway,
			[probe]: [answer('1.18.0', pipelineId), answer('1.18.0', pipelineId, [waitingFor('Create SIP(s)', 'Nöte')])],
		});
		const intent = await transfers.prepare(transfer);
		const error = await uncertainty(transfers.start(intent));
		expect(error).toMatchObject({name: 'UncertainStartError', code: 'start-uncertain', intent: {id: intent.id}});
		expect(isSdkError(error.cause, 'start-uncertain')).toBe(true);
		expect(error.found.units).toEqual([{uuid: transferId, name: 'Nöte', list: 'waiting', waitingFor: 'Create SIP(s)'}]);
		expect(error.message).toContain(`tells of ${transferId} (waiting).`);
		await uncertainty(transfers.start(intent));
		expect(starts()).toHaveLength(1);
	});

	it('tells that not everything could be looked at', async () => {
		const uuids = Array.from({length: 51}, (_, index) => `u${index}`);
		const {transfers, asked} = dashboardOf('1.18.0', {
			[create]: badGateway,
			[unapproved]: serverErrorPage,
			[completed]: json({results: uuids}),
			...Object.fromEntries(uuids.map(uuid => [`GET /api/transfer/status/${uuid}/`, unit('COMPLETE', {uuid, name: 'x'})])),
		});
		const {found, message} = await uncertainty(transfers.start(transfer));
		expect(found.complete).toBe(false);
		expect(message).toContain('could not be asked for everything');
		expect(asked().filter(request => request.includes('/status/'))).toHaveLength(50);
		const many = dashboardOf('1.18.0', {[create]: badGateway, [completed]: json({results: uuids})});
		expect((await uncertainty(many.transfers.start(transfer))).found.complete).toBe(false);
	});

	it('of the classic start is told in the same way', async () => {
		const {transfers, starts} = dashboardOf('1.19.0', {[classic]: badGateway});
		await uncertainty(transfers.start({...transfer, via: 'start-transfer'}));
		expect(starts()).toHaveLength(1);
		const intent = await transfers.prepare({...transfer, via: 'start-transfer'});
		await uncertainty(transfers.start(keep(intent)));
		expect(starts()).toHaveLength(1);
	});

	it('ends with the reason of an abort, and what may have been sent is not sent again', async () => {
		const controller = new AbortController();
		const {transfers, starts} = dashboardOf('1.18.0', {
			[create]: () => {
				controller.abort(new Error('enough'));
				return new Promise<never>(() => {});
			},
		});
		const intent = await transfers.prepare(transfer);
		await expect(transfers.start(intent, {signal: controller.signal})).rejects.toThrow('enough');
		await uncertainty(transfers.start(intent));
		expect(starts()).toHaveLength(1);
	});
});

it('takes a refusal for certain: the intent can be started again', async () => {
	const refusal = json({error: true, message: 'Parameter "path" cannot be decoded.'}, 400);
	const {transfers, starts} = dashboardOf('1.18.0', {[create]: [refusal, json({id: transferId}, 202)]});
	const intent = await transfers.prepare(transfer);
	await expect(transfers.start(intent)).rejects.toMatchObject({status: 400});
	expect((await transfers.start(intent)).id).toBe(transferId);
	expect(starts()).toHaveLength(2);
});

it('gives large content more time to its first job', async () => {
	const name = (value: string) => serverPath(value).base64;
	const {transfers} = dashboardOf('1.19.0', {
		[`GET /api/v2/location/${locationId}/`]: json(location()),
		[`GET /api/v2/location/${locationId}/browse/`]: json({
			directories: [name('imgs')],
			entries: [name('imgs'), name('a.zip')],
			properties: {[name('imgs')]: {'object count': 20_000}, [name('a.zip')]: {size: 36_000_000_000}},
		}),
		'GET /api/v2/location/': list([]),
	});
	const limitOf = async (path: string, startLimit?: number) => {
		const intent = await transfers.prepare({name: 'a', source: {location: locationId, path}, startLimit});
		const {limits}: {limits: {start: number}} = JSON.parse(JSON.stringify(intent.data));
		return limits.start;
	};
	expect(await limitOf('imgs')).toBe(1_800_000 + 2_000_000);
	expect(await limitOf('a.zip')).toBe(1_800_000 + 3_600_000);
	expect(await limitOf('a.zip', 7)).toBe(7);
});
