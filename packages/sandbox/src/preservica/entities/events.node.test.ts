import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';

const xip = 'xmlns="http://preservica.com/XIP/v8.1"';
const asset = `information-objects/${packageRefs.asset}`;

async function eventsOf({xml}: Pick<OpenArchive, 'xml'>, query = '', token?: string): Promise<readonly (string | undefined)[]> {
	return findAll(await xml(`/api/entity/events?${query}`, token), 'Event').map(event => attributeOf(event, 'type'));
}

async function commandsOf({xml}: OpenArchive, path: string): Promise<readonly (string | undefined)[]> {
	return findAll(await xml(`/api/entity/${path}/event-actions`), 'EventAction').map(action => attributeOf(action, 'commandType'));
}

it('records an ingest as one event with an action for every entity', async () => {
	const folder = temporaryFolder();
	const open = await openArchive({folder});
	await open.sandbox.close();
	const {xml} = await openSandbox({folder, samples: false});
	const events = findAll(await xml('/api/entity/events?types=Ingest'), 'Event');
	expect(events).toHaveLength(1);
	const [event] = events;
	const actions = await xml(`/api/entity/events/${event && find(event, 'Ref')}/event-actions?start=0&max=25`);
	expect(findAll(actions, 'Entity').map(textOf)).toEqual([packageRefs.asset, packageRefs.page1, packageRefs.page2, packageRefs.access]);
	expect(find(actions, 'TotalResults')).toBe('4');
});

it('records every change of an entity', async () => {
	const open = await openArchive();
	const metadata = `<xip:MetadataContainer xmlns:xip="http://preservica.com/XIP/v8.1" schemaUri="urn:a"><xip:Content><a xmlns="urn:a"/></xip:Content></xip:MetadataContainer>`;
	const identifier = `<Identifier ${xip}><Type>a</Type><Value>b</Value></Identifier>`;
	const link = `<Link ${xip}><Type>a</Type><FromEntity>${packageRefs.asset}</FromEntity><ToEntity>${folderRef}</ToEntity></Link>`;
	await open.send('POST', `/api/entity/${asset}/metadata`, {body: metadata});
	const fragment =
		findAll(await open.xml(`/api/entity/${asset}`), 'Fragment')
			.map(textOf)
			.at(-1) ?? '';
	await open.send('PUT', fragment, {body: metadata});
	await open.send('DELETE', fragment);
	await open.send('POST', `/api/entity/${asset}/identifiers`, {body: identifier});
	const apiId = findAll(await open.xml(`/api/entity/${asset}/identifiers`), 'ApiId')
		.map(textOf)
		.at(-1);
	await open.send('PUT', `/api/entity/${asset}/identifiers/${apiId}`, {body: identifier});
	await open.send('DELETE', `/api/entity/${asset}/identifiers/${apiId}`);
	await open.send('POST', `/api/entity/${asset}/links`, {body: link});
	const linkId = attributeOf(findAll(await open.xml(`/api/entity/${asset}/links`), 'Link')[0], 'apiId');
	await open.send('DELETE', `/api/entity/${asset}/links/${linkId}`);
	await open.send('PUT', `/api/entity/${asset}/representations/Access/name?name=A`);
	await open.send('POST', `/api/entity/${asset}/representations?type=Access&filename=a.txt`, {body: 'a'});
	await open.send('PUT', `/api/entity/${asset}/preview`, {body: 'GIF89a'});
	await open.send('DELETE', `/api/entity/${asset}/preview`);
	expect(await commandsOf(open, asset)).toEqual([
		'command_create',
		'AddMetadata',
		'UpdateMetadata',
		'DeleteMetadata',
		'AddIdentifier',
		'UpdateIdentifier',
		'DeleteIdentifier',
		'AddLink',
		'DeleteLink',
		'UpdateRepresentation',
		'AddRepresentation',
		'AddPreview',
		'DeletePreview',
	]);
});

it('filters events by type, time and user', async () => {
	const open = await openArchive();
	open.clock.now += 60_000;
	const later = new Date(open.clock.now).toISOString();
	const keeper = await open.signIn('twoFactor');
	const identifier = `<Identifier ${xip}><Type>a</Type><Value>b</Value></Identifier>`;
	await open.send('POST', `/api/entity/${asset}/identifiers`, {body: identifier, token: keeper});
	expect(await eventsOf(open)).toEqual(['Modified', 'Ingest', 'Modified']);
	expect(await eventsOf(open, 'types=Ingest')).toEqual(['Ingest']);
	expect(await eventsOf(open, 'types=Ingest&types=Moved')).toEqual(['Ingest']);
	expect(await eventsOf(open, 'types=Ingest,Modified')).toHaveLength(3);
	expect(await eventsOf(open, `from=${later}`)).toEqual(['Modified']);
	expect(await eventsOf(open, 'to=2026-03-14T09:00:10.000Z')).toEqual(['Modified', 'Ingest']);
	expect(await eventsOf(open, 'username=keeper@fonds.example')).toEqual(['Modified']);
	expect((await open.send('GET', '/api/entity/events?from=then')).status).toBe(400);
	const page = await open.xml('/api/entity/events?max=1&types=Modified');
	expect([find(page, 'TotalResults'), find(page, 'Next')]).toEqual(['2', expect.stringContaining('types=Modified')]);
});

it('shows events to who sees one of their entities', async () => {
	const open = await openArchive();
	const reader = await open.signIn('reader');
	expect(await eventsOf(open, 'types=Ingest', reader)).toEqual(['Ingest']);
	const ref = find(await open.xml('/api/entity/events?types=Ingest'), 'Ref');
	await open.send('PUT', `/api/entity/${asset}/security-descriptor?includeDescendants=true`, {body: 'closed'});
	expect(await eventsOf(open, 'types=Ingest', reader)).toEqual([]);
	expect(await open.status('GET', `events/${ref}/event-actions`, {token: reader})).toBe(404);
	expect(await open.status('GET', `events/${ref}/event-actions`)).toBe(200);
	expect(await open.status('GET', 'events/unknown/event-actions')).toBe(404);
});

it('tells the content API who made and last changed an entity, and when', async () => {
	const open = await openArchive();
	open.clock.now += 60_000;
	await open.send('PUT', `/api/entity/${asset}/preview`, {body: 'GIF89a', token: await open.signIn('twoFactor')});
	const answer = await open.send('GET', `/api/content/object-details?id=sdb:IO|${packageRefs.asset}`);
	const {value}: {value: {properties: readonly {name: string; value: string}[]}} = await answer.json();
	const properties = new Map(value.properties.map(property => [property.name, property.value]));
	expect(['createdBy', 'creationDate', 'lastModifiedBy', 'lastModificationDate'].map(name => properties.get(`cmis:${name}`))).toEqual([
		'archivist@fonds.example',
		String(Date.parse('2026-03-14T09:00:10Z') / 1000),
		'keeper@fonds.example',
		String(Date.parse('2026-03-14T09:01:10Z') / 1000),
	]);
});
