import {expect, it} from 'vitest';
import {sandboxCredentials} from '../credentials.ts';
import {packageRefs} from '../fixtures/build-package.ts';
import {attributeOf, find, findAll, origin} from '../fixtures/open-sandbox.ts';
import {folderRef, openArchive} from './fixtures/open-archive.ts';

// Answers to the letter, as recorded ones and appendix A of the project's reference have them: clients read some of them by position.

const {asset, page1, page2, fragment} = packageRefs;
const base = `${origin}/api/entity`;
const io = `${base}/information-objects/${asset}`;
const generation = `${base}/content-objects/${page1}/generations/1`;
const identifier = '<xip:ApiId>…</xip:ApiId>';
const paging = (total: number): string => `<Paging><TotalResults>${total}</TotalResults></Paging>`;
const self = (url: string): string => `<AdditionalInformation><Self>${url}</Self></AdditionalInformation>`;

it.each([
	[
		`structural-objects/${folderRef}/children`,
		'ChildrenResponse',
		`<Children><Child title="Letter &amp; envelope" ref="${asset}" type="IO">${io}</Child></Children>${paging(1)}${self(`${base}/structural-objects/${folderRef}/children`)}`,
	],
	[
		`information-objects/${asset}/representations`,
		'RepresentationsResponse',
		`<Representations><Representation type="Preservation" name="Preservation-1">${io}/representations/Preservation/1</Representation><Representation type="Access" name="Access-1">${io}/representations/Access/1</Representation></Representations>${paging(2)}${self(`${io}/representations`)}`,
	],
	[
		`information-objects/${asset}/representations/Preservation/1`,
		'RepresentationResponse',
		`<xip:Representation><xip:InformationObject>${asset}</xip:InformationObject><xip:Name>Preservation-1</xip:Name><xip:Type>Preservation</xip:Type><xip:ContentObjects><xip:ContentObject>${page1}</xip:ContentObject><xip:ContentObject>${page2}</xip:ContentObject></xip:ContentObjects><xip:RepresentationFormats/><xip:RepresentationProperties/></xip:Representation><ContentObjects><ContentObject title="page 1.txt" ref="${page1}" type="CO">${base}/content-objects/${page1}</ContentObject><ContentObject title="page 2.txt" ref="${page2}" type="CO">${base}/content-objects/${page2}</ContentObject></ContentObjects>${self(`${io}/representations/Preservation/1`)}`,
	],
	[
		`content-objects/${page1}/generations`,
		'GenerationsResponse',
		`<Generations><Generation active="true">${generation}</Generation></Generations>${paging(1)}${self(`${base}/content-objects/${page1}/generations`)}`,
	],
	[
		`content-objects/${page1}/generations/1/bitstreams/1`,
		'BitstreamResponse',
		`<xip:Bitstream><xip:Filename>page 1.txt</xip:Filename><xip:FileSize>10</xip:FileSize><xip:Fixities><xip:Fixity><xip:FixityAlgorithmRef>SHA1</xip:FixityAlgorithmRef><xip:FixityValue>…</xip:FixityValue></xip:Fixity><xip:Fixity><xip:FixityAlgorithmRef>SHA512</xip:FixityAlgorithmRef><xip:FixityValue>…</xip:FixityValue></xip:Fixity></xip:Fixities></xip:Bitstream><AdditionalInformation><Self>${generation}/bitstreams/1</Self><IntegrityCheckHistory>${generation}/bitstreams/1/integrity-check-history</IntegrityCheckHistory><Content>${generation}/bitstreams/1/content</Content></AdditionalInformation>`,
	],
	[
		`information-objects/${asset}/identifiers`,
		'IdentifiersResponse',
		`<Identifiers><xip:Identifier>${identifier}<xip:Type>code</xip:Type><xip:Value>L/1</xip:Value><xip:Entity>${asset}</xip:Entity></xip:Identifier></Identifiers>${paging(1)}${self(`${io}/identifiers`)}`,
	],
	[
		'entities/by-identifier?type=code&value=L/1',
		'EntitiesResponse',
		`<Entities><Entity title="Letter &amp; envelope" ref="${asset}" type="IO">${io}</Entity></Entities>${paging(1)}`,
	],
])('answers %s as servers do', async (path, root, content) => {
	const {send} = await openArchive({version: '7.7.0'});
	const text = (await (await send('GET', `/api/entity/${path}`)).text())
		.replaceAll(/<xip:ApiId>[0-9a-f]{32}</gu, '<xip:ApiId>…<')
		.replaceAll(/<xip:FixityValue>[0-9a-f]+</gu, '<xip:FixityValue>…<');
	const namespaces = 'xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v7.7"';
	expect(text).toBe(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><${root} ${namespaces}>${content}</${root}>`);
});

it('names the files of a generation in both namespaces, with addresses that end in their number', async () => {
	const {send} = await openArchive({version: '7.7.0'});
	const text = await (await send('GET', `/api/entity/content-objects/${page1}/generations/1`)).text();
	expect(text).toContain('<xip:Generation original="true" active="true">');
	expect(text).toContain('<xip:Bitstreams><xip:Bitstream>page 1.txt</xip:Bitstream></xip:Bitstreams>');
	expect(text).toContain(
		`<Bitstreams><Bitstream filename="page 1.txt">${generation}/bitstreams/1</Bitstream></Bitstreams>${self(generation)}`,
	);
	expect(text).toMatch(/<xip:Format valid="(?:true|false)"><xip:PUID>/u);
});

it('puts reference, entity and content of a metadata fragment in this order', async () => {
	const {send} = await openArchive({version: '7.7.0'});
	const text = await (await send('GET', `/api/entity/information-objects/${asset}/metadata/${fragment}`)).text();
	expect(text).toMatch(
		new RegExp(
			`<xip:MetadataContainer schemaUri="[^"]+"><xip:Ref>${fragment}</xip:Ref><xip:Entity>${asset}</xip:Entity><xip:Content><`,
			'u',
		),
	);
});

it('answers a thousand things at once, and no more', async () => {
	const {send, xml} = await openArchive();
	const one = '<Identifier xmlns="http://preservica.com/XIP/v8.1"><Type>n</Type><Value>1</Value></Identifier>';
	const path = `/api/entity/structural-objects/${folderRef}/identifiers`;
	for (let count = 0; count < 1001; count++) await send('POST', path, {body: one});
	const first = await xml(`${path}?max=5000`);
	expect([findAll(first, 'Identifier').length, new URL(find(first, 'Next')).search]).toEqual([1000, '?max=1000&start=1000']);
	const second = await xml(find(first, 'Next'));
	expect([findAll(second, 'Identifier').length, find(second, 'TotalResults')]).toEqual([1, '1001']);
	expect(new URL(find(await xml(`${path}?start=5&max=10`), 'Previous')).searchParams.get('start')).toBe('0');
});

it.each(['events', 'events/a/event-actions', `structural-objects/${folderRef}/event-actions`])('has no %s before 6.1', async path => {
	const {status} = await openArchive();
	const statuses = [status('GET', `v6.0/${path}`), status('GET', `v6.1/${path}`)];
	expect(await Promise.all(statuses)).toEqual([404, path.includes('/a/') ? 404 : 200]);
});

it('keeps files that may be seen from those who may not download them', async () => {
	const open = await openArchive();
	await open.accepted('PUT', `structural-objects/${folderRef}/security-descriptor?includeDescendants=true`, {body: 'restricted'});
	open.clock.now += 10_000;
	const reader = await open.signIn('reader');
	const files = [
		`/api/content/download?id=sdb:IO|${asset}`,
		`/api/content/download?id=sdb:CO|${page1}`,
		`/api/entity/content-objects/${page1}/generations/1/bitstreams/1/content`,
	];
	for (const file of files) {
		expect((await open.send('GET', file)).status).toBe(200);
		expect((await open.send('GET', file, {token: reader})).status).toBe(403);
	}
	const [child] = findAll(await open.xml(`/api/entity/structural-objects/${folderRef}/children`, reader), 'Child');
	expect(attributeOf(child, 'ref')).toBe(asset);
});

it('keeps carriage returns in what it answers', async () => {
	const open = await openArchive();
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Title>one&#13;two</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect(await (await open.send('POST', '/api/entity/structural-objects', {body})).text()).toContain('<xip:Title>one&#13;two</xip:Title>');
});

it('tells users of the security tags that allow them anything', async () => {
	const open = await openArchive();
	const names = async (token: string): Promise<unknown> =>
		findAll(await open.xml('/api/security/tags', token), 'Tag').map(each => attributeOf(each, 'name'));
	expect(await names(open.token)).toEqual(['open', 'restricted', 'closed']);
	expect(await names(await open.signIn('reader'))).toEqual(['open', 'restricted']);
});

it('tells in the details of an asset when it came in, in seconds', async () => {
	const {send} = await openArchive();
	const details = await (await send('GET', `/api/content/object-details?id=sdb:IO|${asset}`)).text();
	expect(details).toMatch(/"name":"cmis:creationDate","value":"\d{10}"/u);
});

it.each([
	['6.9.0', undefined],
	['7.7.0', 'fonds'],
	['8.1.0', 'fonds'],
] as const)('tells the value of the tenant at sign-in from 6.12 on: %s', async (version, tenantValue) => {
	const {send} = await openArchive({version});
	const {username, password} = sandboxCredentials.preservica.users.archivist;
	const body = new URLSearchParams({username, password, includeUserDetails: 'true'});
	const answer: unknown = await (await send('POST', '/api/accesstoken/login', {body})).json();
	expect(answer).toMatchObject({tenant: 'FONDS', ...(tenantValue !== undefined && {tenantValue})});
	expect(Object.keys(answer ?? {}).includes('tenantValue')).toBe(tenantValue !== undefined);
});

it('takes no metadata fragment that says it is of another entity', async () => {
	const {status} = await openArchive();
	const body = `<MetadataContainer xmlns="http://preservica.com/XIP/v8.1" schemaUri="a"><Entity>${folderRef}</Entity><Content><a xmlns="a"/></Content></MetadataContainer>`;
	expect(await status('POST', `information-objects/${asset}/metadata`, {body})).toBe(400);
	expect(await status('PUT', `information-objects/${asset}/metadata/${fragment}`, {body})).toBe(400);
});

it('tells the errors of a job to who asks for them', async () => {
	const open = await openArchive();
	const put = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/b.zip', {body: 'no zip'});
	open.clock.now += 10_000;
	const token = put.headers.get('preservica-progress-token') ?? '';
	const errors = async (path: string): Promise<number> => findAll(await open.xml(`/api/${path}`), 'Error').length;
	for (const api of ['entity', 'processmonitor']) {
		expect(await errors(`${api}/progress/${token}`)).toBe(0);
		expect(await errors(`${api}/progress/${token}?includeErrors=false`)).toBe(0);
		expect(await errors(`${api}/progress/${token}?includeErrors=true`)).toBeGreaterThan(0);
	}
});

it('harvests the type of an asset with it', async () => {
	const record = await (await openArchive()).xml(`/OAI-PMH/?verb=GetRecord&metadataPrefix=XIP&identifier=oai:fonds:${asset}`);
	expect(find(record, 'CustomType')).toBe('Letter');
});

it('refuses the name of a blob that is badly encoded', async () => {
	const {send} = await openArchive();
	const {locations}: {locations: readonly {type: string; apiId: string; containerName: string}[]} = await (
		await send('GET', '/api/location/upload')
	).json();
	const azure = locations.find(({type}) => type === 'Azure');
	const credentials: {endpoint: string; sessionToken: string} = await (
		await send('GET', `/api/location/upload/${azure?.apiId}/upload-credentials`)
	).json();
	const answer = await send('HEAD', `${credentials.endpoint}/${azure?.containerName}/%zz?${credentials.sessionToken}`);
	expect([answer.status, answer.headers.get('x-ms-error-code')]).toEqual([400, 'InvalidUri']);
});
