import {ConfigurationError, ConflictError, JobFailedError, NotFoundError} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {
	badGateway,
	connect,
	job,
	json,
	list,
	locationId,
	noJobYet,
	pipelineId,
	serverErrorPage,
	sip,
	sipId,
	storagePackage,
	text,
	transferId,
	unit,
	unknownUnit,
} from '../fixtures/servers.ts';
import {serverPath} from '../paths/server-path.ts';
import type {ReingestJob, ReingestStatus, StartReingest} from './reingest.ts';

const file = `GET /api/v2/file/${sipId}/`;
const send = `POST /api/v2/file/${sipId}/reingest/`;
const release = `PATCH /api/v2/file/${sipId}/`;
const waiting = 'GET /api/ingest/waiting';
const transfer = `GET /api/transfer/status/${transferId}/`;
const ingest = `GET /api/ingest/status/${sipId}/`;
const approveTransfer = 'POST /api/transfer/approve';
const approveReingest = 'POST /api/ingest/reingest/approve';
const copyMetadata = 'POST /api/ingest/copy_metadata_files/';
const begin = 1_700_000_000_000;

const stored = json(storagePackage());
const marked = json(storagePackage({misc_attributes: {reingest_pipeline: pipelineId}}));
const accepted = (uuid: string) => json({error: false, message: 'sent', reingest_uuid: uuid, status_code: 202}, 202);
const asks = (uuid: string, microservice: string, name = 'imgs') => ({
	sip_uuid: uuid,
	sip_directory: `${name}-${uuid}`,
	sip_name: name,
	microservice,
});
const waits = (...results: readonly object[]) => json({results}, 200, {'x-archivematica-id': pipelineId});
const approval = unit('USER_INPUT', {microservice: 'Approve standard transfer'});
const reingestApproval = asks(sipId, 'Approve AIP reingest');
const refused = json({error: true, message: 'Unable to approve the partial reingest.'}, 400);
const ended = sip('COMPLETE', {microservice: 'Remove the processing directory'});

/** Servers on which both kinds of reingest succeed. */
const servers: FakeRoutes = {
	[file]: [stored, marked, stored],
	[send]: accepted(sipId),
	[waiting]: [waits(), waits(reingestApproval)],
	[approveReingest]: json({message: 'Approval successful.'}),
	[copyMetadata]: json({error: false, message: 'Metadata files added successfully.'}, 201),
	[ingest]: ended,
	'GET /api/v2/file/': list([]),
	[`GET /api/v2beta/jobs/${sipId}`]: json([]),
	[`GET /api/v2beta/jobs/${transferId}`]: json([]),
};

const connectTo = (routes: FakeRoutes = {}, from = begin) => {
	let time = from;
	const {archivematica, ...rest} = connect({...servers, ...routes}, {now: () => time, retry: {limit: 0}});
	const slept: number[] = [];
	const sleep = async (ms: number) => {
		time += ms;
		slept.push(ms / 1000);
		if (slept.length > 500) {
			throw new Error('The job does not end.');
		}
	};
	const watch = async (reingest: ReingestJob) => {
		const statuses: ReingestStatus[] = [];
		for await (const status of reingest.watch({sleep})) {
			statuses.push(status);
			if (status.state === 'waiting') {
				break;
			}
		}
		return statuses;
	};
	const posts = () => rest.asked().filter(request => !request.startsWith('GET'));
	return {reingests: archivematica.reingests, ...rest, sleep, slept, watch, posts};
};
const brief = (statuses: readonly ReingestStatus[]) => statuses.map(({state, stage}) => `${state} ${stage}`);
const failed = async (promise: Promise<unknown>): Promise<JobFailedError<ReingestStatus>> => {
	const error: unknown = await promise.catch((reason: unknown) => reason);
	if (!(error instanceof JobFailedError)) {
		throw error ?? new Error('It succeeded.');
	}
	return error;
};

describe('a reingest of metadata or objects', () => {
	it.each(['metadata', 'objects'] as const)('leads over its approval to the AIP stored anew: %s', async type => {
		const {reingests, watch, fetch, posts} = connectTo({
			[file]: [stored, stored, marked, stored],
			[waiting]: [waits(), waits(asks('other', 'Approve AIP reingest')), waits(asks('other', 'Approve AIP reingest'), reingestApproval)],
			[ingest]: [unknownUnit('SIP', sipId), sip('USER_INPUT', {microservice: 'Approve AIP reingest'}), sip('PROCESSING'), ended],
		});
		const reingest = await reingests.start(sipId, {type, processingConfig: undefined});
		const statuses = await watch(reingest);
		expect(statuses.map(({state, stage}) => `${state} ${stage}`)).toEqual([
			'running approval',
			'running ingest',
			'running ingest',
			'running ingest',
			'running storage',
			'running storage',
			'succeeded storage',
		]);
		expect(statuses.map(({waitingFor}) => waitingFor)).toEqual(statuses.map(() => undefined));
		expect(await reingest.done()).toEqual({aip: sipId, type, transfer: undefined, dips: [], warnings: []});
		expect(posts()).toEqual([send, approveReingest]);
		const [sent, approved] = fetch.requests.filter(({method}) => method === 'POST');
		expect(await sent?.json()).toEqual({pipeline: pipelineId, reingest_type: type});
		expect(sent?.headers.get('content-type')).toBe('application/json');
		expect(await approved?.text()).toBe(`uuid=${sipId}`);
	});

	it('adds metadata files once, before it is approved', async () => {
		const {reingests, sleep, fetch, posts} = connectTo();
		const odd = serverPath(Uint8Array.of(0xe9));
		const reingest = await reingests.start(sipId, {
			type: 'metadata',
			metadata: [
				{location: locationId, path: 'metadata.csv'},
				{location: locationId, path: odd},
			],
		});
		await reingest.done({sleep});
		expect(posts()).toEqual([send, copyMetadata, approveReingest]);
		const form = new URLSearchParams(await fetch.requests.find(({url}) => url.includes('copy_metadata'))?.text());
		expect(form.get('sip_uuid')).toBe(sipId);
		expect(form.getAll('source_paths[]').map(path => atob(path))).toEqual([`${locationId}:metadata.csv`, `${locationId}:\u00E9`]);
	});

	it('leaves it to a person when it is not known whether the metadata files were added', async () => {
		const {reingests, watch, posts} = connectTo({[copyMetadata]: badGateway});
		const reingest = await reingests.start(sipId, {type: 'metadata', metadata: [{location: locationId, path: 'metadata.csv'}]});
		const last = (await watch(reingest)).at(-1);
		expect(last).toMatchObject({
			state: 'waiting',
			waitingFor: 'Approve AIP reingest',
			waitingAt: `http://dashboard.example.org/ingest/${sipId}/`,
		});
		await watch(reingest);
		expect(posts()).toEqual([send, copyMetadata]);
	});

	it('fails with what the dashboard says of metadata files it cannot copy', async () => {
		const message = 'Location x is not associated with this pipeline';
		const {reingests, sleep, posts} = connectTo({[copyMetadata]: json({error: true, message}, 500)});
		const reingest = await reingests.start(sipId, {type: 'metadata', metadata: [{location: locationId, path: 'metadata.csv'}]});
		await expect(reingest.done({sleep})).rejects.toThrow(message);
		expect(posts()).not.toContain(approveReingest);
	});

	it('tries the approval again while the dashboard is not ready, and asks a person after half a minute', async () => {
		const ready = connectTo({[approveReingest]: [refused, refused, json({message: 'Approval successful.'})]});
		const reingest = await ready.reingests.start(sipId, {type: 'metadata'});
		expect(await reingest.done({sleep: ready.sleep})).toMatchObject({aip: sipId});
		expect(ready.slept.slice(0, 2)).toEqual([5, 5]);
		const never = connectTo({[approveReingest]: refused});
		const last = (await never.watch(await never.reingests.start(sipId, {type: 'metadata'}))).at(-1);
		expect(last).toMatchObject({state: 'waiting', detail: expect.stringContaining('refused the approval')});
		expect(never.posts().filter(request => request === approveReingest)).toHaveLength(7);
		const seldom = connectTo({[approveReingest]: refused});
		const reluctant = await seldom.reingests.start(sipId, {type: 'metadata'});
		for await (const {state} of reluctant.watch({sleep: seldom.sleep, interval: {initial: 60_000, factor: 1, max: 60_000}})) {
			if (state === 'waiting') {
				break;
			}
		}
		expect(seldom.posts().filter(request => request === approveReingest)).toHaveLength(6);
	});

	it('looks again after an approval whose answer was lost', async () => {
		const {reingests, sleep, posts} = connectTo({
			[approveReingest]: badGateway,
			[waiting]: [waits(), waits(reingestApproval), waits()],
		});
		expect(await (await reingests.start(sipId, {type: 'metadata'})).done({sleep})).toMatchObject({aip: sipId});
		expect(posts()).toEqual([send, approveReingest]);
	});

	it('leaves the approval to a person when told to, and goes on after it', async () => {
		const {reingests, watch, posts, slept} = connectTo({[waiting]: [waits(), waits(reingestApproval), waits(reingestApproval), waits()]});
		const reingest = await reingests.start(sipId, {type: 'metadata', approve: false});
		expect((await watch(reingest)).at(-1)).toMatchObject({state: 'waiting', waitingFor: 'Approve AIP reingest'});
		await watch(reingest);
		expect((await watch(reingest)).at(-1)?.state).toBe('succeeded');
		expect(posts()).toEqual([send]);
		expect(slept).not.toContain(60);
	});

	it('is given up when it never comes to wait for approval', async () => {
		const {reingests, sleep} = connectTo({[waiting]: waits(), [ingest]: unknownUnit('SIP', sipId)});
		const error = await failed((await reingests.start(sipId, {type: 'metadata', startLimit: 60_000})).done({sleep}));
		expect(error).toMatchObject({
			code: 'reingest-unknown',
			message: expect.stringContaining('does not wait for approval yet. That has been so for 1 minutes'),
		});
	});
});

describe('a full reingest', () => {
	const full = {
		[send]: accepted(transferId),
		[approveTransfer]: json({message: 'Approval successful.', uuid: transferId}),
		[transfer]: [noJobYet, approval, unit('PROCESSING'), unit('COMPLETE', {sip_uuid: sipId})],
	};

	it('is a transfer that is approved, and whose SIP is the AIP again', async () => {
		const {reingests, watch, fetch, posts} = connectTo(full);
		const reingest = await reingests.start(sipId, {type: 'full'});
		const statuses = await watch(reingest);
		expect(brief(statuses)).toEqual([
			'running approval',
			'running approval',
			'running transfer',
			'running ingest',
			'running storage',
			'succeeded storage',
		]);
		expect(statuses.at(-1)?.transfer).toBe(transferId);
		expect(await reingest.done()).toEqual({aip: sipId, type: 'full', transfer: transferId, dips: [], warnings: []});
		expect(posts()).toEqual([send, approveTransfer]);
		const form = fetch.requests.find(({url}) => url.endsWith('/transfer/approve'));
		expect(await form?.text()).toBe(`type=standard&directory=imgs-${transferId}`);
	});

	it('leaves the approval to a person when told to', async () => {
		const {reingests, watch, posts} = connectTo(full);
		const last = (await watch(await reingests.start(sipId, {type: 'full', approve: false}))).at(-1);
		expect(last).toMatchObject({
			state: 'waiting',
			stage: 'approval',
			waitingFor: 'Approve standard transfer',
			waitingAt: `http://dashboard.example.org/transfer/${transferId}/`,
		});
		expect(posts()).toEqual([send]);
	});

	it('that failed says why, and that the AIP stays marked', async () => {
		const {reingests, sleep} = connectTo({
			...full,
			[transfer]: unit('FAILED'),
			[`GET /api/v2beta/jobs/${transferId}`]: json([
				job('Verify', 'FAILED', 'Verify checksums'),
				job('Move', 'COMPLETE', 'Failed transfer'),
			]),
		});
		const error = await failed((await reingests.start(sipId, {type: 'full'})).done({sleep}));
		expect(error).toMatchObject({code: 'reingest-failed', status: {failure: {job: 'Verify'}}});
		expect(error.message).toContain('reingests.release() gives it free');
	});

	it('that was sent to the backlog, or rejected, says so', async () => {
		const backlog = connectTo({...full, [transfer]: unit('COMPLETE', {sip_uuid: 'BACKLOG'})});
		expect(await failed((await backlog.reingests.start(sipId, {type: 'full'})).done({sleep: backlog.sleep}))).toMatchObject({
			code: 'reingest-backlog',
		});
		const rejected = connectTo({...full, [transfer]: unit('REJECTED')});
		expect(await failed((await rejected.reingests.start(sipId, {type: 'full'})).done({sleep: rejected.sleep}))).toMatchObject({
			code: 'reingest-rejected',
		});
	});
});

describe('what is checked before anything is sent', () => {
	const start = (routes: FakeRoutes, reingest: StartReingest) => {
		const {reingests, posts, asked} = connectTo(routes);
		return {started: reingests.start(sipId, reingest), posts, asked};
	};

	it.each(['METADATA_ONLY', 'METADATA', 'FULL', '', 'partial'])('the kind: %j would be misread by the server', async word => {
		const type: StartReingest['type'] = JSON.parse(JSON.stringify(word)); // as it comes from JavaScript
		const {started, asked} = start({}, {type});
		await expect(started).rejects.toThrow("'metadata', 'objects' and 'full'");
		expect(asked()).toEqual([]);
	});

	it.each([
		['a DIP', {package_type: 'DIP'}, ConfigurationError, 'wrong-package-type'],
		['a transfer', {package_type: 'transfer'}, ConfigurationError, 'wrong-package-type'],
		['what is not stored', {status: 'DEL_REQ'}, ConflictError, 'not-stored'],
		['what is being reingested', {misc_attributes: {reingest_pipeline: 'p2'}}, ConflictError, 'being-reingested'],
	])('the package: not %s', async (_, more, type, code) => {
		const {started, posts} = start({[file]: json(storagePackage(more))}, {type: 'full'});
		await expect(started).rejects.toThrow(type);
		await expect(started).rejects.toMatchObject({code});
		expect(posts()).toEqual([]);
	});

	it("the pipeline: the dashboard's own", async () => {
		await expect(start({}, {type: 'full', pipeline: 'other'}).started).rejects.toMatchObject({code: 'foreign-pipeline'});
		const nameless = {[waiting]: json({results: []})};
		await expect(start(nameless, {type: 'metadata'}).started).rejects.toThrow('does not say which pipeline it is');
		const {reingests, fetch} = connectTo(nameless);
		await reingests.start(sipId, {type: 'metadata', pipeline: 'given', processingConfig: undefined});
		expect(await fetch.requests.find(({method}) => method === 'POST')?.json()).toMatchObject({pipeline: 'given'});
	});

	it('the configuration and the metadata files', async () => {
		const config = 'GET /api/processing-configuration/automated';
		const missing = start(
			{[config]: json({success: false, error: 'No such processing config "automated".'}, 404)},
			{type: 'full', processingConfig: 'automated'},
		);
		await expect(missing.started).rejects.toThrow(NotFoundError);
		expect(missing.posts()).toEqual([]);
		const {reingests, fetch} = connectTo({[config]: {body: '<processingMCP/>'}});
		await reingests.start(sipId, {type: 'metadata', processingConfig: 'automated'});
		expect(await fetch.requests.find(({method}) => method === 'POST')?.json()).toMatchObject({processing_config: 'automated'});
		await expect(start({}, {type: 'full', metadata: [{location: locationId, path: 'a'}]}).started).rejects.toThrow('not to a full one');
		await expect(start({}, {type: 'metadata', metadata: [{location: locationId, path: '../a'}]}).started).rejects.toThrow(
			ConfigurationError,
		);
	});
});

describe('what the Storage Service says instead', () => {
	const says = (message: string, status: number) => json({error: true, message, status_code: status}, status);
	it.each([
		[says('Pipeline UUID x failed to return a pipeline', 400), 'unknown-pipeline', 'HttpError'],
		[text('All of these fields must be provided: pipeline', 400), 'http', 'HttpError'],
		[says('not an AIP or AIC', 405), 'wrong-package-type', 'HttpError'],
		[says('This AIP is already being reingested on p', 409), 'being-reingested', 'ConflictError'],
		[says('No currently processing Location', 412), 'no-processing-location', 'HttpError'],
		[says('Fixity check failed', 500), 'reingest-content', 'HttpError'],
		[says('Error in approve reingest API. Pipeline unreachable.', 502), 'pipeline-refused', 'HttpError'],
		[text('', 401), 'permission', 'PermissionError'],
	])('is a typed error: %j', async (answer, code, name) => {
		const {reingests, posts} = connectTo({[send]: answer});
		await expect(reingests.start(sipId, {type: 'metadata'})).rejects.toMatchObject({code, name});
		expect(posts()).toEqual([send]);
	});
});

describe('a lost answer', () => {
	const broken = () => {
		throw new TypeError('socket hang up');
	};

	it.each([
		['504', text('<html>504 Gateway Time-out</html>', 504)],
		['a page', serverErrorPage],
		['a broken connection', broken],
		['no JSON', text('<html></html>', 200)],
		['no UUID', json({}, 202)],
	])('is never followed by a second start, but by a look at what came of it: %s', async (_, answer) => {
		const {reingests, watch, posts} = connectTo({[send]: answer, [file]: [stored, stored, marked, stored]});
		const reingest = await reingests.start(sipId, {type: 'metadata'});
		const statuses = await watch(reingest);
		expect(statuses[0]).toMatchObject({state: 'running', stage: 'sending', detail: expect.stringContaining('does not have it yet')});
		expect(statuses.at(-1)?.state).toBe('succeeded');
		expect(posts()).toEqual([send, approveReingest]);
	});

	it('of a full reingest is made good by the new transfer of that name', async () => {
		const other = asks('u1', 'Approve standard transfer');
		const {reingests, sleep, posts} = connectTo({
			[send]: badGateway,
			[file]: [stored, marked, marked, stored],
			[waiting]: [
				waits(),
				waits(other),
				waits(other, asks('u2', 'Approve standard transfer', 'x'), asks('u3', 'Normalize')),
				waits(other, asks(transferId, 'Approve standard transfer')),
			],
			[approveTransfer]: json({message: 'Approval successful.', uuid: transferId}),
			[transfer]: [approval, unit('COMPLETE', {sip_uuid: sipId})],
		});
		const reingest = await reingests.start(sipId, {type: 'full'});
		expect(await reingest.done({sleep})).toMatchObject({transfer: transferId});
		expect(posts()).toEqual([send, approveTransfer]);
	});

	it('is given up after the limit, with what is known', async () => {
		const never = connectTo({[send]: badGateway, [file]: stored});
		expect((await failed((await never.reingests.start(sipId, {type: 'full'})).done({sleep: never.sleep}))).message).toContain(
			'does not have it yet. That has been so for 360 minutes.',
		);
		const unfound = connectTo({[send]: badGateway, [file]: [stored, marked], [waiting]: waits()});
		expect(
			(await failed((await unfound.reingests.start(sipId, {type: 'full', sendLimit: 60_000})).done({sleep: unfound.sleep}))).message,
		).toContain('reingests.follow(aip, {type, transfer})');
		const several = connectTo({
			[send]: badGateway,
			[file]: [stored, marked],
			[waiting]: [waits(), waits(), waits(asks('u1', 'Approve standard transfer'), asks('u2', 'Approve standard transfer'))],
		});
		expect(
			(await failed((await several.reingests.start(sipId, {type: 'full', sendLimit: 60_000})).done({sleep: several.sleep}))).message,
		).toContain('u1, u2');
	});

	it('ends with the reason of an abort', async () => {
		const {reingests} = connectTo({[send]: () => new Promise<never>(() => {})});
		const controller = new AbortController();
		const started = reingests.start(sipId, {type: 'metadata'}, {signal: controller.signal});
		setTimeout(() => controller.abort(new Error('enough')), 10);
		await expect(started).rejects.toThrow('enough');
	});
});

describe('the end', () => {
	it('is not believed while the AIP is marked; the SIP has the last word', async () => {
		const {reingests, watch} = connectTo({
			[file]: [stored, marked, marked, marked, stored],
			[ingest]: [ended, sip('PROCESSING', {microservice: 'Store the AIP'}), ended],
		});
		const statuses = await watch(await reingests.start(sipId, {type: 'metadata'}));
		expect(brief(statuses)).toEqual(['running ingest', 'running storage', 'running ingest', 'running storage', 'succeeded storage']);
	});

	it('is waited for up to the limit where the mark stays', async () => {
		const {reingests, sleep} = connectTo({[file]: [stored, marked]});
		const error = await failed((await reingests.start(sipId, {type: 'metadata', storageLimit: 120_000})).done({sleep}));
		expect(error).toMatchObject({code: 'reingest-unknown', message: expect.stringContaining('still has the AIP marked')});
	});

	it('is a failure where the package failed, or the pipeline', async () => {
		const gone = connectTo({[file]: [stored, stored, json(storagePackage({status: 'FAIL'}))]});
		expect(await failed((await gone.reingests.start(sipId, {type: 'metadata'})).done({sleep: gone.sleep}))).toMatchObject({
			code: 'reingest-failed',
		});
		const lost = connectTo({
			[ingest]: sip('FAILED'),
			[`GET /api/v2beta/jobs/${sipId}`]: json([job('Store the AIP', 'FAILED', 'Store AIP'), job('Move', 'COMPLETE', 'Failed SIP')]),
		});
		expect(await failed((await lost.reingests.start(sipId, {type: 'metadata'})).done({sleep: lost.sleep}))).toMatchObject({
			code: 'reingest-failed',
			status: {stage: 'ingest', failure: {job: 'Store the AIP'}},
		});
	});
});

describe('a kept job', () => {
	it('goes on in another process', async () => {
		const first = connectTo();
		const reingest = await first.reingests.start(sipId, {type: 'metadata', metadata: [{location: locationId, path: 'a.csv'}]});
		const kept = JSON.stringify(reingest);
		const second = connectTo({[waiting]: waits(reingestApproval), [file]: stored});
		const resumed = second.reingests.resume(JSON.parse(kept));
		expect(await resumed.done({sleep: second.sleep})).toMatchObject({aip: sipId, type: 'metadata'});
		expect(second.posts()).toEqual([copyMetadata, approveReingest]);
		expect(() => second.reingests.resume({...JSON.parse(kept), kind: 'archivematica-transfer'})).toThrow('no kept job');
		expect(() => second.reingests.resume({...JSON.parse(kept), id: 'x'})).toThrow('no kept job');
	});

	it('outlives silence up to the limit', async () => {
		const {reingests, sleep} = connectTo({[waiting]: [waits(), badGateway, serverErrorPage, waits(reingestApproval)]});
		expect(await (await reingests.start(sipId, {type: 'metadata'})).done({sleep})).toMatchObject({aip: sipId});
		const silent = connectTo({[waiting]: [waits(), badGateway]});
		const reingest = await silent.reingests.start(sipId, {type: 'metadata', silenceLimit: 60_000});
		await expect(reingest.done({sleep: silent.sleep})).rejects.toMatchObject({status: 502});
		const forbidden = connectTo({[waiting]: [waits(), json({message: 'API key not valid.', error: true}, 403)]});
		await expect((await forbidden.reingests.start(sipId, {type: 'metadata'})).done({sleep: forbidden.sleep})).rejects.toMatchObject({
			name: 'AuthenticationError',
		});
		expect(forbidden.slept).toEqual([]);
		const later = connectTo({[approveReingest]: json({message: 'API key not valid.', error: true}, 403)});
		await expect((await later.reingests.start(sipId, {type: 'metadata'})).done({sleep: later.sleep})).rejects.toMatchObject({
			name: 'AuthenticationError',
		});
	});
});

it('looks as often as the state deserves', async () => {
	const {reingests, sleep, slept} = connectTo({
		[send]: badGateway,
		[file]: [stored, stored, stored, marked, stored, marked, marked, stored],
		[waiting]: [waits(), waits(), waits(reingestApproval), waits(reingestApproval), waits(reingestApproval), waits()],
		[ingest]: [unknownUnit('SIP', sipId), sip('PROCESSING'), sip('PROCESSING'), sip('PROCESSING'), ended],
	});
	const reingest = await reingests.start(sipId, {type: 'metadata', approve: false});
	await reingest.done({sleep});
	expect(slept).toEqual([30, 45, 5, 5, 60, 90, 135, 2, 10, 15, 2, 2, 5, 7.5]);
});

describe('follow', () => {
	it('takes up a reingest that somebody started, and approves nothing by itself', async () => {
		const {reingests, watch, posts} = connectTo({[file]: [marked, marked, stored], [waiting]: waits(reingestApproval)});
		expect((await watch(await reingests.follow(sipId, {type: 'objects'}))).at(-1)).toMatchObject({state: 'waiting'});
		expect(posts()).toEqual([]);
		const full = connectTo({[file]: stored, [transfer]: unit('COMPLETE', {sip_uuid: sipId})});
		const followed = await full.reingests.follow(sipId, {type: 'full', transfer: transferId});
		expect(await followed.done({sleep: full.sleep})).toMatchObject({transfer: transferId});
	});
});

describe('release', () => {
	it('takes the mark off, once somebody says that the pipeline gave up', async () => {
		const {reingests, fetch} = connectTo({
			[file]: marked,
			[release]: json(storagePackage({misc_attributes: {reingest_pipeline: null}}), 202),
		});
		expect(await reingests.release(sipId, {pipelineGaveUp: true})).toMatchObject({uuid: sipId, attributes: {reingest_pipeline: null}});
		const sent = fetch.requests.find(({method}) => method === 'PATCH');
		expect(await sent?.json()).toEqual({reingest: null});
	});

	it('sends nothing without that word, nor for an AIP that is not marked', async () => {
		const {reingests, posts, asked} = connectTo({[file]: stored});
		for (const word of [{}, {pipelineGaveUp: false}, {pipelineGaveUp: 'yes'}, null, undefined]) {
			const confirmation: {pipelineGaveUp: true} = Object(word);
			await expect(reingests.release(sipId, confirmation)).rejects.toThrow(ConfigurationError);
		}
		expect(asked()).toEqual([]);
		await reingests.release(sipId, {pipelineGaveUp: true});
		expect(posts()).toEqual([]);
	});

	it('fails with what the server says', async () => {
		const {reingests} = connectTo({[file]: [marked, text('', 404)], [release]: json({error: 'PATCH only allowed on reingest'}, 400)});
		await expect(reingests.release(sipId, {pipelineGaveUp: true})).rejects.toMatchObject({status: 400});
		await expect(reingests.release(sipId, {pipelineGaveUp: true})).rejects.toThrow(NotFoundError);
	});
});
