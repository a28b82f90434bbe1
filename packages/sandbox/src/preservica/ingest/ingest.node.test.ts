import {createHash} from 'node:crypto';
import {expect, it} from 'vitest';
import type {PackageChanges} from '../../fixtures/build-package.ts';
import {buildPackage, packageFiles, packageRefs} from '../../fixtures/build-package.ts';
import type {BuiltEntry} from '../../fixtures/build-zip.ts';
import {buildZip} from '../../fixtures/build-zip.ts';
import type {OpenSandbox} from '../../fixtures/open-sandbox.ts';
import {attributeOf, find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';

const folder = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
const {asset, page1, page2, access, fragment} = packageRefs;

async function openWithFolder(options: Parameters<typeof openSandbox>[0] = {}): Promise<OpenSandbox> {
	const open = await openSandbox(options);
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${folder}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect((await open.send('POST', '/api/entity/structural-objects', {body})).status).toBe(200);
	return open;
}

async function upload({send}: OpenSandbox, body: Uint8Array<ArrayBuffer>, target: string | undefined = folder): Promise<string> {
	const headers = target === '' ? {} : {'x-amz-meta-structuralobjectreference': target};
	const answer = await send('PUT', `/api/s3/buckets/fonds.package.upload/${crypto.randomUUID()}.zip`, {body, headers});
	expect(answer.status).toBe(200);
	return answer.headers.get('preservica-progress-token') ?? '';
}

async function outcome({xml}: OpenSandbox, token: string): Promise<{status: string; errors: readonly string[]}> {
	const progress = await xml(`/api/entity/progress/${token}?includeErrors=true`);
	return {status: find(progress, 'Status'), errors: findAll(progress, 'Error').map(textOf)};
}

const change = (from: string | RegExp, to: string): PackageChanges => ({metadata: xml => xml.replace(from, to)});

it('makes of a package the entities it describes', async () => {
	const open = await openWithFolder();
	expect(await outcome(open, await upload(open, buildPackage()))).toEqual({status: 'COMPLETED', errors: []});
	const entity = await open.xml(`/api/entity/information-objects/${asset}`);
	expect(['Title', 'Description', 'SecurityTag', 'CustomType'].map(name => find(entity, name))).toEqual([
		'Letter & envelope',
		'Žluťoučký kůň',
		'open',
		'Letter',
	]);
	expect(findAll(entity, 'Parent').map(textOf)[0]).toBe(folder);
	const representations = await open.xml(`/api/entity/information-objects/${asset}/representations`);
	expect(
		findAll(representations, 'Representation').map(item => [
			attributeOf(item, 'type'),
			attributeOf(item, 'name'),
			textOf(item).replace(/.*\/representations/u, ''),
		]),
	).toEqual([
		['Preservation', 'Preservation-1', '/Preservation/1'],
		['Access', 'Access-1', '/Access/1'],
	]);
	const preservation = await open.xml(`/api/entity/information-objects/${asset}/representations/Preservation/1`);
	expect(findAll(preservation, 'ContentObject').map(item => attributeOf(item, 'ref') ?? textOf(item))).toEqual([
		page1,
		page2,
		page1,
		page2,
	]);
	expect((await open.send('GET', `/api/entity/information-objects/${asset}/representations/Access-1`)).status).toBe(200);
	expect(find(await open.xml(`/api/entity/information-objects/${asset}/identifiers`), 'Value')).toBe('L/1');
	expect(find(await open.xml(`/api/entity/information-objects/${asset}/metadata/${fragment}`), 'title')).toBe('Letter');
	const events = await open.xml(`/api/entity/information-objects/${asset}/event-actions`);
	expect(attributeOf(findAll(events, 'Event')[0], 'type')).toBe('Ingest');
	expect(
		findAll(await open.xml(`/api/entity/structural-objects/${folder}/children`), 'Child').map(child => attributeOf(child, 'ref')),
	).toEqual([asset]);
});

it('serves the bytes of each file, with its size and every digest the package had', async () => {
	const open = await openWithFolder();
	await outcome(open, await upload(open, buildPackage()));
	const generation = await open.xml(`/api/entity/content-objects/${page2}/generations/1`);
	expect(attributeOf(findAll(generation, 'Generation')[0], 'original')).toBe('true');
	expect([find(generation, 'PUID'), find(generation, 'IdentificationMethod'), find(generation, 'EffectiveDate')]).toEqual([
		'x-fmt/111',
		'Extension',
		'2024-01-31T10:15:00.123Z',
	]);
	const url = textOf(findAll(generation, 'Bitstream').at(-1) ?? generation);
	expect(url).toMatch(/\/generations\/1\/bitstreams\/1$/u);
	const bitstream = await open.xml(url);
	const expected = packageFiles['p1/page 2.txt'] ?? '';
	expect([find(bitstream, 'Filename'), find(bitstream, 'FileSize')]).toEqual(['page 2.txt', String(Buffer.byteLength(expected))]);
	const fixities = findAll(bitstream, 'Fixity').map(item =>
		item.children.map(child => (typeof child === 'string' ? child : textOf(child))),
	);
	expect(fixities).toEqual([
		['SHA1', createHash('sha1').update(expected).digest('hex')],
		['SHA512', createHash('sha512').update(expected).digest('hex')],
	]);
	const content = await open.send('GET', find(bitstream, 'Content'));
	expect([content.status, content.headers.get('content-length'), await content.text()]).toEqual([
		200,
		String(Buffer.byteLength(expected)),
		expected,
	]);
	const part = await open.send('GET', find(bitstream, 'Content'), {headers: {range: 'bytes=7-10'}});
	expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
		206,
		`bytes 7-10/${Buffer.byteLength(expected)}`,
		'page',
	]);
	expect((await open.send('GET', url.replace('/bitstreams/1', '/bitstreams/2'))).status).toBe(404);
});

it('hides the files of a closed asset even where they are open themselves', async () => {
	const open = await openWithFolder();
	await outcome(open, await upload(open, buildPackage()));
	const token = await open.signIn('reader');
	const content = `/api/entity/content-objects/${page1}/generations/1/bitstreams/1/content`;
	expect((await open.send('GET', content, {token})).status).toBe(200);
	await open.send('PUT', `/api/entity/information-objects/${asset}/security-descriptor`, {body: 'closed'});
	expect(find(await open.xml(`/api/entity/content-objects/${page1}`), 'SecurityTag')).toBe('open');
	expect((await open.send('GET', content, {token})).status).toBe(404);
});

it('goes from PENDING over ACTIVE to COMPLETED by the clock, and shows nothing before', async () => {
	const open = await openWithFolder({stepDuration: 1000});
	const token = await upload(open, buildPackage());
	const look = async (): Promise<[string, number]> => [
		(await outcome(open, token)).status,
		(await open.send('GET', `/api/entity/information-objects/${asset}`)).status,
	];
	expect(await look()).toEqual(['PENDING', 404]);
	open.clock.now += 1000;
	expect(await look()).toEqual(['ACTIVE', 404]);
	open.clock.now += 1000;
	expect(await look()).toEqual(['COMPLETED', 200]);
	expect(open.sandbox.state()).toMatchObject({jobs: {open: 0, COMPLETED: 1}, openUploads: []});
});

it('prefers the parent in the package to the folder of the upload', async () => {
	const open = await openWithFolder();
	const other = 'aaaaaaaa-0f0a-4f52-9d1a-3d1c8f6f2c11';
	expect((await outcome(open, await upload(open, buildPackage({parent: folder}), other))).status).toBe('COMPLETED');
});

it.each<[string, PackageChanges, RegExp]>([
	[
		'a wrong SHA-1',
		change(/(SHA1<\/xip:FixityAlgorithmRef><xip:FixityValue>)../u, '$100'),
		/^The SHA1 of p1\/page 1\.txt is [0-9a-f]{40}, metadata\.xml says 00/u,
	],
	[
		'a wrong SHA-512',
		change(/(SHA512<\/xip:FixityAlgorithmRef><xip:FixityValue>)../u, '$100'),
		/^The SHA512 of p1\/page 1\.txt is [0-9a-f]{128}/u,
	],
	['an unknown algorithm', change('>SHA1<', '>SHA-1<'), /fixity algorithm SHA-1 of p1\/page 1\.txt is none of MD5, SHA1, SHA256, SHA512/u],
	['a wrong size', change(/FileSize>\d+/u, 'FileSize>11'), /p1\/page 1\.txt has 10 bytes, metadata\.xml says 11/u],
	[
		'a file that is missing',
		{entries: list => list.filter(({name}) => !name.endsWith('both.txt'))},
		/a1\/both\.txt is described and not in the package/u,
	],
	[
		'a file that is not described',
		{entries: list => [...list, {name: `${asset}/content/p1/extra.txt`}]},
		/extra\.txt is in the package and not described/u,
	],
	[
		'a damaged file',
		{entries: list => list.map((entry): BuiltEntry => (entry.name.endsWith('page 1.txt') ? {...entry, crc: 7} : entry))},
		/page 1\.txt is damaged: its CRC-32/u,
	],
	['a path that leaves it', {entries: list => [...list, {name: '../../etc/passwd'}]}, /leaves the package/u],
	['two descriptions', {entries: list => [...list, {name: 'metadata.xml', bytes: '<a/>'}]}, /more than one metadata\.xml/u],
	['metadata that is cut off', {metadata: xml => xml.slice(0, -20)}, /^metadata\.xml cannot be read: /u],
	[
		'metadata that is not XIP',
		{metadata: () => '<OPEXMetadata xmlns="http://www.openpreservationexchange.org/opex/v1.2"/>'},
		/is OPEXMetadata in .*, not XIP/u,
	],
	['no title', change('<xip:Title>Letter &amp; envelope</xip:Title>', ''), /<InformationObject> has no <Title>/u],
	['an unknown security tag', change('>open<', '>secret<'), /There is no security tag secret/u],
	['a malformed reference', {metadata: xml => xml.replaceAll(asset, 'one')}, /one is not a reference/u],
	['the same reference twice', {metadata: xml => xml.replaceAll(page2, page1)}, /two entities with the reference 77aa/u],
	['an unknown parent', {parent: 'aaaaaaaa-0f0a-4f52-9d1a-3d1c8f6f2c11'}, /The parent aaaaaaaa-.* is no folder/u],
	[
		'a content object outside all representations',
		change(`<xip:ContentObject>${access}</xip:ContentObject></xip:ContentObjects>`, '</xip:ContentObjects>'),
		/is in no representation/u,
	],
	[
		'a generation without its bitstream',
		change('<xip:Bitstream>p1/page 1.txt', '<xip:Bitstream>p1/page one.txt'),
		/names the bitstream p1\/page one\.txt, which is not described/u,
	],
	[
		'metadata of an unknown entity',
		change(`<xip:Entity>${asset}</xip:Entity>\n`, `<xip:Entity>${folder}</xip:Entity>\n`),
		/is of 2f7b5d0e.*, which is not in the package/u,
	],
	['an empty fragment', change(/<dc .*<\/dc>/u, ''), /must hold exactly one element/u],
])('fails a package with %s, says why, and keeps nothing of it', async (_title, changes, reason) => {
	const open = await openWithFolder();
	const before = open.sandbox.state();
	const {status, errors} = await outcome(open, await upload(open, buildPackage(changes)));
	expect(status).toBe('FAILED');
	expect(errors.join('\n')).toMatch(reason);
	const after = open.sandbox.state();
	expect([after.entities, after.blobs, after.openUploads]).toEqual([before.entities, before.blobs, []]);
});

it('fails what is no zip file and what would stand at the root', async () => {
	const open = await openWithFolder();
	expect(await outcome(open, await upload(open, new Uint8Array(100)))).toEqual({
		status: 'FAILED',
		errors: ['This is not a zip file: its end record is missing.'],
	});
	const {status, errors} = await outcome(open, await upload(open, buildPackage(), ''));
	expect([status, errors[0]]).toEqual(['FAILED', `${asset} has no parent, and no folder was named for the upload.`]);
});

it('fails a package that is there already, also when two arrive together', async () => {
	const open = await openWithFolder({stepDuration: 1000});
	const tokens = [await upload(open, buildPackage()), await upload(open, buildPackage())];
	open.clock.now += 2000;
	const outcomes = [];
	for (const token of tokens) outcomes.push(await outcome(open, token));
	expect(outcomes.map(({status}) => status)).toEqual(['COMPLETED', 'FAILED']);
	expect(outcomes[1]?.errors[0]).toBe(`There is an entity with the reference ${asset} already.`);
	expect(open.sandbox.state().entities).toEqual({SO: 1, IO: 1, CO: 3});
});

it('makes folders and assets of a zip without metadata', async () => {
	const open = await openWithFolder();
	const zip = buildZip([
		{name: 'Letters/'},
		{name: 'Letters/1881/march.txt', bytes: 'dear'},
		{name: 'plan.v2.png', bytes: 'x', deflate: true},
		{name: '.hidden'},
	]);
	expect((await outcome(open, await upload(open, zip))).status).toBe('COMPLETED');
	const childrenOf = async (ref: string): Promise<readonly (readonly [string, string, string])[]> =>
		findAll(await open.xml(`/api/entity/structural-objects/${ref}/children`), 'Child').map(child => [
			attributeOf(child, 'type') ?? '',
			attributeOf(child, 'title') ?? '',
			attributeOf(child, 'ref') ?? '',
		]);
	const top = await childrenOf(folder);
	expect(top.map(([type, title]) => [type, title])).toEqual([
		['IO', '.hidden'],
		['SO', 'Letters'],
		['IO', 'plan.v2'],
	]);
	const [year] = await childrenOf(top[1]?.[2] ?? '');
	expect((await childrenOf(year?.[2] ?? '')).map(([type, title]) => [type, title])).toEqual([['IO', 'march']]);
	const download = await open.send('GET', `/api/content/download?id=${encodeURIComponent(`sdb:IO|${top[2]?.[2]}`)}`);
	expect([download.headers.get('content-type'), download.headers.get('content-disposition'), await download.text()]).toEqual([
		'image/png',
		'attachment; filename="plan.v2.png"; filename*=UTF-8\'\'plan.v2.png',
		'x',
	]);
});
