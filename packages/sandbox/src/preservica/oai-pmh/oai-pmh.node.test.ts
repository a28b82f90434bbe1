import {parseXml, type XmlElement} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {sandboxCredentials} from '../../credentials.ts';
import {buildPackage, packageRefs} from '../../fixtures/build-package.ts';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {attributeOf, find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';

const {reader, archivist} = sandboxCredentials.preservica.users;
const basic = (password: string): string => `Basic ${Buffer.from(`${reader.username}:${password}`).toString('base64')}`;

const ask = (open: OpenSandbox, query: string, token?: string): Promise<XmlElement> => open.xml(`/OAI-PMH/?${query}`, token);
const identifiers = (root: XmlElement): string[] => findAll(root, 'header').map(header => find(header, 'identifier'));

async function errorOf(open: OpenSandbox, query: string): Promise<string | undefined> {
	return attributeOf(findAll(await ask(open, query), 'error')[0], 'code');
}

/** A sandbox with one asset, that of the package. */
async function withLetter(): Promise<OpenSandbox> {
	const open = await openSandbox();
	const folder = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folder}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	await open.send('POST', '/api/entity/structural-objects', {body});
	const put = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body: buildPackage({parent: folder})});
	await open.xml(`/api/entity/progress/${put.headers.get('preservica-progress-token')}`);
	return open;
}

it('identifies itself', async () => {
	const root = await ask(await withLetter(), 'verb=Identify');
	expect([root.name, root.namespace, find(root, 'responseDate'), textOf(findAll(root, 'request')[0] ?? root)]).toEqual([
		'OAI-PMH',
		'http://www.openarchives.org/OAI/2.0/',
		'2026-03-14T09:00:00Z',
		'http://sandbox.test/OAI-PMH/',
	]);
	expect(['protocolVersion', 'earliestDatestamp', 'deletedRecord', 'granularity', 'adminEmail'].map(name => find(root, name))).toEqual([
		'2.0',
		'2026-03-14T09:00:00Z',
		'persistent',
		'YYYY-MM-DDThh:mm:ssZ',
		archivist.username,
	]);
});

it.each(['', `&identifier=oai:fonds:${packageRefs.asset}`])('lists its formats %s', async more => {
	const root = await ask(await withLetter(), `verb=ListMetadataFormats${more}`);
	expect(findAll(root, 'metadataPrefix').map(textOf)).toEqual(['oai_dc', 'XIP']);
});

it('gives a record as Dublin Core, with what its fragment and its identifiers say', async () => {
	const open = await withLetter();
	const root = await ask(open, `verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:fonds:${packageRefs.asset}`);
	expect([find(root, 'datestamp'), attributeOf(findAll(root, 'request')[0], 'metadataPrefix')]).toEqual(['2026-03-14T09:00:00Z', 'oai_dc']);
	const [dc] = findAll(root, 'dc');
	expect(dc?.namespace).toBe('http://www.openarchives.org/OAI/2.0/oai_dc/');
	expect(dc?.children.map(node => (typeof node === 'string' ? node : [node.namespace.slice(-4), node.name, textOf(node)]))).toEqual([
		['1.1/', 'title', 'Letter & envelope'],
		['1.1/', 'description', 'Žluťoučký kůň'],
		['1.1/', 'identifier', packageRefs.asset],
		['1.1/', 'identifier', 'L/1'],
		['1.1/', 'title', 'Letter'],
	]);
});

it('gives a record as XIP', async () => {
	const root = await ask(await withLetter(), `verb=GetRecord&metadataPrefix=XIP&identifier=oai:fonds:${packageRefs.asset}`);
	expect([find(root, 'Ref'), findAll(root, 'XIP')[0]?.namespace]).toEqual([packageRefs.asset, 'http://preservica.com/XIP/v8.1']);
});

it.each(['ListRecords', 'ListIdentifiers'])('resumes %s until every asset was listed once', async verb => {
	const open = await openSandbox({samples: true});
	const assets = open.sandbox.state().entities.IO;
	let root = await ask(open, `verb=${verb}&metadataPrefix=oai_dc`);
	const other = verb === 'ListRecords' ? 'ListIdentifiers' : 'ListRecords';
	expect(await errorOf(open, `verb=${other}&resumptionToken=${find(root, 'resumptionToken')}`)).toBe('badResumptionToken');
	expect(findAll(root, verb === 'ListRecords' ? 'record' : 'header')).toHaveLength(5);
	const seen: string[] = [];
	for (;;) {
		const [token] = findAll(root, 'resumptionToken');
		expect([attributeOf(token, 'completeListSize'), attributeOf(token, 'cursor')]).toEqual([String(assets), String(seen.length)]);
		seen.push(...identifiers(root));
		if (!token || textOf(token) === '') break;
		root = await ask(open, `verb=${verb}&resumptionToken=${textOf(token)}`);
	}
	expect([seen.length, new Set(seen).size]).toEqual([assets, assets]);
	expect(await errorOf(open, `verb=${verb}&resumptionToken=none`)).toBe('badResumptionToken');
});

it('has no resumptionToken where all fits on one page, and takes requests by POST', async () => {
	const open = await withLetter();
	const answer = await open.send('POST', '/OAI-PMH/', {body: new URLSearchParams({verb: 'ListIdentifiers', metadataPrefix: 'oai_dc'})});
	const root = parseXml(await answer.text());
	expect([identifiers(root), findAll(root, 'resumptionToken'), answer.headers.get('content-type')]).toEqual([
		[`oai:fonds:${packageRefs.asset}`],
		[],
		'text/xml;charset=UTF-8',
	]);
});

it.each([
	['from=2026-03-14', 1],
	['until=2026-03-14', 1],
	['from=2026-03-14T09:00:00Z&until=2026-03-14T09:00:00Z', 1],
])('lists what was changed %s', async (period, count) => {
	expect(identifiers(await ask(await withLetter(), `verb=ListIdentifiers&metadataPrefix=oai_dc&${period}`))).toHaveLength(count);
});

it('tells of a deleted asset by its header alone', async () => {
	const open = await withLetter();
	const body =
		'<DeletionAction xmlns="http://preservica.com/EntityAPI/v8.1"><Submission><Comment>Out</Comment></Submission></DeletionAction>';
	const progress = await (await open.send('DELETE', `/api/entity/information-objects/${packageRefs.asset}`, {body})).text();
	expect(find(await open.xml(`/api/entity/progress/${progress}`), 'Status')).toBe('PENDING');
	const approval = body.replace(/<Submission>.*<\/Submission>/u, '<Approval><Approved>true</Approved><Comment>Yes</Comment></Approval>');
	const token = await open.signIn('approver');
	expect((await open.send('PUT', `/api/entity/actions/deletions/${progress}`, {token, body: approval})).status).toBe(202);
	const root = await ask(open, 'verb=ListRecords&metadataPrefix=oai_dc');
	expect([attributeOf(findAll(root, 'header')[0], 'status'), findAll(root, 'metadata')]).toEqual(['deleted', []]);
});

it.each([
	['', 'badVerb'],
	['verb=Sing', 'badVerb'],
	['verb=toString', 'badVerb'],
	['verb=Identify&verb=Identify', 'badVerb'],
	['verb=Identify&from=2026-01-01', 'badArgument'],
	['verb=ListRecords', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=a', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=yesterday', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-03T00:00:00Z', 'badArgument'],
	['verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
	['verb=ListRecords&metadataPrefix=marc', 'cannotDisseminateFormat'],
	['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:fonds:none', 'idDoesNotExist'],
	['verb=ListMetadataFormats&identifier=none', 'idDoesNotExist'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2030-01-01', 'noRecordsMatch'],
	['verb=ListIdentifiers&metadataPrefix=oai_dc&until=2000-01-01', 'noRecordsMatch'],
	['verb=ListSets', 'noSetHierarchy'],
	['verb=ListRecords&metadataPrefix=oai_dc&set=a', 'noSetHierarchy'],
	['verb=ListSets&resumptionToken=a', 'noSetHierarchy'],
])('answers %s with the error %s', async (query, code) => {
	expect(await errorOf(await withLetter(), query)).toBe(code);
});

it('shows readers what they may see, by token or HTTP Basic, and asks others to sign in', async () => {
	const open = await openSandbox({samples: true});
	const total = (root: XmlElement): number => Number(attributeOf(findAll(root, 'resumptionToken')[0], 'completeListSize'));
	const query = '/OAI-PMH/?verb=ListIdentifiers&metadataPrefix=oai_dc';
	const all = total(await open.xml(query));
	expect(total(await open.xml(query, await open.signIn('reader')))).toBeLessThan(all);
	const signedIn = await open.send('GET', query, {token: 'none', headers: {authorization: basic(reader.password)}});
	expect(total(parseXml(await signedIn.text()))).toBeLessThan(all);
	const refused = await open.send('GET', query, {token: 'none', headers: {authorization: basic('wrong')}});
	expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')]);
});
