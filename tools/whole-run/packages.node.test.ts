import {createHash, randomBytes} from 'node:crypto';
import {readdir, readFile, stat} from 'node:fs/promises';
import {join, sep} from 'node:path';
import {saveAipFiles} from '@fonds/archivematica/node';
import {packageAssets, zipLayout, type PackageEntry, type PackageLayout} from '@fonds/packaging';
import {writeFolder, writePackage} from '@fonds/packaging/node';
import {opexLayout, type OpexLayoutOptions, type OpexPackageDescription} from '@fonds/packaging/opex';
import {paxLayout} from '@fonds/packaging/pax';
import {transferBagLayout, transferLayout, type TransferDescription} from '@fonds/packaging/transfer';
import type {UploadSource} from '@fonds/preservica';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {startWholeRun, type WholeRun} from './whole-run.ts';

const mebibyte = 1024 * 1024;

/** What is packaged: names in many scripts, among them both forms of one letter, empty files, and one that needs several parts. */
const contents: ReadonlyMap<string, Buffer> = new Map([
	['letter.txt', Buffer.from('Dear sir,\n')],
	['Größe & Maß <1>.txt', randomBytes(70_000)],
	['cafe\u0301.bin', randomBytes(3)],
	['дело № 7.pdf', randomBytes(1000)],
	['北海.tif', randomBytes(6 * mebibyte)],
	['رسالة.xml', Buffer.from('<a/>')],
	['שלום 😀.txt', Buffer.from('shalom')],
	['empty.dat', Buffer.alloc(0)],
	['बिना.txt', Buffer.alloc(0)],
]);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Names with size and digest: what a reader of a failing test wants to see. */
const listed = (files: Iterable<readonly [string, Uint8Array]>): readonly string[] =>
	Array.from(files, ([name, bytes]) => `${name} ${bytes.length} ${sha256(bytes)}`).toSorted();

let run: WholeRun;
/** Sources that are open now. */
let open = 0;
/** Sources that were opened. */
let opened = 0;
beforeEach(async () => {
	run = await startWholeRun();
	open = opened = 0;
});
afterEach(() => run.close());

/** The files as entries that know whether they were closed. */
function entries(folder = ''): PackageEntry[] {
	return Array.from(contents, ([name, bytes]) => ({path: folder + name, size: bytes.length, open: () => source(bytes)}));
}

function source(bytes: Uint8Array): ReadableStream<Uint8Array> {
	let at = 0;
	open++;
	opened++;
	return new ReadableStream(
		{
			pull(controller) {
				if (at === bytes.length) {
					open--;
					controller.close();
				} else {
					controller.enqueue(Uint8Array.from(bytes.subarray(at, (at += 300_000))));
					at = Math.min(at, bytes.length);
				}
			},
			cancel: () => void open--,
		},
		{highWaterMark: 0},
	);
}

const metadata = [{xml: '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>Бумаги &amp; Briefe</title></dc>'}];
const properties = {title: 'Papers: 文書 & <more>', description: 'What was found', identifiers: [{type: 'code', value: 'P/1'}], metadata};
const asset = () => ({...properties, representations: [{type: 'Preservation' as const, files: entries()}]});
const opex = (): OpexPackageDescription => ({
	folders: [{name: 'Box', title: 'Box № 1', files: entries().map(file => Object.assign(file, {title: file.path})), assets: [asset()]}],
});

/** How a package for Preservica is made, and whether its files are in one asset only, or also each in one of its own. */
const packages: readonly (readonly [string, (folder: string) => UploadSource, boolean])[] = [
	['XIP', parent => packageAssets({parent, assets: [asset()]}, {digests: ['sha256']}), false],
	['OPEX with a zipped PAX', () => zipLayout(opexLayout(opex())), true],
	['OPEX with a PAX that is a folder', () => zipLayout(opexLayout(opex(), {pax: 'folder'})), true],
	['OPEX whose PAX has no structure', () => zipLayout(opexLayout(noStructure(), {xip: false})), false],
	['a PAX alone', () => zipLayout(paxLayout(asset()), {folder: 'Papers.pax'}), false],
];

/** Names of content objects are those of files then, and say no more. */
function noStructure(): OpexPackageDescription {
	const contentObjects = entries().map((file, index) => ({title: `Part ${index}`, generations: [{bitstreams: [file]}]}));
	return {assets: [{...properties, representations: [{type: 'Preservation', contentObjects}]}]};
}

/** Every asset below a folder. */
async function assetsBelow(folder: string): Promise<readonly {readonly ref: string; readonly title: string}[]> {
	const {entities} = run.preservica();
	const found = [];
	for (const {type, ref, title} of await entities.children(folder).toArray()) {
		found.push(...(type === 'folder' ? await assetsBelow(ref) : [{ref, title}]));
	}
	return found;
}

/** Downloads the files of an asset. Each is compared with its fixities on the way. */
async function filesOf(ref: string): Promise<[string, Uint8Array][]> {
	const {bitstreams} = run.preservica();
	const files: [string, Uint8Array][] = [];
	for await (const {bitstream} of bitstreams.ofAsset(ref)) {
		const bytes = await new Response(await bitstreams.download(bitstream)).bytes();
		expect([bitstream.size, bitstream.fixities.length > 0]).toEqual([bytes.length, true]);
		const fixity = bitstream.fixities.find(({algorithm}) => algorithm === 'sha256');
		if (fixity !== undefined) expect(fixity.value).toBe(sha256(bytes));
		files.push([bitstream.filename, bytes]);
	}
	return files;
}

/** Compares what is below a folder with what was packaged. */
async function expectIngested(folder: string, alsoAlone: boolean, hasProperties = true): Promise<void> {
	const {entities} = run.preservica();
	const assets = await assetsBelow(folder);
	const [whole = {ref: '', title: ''}, ...others] = assets.filter(({title}) => !contents.has(title));
	expect(others).toEqual([]);
	expect(listed(await filesOf(whole.ref))).toEqual(listed(contents));
	if (hasProperties) {
		const {title, description} = await entities.asset(whole.ref);
		expect({title, description}).toEqual({title: properties.title, description: properties.description});
		expect((await entities.identifiers({type: 'asset', ref: whole.ref})).map(({type, value}) => ({type, value}))).toEqual(
			properties.identifiers,
		);
		expect((await entities.metadata({type: 'asset', ref: whole.ref})).map(({xml}) => xml)).toEqual([
			expect.stringContaining('Бумаги &amp; Briefe'),
		]);
	}
	const alone = assets.filter(({ref}) => ref !== whole.ref);
	expect(alone).toHaveLength(alsoAlone ? contents.size : 0);
	for (const {ref, title} of alone) expect(listed(await filesOf(ref))).toEqual(listed([[title, contents.get(title) ?? Buffer.alloc(0)]]));
}

describe.each(packages)('%s', (format, make, alsoAlone) => {
	it('is uploaded, ingested and downloaded again byte for byte', async () => {
		const folder = await run.folder();
		const job = await run.preservica().uploads.upload(make(folder), {folder, partSize: 5 * mebibyte});
		expect(open).toBe(0);
		expect(opened).toBe(contents.size * (alsoAlone ? 2 : 1));
		await job.done({sleep: run.sleep});
		await expectIngested(folder, alsoAlone, format !== 'a PAX alone');
	});

	it('leaves nothing when its upload is aborted in the middle, and closes its sources', async () => {
		const folder = await run.folder();
		const controller = new AbortController();
		const reason = new Error('The archivist changed their mind.');
		run.beforeRequest = line => void (line.includes('partNumber=1') && controller.abort(reason));
		const upload = run.preservica().uploads.upload(make(folder), {folder, partSize: 5 * mebibyte, signal: controller.signal});
		expect(await run.failureOf(upload)).toBe(reason);
		expect(opened).toBeGreaterThan(0);
		await expect.poll(() => open).toBe(0);
		await run.expectClean();
		expect(run.sandbox.state().jobs).toEqual({open: 0, COMPLETED: 0, FAILED: 0, ABORTED: 0});
		expect(await assetsBelow(folder)).toEqual([]);
	});
});

/** The files of a folder of the disk, by their paths in it. */
async function onDisk(folder: string): Promise<[string, Buffer<ArrayBuffer>][]> {
	const found = await readdir(folder, {recursive: true, withFileTypes: true});
	const paths = found.filter(item => item.isFile()).map(item => join(item.parentPath, item.name));
	return Promise.all(
		paths.map(async path => [path.slice(folder.length + 1).replaceAll(sep, '/'), await readFile(path)] as [string, Buffer<ArrayBuffer>]),
	);
}

const addressOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** Puts a file into the source, as a client of Azure does. */
async function connectSource(): Promise<(path: string, body: BodyInit) => Promise<void>> {
	const {uploads} = run.preservica();
	const location = (await uploads.locations()).find(({type}) => type === 'Azure')!;
	const {endpoint = '', sessionToken} = await uploads.credentials(location);
	return async (path, body) => {
		const address = `${endpoint}/${location.containerName}/${addressOf(path)}?${sessionToken?.reveal() ?? ''}`;
		const answer = await fetch(address, {method: 'PUT', body, headers: {'x-ms-blob-type': 'BlockBlob'}});
		expect([path, answer.status]).toEqual([path, 201]);
	};
}

describe('an OPEX container', () => {
	it.each<OpexLayoutOptions>([{}, {pax: 'folder'}])(
		'is put into a source, ingested by its workflow and downloaded again: %j',
		async options => {
			const folder = join(run.sources, 'batch-7');
			await writeFolder(folder, opexLayout({...opex(), name: 'batch-7'}, {...options, container: true}));
			expect([open, opened]).toEqual([0, contents.size * 2]);
			const before = new Set((await run.preservica().entities.children(null).toArray()).map(({ref}) => ref));
			const put = await connectSource();
			for (const [path, bytes] of await onDisk(folder)) await put(`opex/batch-7/${path}`, bytes);
			const {workflows, monitors, entities} = run.preservica();
			const [context] = await workflows.contexts({definition: 'com.preservica.core.workflow.ingest.opex.incremental'});
			await workflows.start({context: context!, parameters: {OpexContainerDirectory: 'opex/batch-7'}});
			expect((await monitors.follow({name: 'opex/batch-7'}).done({sleep: run.sleep})).status).toBe('Succeeded');
			const [box, ...others] = (await entities.children(null).toArray()).filter(({ref}) => !before.has(ref));
			expect([box?.title, others]).toEqual(['Box № 1', []]);
			await expectIngested(box?.ref ?? '', true);
		},
	);
});

const description = (): TransferDescription => ({
	name: 'Papers',
	objects: entries('Box/'),
	metadata: [...contents.keys()].map((name, index) => ({path: `Box/${name}`, fields: {'dc.title': `№ ${index}: ${name} & more`}})),
	rights: [{path: 'Box/letter.txt', basis: 'donor', grantAct: 'disseminate', grantRestriction: 'disallow'}],
	submissionDocumentation: [{path: 'agreement.txt', size: 6, open: () => new Blob(['Signed']).stream()}],
});

/** Writes a transfer to the disk, and brings it to the transfer source: a disk that both see. */
async function deliver(layout: PackageLayout, type: string, folder: string | undefined): Promise<string> {
	const path = join(run.sources, type.startsWith('zip') ? 'Papers.zip' : 'Papers');
	await (path.endsWith('.zip') ? writePackage(path, zipLayout(layout, {folder})) : writeFolder(path, layout));
	const files = (await stat(path)).isFile() ? [['', await readFile(path)] as const] : await onDisk(path);
	const name = path.slice(run.sources.length + 1);
	for (const [below, body] of files) {
		const address = addressOf(below === '' ? name : `${name}/${below}`);
		const answer = await fetch(`${run.url}/sandbox/archivematica/source/${address}`, {method: 'PUT', body});
		expect([address, answer.ok]).toEqual([address, true]);
	}
	return name;
}

describe('a transfer', () => {
	type Type = 'standard' | 'zipfile' | 'unzipped bag' | 'zipped bag';
	const kinds: [string, Type, () => PackageLayout, string | undefined][] = [
		['as a folder', 'standard', () => transferLayout(description(), {digests: ['md5', 'sha512']}), undefined],
		['as a ZIP file', 'zipfile', () => transferLayout(description()), undefined],
		['as a bag', 'unzipped bag', () => transferBagLayout(description()), undefined],
		['as a bag in a ZIP file', 'zipped bag', () => transferBagLayout(description()), 'Papers'],
	];

	it.each(kinds)('%s is preserved, and its AIP has every byte and what was said of it', async (_, type, make, folder) => {
		const path = await deliver(make(), type, folder);
		expect([open, opened]).toEqual([0, contents.size]);
		const {transfers, storage} = run.archivematica();
		const {location} = run.sandbox.credentials.archivematica.source;
		const job = await transfers.start({name: 'Papers', type, source: {location, path}, processingConfig: 'automated'});
		const {aip, warnings} = await job.done({sleep: run.sleep});
		expect(warnings).toEqual([]);
		const saved = await saveAipFiles(storage, aip, run.target);
		const originals = saved.files.filter(({file}) => file.group === 'original');
		const place = type.endsWith('bag') ? '%transferDirectory%data/objects/Box/' : '%transferDirectory%objects/Box/';
		const found = await Promise.all(
			originals.map(async ({path: at, file, strength}): Promise<[string, Buffer]> => {
				expect([strength, file.originalName?.startsWith(place)]).toEqual(['digest', true]);
				return [file.originalName?.slice(place.length) ?? '', await readFile(at)];
			}),
		);
		expect(listed(found)).toEqual(listed(contents));
		const mets = await readFile(saved.mets, 'utf8');
		for (const [index, name] of [...contents.keys()].entries()) {
			expect(mets).toContain(`№ ${index}: ${name} & more`.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
		}
		expect(saved.files.some(({file}) => file.originalName?.endsWith('submissionDocumentation/agreement.txt'))).toBe(true);
	});

	it.each([
		['as a folder', 'standard', () => transferLayout(description()), 'objects'],
		['as a bag', 'unzipped bag', () => transferBagLayout(description()), 'data/objects'],
	] as const)('%s of which a letter was changed on the way fails', async (_, type, make, objects) => {
		const path = await deliver(make(), type, undefined);
		const address = `${run.url}/sandbox/archivematica/source/Papers/${objects}/Box/letter.txt`;
		expect((await fetch(address, {method: 'PUT', body: 'Dear Sir,\n'})).ok).toBe(true);
		const {location} = run.sandbox.credentials.archivematica.source;
		const job = await run.archivematica().transfers.start({name: 'Papers', type, source: {location, path}, processingConfig: 'automated'});
		expect(await run.failureOf(job.done({sleep: run.sleep}))).toHaveProperty('code', 'transfer-failed');
	});

	it('that is aborted in the middle leaves no folder to be transferred', async () => {
		const controller = new AbortController();
		const reason = new Error('The archivist changed their mind.');
		const onEntry = () => void (opened > 4 && controller.abort(reason));
		const work = writeFolder(join(run.sources, 'Papers'), transferLayout(description()), {signal: controller.signal, onEntry});
		expect(await run.failureOf(work)).toBe(reason);
		await expect.poll(() => open).toBe(0);
		expect(await readdir(run.sources)).toEqual([]);
	});
});
