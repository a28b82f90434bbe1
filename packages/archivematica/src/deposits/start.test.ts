import {JobFailedError, type JobState} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {failure} from '../fixtures/connect-storage.ts';
import {badGateway, json, serverErrorPage, storageUrl, text, transferId} from '../fixtures/servers.ts';
import {
	collection,
	collectionId,
	connectDeposits,
	depositId,
	edit,
	entry,
	failedAttempt,
	feed,
	forbidden,
	inBrowser,
	media,
	receipt,
	session,
	sessionId,
	single,
	state,
	stateFeed,
	submitted,
	swordError,
} from '../fixtures/sword.ts';
import {connectDeposits as connectDepositServer, Deposits} from '../index.ts';
import type {DepositContent, DepositResult, DepositStatus, StartDeposit} from '../index.ts';

const other = '00000000-0000-4000-8000-000000000001';
const begin = 1_700_000_000_000;
const create = `POST ${collection}`;
const finish = `POST ${edit}`;
const read = `GET ${edit}`;
const states = `GET ${state}`;
const files = `GET ${media}`;
const send = `POST ${media}`;
const unapproved = 'GET /api/transfer/unapproved';
const waiting = 'GET /api/ingest/waiting';
const completed = 'GET /api/transfer/completed';

const bytes = new Uint8Array([1, 2, 3]);
const content: readonly DepositContent[] = [
	{name: 'a.txt', content: bytes},
	{name: 'b.txt', content: () => new Blob(['abc'])},
];
const open = single(entry('Letters'));
const listed = text("['a.txt']", 200);
const none = json({results: []});
const unitNamed = (directory: string, uuid = transferId) => json({results: [{type: 'standard', directory, uuid}]});
const noUnits = {[unapproved]: none, [waiting]: none, [completed]: none};

/** All goes well: two looks until the pipeline has it. */
const well: FakeRoutes = {
	...noUnits,
	[create]: receipt(),
	[send]: text('', 201),
	[states]: stateFeed('complete'),
	[files]: listed,
	[finish]: receipt(200),
	[read]: [open, submitted],
	[unapproved]: [none, none, unitNamed('Letters'), none],
};

/** Deposits on a clock that runs only while the job waits. */
function connect(routes: FakeRoutes, isSignedIn = true) {
	let time = begin;
	const waits: number[] = [];
	const sleep = async (ms: number) => {
		time += ms;
		waits.push(ms);
		if (waits.length > 20_000) {
			throw new Error('The job does not end.');
		}
	};
	const {deposits, fetch, asked} = connectDeposits(routes, {now: () => time, retry: {limit: 0}, isSignedIn});
	return {deposits, fetch, asked, sleep, waits, told: () => asked().filter(call => call === finish).length};
}

const deposit = (more: Partial<StartDeposit> = {}): StartDeposit => ({
	collection: collectionId,
	name: 'Letters',
	objectId: 'islandora:17',
	...more,
});

async function run(routes: FakeRoutes, more: Partial<StartDeposit> = {}) {
	const connected = connect(routes);
	const {deposits, sleep} = connected;
	const job = await deposits.start(deposit(more));
	const statuses: DepositStatus[] = [];
	const watch = async () => {
		for await (const status of job.watch({sleep})) {
			statuses.push(status);
		}
		return job.done({sleep});
	};
	return {...connected, job, statuses, watch};
}

async function failed(outcome: Promise<DepositResult>): Promise<JobFailedError<DepositStatus>> {
	const error = await failure(outcome);
	if (!(error instanceof JobFailedError)) {
		throw error;
	}
	return error;
}

describe('a deposit as a job', () => {
	it('is created, filled, finished, handed over, and found again', async () => {
		const {job, watch, statuses, asked, fetch, waits} = await run(well, {content, onBehalfOf: 'Somebody'});
		expect(job.id).toBe(depositId);
		expect(await watch()).toEqual({
			deposit: depositId,
			transfer: transferId,
			unconfirmed: [],
			found: [{uuid: transferId, name: 'Letters', list: 'unapproved', waitingFor: 'Approve standard transfer'}],
		});
		expect(statuses.map(({stage, state: now, files: {done, total}}) => `${stage} ${now} ${done}/${total}`)).toEqual([
			'media running 1/2',
			'media running 2/2',
			'downloads running 2/2',
			'finish running 2/2',
			'finalisation running 2/2',
			'transfer succeeded 2/2',
		]);
		expect(asked()).toEqual([
			create,
			send,
			send,
			states,
			files,
			waiting,
			unapproved,
			completed,
			finish,
			unapproved,
			waiting,
			states,
			read,
			unapproved,
			waiting,
			states,
			read,
		]);
		expect(fetch.requests.filter(({method}) => method === 'POST').map(({headers}) => headers.get('in-progress'))).toEqual([
			'true',
			null,
			null,
			'false',
		]);
		expect(fetch.requests[0]?.headers.get('on-behalf-of')).toBe('Somebody');
		expect(Math.max(...waits)).toBe(5000);
	});

	it('waits until as many downloads are complete as were asked for: what has not begun is complete, too', async () => {
		const {watch, statuses, asked, fetch} = await run(
			{
				...well,
				[states]: [
					stateFeed('complete'),
					stateFeed('incomplete', [['x', 'incomplete']]),
					stateFeed('complete', [['x', 'complete']]),
					stateFeed('complete', [
						['x', 'complete'],
						['MODS Record', 'complete'],
					]),
				],
			},
			{files: [{url: 'http://x/x', name: 'x'}], mods: [{url: 'http://x/mods'}]},
		);
		await watch();
		expect(statuses.filter(({stage}) => stage === 'downloads').map(({files: {done}}) => done)).toEqual([0, 1]);
		expect(asked().indexOf(files)).toBe(5);
		const sent = await fetch.requests.find(({url, method}) => method === 'POST' && url.endsWith('/sword/'))?.text();
		expect(sent).toContain('http://x/x');
		expect(sent).not.toContain('ID="DATASTREAMS"');
	});

	it('fails when a download does, and is not finished', async () => {
		const downloads = stateFeed('failed', [
			['x', 'failed'],
			['y', 'complete'],
		]);
		const {watch, told} = await run({...well, [states]: downloads}, {files: [{url: 'http://x/x', name: 'x'}]});
		const error = await failed(watch());
		expect(error).toMatchObject({code: 'deposit-failed', status: {state: 'failed', stage: 'downloads', files: {done: 1, total: 1}}});
		expect(error.message).toContain('"x"');
		expect(error.message).not.toContain('"y"');
		expect(told()).toBe(0);
	});

	it('fails when the server could not hand it over', async () => {
		const {watch} = await run({
			...well,
			[states]: [stateFeed('complete'), stateFeed('complete'), stateFeed('complete', [], failedAttempt)],
			[read]: open,
		});
		expect(await failed(watch())).toMatchObject({
			code: 'deposit-failed',
			status: {stage: 'finalisation'},
			message: expect.stringContaining('last finalization attempt failed'),
		});
	});

	it('does not take an earlier failure for one of its own', async () => {
		const {watch} = await run({...well, [states]: stateFeed('complete', [], failedAttempt)});
		expect(await watch()).toMatchObject({transfer: transferId});
	});

	it.each([
		['downloads', {[states]: stateFeed('incomplete')}, {downloadLimit: 60_000}, 'not fetched all files within 60 s'],
		['finalisation', {[read]: open}, {finalisationLimit: 60_000}, 'Perhaps the collection has no pipeline'],
	] as const)('is given up in %s after the limit', async (stage, routes, limits, reason) => {
		const {watch, waits} = await run({...well, ...routes}, limits);
		expect(await failed(watch())).toMatchObject({
			code: 'deposit-unknown',
			status: {state: 'unknown', stage},
			message: expect.stringContaining(reason),
		});
		const waited = waits.reduce((sum, ms) => sum + ms, 0);
		expect(waited).toBeGreaterThanOrEqual(60_000);
		expect(waited).toBeLessThan(100_000);
	});

	it('has a limit for each stage, which begins with it', async () => {
		const slow = [...Array.from({length: 20}, () => stateFeed('incomplete')), stateFeed('complete')];
		const {watch, waits} = await run({...well, [states]: slow, [read]: [open, open, submitted]}, {finalisationLimit: 60_000});
		expect(await watch()).toMatchObject({transfer: transferId});
		expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(120_000);
	});

	it('waits for downloads for a day, and for a pipeline for half an hour, unless told otherwise', async () => {
		for (const [routes, hours] of [
			[{[states]: stateFeed('incomplete')}, 24],
			[{[read]: open}, 0.5],
		] as const) {
			const {watch, waits} = await run({...well, ...routes});
			await failed(watch());
			expect(waits.reduce((sum, ms) => sum + ms, 0) / 3_600_000).toBeCloseTo(hours, 1);
		}
	});

	it('is never told its end twice', async () => {
		for (const lost of [badGateway, serverErrorPage, () => Promise.reject(new TypeError('socket hang up')), text('', 200)]) {
			const good = await run({...well, [finish]: lost});
			expect(await good.watch()).toMatchObject({transfer: transferId});
			expect(good.told()).toBe(1);
			expect(good.statuses.some(({detail}) => detail?.startsWith('Whether the server knows of the end is not known'))).toBe(true);
			const bad = await run({...well, [finish]: lost, [read]: open});
			expect(await failed(bad.watch())).toMatchObject({code: 'finish-uncertain', message: expect.stringContaining('deposits.finish()')});
			expect(bad.told()).toBe(1);
		}
	});

	it('fails as the end does when that is refused', async () => {
		const {watch} = await run({...well, [finish]: forbidden});
		expect(await failure(watch())).toMatchObject({name: 'PermissionError'});
		const error = await run({...well, [finish]: swordError(412, 'Error parsing XML.')});
		expect(await failure(error.watch())).toMatchObject({status: 412});
	});

	it('replaces a file that is there, whose sending broke off before', async () => {
		const {watch, asked} = await run(
			{...well, [send]: [badGateway, swordError(400, 'File already exists.')], [`PUT ${media}`]: {status: 204}},
			{content: [{name: 'a.txt', content: bytes}]},
		);
		expect(await watch()).toMatchObject({transfer: transferId});
		expect(asked().slice(1, 4)).toEqual([send, send, `PUT ${media}`]);
	});

	it('tells of a server that does not answer, and goes on when it does', async () => {
		const {watch, statuses} = await run({...well, [states]: [badGateway, badGateway, stateFeed('complete')]});
		expect(await watch()).toMatchObject({transfer: transferId});
		expect(statuses[0]).toMatchObject({state: 'running', detail: expect.stringContaining('does not answer')});
		const silent = await run({...well, [states]: badGateway}, {silenceLimit: 60_000});
		expect(await failed(silent.watch())).toMatchObject({code: 'deposit-unknown', message: expect.stringContaining('60 s')});
	});

	it('does not add up silences', async () => {
		const answers = Array.from({length: 40}, (_, index) => (index % 2 === 0 ? badGateway : stateFeed('incomplete')));
		const {watch} = await run({...well, [states]: [...answers, stateFeed('complete')]}, {silenceLimit: 60_000});
		expect(await watch()).toMatchObject({transfer: transferId});
	});

	it('passes on what nobody can wait away', async () => {
		const {watch} = await run({...well, [states]: swordError(404, 'Deposit location does not exist.')});
		expect(await failure(watch())).toMatchObject({name: 'NotFoundError'});
	});

	it('is followed after the session ended: its files are shown to anybody until a pipeline has it', async () => {
		const {watch} = await run({...well, [read]: forbidden, [files]: [listed, listed, serverErrorPage, submitted]});
		expect(await watch()).toMatchObject({transfer: transferId});
	});

	it('ends when somebody else handed it over', async () => {
		const {watch, told} = await run({...well, [files]: submitted, [unapproved]: unitNamed('Letters_1')});
		expect(await watch()).toMatchObject({transfer: transferId});
		expect(told()).toBe(0);
	});

	it('fails when somebody else handed it over before all files were sent', async () => {
		const {watch, told} = await run({...well, [send]: [text('', 201), submitted]}, {content});
		const error = await failed(watch());
		expect(error).toMatchObject({code: 'deposit-incomplete', message: expect.stringContaining('before "b.txt" could be sent')});
		expect(told()).toBe(0);
	});

	it('ends with the reason of an abort', async () => {
		const controller = new AbortController();
		const {deposits, sleep} = connect({
			...well,
			[states]: () => {
				controller.abort('enough');
				return new Promise<never>(() => {});
			},
		});
		const job = await deposits.start(deposit());
		expect(await failure(job.done({sleep, signal: controller.signal}))).toBe('enough');
	});

	it('is not created twice when the answer is lost', async () => {
		const {deposits, asked} = connect({...well, [create]: badGateway, [`GET ${collection}`]: feed(entry('Letters'))});
		expect(await failure(deposits.start(deposit()))).toMatchObject({code: 'start-uncertain', found: [{uuid: depositId}]});
		expect(asked()).toEqual([create, `GET ${collection}`]);
	});

	it('has no two files of one name', async () => {
		const {deposits, asked} = connect(well);
		const twice = [...content, ...content];
		expect(await failure(deposits.start(deposit({content: twice})))).toMatchObject({code: 'file-name'});
		expect(asked()).toEqual([]);
	});
});

describe('the transfer of a deposit', () => {
	it('is the one that was not there before', async () => {
		const old = {type: 'standard', directory: 'Letters', uuid: other};
		const both = json({results: [old, {type: 'standard', directory: 'Letters_1', uuid: transferId}]});
		const {watch} = await run({...well, [unapproved]: [json({results: [old]}), json({results: [old]}), both]});
		expect(await watch()).toMatchObject({transfer: transferId, found: [{name: 'Letters_1'}]});
	});

	it('is not guessed among several', async () => {
		const units = json({
			results: [
				{type: 'standard', directory: 'Letters', uuid: other},
				{type: 'standard', directory: 'Letters', uuid: transferId},
			],
		});
		const {watch} = await run({...well, [unapproved]: [none, units]});
		expect(await watch()).toMatchObject({transfer: undefined, found: [{uuid: other}, {uuid: transferId}]});
	});

	it('is looked for among those that wait for a person, and in the end among the complete ones', async () => {
		const wait = json({results: [{sip_directory: 'Letters-1', sip_uuid: transferId, sip_name: 'Letters', microservice: 'Select format'}]});
		const late = await run({...well, [unapproved]: none, [waiting]: [none, none, none, none, wait]});
		expect(await late.watch()).toMatchObject({transfer: transferId, found: [{list: 'waiting', waitingFor: 'Select format'}]});
		const status = json({
			type: 'transfer',
			path: '/x',
			directory: 'x',
			name: 'Letters',
			uuid: transferId,
			microservice: 'x',
			status: 'COMPLETE',
		});
		const done = await run({
			...well,
			[unapproved]: none,
			[completed]: [none, json({results: [transferId]})],
			[`GET /api/transfer/status/${transferId}/`]: status,
		});
		expect(await done.watch()).toMatchObject({transfer: transferId, found: [{list: 'completed'}]});
		expect(done.asked().filter(call => call === completed)).toHaveLength(2);
	});

	it('may not be found, which is no failure', async () => {
		const {watch, waits} = await run({...well, [unapproved]: none}, {transferLimit: 60_000});
		expect(await watch()).toEqual({deposit: depositId, transfer: undefined, unconfirmed: [], found: []});
		expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(80_000);
	});

	it('is looked for nowhere without a dashboard', async () => {
		const {fetch, sleep, asked} = connect({...well, [unapproved]: none});
		const deposits = new Deposits(connectDepositServer({url: storageUrl, session}, {fetch}));
		const job = await deposits.start(deposit());
		const stages: string[] = [];
		for await (const status of job.watch({sleep})) {
			stages.push(`${status.stage} ${status.state}`);
		}
		expect(stages.slice(-2)).toEqual(['finalisation running', 'transfer succeeded']);
		expect(await job.done()).toEqual({deposit: depositId, transfer: undefined, unconfirmed: [], found: []});
		expect(asked().filter(call => call.includes('/api/transfer/') || call.includes('/api/ingest/'))).toEqual([]);
	});

	it('is found also where the dashboard fails now and then', async () => {
		const {watch} = await run({...well, [unapproved]: [none, badGateway, unitNamed('Letters')], [waiting]: [badGateway, none]});
		expect(await watch()).toMatchObject({transfer: transferId});
	});
});

describe('a kept job of a deposit', () => {
	const kept = async (routes: FakeRoutes, stage: string, more: Partial<StartDeposit> = {}): Promise<JobState> => {
		const {job, sleep} = await run(routes, more);
		if (stage !== 'start') {
			for await (const status of job.watch({sleep})) {
				if (status.stage === stage) {
					break;
				}
			}
		}
		const written = JSON.stringify(job);
		expect(written).not.toContain(inBrowser ? 'no cookie is known here' : sessionId);
		const parsed: JobState = JSON.parse(written);
		return parsed;
	};

	it.each(['start', 'media', 'downloads', 'finish', 'finalisation'])('goes on from %s', async stage => {
		const job = await kept(well, stage, {content});
		const {deposits, sleep, told} = connect({...well, [unapproved]: [none, unitNamed('Letters')]});
		const resumed = await deposits.resume(job, {content});
		expect(await resumed.done({sleep})).toMatchObject({deposit: depositId, transfer: transferId});
		expect(told()).toBe(stage === 'finalisation' ? 0 : 1);
	});

	it.each(['start', 'downloads', 'finish'])('from %s does not tell the end again when that was done', async stage => {
		const job = await kept(well, stage, {content});
		for (const gone of [serverErrorPage, submitted]) {
			const {deposits, sleep, told, asked} = connect({...well, [files]: gone});
			const unconfirmed = stage === 'start' ? ['a.txt', 'b.txt'] : [];
			expect(await (await deposits.resume(job)).done({sleep})).toMatchObject({transfer: transferId, unconfirmed});
			expect(told()).toBe(0);
			expect(asked().filter(call => call === send)).toEqual([]);
		}
	});

	it('needs the content that was not sent', async () => {
		const job = await kept(well, 'start', {content});
		const {deposits, sleep, asked} = connect(well);
		const resumed = await deposits.resume(job, {content: content.slice(0, 1)});
		expect(await failure(resumed.done({sleep}))).toMatchObject({code: 'content-missing', message: expect.stringContaining('"b.txt"')});
		expect(asked()).toEqual([files, send]);
	});

	it('looks no longer for the transfer where there is no dashboard any more', async () => {
		const job = await kept({...well, [unapproved]: none}, 'transfer');
		const {fetch, sleep, waits} = connect({});
		const deposits = new Deposits(connectDepositServer({url: storageUrl, session}, {fetch}), {now: () => begin});
		expect(await (await deposits.resume(job)).done({sleep})).toEqual({deposit: depositId, transfer: undefined, unconfirmed: [], found: []});
		expect([waits, fetch.requests]).toEqual([[], []]);
	});

	it('is not another job', async () => {
		const job = await kept(well, 'start');
		const {deposits} = connect(well);
		for (const wrong of [
			{...job, kind: 'archivematica-transfer'},
			{...job, id: 'x'},
			{...job, data: {}},
		]) {
			expect(await failure(deposits.resume(wrong))).toMatchObject({name: 'ConfigurationError'});
		}
	});

	it('keeps addresses, names and digests for the METS that stays', async () => {
		const md5 = '0cc175b9c0f1b6a831c399e269772661';
		const all = stateFeed('complete', [
			['x', 'complete'],
			['m', 'complete'],
			['n', 'complete'],
		]);
		const job = await kept({...well, [states]: all}, 'start', {
			files: [{url: new URL('http://x/1'), name: 'x', md5}],
			mods: [{url: 'http://x/2'}, {url: 'http://x/3', name: 'n', md5}],
		});
		const {deposits, fetch, sleep} = connect({...well, [states]: all});
		await (await deposits.resume(job)).done({sleep});
		const sent = (await fetch.requests.find(({url, method}) => method === 'POST' && url.endsWith('/sword/'))?.text()) ?? '';
		expect(sent.match(/http:\/\/x\/\d/g)).toEqual(['http://x/1', 'http://x/2', 'http://x/3']);
		expect(sent.match(new RegExp(`CHECKSUM="${md5}"`, 'g'))).toHaveLength(2);
		expect(sent.match(/title="[^"]*"/g)).toEqual(['title="x"', 'title="MODS Record"', 'title="n"']);
	});
});
