import {ConfigurationError, DecodeError, JobFailedError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {connect as connectTo, origin} from '../fixtures/connect.ts';
import {Monitors} from './monitors.ts';

const base = '/api/processmonitor';
const list = `${base}/monitors`;
const envelope = (value: unknown) => JSON.stringify({success: true, version: 1, value});
const monitor = (id: string, status = 'Running', more = {}) => ({mappedId: id, name: `opex/${id}`, status, ...more});
const listed = (...items: readonly object[]) => envelope({paging: {totalResults: items.length}, monitors: items});
const connect = (routes: Parameters<typeof connectTo>[0]) => {
	const {session, ...rest} = connectTo(routes);
	return {monitors: new Monitors(session), ...rest};
};
const poll = {sleep: async () => {}};
const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe('the list of monitors', () => {
	it('has what the server tells, numbers as numbers', async () => {
		const full = {
			mappedId: 'm1',
			name: 'opex/batch-7',
			status: 'Succeeded',
			started: '2024-01-31T10:15:00.000Z',
			completed: '2024-01-31T10:20:00.000Z',
			category: 'Ingest',
			subcategory: 'OPEX',
			progressText: '',
			percentComplete: '87.5',
			filesPending: 3,
			size: 6083,
			filesProcessed: 1,
			warnings: 0,
			errors: 2,
			canRetry: true,
			other: 'x',
		};
		const {monitors} = connect({[`GET ${list}`]: listed(full, {mappedId: 'm2', percentComplete: ''})});
		const none = {category: undefined, subcategory: undefined, started: undefined, completed: undefined, progressText: undefined};
		expect(await monitors.list().toArray()).toStrictEqual([
			{
				id: 'm1',
				name: 'opex/batch-7',
				status: 'Succeeded',
				category: 'Ingest',
				subcategory: 'OPEX',
				started: '2024-01-31T10:15:00.000Z',
				completed: '2024-01-31T10:20:00.000Z',
				progressText: undefined,
				percentComplete: 87.5,
				filesPending: 3,
				filesProcessed: 1,
				size: 6083,
				warnings: 0,
				errors: 2,
				canRetry: true,
			},
			expect.objectContaining({id: 'm2', name: '', status: 'Unknown', percentComplete: undefined, canRetry: undefined, ...none}),
		]);
	});

	it('is asked for with all that is given, and its links are followed as they are', async () => {
		const next = `${origin}${list}?status=Failed,Suspended&category=Ingest&start=1&max=1&extra=a+b`;
		const {monitors, asked} = connect({
			[`GET ${list}`]: [
				envelope({paging: {next, totalResults: 2}, monitors: [monitor('a')]}),
				envelope({paging: {next: null, totalResults: 2}, monitors: [monitor('b')]}),
			],
		});
		const pages = [];
		for await (const {items, total} of monitors
			.list({status: ['Failed', 'Suspended'], category: 'Ingest', name: ['opex/a', 'opex/b'], pageSize: 1})
			.pages()) {
			pages.push([items.map(({id}) => id), total]);
		}
		expect(pages).toStrictEqual([
			[['a'], 2],
			[['b'], 2],
		]);
		expect(asked()).toStrictEqual([
			`GET ${list}?status=Failed%2CSuspended&category=Ingest&name=opex%2Fa%2Copex%2Fb&start=0&max=1`,
			`GET ${list}?status=Failed,Suspended&category=Ingest&start=1&max=1&extra=a+b`,
		]);
	});

	it('leaves the size of a page to the server, and may be empty', async () => {
		const {monitors, asked} = connect({[`GET ${list}`]: envelope({monitors: []})});
		expect(await monitors.list().toArray()).toStrictEqual([]);
		expect(asked()).toStrictEqual([`GET ${list}`]);
	});

	it.each([
		['says that it did not succeed', JSON.stringify({success: false, message: 'no such filter'}), DecodeError],
		['has no list', envelope({}), DecodeError],
		['has a monitor without an id', listed({name: 'x'}), DecodeError],
		['refuses', {status: 403}, PermissionError],
		['is missing', {status: 404}, NotFoundError],
	])('is an error when the answer %s', async (_, answer, error) => {
		await expect(
			connect({[`GET ${list}`]: answer})
				.monitors.list()
				.toArray(),
		).rejects.toThrow(error);
	});

	it('does not follow a link to another server', async () => {
		const {monitors} = connect({[`GET ${list}`]: envelope({paging: {next: 'https://elsewhere.test/x'}, monitors: []})});
		await expect(monitors.list().toArray()).rejects.toMatchObject({code: 'foreign-link'});
	});

	it('carries the signal to every page', async () => {
		const page = envelope({paging: {next: `${origin}${list}?start=1`}, monitors: [monitor('a')]});
		const {monitors, asked} = connect({[`GET ${list}`]: page});
		const controller = new AbortController();
		const walk = async () => {
			for await (const {id} of monitors.list({signal: controller.signal})) {
				controller.abort(new Error(`enough at ${id}`));
			}
		};
		await expect(walk()).rejects.toThrow('enough at a');
		expect(asked()).toHaveLength(1);
	});
});

describe('messages', () => {
	const target = `${base}/messages`;
	const message = {
		workflowInstanceId: 1,
		monitorName: 'opex/batch-7',
		path: 'a/b',
		date: '2023-10-23T10:52:54.000Z',
		status: 'Info',
		displayMessage: 'Matched directory',
		workflowName: 'Ingest OPEX',
		mappedMonitorId: 'm1',
		message: 'monitor.info.directory.skip|{"matchText":"Source ID | TEST"}',
		mappedId: 'x1',
		securityDescriptor: 'closed',
		entityTitle: 'A title',
		entityRef: 'f6',
		sourceId: 'TEST',
	};

	it('have key and arguments apart, and lead to workflow and entity', async () => {
		const {monitors, asked} = connect({[`GET ${target}`]: envelope({messages: [message]})});
		expect(await monitors.messages('m1').toArray()).toStrictEqual([
			{
				id: 'x1',
				monitorId: 'm1',
				monitorName: 'opex/batch-7',
				status: 'Info',
				date: '2023-10-23T10:52:54.000Z',
				text: 'Matched directory',
				message: 'monitor.info.directory.skip|{"matchText":"Source ID | TEST"}',
				key: 'monitor.info.directory.skip',
				details: {matchText: 'Source ID | TEST'},
				path: 'a/b',
				workflowId: '1',
				workflowName: 'Ingest OPEX',
				entityRef: 'f6',
				entityTitle: 'A title',
				securityTag: 'closed',
				sourceId: 'TEST',
			},
		]);
		expect(asked()).toStrictEqual([`GET ${target}?monitor=m1&start=0&max=250`]);
	});

	it.each([
		['plain', 'plain', undefined],
		['key|', 'key', undefined],
		['key|not json', 'key', undefined],
		['key|[1]', 'key', [1]],
		[undefined, undefined, undefined],
	])('split %o', async (text, key, details) => {
		const {monitors} = connect({[`GET ${target}`]: envelope({messages: [{message: text}]})});
		expect(await monitors.messages('m1').toArray()).toStrictEqual([expect.objectContaining({message: text, key, details, id: undefined})]);
	});

	it('of several monitors and kinds come page after page, without a parameter twice', async () => {
		const next = `${origin}${target}?monitor=m1%2Cm2&status=Error&start=1&max=1`;
		const {monitors, asked} = connect({
			[`GET ${target}`]: [envelope({paging: {next}, messages: [message]}), envelope({paging: {}, messages: [message]})],
		});
		const all = await monitors.messages(['m1', {id: 'm2'}], {status: ['Error', 'Warning'], pageSize: 1}).toArray();
		expect(all).toHaveLength(2);
		expect(asked()).toStrictEqual([
			`GET ${target}?monitor=m1%2Cm2&status=Error%2CWarning&start=0&max=1`,
			`GET ${target}?monitor=m1%2Cm2&status=Error&start=1&max=1`,
		]);
	});

	it.each([[[]], [''], [['m1', '']], ['m1,m2']])('of the monitors %o are refused', ids => {
		expect(() => connect({}).monitors.messages(ids)).toThrow(ConfigurationError);
	});
});

describe('the course of the work over time', () => {
	it('is passed on as it is', async () => {
		const {monitors, asked} = connect({[`GET ${list}/m1/timeseries`]: envelope({timeseries: [{t: 1, v: [null, 'x']}, 2]})});
		expect(await monitors.timeSeries('m1')).toStrictEqual([{t: 1, v: [null, 'x']}, 2]);
		expect(await monitors.timeSeries({id: 'm1'})).toHaveLength(2);
		expect(asked()[0]).toBe(`GET ${list}/m1/timeseries`);
	});

	it('may be nested deeper than anybody can follow', async () => {
		const deep = '['.repeat(50_000) + ']'.repeat(50_000);
		const {monitors} = connect({[`GET ${list}/m1/timeseries`]: `{"value": {"timeseries": [${deep}]}}`});
		expect(await monitors.timeSeries('m1')).toHaveLength(1);
	});

	it('of an unknown monitor is not found', async () => {
		await expect(connect({}).monitors.timeSeries('m9')).rejects.toThrow('There is no monitor m9');
	});
});

describe('progress by token', () => {
	it('is asked for with its errors', async () => {
		const {monitors, asked} = connect({
			[`GET ${base}/progress/t1`]: '<P xmlns="http://status.preservica.com"><Status>FAILED</Status><Errors><E>disk full</E></Errors></P>',
		});
		expect(await monitors.progress('t1')).toStrictEqual({state: 'failed', detail: 'FAILED', errors: ['disk full']});
		expect(asked()).toStrictEqual([`GET ${base}/progress/t1?includeErrors=true`]);
	});

	it('of an unknown token is not found', async () => {
		await expect(connect({}).monitors.progress('t9')).rejects.toThrow('There is no work under the progress token t9');
	});
});

describe('following work', () => {
	it('by name waits until it is listed, then keeps to that monitor', async () => {
		const {monitors, asked} = connect({
			[`GET ${list}`]: [
				listed(),
				listed(monitor('other'), monitor('x', 'Pending', {name: 'opex/b'})),
				listed(monitor('newer', 'Failed', {name: 'opex/b'}), monitor('x', 'Running', {name: 'opex/b'})),
				listed(monitor('x', 'Constructor', {name: 'opex/b'})),
				listed(monitor('x', 'SUCCEEDED', {name: 'opex/b'})),
			],
		});
		const job = monitors.follow({name: 'opex/b'});
		expect(job.id).toBe('opex/b');
		const seen: unknown[] = [];
		for await (const {state, detail} of job.watch(poll)) {
			seen.push([state, detail]);
		}
		expect(seen).toStrictEqual([
			['pending', 'not listed yet'],
			['pending', 'Pending'],
			['running', 'Running'],
			['unknown', 'Constructor'],
			['succeeded', 'SUCCEEDED'],
		]);
		expect(await job.done(poll)).toMatchObject({id: 'x', status: 'SUCCEEDED'});
		expect(JSON.parse(JSON.stringify(job))).toStrictEqual({kind: 'preservica-monitor', id: 'opex/b', data: {id: 'x', name: 'opex/b'}});
		expect(new Set(asked())).toStrictEqual(new Set([`GET ${list}?name=opex%2Fb`]));
	});

	it('of several of one name takes the one that began last', async () => {
		const at = (id: string, started?: string) => monitor(id, 'Succeeded', {name: 'opex/b', started});
		const two = connect({
			[`GET ${list}`]: listed(at('a', '2024-01-01T00:00:00Z'), at('b', '2024-01-02T00:00:00Z'), at('c', '2023-01-02T00:00:00Z')),
		});
		expect(await two.monitors.follow({name: 'opex/b'}).done(poll)).toMatchObject({id: 'b'});
		for (const order of [
			[at('a'), at('b', '2024-01-02T00:00:00Z')],
			[at('b', '2024-01-02T00:00:00Z'), at('a')],
		]) {
			const waiting = connect({[`GET ${list}`]: listed(...order)});
			expect(await waiting.monitors.follow({name: 'opex/b'}).done(poll)).toMatchObject({id: 'a'});
		}
	});

	it.each(['Suspended', 'Recoverable'])('ends its submitter’s wait when it is %s', async status => {
		const {monitors, asked} = connect({[`GET ${list}`]: listed(monitor('a'), monitor('b', status))});
		expect(await monitors.follow({id: 'b'}).done(poll)).toMatchObject({id: 'b', status});
		expect(asked()).toStrictEqual([`GET ${list}`]);
	});

	it('that failed is an error with the messages of the server', async () => {
		const {monitors, asked} = connect({
			[`GET ${list}`]: listed(monitor('b', 'Failed')),
			[`GET ${base}/messages`]: envelope({
				messages: [{displayMessage: 'Checksum differs', path: 'a/b.tif'}, {message: 'monitor.error.x|{}'}],
			}),
		});
		const failure = await failureOf(monitors.follow({id: 'b'}).done(poll));
		expect(failure).toBeInstanceOf(JobFailedError);
		expect(String(failure)).toContain('The work under the monitor opex/b failed (Failed): a/b.tif: Checksum differs; monitor.error.x|{}.');
		expect(failure).toHaveProperty('status.monitor.id', 'b');
		expect(asked().at(-1)).toBe(`GET ${base}/messages?monitor=b&status=Error&start=0&max=21`);
	});

	it('that failed in many ways tells the first', async () => {
		const messages = Array.from({length: 30}, (_, n) => ({displayMessage: `reason ${n}`}));
		const {monitors} = connect({[`GET ${list}`]: listed(monitor('b', 'Failed')), [`GET ${base}/messages`]: envelope({messages})});
		const failure = String(await failureOf(monitors.follow({id: 'b'}).done(poll)));
		expect(failure).toContain('reason 19; and more, see monitors.messages()');
		expect(failure).not.toContain('reason 20');
	});

	it.each([
		['a name', 'opex/b', '?name=opex%2Fb'],
		['no name', '', ''],
		['a name with a comma', 'opex/a,b', ''],
	])('of a monitor with %s keeps to its id', async (_, name, query) => {
		const {monitors, asked} = connect({[`GET ${list}`]: listed(monitor('a', 'Failed', {name}), monitor('b', 'Succeeded', {name}))});
		const [, found] = await monitors.list().toArray();
		expect(await monitors.follow(found ?? {id: ''}).done(poll)).toMatchObject({id: 'b', name});
		expect(asked().at(-1)).toBe(`GET ${list}${query}`);
	});

	it('under an id that is not listed is not found', async () => {
		const {monitors} = connect({[`GET ${list}`]: listed(monitor('a'))});
		const failure = await failureOf(monitors.follow({id: 'b'}).done(poll));
		expect(failure).toBeInstanceOf(NotFoundError);
		expect(String(failure)).toContain('There is no monitor b');
	});

	it('goes on in another process', async () => {
		const {monitors, asked} = connect({[`GET ${list}`]: [listed(monitor('b')), listed(monitor('b', 'Succeeded'))]});
		const job = monitors.follow({name: 'opex/b'});
		for await (const _ of job.watch(poll)) {
			break;
		}
		expect(await monitors.resume(JSON.parse(JSON.stringify(job))).done(poll)).toMatchObject({id: 'b', status: 'Succeeded'});
		expect(asked()).toHaveLength(2);
	});

	it('needs an id or a name', () => {
		const {monitors} = connect({});
		expect(() => monitors.follow({name: ''})).toThrow(ConfigurationError);
		expect(() => monitors.follow({name: 'opex/a,b'})).toThrow('comma');
		expect(() => monitors.resume({kind: 'preservica-monitor', id: 'x', data: {id: null, name: null}})).toThrow(ConfigurationError);
		expect(() => monitors.resume({kind: 'preservica-monitor', id: 'x', data: {id: 5, name: 'x'}})).toThrow(ConfigurationError);
		expect(() => monitors.resume({kind: 'preservica-monitor', id: 'x', data: null})).toThrow(ConfigurationError);
		expect(() => monitors.resume({kind: 'preservica-move', id: 'x', data: {id: 'x', name: null}})).toThrow(ConfigurationError);
	});

	it('ends with an abort', async () => {
		const {monitors} = connect({[`GET ${list}`]: listed(monitor('b'))});
		const controller = new AbortController();
		const wait = monitors.follow({id: 'b'}).done({signal: controller.signal, sleep: async () => controller.abort(new Error('enough'))});
		await expect(wait).rejects.toThrow('enough');
	});
});
