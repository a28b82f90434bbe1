import {ConfigurationError, DecodeError, HttpError, type Job, JobFailedError, type JobState, NetworkError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connectStorage, failure} from '../fixtures/connect-storage.ts';
import {badGateway, json, list, locationId, pipelineId, serverErrorPage, sipId, storagePackage, text} from '../fixtures/servers.ts';
import {compressionEvent, type FinishedReingest, type NewStoragePackage, type StorageService, type TaskStatus} from '../index.ts';

const other = '6286affb-6a2b-4ac7-b81e-192d84ede4c6';
const sleep = async () => {};
const task = 'GET /api/v2/async/7/';
const file = `GET /api/v2/file/${sipId}/`;
const started = text('', 202, {location: '/api/v2/async/7/'});
const gone = text('', 404);

/** SS-37. */
const asyncTask = (more: Record<string, unknown> = {}) => ({
	id: 7,
	completed: false,
	was_error: false,
	created_time: '2024-10-17T01:02:03.456789',
	updated_time: '2024-10-17T01:02:08.000001',
	completed_time: null,
	resource_uri: '/api/v2/async/7/',
	...more,
});
const running = json(asyncTask());
const done = (result: unknown) => json(asyncTask({completed: true, completed_time: '2024-10-17T01:02:08.000001', result}));
const failed = json(asyncTask({completed: true, was_error: true, error: "<class 'OSError'>: disk full"}));

const statuses = async (job: Job<TaskStatus, unknown>) => {
	const seen: TaskStatus[] = [];
	for await (const status of job.watch({sleep})) {
		seen.push(status);
	}
	return seen;
};

const kept = (job: {toJSON(): JobState}): JobState => JSON.parse(JSON.stringify(job));

const move = {
	from: other,
	pipeline: pipelineId,
	files: [
		{source: 'a/', destination: 'x/a'},
		{source: 'b c', destination: 'x/é'},
	],
};
const stored: NewStoragePackage = {
	uuid: sipId,
	type: 'DIP',
	origin: {location: other, path: 'dips/imgs/'},
	destination: {default: 'DS'},
	path: `imgs-${sipId}`,
	pipeline: pipelineId,
};

interface Work {
	readonly name: string;
	readonly start: (storage: StorageService) => Promise<Job<TaskStatus, unknown>>;
	readonly resume: (storage: StorageService, state: JobState) => Promise<Job<TaskStatus, unknown>>;
	readonly post: string;
	/** What shows that it was done, and what it then gives. */
	readonly evidence: Record<string, ReturnType<typeof json>>;
	readonly result: unknown;
	/** What shows that it was not done. */
	readonly noEvidence: Record<string, ReturnType<typeof json>>;
}

const browse = (folder: string) => `GET /api/v2/location/${locationId}/browse/?path=${encodeURIComponent(btoa(folder))}`;
const names = (...entries: string[]) => json({directories: [], entries});

const works: readonly Work[] = [
	{
		name: 'moving files',
		start: storage => storage.moveFiles(locationId, move),
		resume: (storage, state) => storage.resumeMoveFiles(state),
		post: `POST /api/v2/location/${locationId}/async/`,
		evidence: {[browse('x')]: names(btoa('a'), 'w6k=')},
		result: {confirmed: true},
		noEvidence: {[browse('x')]: names(btoa('a'))},
	},
	{
		name: 'moving a package',
		start: storage => storage.movePackage(sipId, other),
		resume: (storage, state) => storage.resumeMovePackage(state),
		post: `POST /api/v2/file/${sipId}/move/`,
		evidence: {[file]: json(storagePackage({current_location: `/api/v2/location/${other}/`}))},
		result: expect.objectContaining({uuid: sipId, location: other, status: 'UPLOADED'}),
		noEvidence: {[file]: json(storagePackage({status: 'MOVING'}))},
	},
	{
		name: 'storing a package',
		start: storage => storage.storePackage(stored),
		resume: (storage, state) => storage.resumeStorePackage(state),
		post: 'POST /api/v2/file/async/',
		evidence: {[file]: json(storagePackage({package_type: 'DIP'}))},
		result: expect.objectContaining({uuid: sipId, type: 'DIP'}),
		noEvidence: {[file]: json(storagePackage({status: 'PENDING'}))},
	},
];

describe.each(works)('$name', ({start, resume, post, evidence, result, noEvidence}) => {
	it('is started once and followed to its end', async () => {
		const {storage, asked} = connectStorage({...evidence, [post]: started, [task]: [running, running, done('Moved successfully')]});
		const job = await start(storage);
		const seen = await statuses(job);
		expect(seen.map(({state}) => state)).toEqual(['running', 'succeeded']);
		expect(seen[1]?.task).toEqual({
			id: 7,
			state: 'succeeded',
			result: 'Moved successfully',
			error: undefined,
			created: '2024-10-17T01:02:03.456789',
			updated: '2024-10-17T01:02:08.000001',
			completed: '2024-10-17T01:02:08.000001',
		});
		expect(await job.done({sleep})).toEqual(result);
		expect(asked().slice(0, 4)).toEqual([post, task, task, task]);
	});

	it('goes on in another process', async () => {
		const {storage} = connectStorage({...evidence, [post]: started, [task]: [running, done('')]});
		const resumed = await resume(storage, kept(await start(storage)));
		expect(await resumed.done({sleep})).toEqual(result);
		expect(kept(resumed)).toMatchObject({data: {task: 7, silent: 0}});
	});

	it('fails with the reason of the server', async () => {
		const {storage} = connectStorage({...noEvidence, [post]: started, [task]: failed});
		const error = await failure((await start(storage)).done({sleep}));
		expect(error).toBeInstanceOf(JobFailedError);
		expect(error).toMatchObject({code: 'task-failed', message: expect.stringContaining("<class 'OSError'>: disk full")});
	});

	it('that was lost is judged by what is there', async () => {
		const {storage} = connectStorage({...evidence, [post]: started, [task]: [running, gone]});
		const job = await start(storage);
		expect((await statuses(job)).map(({state}) => state)).toEqual(['running', 'lost']);
		expect(await job.done({sleep})).toEqual(expect.objectContaining({}));
		const lost = connectStorage({...noEvidence, [post]: started, [task]: gone});
		const error = await failure((await start(lost.storage)).done({sleep}));
		expect(error).toBeInstanceOf(JobFailedError);
		expect(error).toMatchObject({code: 'task-lost', status: {state: 'lost'}});
	});

	it('is not lost because of the page of a proxy', async () => {
		const {storage} = connectStorage({...evidence, [post]: started, [task]: text('<html>No such page</html>', 404)});
		await expect((await start(storage)).done({sleep})).rejects.toMatchObject({name: 'NotFoundError'});
	});

	it('outlives a silence of the server, up to a number of looks', async () => {
		const {storage} = connectStorage({...evidence, [post]: started, [task]: [badGateway, done('')]}, {retry: {limit: 0}});
		const job = await start(storage);
		const seen = await statuses(job);
		expect(seen.map(({state, detail}) => [state, detail !== undefined])).toEqual([
			['running', true],
			['succeeded', false],
		]);
		expect(kept(job)).toMatchObject({data: {silent: 0}});
		const silent = connectStorage({[post]: started, [task]: badGateway}, {retry: {limit: 0}});
		await expect((await start(silent.storage)).done({sleep})).rejects.toMatchObject({status: 502});
		expect(silent.asked()).toHaveLength(1 + 21);
	});

	it('ends with the reason of an abort, while it goes on on the server', async () => {
		const controller = new AbortController();
		const {storage} = connectStorage({[post]: started, [task]: running});
		const job = await start(storage);
		const waiting = job.done({signal: controller.signal, sleep: async () => controller.abort('enough')});
		await expect(waiting).rejects.toBe('enough');
	});

	it.each([
		['a proxy gave up', () => text('<html></html>', 504), HttpError],
		['the server failed', () => serverErrorPage, HttpError],
		['the connection broke', () => Promise.reject(new TypeError('gone')), NetworkError],
		['no task was named', () => text('', 202), DecodeError],
		['something else came', () => text('<html>OK</html>', 200, {location: '/api/v2/async/7/'}), DecodeError],
	])('may have been started when %s, and is not started again', async (_, answer, type) => {
		const {storage, asked} = connectStorage({[post]: answer});
		const error = await failure(start(storage));
		expect(error).toBeInstanceOf(type);
		expect(error).toMatchObject({code: 'work-uncertain'});
		expect(asked()).toEqual([post]);
	});

	it('was not started when the server refused it', async () => {
		const {storage, asked} = connectStorage({[post]: json({error: true, message: 'New location must be different.'}, 400)});
		await expect(start(storage)).rejects.toMatchObject({code: 'http', status: 400});
		expect(asked()).toEqual([post]);
	});

	it('is not resumed from something else', async () => {
		const {storage} = connectStorage({[post]: started});
		const state = kept(await start(storage));
		const damaged: readonly JobState[] = [
			{...state, kind: 'archivematica-transfer'},
			{...state, data: null},
			{...state, data: {task: '7', silent: 0, work: null}},
			{...state, data: {task: 7, silent: 0}},
		];
		for (const wrong of damaged) {
			await expect(resume(storage, wrong)).rejects.toBeInstanceOf(ConfigurationError);
		}
	});
});

describe('moving files', () => {
	const direct = `POST /api/v2/location/${locationId}/`;
	const moved = json({error: null, message: 'Files moved successfully'});

	it('sends URIs and contained paths', async () => {
		const {storage, fetch} = connectStorage({[works[0]?.post ?? '']: started, [direct]: moved});
		await storage.moveFiles(locationId, move);
		await storage.moveFiles(locationId, move, {via: 'synchronous'});
		const body = {
			origin_location: `/api/v2/location/${other}/`,
			pipeline: `/api/v2/pipeline/${pipelineId}/`,
			files: [
				{source: 'a/', destination: 'x/a'},
				{source: 'b c', destination: 'x/é'},
			],
		};
		expect(await Promise.all(fetch.requests.map(request => request.json()))).toEqual([body, body]);
		expect(fetch.requests[0]?.headers.get('content-type')).toBe('application/json');
	});

	it('in one call is done when the call is', async () => {
		const {storage, asked} = connectStorage({[direct]: moved});
		const job = await storage.moveFiles(locationId, move, {via: 'synchronous'});
		expect(await statuses(job)).toEqual([{state: 'succeeded', task: undefined, detail: undefined}]);
		expect(await job.done()).toEqual({confirmed: true});
		expect(await (await storage.resumeMoveFiles(kept(job))).done()).toEqual({confirmed: true});
		expect(asked()).toEqual([direct]);
	});

	it.each([
		['nothing', {status: 204}],
		['an error with 200', json({error: true, message: 'No.'})],
	])('in one call fails when %s comes', async (_, answer) => {
		const {storage, asked} = connectStorage({[direct]: answer});
		await expect(storage.moveFiles(locationId, move, {via: 'synchronous'})).rejects.toMatchObject({name: 'HttpError', code: 'not-moved'});
		expect(asked()).toEqual([direct]);
	});

	it.each([badGateway, serverErrorPage, text('<html>OK</html>', 200)])(
		'in one call may have been done after a lost answer',
		async answer => {
			const {storage, asked} = connectStorage({[direct]: answer});
			await expect(storage.moveFiles(locationId, move, {via: 'synchronous'})).rejects.toMatchObject({code: 'work-uncertain'});
			expect(asked()).toEqual([direct]);
		},
	);

	it('after a lost task is done when all is there, unconfirmed, and each folder is listed once', async () => {
		const {storage, asked} = connectStorage({
			[works[0]?.post ?? '']: started,
			[task]: gone,
			[browse('x')]: names(btoa('a'), 'w6k=', btoa('more')),
			[`GET /api/v2/location/${locationId}/browse/`]: names(btoa('top')),
		});
		const job = await storage.moveFiles(locationId, {...move, files: [...move.files, {source: 't', destination: 'top/'}]});
		expect(await job.done({sleep})).toEqual({confirmed: false});
		expect(asked().filter(address => address.includes('browse'))).toHaveLength(2);
	});

	it.each([
		[[]],
		[[{source: '../a', destination: 'b'}]],
		[[{source: 'a', destination: 'b/../../c'}]],
		[[{source: '/etc/passwd', destination: 'b'}]],
		[[{source: 'a', destination: '/b'}]],
		[[{source: 'a', destination: ''}]],
		[[{source: 'a'}] as never],
	])('refuses %o', async files => {
		const {storage, asked} = connectStorage({});
		await expect(storage.moveFiles(locationId, {...move, files})).rejects.toBeInstanceOf(ConfigurationError);
		await expect(storage.moveFiles(locationId, {...move, from: ''})).rejects.toBeInstanceOf(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('is not resumed without its destinations', async () => {
		const {storage} = connectStorage({[works[0]?.post ?? '']: started});
		const state = kept(await storage.moveFiles(locationId, move));
		await expect(storage.resumeMoveFiles({...state, data: {task: 7, silent: 0, work: 'x'}})).rejects.toBeInstanceOf(ConfigurationError);
	});
});

describe('moving a package', () => {
	it('sends a form', async () => {
		const {storage, fetch} = connectStorage({[works[1]?.post ?? '']: started});
		await storage.movePackage(sipId, other);
		expect(fetch.requests[0]?.headers.get('content-type')).toContain('application/x-www-form-urlencoded');
		expect(await fetch.requests[0]?.text()).toBe(`location_uuid=${other}`);
	});

	it('is not confirmed when the server calls it a success and shows it elsewhere', async () => {
		const {storage} = connectStorage({
			[`POST /api/v2/file/${sipId}/move/`]: started,
			[task]: done('moved'),
			[file]: json(storagePackage({status: 'MOVING'})),
		});
		const error = await failure((await storage.movePackage(sipId, locationId)).done({sleep}));
		expect(error).toMatchObject({code: 'not-confirmed', message: expect.stringContaining('is said to have succeeded')});
	});

	it('did not succeed when it is where it was', async () => {
		const {storage} = connectStorage({[works[1]?.post ?? '']: started, [task]: gone, [file]: json(storagePackage())});
		await expect((await storage.movePackage(sipId, locationId)).done({sleep})).rejects.toMatchObject({code: 'task-lost'});
		await expect(
			storage.resumeMovePackage({kind: 'archivematica-move-package', id: sipId, data: {task: 7, work: []}}),
		).rejects.toBeInstanceOf(ConfigurationError);
	});
});

describe('storing a package', () => {
	const event = compressionEvent({program: '7z', version: '16.02', algorithm: 'bzip2', date: '2024-10-17T01:02:03'});

	it('sends a DIP that was made elsewhere', async () => {
		const {storage, fetch} = connectStorage({'POST /api/v2/file/async/': started});
		await storage.storePackage({...stored, relatedTo: 'aip', size: 5});
		expect(await fetch.requests[0]?.json()).toEqual({
			uuid: sipId,
			origin_location: `/api/v2/location/${other}/`,
			origin_path: 'dips/imgs/',
			current_location: '/api/v2/location/default/DS/',
			current_path: `imgs-${sipId}`,
			package_type: 'DIP',
			origin_pipeline: `/api/v2/pipeline/${pipelineId}/`,
			size: 5,
			related_package_uuid: 'aip',
		});
		expect(fetch.requests[0]?.headers.get('content-type')).toBe('application/json');
	});

	it('sends the events and agents of an AIP as PREMIS in nested lists', async () => {
		const {storage, fetch} = connectStorage({'POST /api/v2/file/async/': started});
		await storage.storePackage({
			...stored,
			type: 'AIP',
			destination: other,
			path: 'imgs.7z',
			subtype: 'Archival Information Package',
			events: [
				event,
				{
					identifier: {type: 'UUID', value: 'e1'},
					type: 'fixity check',
					date: '2024',
					outcome: 'Pass',
					outcomeNote: 'all',
					agents: [{type: 'tool', value: 'a1'}],
				},
			],
			agents: [{identifier: {type: 'tool', value: 'a1'}, name: 'Bagger', type: 'software'}],
		});
		const attributes = {
			'xsi:schema_location': 'http://www.loc.gov/premis/v3 http://www.loc.gov/standards/premis/v3/premis.xsd',
			version: '3.0',
		};
		expect(await fetch.requests[0]?.json()).toMatchObject({
			current_location: `/api/v2/location/${other}/`,
			aip_subtype: 'Archival Information Package',
			events: [
				[
					'event',
					attributes,
					['event_identifier', ['event_identifier_type', 'UUID'], ['event_identifier_value', expect.stringMatching(/^[\da-f-]{36}$/)]],
					['event_type', 'compression'],
					['event_date_time', '2024-10-17T01:02:03'],
					['event_detail_information', ['event_detail', 'program="7z"; version="16.02"; algorithm="bzip2"']],
				],
				[
					'event',
					attributes,
					['event_identifier', ['event_identifier_type', 'UUID'], ['event_identifier_value', 'e1']],
					['event_type', 'fixity check'],
					['event_date_time', '2024'],
					['event_outcome_information', ['event_outcome', 'Pass'], ['event_outcome_detail', ['event_outcome_detail_note', 'all']]],
					['linking_agent_identifier', ['linking_agent_identifier_type', 'tool'], ['linking_agent_identifier_value', 'a1']],
				],
			],
			agents: [
				[
					'agent',
					attributes,
					['agent_identifier', ['agent_identifier_type', 'tool'], ['agent_identifier_value', 'a1']],
					['agent_name', 'Bagger'],
					['agent_type', 'software'],
				],
			],
		});
	});

	it('in one call gives the package as it then is', async () => {
		const {storage, asked} = connectStorage({
			'POST /api/v2/file/': json(storagePackage({status: 'STAGING'}), 201),
			[file]: json(storagePackage()),
		});
		const job = await storage.storePackage(stored, {via: 'synchronous'});
		expect(await job.done()).toMatchObject({uuid: sipId, status: 'UPLOADED'});
		expect(asked()).toEqual(['POST /api/v2/file/', file]);
		const lost = connectStorage({'POST /api/v2/file/': text('', 504)});
		await expect(lost.storage.storePackage(stored, {via: 'synchronous'})).rejects.toMatchObject({code: 'work-uncertain'});
		expect(lost.asked()).toHaveLength(1);
	});

	it('did not succeed when the task was lost before there was a row', async () => {
		const {storage} = connectStorage({'POST /api/v2/file/async/': started, [task]: gone, [file]: gone});
		await expect((await storage.storePackage(stored)).done({sleep})).rejects.toMatchObject({code: 'task-lost'});
	});

	it('did not succeed when only a row was made', async () => {
		const {storage} = connectStorage({
			'POST /api/v2/file/async/': started,
			[task]: done({}),
			[file]: json(storagePackage({status: 'FAIL'})),
		});
		await expect((await storage.storePackage(stored)).done({sleep})).rejects.toBeInstanceOf(JobFailedError);
	});

	it.each<[string, object]>([
		['of a type of which the server makes only a row', {type: 'SIP'}],
		['of a type that every object has', {type: 'constructor'}],
		['that is a transfer for AIP storage', {type: 'transfer', destination: {default: 'AS'}}],
		['that is a DIP for the backlog', {destination: {default: 'BL'}}],
		['that is a compressed AIP nobody compressed', {type: 'AIP', destination: other, path: 'x.tar.gz'}],
		[
			'that is a compressed AIC with other events',
			{type: 'AIC', destination: other, path: 'x.7z', events: [{type: 'ingestion', date: '2024'}]},
		],
		['with an event without a date', {events: [{type: 'ingestion', date: ''}]}],
		['with an event without a type', {events: [{type: '', date: '2024'}]}],
		['without a UUID', {uuid: ''}],
		['without a path', {path: ''}],
		['without content', {origin: {location: other, path: ''}}],
		['whose content is elsewhere', {origin: {location: other, path: '../../etc'}}],
		['that would be stored elsewhere', {path: '../x'}],
		['without a pipeline', {pipeline: ''}],
	])('refuses one %s', async (_, more) => {
		const {storage, asked} = connectStorage({});
		await expect(storage.storePackage({...stored, ...more})).rejects.toBeInstanceOf(ConfigurationError);
		expect(asked()).toEqual([]);
	});
});

describe('finishing a reingest', () => {
	const finished: FinishedReingest = {...stored, type: 'AIP', destination: other, reingest: pipelineId};
	const put = `PUT /api/v2/file/${sipId}/`;

	it('sends the pipeline it was started on', async () => {
		const {storage, fetch, asked} = connectStorage({[put]: json(storagePackage())});
		expect(await storage.finishReingest(finished)).toMatchObject({uuid: sipId, status: 'UPLOADED'});
		expect(asked()).toEqual([put]);
		expect(await fetch.requests[0]?.json()).toMatchObject({
			uuid: sipId,
			package_type: 'AIP',
			reingest: pipelineId,
			origin_location: `/api/v2/location/${other}/`,
			origin_path: 'dips/imgs/',
		});
	});

	it.each<[string, object]>([
		['without its pipeline', {reingest: ''}],
		['with no pipeline at all', {reingest: undefined}],
		['of a DIP', {type: 'DIP'}],
		['that goes elsewhere', {destination: {default: 'DS'}}],
		['of a compressed AIP nobody compressed', {path: 'x.7z'}],
	])('refuses one %s: it would overwrite the row', async (_, more) => {
		const {storage, asked} = connectStorage({});
		await expect(storage.finishReingest({...finished, ...more})).rejects.toBeInstanceOf(ConfigurationError);
		expect(asked()).toEqual([]);
	});

	it('is never repeated by itself', async () => {
		const {storage, asked} = connectStorage({[put]: serverErrorPage});
		await expect(storage.finishReingest(finished)).rejects.toMatchObject({code: 'work-uncertain', status: 500});
		expect(asked()).toEqual([put]);
	});
});

describe('tasks', () => {
	it('are read one by one, in whatever state', async () => {
		const {storage} = connectStorage({
			[task]: [running, done({uuid: 'u'}), failed, json(asyncTask({id: '7', completed: true, was_error: true, error: {a: 1}}))],
		});
		expect(await storage.asyncTask(7)).toMatchObject({state: 'running', result: undefined, error: undefined, completed: undefined});
		expect(await storage.asyncTask(7)).toMatchObject({state: 'succeeded', result: {uuid: 'u'}});
		expect(await storage.asyncTask(7)).toMatchObject({state: 'failed', error: "<class 'OSError'>: disk full"});
		expect(await storage.asyncTask(7)).toMatchObject({id: 7, state: 'failed', error: '{"a":1}'});
	});

	it('are listed', async () => {
		const {storage, asked} = connectStorage({
			'GET /api/v2/async/?limit=1&offset=0': list([asyncTask()], '/api/v2/async/?limit=1&offset=1', 2),
			'GET /api/v2/async/?limit=1&offset=1': list([asyncTask({id: 8})], null, 2),
		});
		expect((await storage.asyncTasks({pageSize: 1}).toArray()).map(({id}) => id)).toEqual([7, 8]);
		expect(asked()).toHaveLength(2);
		const {storage: empty} = connectStorage({'GET /api/v2/async/': list([])});
		expect(await empty.asyncTasks().toArray()).toEqual([]);
	});

	it('are unknown after a day', async () => {
		const {storage} = connectStorage({[task]: gone});
		await expect(storage.asyncTask(7)).rejects.toMatchObject({name: 'NotFoundError'});
	});
});
