import {DecodeError, HttpError, NotFoundError, PermissionError} from '@fonds/core';
import type {FakeRoutes} from '@fonds/core/testing';
import {describe, expect, it} from 'vitest';
import {connect as connectTo, origin} from '../fixtures/connect.ts';
import page1 from '../fixtures/dr2-preservica-client/event-actions-page1.xml?raw';
import page2 from '../fixtures/dr2-preservica-client/event-actions-page2.xml?raw';
import {versionRoute} from '../fixtures/version-route.ts';
import {type EventListOptions, Events} from './events.ts';

const xmlns = 'xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v7.7"';
const folder = {type: 'folder', ref: 'a9e1cae8-ea06-4157-8dd4-82d0525b031c'} as const;
const next = `/api/entity/v7.7/structural-objects/${folder.ref}/event-actions?max=1000&start=1000`;
const ofFolder = `GET /api/entity/structural-objects/${folder.ref}/event-actions`;

const connect = (routes: FakeRoutes) => {
	const {session, ...rest} = connectTo({...versionRoute(), ...routes});
	return {events: new Events(session), ...rest};
};

const event = `<xip:Event type="Ingest">
	<xip:Ref>e1</xip:Ref><xip:Date>2023-06-26T08:14:08.441Z</xip:Date><xip:User>jane@example.org</xip:User>
	<xip:WorkflowName>Ingest &amp; more</xip:WorkflowName><xip:WorkflowInstanceId>1234</xip:WorkflowInstanceId>
</xip:Event>`;

describe('the events of an entity', () => {
	it('are read from all pages, with the kind of each event and both dates', async () => {
		const {events, asked} = connect({[ofFolder]: page1, [`GET ${next}`]: page2});
		expect(await events.ofEntity(folder, {pageSize: 1000}).toArray()).toEqual([
			{
				event: {
					ref: '6da319fa-07e0-4a83-9c5a-b6bad08445b1',
					type: 'Ingest',
					date: '2023-06-26T08:14:08.441Z',
					user: 'test user',
					workflowName: undefined,
					workflowInstance: undefined,
				},
				command: 'command_create',
				date: '2023-06-26T08:14:07.441Z',
				entity: folder.ref,
				serialisedCommand: undefined,
			},
			expect.objectContaining({command: 'AddIdentifier', event: expect.objectContaining({type: 'Modified'})}),
		]);
		expect(asked().slice(1)).toEqual([`${ofFolder}?start=0&max=1000`, `GET ${next}`]);
	});

	it.each([
		['asset', 'information-objects'],
		['contentObject', 'content-objects'],
	] as const)('of the kind %s have an address of their own', async (type, place) => {
		const {events, asked} = connect({[`GET /api/entity/${place}/x`]: '', [`GET /api/entity/${place}/x/event-actions`]: page2});
		expect(await events.ofEntity({type, ref: 'x'}).toArray()).toHaveLength(1);
		expect(asked().at(-1)).toBe(`GET /api/entity/${place}/x/event-actions?start=0&max=100`);
	});

	it('ask nothing of a server that is too old', async () => {
		const {events, asked} = connect({...versionRoute('6.0.3'), [ofFolder]: page1});
		await expect(events.ofEntity(folder).toArray()).rejects.toThrow(
			'Reading the events of an entity needs Preservica 6.1 or newer; this server runs 6.0.3.',
		);
		expect(asked()).toHaveLength(1);
	});
});

describe('the events of the repository', () => {
	it('are read with their kind, person and workflow', async () => {
		const {events, asked} = connect({
			'GET /api/entity/events': `<EventsResponse ${xmlns}><Events>${event}<xip:Event type="Baked"/></Events><Paging><TotalResults>2</TotalResults></Paging></EventsResponse>`,
		});
		expect(await events.all().toArray()).toEqual([
			{
				ref: 'e1',
				type: 'Ingest',
				date: '2023-06-26T08:14:08.441Z',
				user: 'jane@example.org',
				workflowName: 'Ingest & more',
				workflowInstance: '1234',
			},
			{ref: undefined, type: 'Baked', date: undefined, user: undefined, workflowName: undefined, workflowInstance: undefined},
		]);
		expect(asked()).toEqual(['GET /api/entity/events?start=0&max=100']);
	});

	it('are found whatever the list around them is called', async () => {
		const {events} = connect({'GET /api/entity/events': `<R ${xmlns}><Other><More>${event}</More></Other></R>`});
		expect(await events.all().toArray()).toHaveLength(1);
	});

	it('are of all kinds when none is named', async () => {
		const {events, asked} = connect({'GET /api/entity/events': `<EventsResponse ${xmlns}/>`});
		expect(await events.all({types: []}).toArray()).toEqual([]);
		expect(asked()).toEqual(['GET /api/entity/events?start=0&max=100']);
	});

	it('can be limited to kinds, a time and a person', async () => {
		const {events, requests} = connect({'GET /api/entity/events': `<EventsResponse ${xmlns}/>`});
		const from = new Date('2024-01-01T00:00:00Z');
		const all = events.all({types: ['Ingest', 'Moved'], from, to: '2024-02-01T00:00:00+0100', username: 'a+b@c', pageSize: 25});
		expect(await all.toArray()).toEqual([]);
		expect(Object.fromEntries(new URL(requests[0]?.url ?? '').searchParams)).toEqual({
			types: 'Ingest,Moved',
			from: '2024-01-01T00:00:00.000Z',
			to: '2024-01-31T23:00:00.000Z',
			username: 'a+b@c',
			start: '0',
			max: '25',
		});
		expect(() => events.all({from: 'yesterday'})).toThrow('is not a date');
	});
});

describe('what an event did', () => {
	it('is read by the event or its reference', async () => {
		const {events, asked} = connect({'GET /api/entity/events/e1/event-actions': page2});
		const [first] = await events.actions({ref: 'e1'}).toArray();
		expect(first?.entity).toBe(folder.ref);
		await events.actions('e1', {pageSize: 7}).toArray();
		expect(asked()).toEqual([
			'GET /api/entity/events/e1/event-actions?start=0&max=100',
			'GET /api/entity/events/e1/event-actions?start=0&max=7',
		]);
	});

	it('cannot be asked of an event without a reference', () => {
		expect(() => connect({}).events.actions({ref: undefined})).toThrow('This event has no reference');
	});

	it('may come without an event, and with a command in the server’s own form', async () => {
		const body = `<R ${xmlns}><EventActions><xip:EventAction><xip:SerialisedCommand> &lt;c/&gt; </xip:SerialisedCommand></xip:EventAction></EventActions></R>`;
		const {events} = connect({'GET /api/entity/events/e1/event-actions': body});
		expect(await events.actions('e1').toArray()).toEqual([
			{
				event: {ref: undefined, type: undefined, date: undefined, user: undefined, workflowName: undefined, workflowInstance: undefined},
				command: undefined,
				date: undefined,
				entity: undefined,
				serialisedCommand: ' <c/> ',
			},
		]);
	});
});

describe.each([
	['of an entity', ofFolder, (events: Events, options?: EventListOptions) => events.ofEntity(folder, options)],
	['of the repository', 'GET /api/entity/events', (events: Events, options?: EventListOptions) => events.all(options)],
	['of an event', 'GET /api/entity/events/e1/event-actions', (events: Events, options?: EventListOptions) => events.actions('e1', options)],
] as const)('a list %s', (_name, route, list) => {
	it.each([
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		[{status: 500}, HttpError],
		['<html>Sign in</html>', DecodeError],
		['<EventsResponse/>', DecodeError],
		[`<EventsResponse ${xmlns}><Events>`, DecodeError],
	])('that is answered with %o fails', async (answer, kind) => {
		await expect(list(connect({[route]: answer}).events).toArray()).rejects.toThrow(kind);
	});

	it('may be empty', async () => {
		expect(await list(connect({[route]: `<EventsResponse ${xmlns}><Paging/></EventsResponse>`}).events).toArray()).toEqual([]);
	});

	it('ends with an abort between pages', async () => {
		const controller = new AbortController();
		const page = `<R ${xmlns}><E><xip:EventAction>${event}</xip:EventAction></E><Paging><Next>${origin}/more</Next></Paging></R>`;
		const {events, asked} = connect({[route]: page});
		const walk = async () => {
			for await (const _ of list(events, {signal: controller.signal})) {
				controller.abort(new Error('enough'));
			}
		};
		await expect(walk()).rejects.toThrow('enough');
		expect(asked().some(request => request.endsWith('/more'))).toBe(false);
	});
});

it('an unknown event is named', async () => {
	await expect(connect({}).events.actions('e9').toArray()).rejects.toThrow('There is no event e9, or this account has no right to see it.');
});
