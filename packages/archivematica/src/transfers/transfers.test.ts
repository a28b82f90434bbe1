import {ConfigurationError, DecodeError, NotFoundError} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {
	badGateway,
	connect,
	job,
	json,
	list,
	location,
	locationId,
	noJobYet,
	pipelineId,
	sip,
	sipId,
	storagePackage,
	text,
	transferId,
	unit,
} from '../fixtures/servers.ts';
import {serverPath} from '../paths/server-path.ts';
import type {TransferStatus} from './transfer-status.ts';
import type {StartTransfer} from './transfers.ts';

const create = 'POST /api/v2beta/package';
const classic = 'POST /api/transfer/start_transfer/';
const approve = 'POST /api/transfer/approve';
const transfer = `GET /api/transfer/status/${transferId}/`;
const ingest = `GET /api/ingest/status/${sipId}/`;
const file = `GET /api/v2/file/${sipId}/`;
const browse = `GET /api/v2/location/${locationId}/browse/`;

const name = (value: string) => serverPath(value).base64;
const folder = (directories: readonly string[], files: readonly string[] = []) =>
	json({directories: directories.map(name), entries: [...directories, ...files].map(name)});

/** Servers on which a start succeeds. */
const servers: FakeRoutes = {
	[`GET /api/v2/location/${locationId}/`]: json(location()),
	'GET /api/ingest/waiting': json({results: []}, 200, {'x-archivematica-id': pipelineId}),
	[browse]: folder(['imgs', 'caf\u00E9'], ['a.zip', 'b.tar.gz', 'readme.txt']),
	[create]: json({id: transferId}, 202),
	[classic]: json({message: 'Copy successful.', path: `/watchedDirectories/activeTransfers/standardTransfer/imgs-${transferId}/`}),
	[transfer]: unit('COMPLETE', {sip_uuid: sipId}),
	[ingest]: sip('COMPLETE'),
	[file]: json(storagePackage()),
};

const source = {location: locationId, path: 'imgs'};
/** Waits that are over at once. A job that goes on for ever is caught. */
function createSleep(): () => Promise<void> {
	let waits = 0;
	return async () => {
		if (++waits > 100) {
			throw new Error('The job does not end.');
		}
	};
}

async function watch(routes: FakeRoutes, start: StartTransfer, initial = 3000) {
	let time = 1_700_000_000_000;
	const {archivematica, ...rest} = connect({...servers, ...routes}, {retry: {limit: 0}, now: () => time});
	const tick = createSleep();
	const sleep = async (ms: number) => {
		time += ms;
		await tick();
	};
	const started = await archivematica.transfers.start(start);
	const statuses: TransferStatus[] = [];
	for await (const status of started.watch({sleep, interval: {initial, factor: 1, max: initial}})) {
		statuses.push(status);
		if (status.state === 'waiting') {
			break;
		}
	}
	return {...rest, started, statuses};
}

describe('start', () => {
	it('checks, starts once and follows to the stored AIP', async () => {
		const {statuses, started, asked} = await watch({}, {name: 'imgs', source, idempotencyKey: 'k'});
		expect(asked()).toEqual(['GET /api/ingest/waiting', `GET /api/v2/location/${locationId}/`, browse, create, transfer, ingest, file]);
		expect(await started.done()).toMatchObject({transfer: transferId, sip: sipId, aip: sipId});
		expect(started.id).toBe(transferId);
		expect(statuses.at(-1)?.state).toBe('succeeded');
	});

	it('looks for the processing configuration, which the server would silently replace', async () => {
		const config = 'GET /api/processing-configuration/nonsuch';
		const {archivematica, asked} = connect({
			...servers,
			[config]: json({success: false, error: 'No such processing config "nonsuch".'}, 404),
		});
		await expect(archivematica.transfers.start({name: 'a', source, processingConfig: 'nonsuch'})).rejects.toThrow(NotFoundError);
		expect(asked()).not.toContain(create);
		const {fetch} = await watch({[config]: {body: '<processingMCP/>'}}, {name: 'a', source, processingConfig: 'nonsuch'});
		expect(await fetch.requests.find(({method}) => method === 'POST')?.json()).toMatchObject({processing_config: 'nonsuch'});
	});

	it('starts unchecked when told to', async () => {
		const {asked} = await watch({}, {name: 'imgs', source, check: false});
		expect(asked().slice(0, 2)).toEqual(['GET /api/ingest/waiting', create]);
	});

	it('does not start again when the answer was lost', async () => {
		const {archivematica, asked} = connect({...servers, [create]: badGateway});
		await expect(archivematica.transfers.start({name: 'imgs', source})).rejects.toMatchObject({code: 'start-uncertain'});
		expect(asked().filter(request => request === create)).toHaveLength(1);
	});

	it('says that the dashboard waits for an approval that was not to be automatic', async () => {
		const {statuses, fetch} = await watch(
			{[transfer]: [noJobYet, unit('USER_INPUT', {microservice: 'Approve standard transfer'})]},
			{name: 'imgs', source, autoApprove: false},
		);
		expect(statuses.map(({state, stage}) => `${state} ${stage}`)).toEqual(['running approval', 'waiting approval']);
		expect(await fetch.requests.find(({method}) => method === 'POST')?.json()).toMatchObject({auto_approve: false});
		expect(fetch.requests.filter(({method}) => method === 'POST')).toHaveLength(1);
	});
});

describe('the classic start', () => {
	const asks = unit('USER_INPUT', {microservice: 'Approve standard transfer'});
	const refusal = json({error: true, message: 'Unable to start the transfer.'}, 500);
	const approved = json({message: 'Approval successful.', uuid: transferId});
	const start = {name: 'imgs', source, via: 'start-transfer'} as const;

	it('approves when the dashboard asks, and tries again while it is not ready', async () => {
		const {statuses, started, fetch} = await watch(
			{[transfer]: [noJobYet, asks, asks, asks, unit('PROCESSING'), unit('COMPLETE', {sip_uuid: sipId})], [approve]: [refusal, approved]},
			{...start, type: 'zipped bag'},
		);
		expect(statuses.map(({state, stage}) => `${state} ${stage}`)).toEqual([
			'running approval',
			'running approval',
			'running approval',
			'running transfer',
			'running ingest',
			'running storage',
			'succeeded storage',
		]);
		expect(await started.done()).toMatchObject({aip: sipId});
		const approvals = fetch.requests.filter(({method, url}) => method === 'POST' && url.endsWith('/approve'));
		expect(await Promise.all(approvals.map(request => request.text()))).toEqual(
			Array.from({length: 2}, () => `type=zipped+bag&directory=imgs-${transferId}`),
		);
		expect(statuses.at(-1)?.steps.map(({state}) => state)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
	});

	it('looks again after an approval whose answer was lost, instead of failing', async () => {
		const {started} = await watch({[transfer]: [asks, unit('COMPLETE', {sip_uuid: sipId})], [approve]: badGateway}, start);
		expect(await started.done()).toMatchObject({aip: sipId});
	});

	it.each(['Approve maildir transfer', 'Approve TRIM transfer', 'Approve Dataverse transfer', 'Approve zipped bagit transfer'])(
		'approves kinds that the list of unapproved transfers leaves out: %s',
		async microservice => {
			const {asked} = await watch(
				{[transfer]: [unit('USER_INPUT', {microservice}), unit('COMPLETE', {sip_uuid: sipId})], [approve]: approved},
				start,
			);
			expect(asked().filter(request => request === approve)).toHaveLength(1);
		},
	);

	it('asks a person after half a minute of refusals', async () => {
		const {statuses, asked} = await watch({[transfer]: asks, [approve]: refusal}, start);
		expect(statuses.at(-1)).toMatchObject({
			state: 'waiting',
			waitingFor: 'Approve standard transfer',
			detail: 'The dashboard refused the approval.',
		});
		expect(asked().filter(request => request === approve)).toHaveLength(10);
	});

	it('tries six times, however seldom it looks', async () => {
		const {asked} = await watch({[transfer]: asks, [approve]: refusal}, start, 60_000);
		expect(asked().filter(request => request === approve)).toHaveLength(6);
	});

	it('asks a person when the approval has no effect', async () => {
		const {statuses, asked} = await watch({[transfer]: asks, [approve]: approved}, start);
		expect(statuses.at(-1)).toMatchObject({state: 'waiting', detail: 'It was approved, and the dashboard still asks.'});
		expect(asked().filter(request => request === approve)).toHaveLength(1);
	});

	it('leaves the approval to a person when told to', async () => {
		const {statuses, asked} = await watch({[transfer]: asks}, {...start, autoApprove: false});
		expect(statuses.at(-1)?.state).toBe('waiting');
		expect(asked()).not.toContain(approve);
	});

	it('answers no other question', async () => {
		const {statuses, asked} = await watch({[transfer]: unit('USER_INPUT', {microservice: 'Approve normalization'})}, start);
		expect(statuses.at(-1)).toMatchObject({state: 'waiting', stage: 'transfer', waitingFor: 'Approve normalization'});
		expect(asked()).not.toContain(approve);
	});

	it('takes no processing configuration', async () => {
		const {archivematica} = connect(servers);
		await expect(archivematica.transfers.start({...start, processingConfig: 'automated'})).rejects.toThrow(ConfigurationError);
	});

	it('says what to do on servers that give no UUID', async () => {
		const {archivematica} = connect({...servers, [classic]: json({path: '/activeTransfers/standardTransfer/imgs/'})});
		const started = archivematica.transfers.start(start);
		await expect(started).rejects.toThrow(DecodeError);
		await expect(started).rejects.toThrow("copied the transfer to 'imgs'");
	});
});

const check = async (path: string | ReturnType<typeof serverPath>, routes: FakeRoutes = {}) => {
	const {archivematica, asked} = connect({...servers, ...routes});
	const error = await archivematica.transfers.start({name: 'a', source: {location: locationId, path}}).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(asked().includes(create)).toBe(error === undefined);
	return {error, asked};
};

describe('the check of the source', () => {
	it.each(['imgs', 'imgs/', '/home/archivematica/imgs', '//imgs', 'a.zip', 'b.tar.gz', 'caf\u00E9', '.hidden'])(
		'lets %j pass',
		async path => {
			expect((await check(path)).error).toBeUndefined();
		},
	);

	it('takes the path of the location off an absolute path', async () => {
		expect((await check('/home/archivematica/imgs')).asked()).toContain(browse);
		expect((await check('/home/archivematica2/imgs')).asked()).toContain(
			`${browse}?path=${encodeURIComponent(name('home/archivematica2'))}`,
		);
	});

	it('browses the folder the source is in', async () => {
		const {asked} = await check('box/imgs', {[`${browse}?path=${encodeURIComponent(name('box'))}`]: folder(['imgs'])});
		expect(asked()).toContain(`${browse}?path=${encodeURIComponent(name('box'))}`);
	});

	it('finds names that are no text', async () => {
		const odd = serverPath(Uint8Array.of(0xe9));
		expect((await check(odd, {[browse]: json({directories: [odd.base64], entries: [odd.base64]})})).error).toBeUndefined();
		expect((await check(odd)).error).toMatchObject({code: 'source-not-found'});
	});

	it('refuses what is not there, and names that only look the same', async () => {
		expect((await check('nonsuch')).error).toMatchObject({name: 'ConfigurationError', code: 'source-not-found'});
		const {error} = await check('cafe\u0301');
		expect(error).toMatchObject({code: 'source-not-found', message: expect.stringContaining('another Unicode form')});
	});

	it('refuses single files', async () => {
		expect((await check('readme.txt')).error).toMatchObject({message: expect.stringContaining('neither a folder nor')});
	});

	it('refuses a location of another pipeline, and one that does not exist', async () => {
		const foreign = {[`GET /api/v2/location/${locationId}/`]: json(location({pipeline: ['/api/v2/pipeline/other/']}))};
		expect((await check('imgs', foreign)).error).toMatchObject({code: 'foreign-location'});
		expect((await check('imgs', {[`GET /api/v2/location/${locationId}/`]: text('', 404)})).error).toBeInstanceOf(NotFoundError);
	});

	it('asks no pipeline of a dashboard that does not name itself', async () => {
		const {error} = await check('imgs', {
			'GET /api/ingest/waiting': json({results: []}),
			[`GET /api/v2/location/${locationId}/`]: json(location({pipeline: []})),
		});
		expect(error).toBeUndefined();
	});
});

it('follows several transfers at a time, each by itself', async () => {
	const other = '9bc0b1c7-658f-46d4-9a6f-4a282e8a8ee5';
	const {archivematica} = connect({
		...servers,
		[`GET /api/transfer/status/${other}/`]: unit('FAILED', {uuid: other}),
		[`GET /api/v2beta/jobs/${other}`]: json([job('x', 'FAILED', 'Failed transfer')]),
		'GET /api/v2/location/': list([]),
	});
	const results = await Promise.allSettled(
		[transferId, other].map(uuid => archivematica.transfers.follow(uuid).done({sleep: createSleep()})),
	);
	expect(results.map(({status}) => status)).toEqual(['fulfilled', 'rejected']);
});
