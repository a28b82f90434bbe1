import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll} from '../../fixtures/open-sandbox.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';

const xip = 'xmlns="http://preservica.com/XIP/v8.1"';
const asset = `information-objects/${packageRefs.asset}`;
const folder = `structural-objects/${folderRef}`;
const unknown = '11111111-2222-4333-8444-555555555555';

function linkXml(from: string, to: string, type = 'http://purl.org/dc/terms/isPartOf'): string {
	return `<Link ${xip}><Type>${type}</Type><FromEntity>${from}</FromEntity><ToEntity>${to}</ToEntity></Link>`;
}

async function linksOf({xml}: OpenArchive, path: string): Promise<readonly (readonly (string | undefined)[])[]> {
	const links = findAll(await xml(`/api/entity/${path}/links?max=25`), 'Link');
	return links.map(link => ['linkType', 'linkDirection', 'ref', 'title', 'type'].map(name => attributeOf(link, name)));
}

it('links two entities, and shows the link from both ends', async () => {
	const open = await openArchive();
	const answer = await open.send('POST', `/api/entity/${asset}/links`, {body: linkXml(packageRefs.asset, folderRef)});
	expect(answer.status).toBe(200);
	expect(await answer.text()).toContain('<xip:Link><xip:Type>http://purl.org/dc/terms/isPartOf</xip:Type>');
	const type = 'http://purl.org/dc/terms/isPartOf';
	expect(await linksOf(open, asset)).toEqual([[type, 'From', folderRef, 'Box 1', 'SO']]);
	expect(await linksOf(open, folder)).toEqual([[type, 'To', packageRefs.asset, 'Letter & envelope', 'IO']]);
});

it.each([
	['no link', '<Identifier xmlns="http://preservica.com/XIP/v8.1"/>', 400],
	['without a type', linkXml(packageRefs.asset, folderRef, ''), 400],
	['from another entity', linkXml(folderRef, packageRefs.asset), 400],
	['to nothing', linkXml(packageRefs.asset, unknown), 404],
	['to a content object', linkXml(packageRefs.asset, packageRefs.page1), 422],
])('refuses a link that is %s', async (_title, body, status) => {
	const open = await openArchive();
	expect(await open.status('POST', `${asset}/links`, {body})).toBe(status);
	expect(await linksOf(open, asset)).toEqual([]);
});

it('removes a link once, and only below one of its ends', async () => {
	const open = await openArchive();
	await open.send('POST', `/api/entity/${asset}/links`, {body: linkXml(packageRefs.asset, folderRef)});
	const apiId = attributeOf(findAll(await open.xml(`/api/entity/${asset}/links`), 'Link')[0], 'apiId');
	expect(await open.status('DELETE', `${asset}/links/${apiId}`, {token: await open.signIn('reader')})).toBe(403);
	expect(await open.status('DELETE', `${asset}/links/${unknown}`)).toBe(404);
	const third = `<StructuralObject ${xip}><Ref>${unknown}</Ref><Title>Third</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect(await open.status('POST', 'structural-objects', {body: third})).toBe(200);
	expect(await open.status('DELETE', `structural-objects/${unknown}/links/${apiId}`)).toBe(404);
	expect(await open.status('DELETE', `${asset}/links/${apiId}`)).toBe(204);
	expect(await open.status('DELETE', `${asset}/links/${apiId}`)).toBe(404);
	expect(await linksOf(open, folder)).toEqual([]);
});

it('changes identifiers and tells events from 6.1 on', async () => {
	const open = await openArchive();
	const identifiers = `v6.0/${asset}/identifiers`;
	const body = `<Identifier ${xip}><Type>code</Type><Value>L/2</Value></Identifier>`;
	const apiId = find(await open.xml(`/api/entity/${identifiers}`), 'ApiId');
	expect(await open.status('POST', identifiers, {body})).toBe(404);
	expect(await open.status('PUT', `${identifiers}/${apiId}`, {body})).toBe(404);
	expect(await open.status('DELETE', `${identifiers}/${apiId}`)).toBe(404);
	expect(await open.status('GET', `v6.0/${asset}/event-actions`)).toBe(404);
	expect(await open.status('GET', `v6.1/${asset}/event-actions`)).toBe(200);
});

it('has no links before 6.3', async () => {
	const open = await openArchive();
	expect(await open.status('GET', `${asset}/links`)).toBe(200);
	expect(await open.status('GET', `v6.2/${asset}/links`)).toBe(404);
	expect(await open.status('POST', `v6.2/${asset}/links`, {body: linkXml(packageRefs.asset, folderRef)})).toBe(404);
});

it('changes an identifier in place', async () => {
	const open = await openArchive();
	const list = `/api/entity/${asset}/identifiers`;
	const apiId = find(await open.xml(list), 'ApiId');
	const body = `<Identifier ${xip}><Type>code</Type><Value>L/2</Value><Entity>${packageRefs.asset}</Entity></Identifier>`;
	const path = `${asset}/identifiers/${apiId}`;
	expect(await open.status('PUT', path, {body, token: await open.signIn('reader')})).toBe(403);
	expect(await open.status('PUT', path, {body: `<Identifier ${xip}><Type>code</Type></Identifier>`})).toBe(400);
	expect(await open.status('PUT', `${folder}/identifiers/${apiId}`, {body})).toBe(404);
	const answer = await open.send('PUT', `/api/entity/${path}`, {body});
	expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(`<xip:ApiId>${apiId}</xip:ApiId>`)]);
	expect(find(await open.xml(list), 'Value')).toBe('L/2');
	expect(findAll(await open.xml('/api/entity/entities/by-identifier?type=code&value=L/1'), 'Entity')).toEqual([]);
	expect(findAll(await open.xml('/api/entity/entities/by-identifier?type=code&value=L/2'), 'Entity')).toHaveLength(1);
});
