import {parseXml, type XmlElement} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {packageRefs} from '../fixtures/build-package.ts';
import {attributeOf, find, findAll, textOf} from '../fixtures/open-sandbox.ts';
import type {OpenArchive} from './fixtures/open-archive.ts';
import {folderRef, openArchive} from './fixtures/open-archive.ts';

// What dr2-preservica-client (The National Archives) and prsv-tools (New York Public Library) ask in other ways than pyPreservica, by section 2
// of the project's reference. Each title names its client.

const {asset} = packageRefs;
const xip = 'xmlns="http://preservica.com/XIP/v7.7"';
const workflow = 'xmlns="http://workflow.preservica.com"';
const v77 = '/api/entity/v7.7';

interface Envelope<T> {
	readonly success: boolean;
	readonly version: number;
	readonly value: T;
}

type Hits = Envelope<{readonly objectIds: readonly string[]; readonly totalHits: number; readonly metadata: readonly unknown[]}>;

async function sendXml({send}: OpenArchive, method: string, path: string, body: string, expected = 200): Promise<XmlElement> {
	const answer = await send(method, path, {body, headers: {'content-type': 'application/xml'}});
	const text = await answer.text();
	expect(answer.status, text).toBe(expected);
	return parseXml(text);
}

async function json<T>({send}: OpenArchive, path: string): Promise<T> {
	const answer = await send('GET', path);
	expect(answer.status).toBe(200);
	return answer.json();
}

async function start(open: OpenArchive, inner: string): Promise<XmlElement> {
	return sendXml(open, 'POST', '/sdb/rest/workflow/instances', `<StartWorkflowRequest ${workflow}>${inner}</StartWorkflowRequest>`, 201);
}

const refs = (root: XmlElement): (string | undefined)[] => findAll(root, 'Entity').map(entity => attributeOf(entity, 'ref'));

it.each(['7.7.0', '8.1.0'] as const)('dr2: a version in the path pins namespaces and links, on a server that is %s', async version => {
	const open = await openArchive({version});
	const entity = await open.xml(`${v77}/information-objects/${asset}`);
	expect([entity.namespace, find(entity, 'Title')]).toEqual(['http://preservica.com/EntityAPI/v7.7', 'Letter & envelope']);
	expect(findAll(entity, 'InformationObject').map(({namespace}) => namespace)).toEqual(['http://preservica.com/XIP/v7.7']);
	for (const name of ['Self', 'Representations', 'Identifiers'])
		expect(find(entity, name)).toMatch(/\/api\/entity\/v7\.7\/information-objects\//u);
	const representations = await open.xml(find(entity, 'Representations'));
	expect(findAll(representations, 'Representation').map(textOf)).toEqual([
		expect.stringMatching(/\/v7\.7\/.*\/representations\/Preservation\/1$/u),
		expect.stringMatching(/\/v7\.7\/.*\/representations\/Access\/1$/u),
	]);
});

it('dr2: a version in the path that the server does not have is not there', async () => {
	const {send} = await openArchive({version: '6.9.0'});
	expect((await send('GET', `${v77}/information-objects/${asset}`)).status).toBe(404);
});

it('dr2: the administration has versions in its path, too', async () => {
	const open = await openArchive();
	const schemas = await open.xml('/api/admin/v7.0/schemas');
	expect([schemas.name, schemas.namespace]).toEqual(['SchemasResponse', 'http://preservica.com/AdminAPI/v7.0']);
});

it('NYPL: the namespace of the schemas tells the version of the server', async () => {
	const open = await openArchive({version: '7.7.0'});
	expect((await open.xml('/api/admin/schemas')).namespace).toBe('http://preservica.com/AdminAPI/v7.7');
});

it('dr2: the namespace of the retention policies, even if there are none, tells the version of the server', async () => {
	const open = await openArchive({version: '7.7.0'});
	const policies = await open.xml('/api/entity/retention-policies');
	expect([policies.namespace, findAll(policies, 'RetentionPolicy')]).toEqual(['http://preservica.com/EntityAPI/v7.7', []]);
});

it('dr2: asks for what was updated between two times, 1000 at a time', async () => {
	const open = await openArchive();
	const updated = async (date: string, endDate: string): Promise<(string | undefined)[]> => {
		const query = new URLSearchParams({date, endDate, max: '1000', start: '0'});
		return refs(await open.xml(`${v77}/entities/updated-since?${query}`));
	};
	expect(await updated('2026-03-14T09:00:00.000Z', '2026-03-14T09:00:00.000Z')).toContain(folderRef);
	expect(await updated('2026-03-14T10:00:00.000+01:00', '2026-03-14T11:00:00.000+01:00')).toContain(asset);
	expect(await updated('2026-03-14T08:00:00.000Z', '2026-03-14T08:59:59.999Z')).toEqual([]);
	expect(await updated('2026-03-14T09:30:00.000Z', '2026-03-14T10:00:00.000Z')).toEqual([]);
});

it('dr2: finds entities of all kinds by an identifier, and none with status 200', async () => {
	const open = await openArchive();
	const identifier = `<Identifier ${xip}><Type>SourceID</Type><Value>WO 95/1</Value></Identifier>`;
	for (const path of [`structural-objects/${folderRef}`, `information-objects/${asset}`, `content-objects/${packageRefs.page1}`])
		await sendXml(open, 'POST', `${v77}/${path}/identifiers`, identifier);
	const found = await open.xml(`${v77}/entities/by-identifier?type=SourceID&value=${encodeURIComponent('WO 95/1')}`);
	expect(findAll(found, 'Entity').map(entity => attributeOf(entity, 'type'))).toEqual(['SO', 'IO', 'CO']);
	expect(refs(await open.xml(`${v77}/entities/by-identifier?type=SourceID&value=none`))).toEqual([]);
});

it('dr2: adds and changes an identifier without saying whose it is', async () => {
	const open = await openArchive();
	const path = `${v77}/information-objects/${asset}/identifiers`;
	const identifier = (value: string): string => `<Identifier ${xip}><Type>Code</Type><Value>${value}</Value></Identifier>`;
	const added = await sendXml(open, 'POST', path, identifier('one'));
	expect([find(added, 'Value'), find(added, 'Entity')]).toEqual(['one', asset]);
	const changed = await sendXml(open, 'PUT', `${path}/${find(added, 'ApiId')}`, identifier('two'));
	expect([find(changed, 'ApiId'), find(changed, 'Value'), find(changed, 'Entity')]).toEqual([find(added, 'ApiId'), 'two', asset]);
});

it('dr2: saves an entity without a description', async () => {
	const open = await openArchive();
	const body = `<InformationObject ${xip}><Ref>${asset}</Ref><Title>Renamed</Title><SecurityTag>open</SecurityTag><Parent>${folderRef}</Parent></InformationObject>`;
	await sendXml(open, 'PUT', `${v77}/information-objects/${asset}`, body);
	const saved = await open.xml(`${v77}/information-objects/${asset}`);
	expect([find(saved, 'Title'), findAll(saved, 'Description')]).toEqual(['Renamed', []]);
});

it('dr2: makes a folder at the root without a reference of its own', async () => {
	const open = await openArchive();
	const body = `<StructuralObject ${xip}><Title>WO</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	const made = await sendXml(open, 'POST', `${v77}/structural-objects`, body);
	expect([find(made, 'Ref'), findAll(made, 'Parent')]).toEqual([expect.stringMatching(/^[-0-9a-f]{36}$/u), []]);
});

it('NYPL: searches by GET for everything at once, with an empty list of fields', async () => {
	const open = await openArchive();
	const query = new URLSearchParams({q: '{"q":"","fields":[{"name":"xip.title","values":[]}]}', start: '0', max: '-1', metadata: ''});
	const {success, value} = await json<Hits>(open, `/api/content/search?${query}`);
	expect([success, value.totalHits, value.objectIds.toSorted(), value.metadata]).toEqual([
		true,
		2,
		[`sdb:IO|${asset}`, `sdb:SO|${folderRef}`],
		[[], []],
	]);
});

it('NYPL: searches by GET within a folder', async () => {
	const open = await openArchive();
	const query = new URLSearchParams({q: '{"q":""}', start: '0', max: '-1', metadata: '', parenthierarchy: folderRef});
	expect((await json<Hits>(open, `/api/content/search-within?${query}`)).value.objectIds).toEqual([`sdb:IO|${asset}`]);
});

it('dr2: pages a search by GET until a page is empty', async () => {
	const open = await openArchive();
	const pages: (readonly string[])[] = [];
	for (let first = 0; pages.at(-1)?.length !== 0; first++) {
		const query = new URLSearchParams({q: '{"q":""}', start: String(first), max: '1', metadata: 'xip.title,xip.identifier'});
		pages.push((await json<Hits>(open, `/api/content/search?${query}`)).value.objectIds);
	}
	expect(pages.map(page => page.length)).toEqual([1, 1, 0]);
});

it.each(['/api/entity/progress', '/api/processmonitor/progress'])('NYPL: asks %s what went wrong', async path => {
	const open = await openArchive();
	const put = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body: 'no zip'});
	open.clock.now += 10_000;
	const address = `${path}/${put.headers.get('preservica-progress-token')}`;
	const progress = await open.xml(`${address}?includeErrors=true`);
	expect([progress.namespace, find(progress, 'Status')]).toEqual(['http://status.preservica.com', 'FAILED']);
	expect(findAll(progress, 'Errors')).toHaveLength(1);
	expect(findAll(await open.xml(address), 'Errors')).toEqual([]);
});

it.each([
	['the id', '<WorkflowContextId>3</WorkflowContextId>'],
	['the name', '<WorkflowContextName>Ingest OPEX (Incremental)</WorkflowContextName>'],
])('dr2: starts a workflow by %s alone, with the correlation before the parameters', async (_what, context) => {
	const open = await openArchive();
	const correlated =
		'<CorrelationId>6d1c</CorrelationId><Parameter><Key>OpexContainerDirectory</Key><Value>opex/batch-7</Value></Parameter>';
	const started = await start(open, `${context}${correlated}`);
	expect([find(started, 'WorkflowContextId'), find(started, 'CorrelationId')]).toEqual(['3', '6d1c']);
	expect(find(started, 'Id')).toMatch(/^\d+$/u);
});

it('NYPL: retries workflows by their ids, and all that can be for none', async () => {
	const open = await openArchive();
	const failing = '<WorkflowContextId>1</WorkflowContextId><Parameter><Key>sandbox.outcome</Key><Value>failed</Value></Parameter>';
	const ids = [find(await start(open, failing), 'Id'), find(await start(open, failing), 'Id')];
	const retry = async (query: string): Promise<readonly string[]> => {
		const answer = await open.send('POST', `/sdb/rest/workflow/instances/retry?${query}`);
		const counts = parseXml(await answer.text());
		return [String(answer.status), find(counts, 'SuccessfulNumber'), find(counts, 'FailedNumber')];
	};
	expect(await retry(`workflowInstanceIds=${ids[0]},999&state=Running`)).toEqual(['200', '1', '1']);
	expect(await retry('workflowInstanceIds=')).toEqual(['200', '1', '0']);
});

it('dr2: finds the monitor of an ingest by the name of its directory, and all of its messages', async () => {
	const open = await openArchive();
	for (const batch of ['batch-7', 'batch-8'])
		await start(
			open,
			`<WorkflowContextId>3</WorkflowContextId><Parameter><Key>OpexContainerDirectory</Key><Value>opex/${batch}</Value></Parameter>`,
		);
	open.clock.now += 10_000;
	interface Value {
		readonly monitors: readonly {readonly mappedId: string; readonly name: string; readonly category: string}[];
		readonly messages: readonly {readonly mappedMonitorId: string}[];
	}
	const query = new URLSearchParams({name: 'opex/batch-7,opex/none', category: 'Ingest', status: 'Succeeded'});
	const {monitors} = (await json<Envelope<Value>>(open, `/api/processmonitor/monitors?${query}`)).value;
	expect(monitors).toEqual([expect.objectContaining({name: 'opex/batch-7', category: 'Ingest', status: 'Succeeded'})]);
	const id = monitors[0]?.mappedId ?? '';
	const told = await json<Envelope<Value>>(
		open,
		`/api/processmonitor/messages?monitor=${id}&start=0&max=1000&status=Info,Warning,Error,Debug`,
	);
	expect(new Set(told.value.messages.map(({mappedMonitorId}) => mappedMonitorId))).toEqual(new Set([id]));
});

it('NYPL: exports with a request in the namespace of version 7.0, whatever the server is', async () => {
	const open = await openArchive();
	const body =
		'<ExportAction xmlns="http://preservica.com/EntityAPI/v7.0" xmlns:xip="http://preservica.com/XIP/v7.0"><IncludeContent>NoContent</IncludeContent>' +
		'<IncludeMetadata>Metadata</IncludeMetadata><IncludedGenerations>All</IncludedGenerations><IncludeParentHierarchy>false</IncludeParentHierarchy></ExportAction>';
	const token = await open.accepted('POST', `structural-objects/${folderRef}/exports`, {body});
	open.clock.now += 10_000;
	expect(await open.progress(token)).toBe('COMPLETED');
	const headers = {accept: 'application/octet-stream'};
	const content = await open.send('GET', `/api/entity/actions/exports/${token}/content`, {headers});
	expect([content.status, (await content.text()).slice(0, 2)]).toEqual([200, 'PK']);
});

it('NYPL: asks for a deletion that it approves itself, and somebody else still has to', async () => {
	const open = await openArchive();
	const body =
		'<DeletionAction xmlns="http://preservica.com/EntityAPI/v7.7"><Submission><User>archivist</User><Comment>Twice</Comment></Submission>' +
		'<Approval><User>archivist</User><Comment>Mine</Comment><Approved>true</Approved></Approval></DeletionAction>';
	const token = await open.accepted('DELETE', `information-objects/${asset}`, {body});
	open.clock.now += 10_000;
	expect([await open.progress(token), await open.status('GET', `information-objects/${asset}`)]).toEqual(['PENDING', 200]);
});
