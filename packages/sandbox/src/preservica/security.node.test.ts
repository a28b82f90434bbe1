import {expect, it} from 'vitest';
import {packageRefs} from '../fixtures/build-package.ts';
import {find} from '../fixtures/open-sandbox.ts';
import {createJson, sendJson} from '../fixtures/send-json.ts';
import type {OpenArchive} from './fixtures/open-archive.ts';
import {folderRef, openArchive} from './fixtures/open-archive.ts';
import {preservicaOperations} from './operations.ts';

// Nobody is told of what their security tag hides, on whatever way they ask.

const {asset, page1, fragment} = packageRefs;
const id = encodeURIComponent(`sdb:IO|${asset}`);
const page = 'start=0&max=10&metadata=xip&q=%7B%22q%22%3A%22%25%22%2C%22facets%22%3A%5B%22xip.title%22%5D%7D';

/** The archive, all of it closed, and how it is seen by someone who may only read what is open. */
async function openClosed(): Promise<OpenArchive & {readonly reader: string}> {
	const open = await openArchive({version: '9.1.0'});
	const identifier = '<Identifier xmlns="http://preservica.com/XIP/v9.1"><Type>code</Type><Value>1</Value></Identifier>';
	await open.send('POST', `/api/entity/information-objects/${asset}/identifiers`, {body: identifier});
	await open.accepted('PUT', `structural-objects/${folderRef}/security-descriptor?includeDescendants=true`, {body: 'closed'});
	open.clock.now += 10_000;
	return {...open, reader: await open.signIn('reader')};
}

const ofOneEntity = preservicaOperations.filter(({method, path}) => method === 'GET' && /-objects\/\{ref\}|\{kind\}/u.test(path));

it.each(ofOneEntity)('$id tells a reader of closed entities as little as of unknown ones', async ({path}) => {
	const open = await openClosed();
	const ref = path.includes('structural-objects/') ? folderRef : path.includes('content-objects/') ? page1 : asset;
	const names: Readonly<Record<string, string>> = {
		kind: 'information-objects',
		ref,
		type: 'Access',
		name: 'Preservation-1',
		fragment,
	};
	const own = path.replaceAll(/\{(\w+)\}/gu, (_all, name: string) => names[name] ?? '1');
	const unknown = own.replace(ref, crypto.randomUUID());
	expect((await open.send('GET', own)).status, own).toBe(200);
	for (const address of [own, unknown]) expect((await open.send('GET', address, {token: open.reader})).status).toBe(404);
});

it.each([
	[404, `/api/content/object-details?id=${id}`],
	[404, `/api/content/download?id=${id}`],
	[404, `/api/content/thumbnail?id=${id}&size=small`],
	[404, `/api/content/search-within?${page}&parenthierarchy=${folderRef}`],
	[404, `/api/content/object-children?${page}&id=${encodeURIComponent(`sdb:SO|${folderRef}`)}`],
	[200, '/api/entity/root/children'],
	[200, '/api/entity/entities/by-identifier?type=code&value=1'],
	[200, '/api/entity/entities/updated-since?date=2000-01-01'],
	[200, '/api/entity/events'],
	[200, `/api/content/search?${page}`],
	[200, `/api/content/top-level-list?${page}`],
	[200, '/OAI-PMH/?verb=ListRecords&metadataPrefix=XIP'],
	[200, `/OAI-PMH/?verb=GetRecord&metadataPrefix=XIP&identifier=oai:fonds:${asset}`],
])('answers %i to a reader of closed entities, and nothing about them: %s', async (status, path) => {
	const open = await openClosed();
	const {token, reader} = open;
	const archivists = await (await open.send('GET', path, {token})).text();
	const answer = await open.send('GET', path, {token: reader});
	const text = await answer.text();
	expect([answer.status, /Letter|Box 1|Ingest/u.test(text.replace(path, ''))]).toEqual([status, false]);
	expect(archivists).not.toBe(text);
});

it('does not show closed entities, not even to those who have their address', async () => {
	const {send, token, reader} = await openClosed();
	const statuses = [token, reader].map(
		async own => (await send('GET', `/Render/render/external?entity=IO&entityRef=${asset}&token=${own}`)).status,
	);
	expect(await Promise.all(statuses)).toEqual([200, 403]);
});

it('does not tell who changes metadata in bulk which references there are', async () => {
	const {status, reader} = await openClosed();
	const edit = (ref: string): Promise<number> => status('POST', 'actions/metadata-csv-edits', {token: reader, body: `reference\r\n${ref}`});
	expect([await edit(asset), await edit(crypto.randomUUID())]).toEqual([403, 403]);
});

it('leaves the name of a closed folder out of the details of an open asset in it', async () => {
	const open = await openArchive();
	await open.accepted('PUT', `structural-objects/${folderRef}/security-descriptor`, {body: 'closed'});
	open.clock.now += 10_000;
	const details = async (token: string): Promise<string> =>
		(await open.send('GET', `/api/content/object-details?id=${id}`, {token})).text();
	expect(await details(open.token)).toContain('"sdbcmis:parentName","value":"Box 1"');
	expect(await details(await open.signIn('reader'))).not.toContain('Box 1');
});

it('shows readers authority tables and records that are open, in open tables', async () => {
	const open = await openArchive();
	const token = await open.signIn('reader');
	const api = '/api/reference-metadata';
	const tables = await Promise.all(
		['open', 'closed'].map(securityDescriptor => createJson(open, `${api}/tables`, {name: securityDescriptor, securityDescriptor}, 'ref')),
	);
	const refs = new Map<string, string>();
	for (const table of tables)
		for (const tag of ['open', 'closed'])
			refs.set(
				`${tables.indexOf(table)} ${tag}`,
				await createJson(open, `${api}/tables/${table}/records`, {securityDescriptor: tag}, 'ref'),
			);
	const status = async (path: string): Promise<number> => (await sendJson(open, 'GET', `${api}/${path}`, undefined, token)).status;
	expect(JSON.stringify((await sendJson(open, 'GET', `${api}/tables`, undefined, token)).body)).not.toContain('closed');
	expect(JSON.stringify((await sendJson(open, 'GET', `${api}/tables/${tables[0]}/records`, undefined, token)).body)).not.toContain(
		'closed',
	);
	expect(await Promise.all(tables.flatMap(ref => [status(`tables/${ref}`), status(`tables/${ref}/records`)]))).toEqual([
		200, 200, 404, 404,
	]);
	expect(await Promise.all([...refs.values()].map(ref => status(`records/${ref}`)))).toEqual([200, 404, 404, 404]);
});

it('shows readers retention policies that are open', async () => {
	const open = await openArchive();
	const token = await open.signIn('reader');
	const add = async (tag: string): Promise<string> => {
		const body = `<RetentionPolicy xmlns="http://preservica.com/RetentionManagement/v6.2"><Name>${tag}</Name><SecurityTag>${tag}</SecurityTag></RetentionPolicy>`;
		const [, ref = ''] = /Ref>([^<]+)/u.exec(await (await open.send('POST', '/api/entity/retention-policies', {body})).text()) ?? [];
		return ref;
	};
	const refs = [await add('open'), await add('closed')];
	const list = await open.xml('/api/entity/retention-policies', token);
	expect(find(list, 'TotalResults')).toBe('1');
	const statuses = refs.map(async ref => open.status('GET', `retention-policies/${ref}`, {token}));
	expect(await Promise.all(statuses)).toEqual([200, 404]);
});
