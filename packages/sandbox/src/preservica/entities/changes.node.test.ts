import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, textOf} from '../../fixtures/open-sandbox.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';

const xip = 'xmlns="http://preservica.com/XIP/v8.1"';
const since = '/api/entity/entities/updated-since';

function assetXml(
	more = `<Parent>${folderRef}</Parent>`,
	representation = '<Representation><Type>Physical</Type></Representation>',
): string {
	return `<XIP ${xip}><InformationObject><Title>Marble bust</Title><SecurityTag>open</SecurityTag>${more}</InformationObject>${representation}</XIP>`;
}

async function changedRefs({xml}: OpenArchive, query: string): Promise<readonly (string | undefined)[]> {
	return findAll(await xml(`${since}?${query}`), 'Entity').map(entity => attributeOf(entity, 'ref'));
}

it('creates a physical asset with a representation that has no content', async () => {
	const open = await openArchive();
	const answer = await open.send('POST', '/api/entity/information-objects', {body: assetXml()});
	expect(answer.status).toBe(200);
	const ref = /<xip:Ref>([^<]+)</u.exec(await answer.text())?.[1];
	const representations = await open.xml(`/api/entity/information-objects/${ref}/representations`);
	const [url] = findAll(representations, 'Representation').map(textOf);
	expect(url).toMatch(/\/representations\/Physical\/1$/u);
	expect(findAll(await open.xml(url ?? ''), 'ContentObject')).toEqual([]);
	expect((await open.send('GET', `/api/content/download?id=sdb:IO|${ref}`)).status).toBe(404);
});

it('creates an asset without any representation too', async () => {
	const open = await openArchive();
	const answer = await open.send('POST', '/api/entity/information-objects', {body: assetXml(undefined, '')});
	const ref = /<xip:Ref>([^<]+)</u.exec(await answer.text())?.[1];
	expect(find(await open.xml(`/api/entity/information-objects/${ref}/representations`), 'TotalResults')).toBe('0');
});

it.each([
	['without a parent', assetXml(''), 400],
	['in an unknown folder', assetXml('<Parent>11111111-2222-4333-8444-555555555555</Parent>'), 404],
	['with another representation', assetXml(undefined, '<Representation><Type>Access</Type></Representation>'), 400],
	['under a reference in use', assetXml(`<Ref>${folderRef}</Ref><Parent>${folderRef}</Parent>`), 409],
	['with an unknown tag', assetXml().replace('open', 'secret'), 400],
	['that is no XIP', `<InformationObject ${xip}/>`, 400],
])('refuses an asset %s', async (_title, body, status) => {
	const open = await openArchive();
	expect(await open.status('POST', 'information-objects', {body})).toBe(status);
	expect(await open.status('POST', 'information-objects', {body, token: await open.signIn('reader')})).not.toBe(200);
});

it('lets no reader create assets, and nobody before 6.4', async () => {
	const open = await openArchive();
	expect(await open.status('POST', 'information-objects', {body: assetXml(), token: await open.signIn('reader')})).toBe(403);
	expect(await open.status('POST', 'v6.3/information-objects', {body: assetXml()})).toBe(404);
});

it('shows everything an asset consists of in one document', async () => {
	const open = await openArchive();
	const root = await open.xml(`/api/entity/information-objects/${packageRefs.asset}?expand=structure`);
	const names = root.children.map(child => (typeof child === 'string' ? child : child.name));
	expect(names).toEqual([
		'InformationObject',
		...Array.from({length: 2}, () => 'Representation'),
		...Array.from({length: 3}, () => 'ContentObject'),
		...Array.from({length: 3}, () => 'Generation'),
		...Array.from({length: 3}, () => 'Bitstream'),
		'AdditionalInformation',
	]);
	expect(findAll(root, 'FixityValue')).toHaveLength(6);
	const plain = await open.xml(`/api/entity/information-objects/${packageRefs.asset}`);
	expect(findAll(plain, 'Generation')).toEqual([]);
});

it('lists what was changed since a time, the earliest first', async () => {
	const open = await openArchive();
	const ingested = new Date(open.clock.now).toISOString();
	expect(await changedRefs(open, `date=${ingested}`)).toHaveLength(4);
	open.clock.now += 60_000;
	const later = new Date(open.clock.now).toISOString();
	expect(await changedRefs(open, `date=${later}`)).toEqual([]);
	const identifier = `<Identifier ${xip}><Type>a</Type><Value>b</Value></Identifier>`;
	await open.send('POST', `/api/entity/content-objects/${packageRefs.page2}/identifiers`, {body: identifier});
	open.clock.now += 60_000;
	await open.send('PUT', `/api/entity/structural-objects/${folderRef}/security-descriptor`, {body: 'restricted'});
	expect(await changedRefs(open, `date=${later}`)).toEqual([packageRefs.page2, folderRef]);
	expect(await changedRefs(open, `date=${later}&endDate=${later}`)).toEqual([packageRefs.page2]);
});

it.each(['2026-03-14T10:00:10.000000%2B01:00', '2026-03-14T09:00:10Z', '2026-03-14T08:00:10.0-0100'])(
	'understands the date %s',
	async date => {
		const open = await openArchive();
		expect(await changedRefs(open, `date=${date}`)).toHaveLength(4);
	},
);

it('pages changes with all filters, and hides what the user may not see', async () => {
	const open = await openArchive();
	const first = await open.xml(`${since}?date=2026-01-01T00:00:00Z&endDate=2027-01-01T00:00:00Z&max=2`);
	expect(find(first, 'TotalResults')).toBe('5');
	expect(find(first, 'Next')).toContain('endDate=2027');
	expect(attributeOf(findAll(first, 'Entity')[0], 'title')).toBe('Box 1');
	await open.send('PUT', `/api/entity/information-objects/${packageRefs.asset}/security-descriptor`, {body: 'closed'});
	const reader = await open.signIn('reader');
	expect(find(await open.xml(`${since}?date=2026-01-01`, reader), 'TotalResults')).toBe('1');
});

it.each(['', '?date=yesterday', '?date=2026-01-01&endDate=never'])('refuses changes%s', async query => {
	const open = await openArchive();
	expect((await open.send('GET', since + query)).status).toBe(400);
});
