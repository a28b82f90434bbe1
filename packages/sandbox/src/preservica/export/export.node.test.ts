import {createHash} from 'node:crypto';
import type {XmlElement} from '@fonds/core/xml';
import {parseXml} from '@fonds/core/xml';
import {unzipSync} from 'fflate';
import {expect, it} from 'vitest';
import {packageFiles, packageRefs} from '../../fixtures/build-package.ts';
import {attributeOf, find, findAll, openSandbox, textOf} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive, withShortcuts} from '../fixtures/open-archive.ts';

const asset = `information-objects/${packageRefs.asset}`;
const folder = `structural-objects/${folderRef}`;
const pax = 'Box_1/Letter_&_envelope.pax.zip';

function exportXml(settings: Readonly<Record<string, string>> = {}): string {
	const elements = Object.entries(settings).map(([name, value]) => `<${name}>${value}</${name}>`);
	return `<ExportAction xmlns="http://preservica.com/EntityAPI/v7.0">${elements.join('')}</ExportAction>`;
}

async function exported(
	open: OpenArchive,
	path: string,
	settings?: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, Uint8Array>>> {
	const token = await open.accepted('POST', `${path}/exports`, {body: exportXml(settings)});
	expect([await open.progress(token), await open.errors(token)]).toEqual(['COMPLETED', expect.not.stringContaining('Error')]);
	const answer = await open.send('GET', `/api/entity/actions/exports/${token}/content`);
	const bytes = new Uint8Array(await answer.arrayBuffer());
	expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
	return unzipSync(bytes);
}

function opexIn(files: Readonly<Record<string, Uint8Array>>, name: string): XmlElement {
	const root = parseXml(files[name] ?? new Uint8Array());
	expect([root.name, root.namespace]).toEqual(['OPEXMetadata', 'http://www.openpreservationexchange.org/opex/v1.2']);
	return root;
}

it('writes a folder with a manifest, and an asset as PAX with its SHA-1', async () => {
	const open = await openArchive();
	const files = await exported(open, folder);
	expect(Object.keys(files)).toEqual([pax, `${pax}.opex`, 'Box_1/Box_1.opex']);
	const manifest = opexIn(files, 'Box_1/Box_1.opex');
	expect(findAll(manifest, 'File').map(file => [textOf(file), attributeOf(file, 'type'), Number(attributeOf(file, 'size'))])).toEqual([
		['Letter_&_envelope.pax.zip', 'content', files[pax]?.length],
		['Letter_&_envelope.pax.zip.opex', 'metadata', files[`${pax}.opex`]?.length],
	]);
	const opex = opexIn(files, `${pax}.opex`);
	const [fixity] = findAll(opex, 'Fixity');
	expect([attributeOf(fixity, 'type'), attributeOf(fixity, 'value')]).toEqual([
		'SHA-1',
		createHash('sha1')
			.update(files[pax] ?? '')
			.digest('hex'),
	]);
	expect([find(opex, 'SourceID'), find(opex, 'Title'), find(opex, 'SecurityDescriptor')]).toEqual([
		packageRefs.asset,
		'Letter & envelope',
		'open',
	]);
	expect(findAll(opex, 'Identifier').map(each => [attributeOf(each, 'type'), textOf(each)])).toEqual([['code', 'L/1']]);
	expect(findAll(opex, 'dc')[0]?.namespace).toBe('http://purl.org/dc/elements/1.1/');
});

it('puts each file below its representation, content object and generation, and says so in the structure', async () => {
	const open = await openArchive();
	const files = unzipSync((await exported(open, folder))[pax] ?? new Uint8Array());
	const text = (name: string): string => Buffer.from(files[name] ?? '').toString();
	expect(Object.keys(files)).toEqual([
		'Letter_&_envelope.xip',
		'Representation_Preservation/page_1.txt/Generation_1/page 1.txt',
		'Representation_Preservation/page_2.txt/Generation_1/page 2.txt',
		'Representation_Access/both.txt/Generation_1/both.txt',
	]);
	expect(text('Representation_Preservation/page_2.txt/Generation_1/page 2.txt')).toBe(packageFiles['p1/page 2.txt']);
	const xip = parseXml(text('Letter_&_envelope.xip'));
	expect(xip.namespace).toBe('http://preservica.com/XIP/v8.1');
	const generations = findAll(xip, 'Generation').map(each => [find(each, 'ContentObject'), find(each, 'Bitstream')]);
	expect(generations[0]).toEqual([packageRefs.page1, 'Representation_Preservation/page_1.txt/Generation_1/page 1.txt']);
	expect(findAll(xip, 'PhysicalLocation').map(textOf)[2]).toBe('Representation_Access/both.txt/Generation_1');
	expect(findAll(xip, 'FixityValue')).toHaveLength(6);
});

it('takes the folders above along when they are wanted', async () => {
	const open = await openArchive();
	expect(Object.keys(await exported(open, asset))).toEqual([pax, `${pax}.opex`, 'Box_1/Box_1.opex']);
	const alone = await exported(open, asset, {IncludeParentHierarchy: 'false'});
	expect(Object.keys(alone)).toEqual(['Letter_&_envelope.pax.zip', 'Letter_&_envelope.pax.zip.opex']);
});

it('leaves out content and metadata, and takes events along, as it is told in any case', async () => {
	const open = await openArchive();
	const bare = await exported(open, asset, {IncludeContent: 'nocontent', IncludeMetadata: 'NoMetadata'});
	expect(Object.keys(bare)).toEqual([`${pax}.opex`, 'Box_1/Box_1.opex']);
	const opex = opexIn(bare, `${pax}.opex`);
	expect([findAll(opex, 'DescriptiveMetadata'), findAll(opex, 'Fixity'), findAll(opex, 'History')]).toEqual([[], [], []]);
	const full = await exported(open, asset, {IncludeMetadata: 'METADATAWITHEVENTS'});
	const [event] = findAll(opexIn(full, `${pax}.opex`), 'Event');
	expect([attributeOf(event, 'user'), event && find(event, 'Type')]).toEqual(['archivist@fonds.example', 'Ingest']);
});

it('takes all generations along, or those that are active', async () => {
	const open = await openArchive();
	const generations = `/api/entity/content-objects/${packageRefs.page1}/generations`;
	await open.send('POST', generations, {body: 'a better scan', headers: {filename: 'page 1a.txt'}});
	const namesWith = async (IncludedGenerations: string): Promise<readonly string[]> => {
		const files = await exported(open, asset, {IncludedGenerations});
		return Object.keys(unzipSync(files[pax] ?? new Uint8Array())).filter(name => name.includes('page_1'));
	};
	const first = 'Representation_Preservation/page_1.txt/Generation_1/page 1.txt';
	const second = 'Representation_Preservation/page_1.txt/Generation_2/page 1a.txt';
	expect(await namesWith('All')).toEqual([first, second]);
	expect(await namesWith('AllActive')).toEqual([second]);
	expect(await namesWith('LatestActive')).toEqual([second]);
});

it('gives things of the same title names of their own, and links as relationships', async () => {
	const open = await openArchive();
	const xip = 'xmlns="http://preservica.com/XIP/v8.1"';
	for (const title of ['A: b/c?', 'a* b|c<', '..', '..']) {
		const escaped = title.replace('<', '&lt;');
		const body = `<StructuralObject ${xip}><Title>${escaped}</Title><SecurityTag>open</SecurityTag><Parent>${folderRef}</Parent></StructuralObject>`;
		expect(await open.status('POST', 'structural-objects', {body})).toBe(200);
	}
	const link = `<Link ${xip}><Type>urn:a</Type><FromEntity>${folderRef}</FromEntity><ToEntity>${packageRefs.asset}</ToEntity></Link>`;
	expect(await open.status('POST', `${folder}/links`, {body: link})).toBe(200);
	const files = await exported(open, folder);
	const opex = opexIn(files, 'Box_1/Box_1.opex');
	const folders = findAll(opex, 'Folder').map(textOf);
	expect(new Set(folders.map(name => name.toLowerCase())).size).toBe(4);
	for (const name of folders) {
		expect(name).not.toMatch(/[/\\:*?"<>|\s]|^\.|\.$/u);
		expect(Object.keys(files)).toContain(`Box_1/${name}/${name}.opex`);
	}
	expect([find(opex, 'Type'), find(opex, 'Object')]).toEqual(['urn:a', packageRefs.asset]);
});

it('is ACTIVE until its time has passed, and then can be downloaded as often as wanted, in parts too', async () => {
	const place = temporaryFolder();
	const open = await openArchive({folder: place, stepDuration: 1000});
	const token = await open.accepted('POST', `${asset}/exports`, {body: exportXml()});
	const content = `actions/exports/${token}/content`;
	expect([await open.progress(token), await open.status('GET', content)]).toEqual(['ACTIVE', 404]);
	await open.sandbox.close();
	const now = open.clock.now + 1000;
	const second = withShortcuts(await openSandbox({folder: place, samples: false, stepDuration: 1000, now: () => now}));
	expect(await second.progress(token)).toBe('COMPLETED');
	const whole = Buffer.from(await (await second.send('GET', `/api/entity/${content}`)).arrayBuffer());
	const part = await second.send('GET', `/api/entity/${content}`, {headers: {range: 'bytes=0-3'}});
	expect([part.status, await part.text()]).toEqual([206, 'PK\u0003\u0004']);
	expect(Object.keys(unzipSync(whole))).toContain(pax);
	await second.sandbox.close();
	const third = withShortcuts(await openSandbox({folder: place, samples: false, now: () => now}));
	expect(Buffer.from(await (await third.send('GET', `/api/entity/${content}`)).arrayBuffer()).equals(whole)).toBe(true);
});

it('refuses settings it does not know, other bodies, readers, old servers, and all while there is no workflow', async () => {
	const open = await openArchive();
	const token = await open.signIn('reader');
	expect(await open.status('POST', `${asset}/exports`, {body: exportXml({IncludeContent: 'true'})})).toBe(400);
	expect(await open.status('POST', `${asset}/exports`, {body: '<Export/>'})).toBe(400);
	expect(await open.status('POST', `content-objects/${packageRefs.page1}/exports`, {body: exportXml()})).toBe(404);
	expect(await open.status('POST', `${asset}/exports`, {body: exportXml(), token})).toBe(403);
	expect(await open.status('POST', `v6.1/${asset}/exports`, {body: exportXml()})).toBe(404);
	expect(await open.status('GET', 'actions/exports/unknown/content')).toBe(404);
	await open.send('PUT', '/sandbox/preservica/workflows', {body: '{"export": false}'});
	expect(await open.status('POST', `${asset}/exports`, {body: exportXml()})).toBe(422);
});

it.each([
	['8.1.0', 'application/zip'],
	['6.9.0', 'image/jpeg'],
] as const)('downloads a representation of several files in version %s as %s', async (version, mediaType) => {
	const open = await openSandbox({samples: true, version});
	const [letter] = findAll(await open.xml('/api/entity/entities/by-identifier?type=code&value=SHM/LP/81/14'), 'Entity');
	const path = `/api/content/download?id=sdb:IO|${attributeOf(letter, 'ref')}`;
	const answer = await open.send('GET', path);
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, mediaType]);
	if (mediaType !== 'application/zip') return;
	expect(answer.headers.get('content-disposition')).toContain('14_March_1881.pax.zip"');
	const names = Object.keys(unzipSync(new Uint8Array(await answer.arrayBuffer())));
	expect(names.filter(name => name.endsWith('.xip'))).toHaveLength(1);
	expect(names.filter(name => name.startsWith('Representation_Preservation/'))).toHaveLength(3);
	expect((await open.send('GET', path, {token: await open.signIn('reader')})).status).toBe(200);
});
