import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {children, content, namespace, parseXml, type XmlElement} from '@fonds/core/xml';
import {createSandbox, type Sandbox, type SandboxOptions} from '@fonds/sandbox';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {collect, entry, randomBytes} from '../fixtures/entries.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {openFolder, writeFolder, writePackage} from '../node/index.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {OpexFolder} from './contents.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {opexLayout} from './opex-layout.ts';
import type {OpexPackageDescription} from './package-description.ts';
import {readOpexTree} from './read-opex-tree.ts';
import {verifyOpex} from './verify-opex.ts';

const letters: OpexPackageDescription = {
	name: 'batch-7',
	folders: [
		{
			name: 'Letters',
			title: 'The letters',
			sourceId: 'letters',
			identifiers: [{type: 'code', value: 'L'}],
			files: [{...entry('Größe & Maß.txt', 'dear'), title: 'A letter', description: 'D'}, entry('Drafts/b.bin', randomBytes(600_000))],
			assets: [
				{
					title: 'Book: 1',
					sourceId: 'b-1',
					securityTag: 'closed',
					identifiers: [{type: 'code', value: 'B1'}],
					metadata: [{xml: '<a xmlns="urn:a"> <b>x</b> </a>'}],
					representations: [
						{type: 'Preservation', files: [entry('p1.tif', randomBytes(400_000, 2)), entry('p2.tif', 'two')]},
						{type: 'Access', files: [entry('b.pdf', 'all')]},
					],
				},
			],
		},
	],
};

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'fonds-opex-'));
});
afterEach(() => rm(folder, {recursive: true}));

const shared = fileURLToPath(new URL('../../../../../shared/data/pax/', import.meta.url));

// The samples lie beside the repository where it is developed.
describe.skipIf(!existsSync(shared))('the PAX of ../shared/data', () => {
	it.each([
		['made-folder-ingest/made-container', 'made-container.opex', []],
		['made-zip-without-xip', undefined, []],
	])('are read and valid: %s', async (name, documentPath, findings) => {
		const contents = await readOpexTree(await openFolder(join(shared, name)));
		expect(contents.documentPath).toBe(documentPath);
		expect(await verifyOpex(contents)).toEqual({status: 'valid', findings});
	});

	it('are read with a structure that lies beside', async () => {
		const contents = await readOpexTree(await openFolder(join(shared, 'made-zip-with-xip')));
		const {status, findings} = await verifyOpex(contents);
		expect([status, findings.map(({code, path}) => [code, path])]).toEqual(['valid', [['no-fixity', 'report.xip']]]);
		const pax = contents.assets.find(({kind}) => kind === 'zip')?.pax;
		expect([pax?.asset.title, pax?.xip?.namespace]).toEqual(['A report', 'http://preservica.com/XIP/v7.7']);
	});
});

interface OpenSandbox {
	readonly send: (method: string, path: string, init?: RequestInit) => Promise<Response>;
	readonly xml: (path: string) => Promise<XmlElement>;
	/** Waits for work to be done, and gives its errors. */
	readonly finish: (token: string) => Promise<readonly string[]>;
}

async function openSandbox(options: SandboxOptions = {}): Promise<OpenSandbox & {readonly sandbox: Sandbox}> {
	let now = Date.parse('2026-03-14T09:00:00Z');
	const sandbox = await createSandbox({samples: false, now: () => now, tokenLifetime: 1e9, ...options});
	const fetch = (path: string, init: RequestInit): Promise<Response> =>
		sandbox.fetch(new Request(new URL(path, 'http://sandbox.test'), init));
	const {username, password} = sandbox.credentials.preservica.users.archivist;
	const login = await fetch('/api/accesstoken/login', {method: 'POST', body: new URLSearchParams({username, password})});
	const {token}: {token: string} = await login.json();
	const send: OpenSandbox['send'] = (method, path, init) =>
		fetch(path, {...init, method, headers: {'preservica-access-token': token, ...(init?.headers as Record<string, string> | undefined)}});
	const xml = async (path: string): Promise<XmlElement> => parseXml(await (await send('GET', path)).text());
	const finish = async (progress: string): Promise<readonly string[]> => {
		now += 10_000;
		const text = await (await send('GET', `/api/entity/progress/${progress}?includeErrors=true`)).text();
		return text.includes('COMPLETED') ? [] : [text];
	};
	return {sandbox, send, xml, finish};
}

const box = '2f7b5d0e-0f0a-4f52-9d1a-3d1c8f6f2c11';
const find = (root: XmlElement, name: string): readonly XmlElement[] =>
	root.children.flatMap(node => (typeof node === 'string' ? [] : [...(node.name === name ? [node] : []), ...find(node, name)]));

async function makeBox({send}: OpenSandbox): Promise<void> {
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${box}</Ref><Title>Box</Title><SecurityTag>open</SecurityTag></StructuralObject>`;
	expect((await send('POST', '/api/entity/structural-objects', {body})).status).toBe(200);
}

async function ingest(open: OpenSandbox, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
	const headers = {'x-amz-meta-structuralobjectreference': box};
	const answer = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body: bytes, headers});
	expect(await open.finish(answer.headers.get('preservica-progress-token') ?? '')).toEqual([]);
}

/** Exports everything that is below the only child of a folder. */
async function exported(open: OpenSandbox, parent: string): Promise<PackageTree> {
	const [child] = find(await open.xml(`/api/entity/structural-objects/${parent}/children`), 'Child');
	const ref = child?.attributes.find(({name}) => name === 'ref')?.value;
	const body =
		'<ExportAction xmlns="http://preservica.com/EntityAPI/v8.1"><IncludeContent>Content</IncludeContent><IncludeMetadata>Metadata</IncludeMetadata><IncludedGenerations>All</IncludedGenerations><IncludeParentHierarchy>false</IncludeParentHierarchy></ExportAction>';
	const token = await (await open.send('POST', `/api/entity/structural-objects/${ref}/exports`, {body})).text();
	expect(await open.finish(token)).toEqual([]);
	const answer = await open.send('GET', `/api/entity/actions/exports/${token}/content`);
	return treeOfZip(await openZip(await answer.blob()));
}

/** What an archivist sees, without what a server adds. */
const outline = ({document, name, folders, assets}: OpexFolder): unknown => ({
	title: document?.title ?? name,
	identifiers: document?.identifiers.toSorted((a, b) => (a.value < b.value ? -1 : 1)),
	folders: folders.map(outline),
	assets: assets
		.map(asset => ({
			title: asset.document?.title ?? asset.name.replace(/\..*$/, ''),
			description: asset.document?.description,
			securityTag: asset.document?.securityTag ?? 'open',
			identifiers: asset.document?.identifiers,
			metadata: asset.document?.metadata.map(({xml}) => content(children(xml, namespace('urn:a')('b'))[0]!)),
			files:
				asset.pax === undefined
					? [['Preservation', [asset.name], [asset.file?.size]]]
					: asset.pax.asset.representations
							.toSorted((a, b) => (a.type < b.type ? -1 : 1))
							.map(({type, contentObjects}) => {
								const bitstreams = contentObjects.flatMap(({generations}) => generations.flatMap(item => item.bitstreams));
								return [type, bitstreams.map(({filename}) => filename), bitstreams.map(({file}) => file?.size)];
							}),
		}))
		.toSorted((a, b) => (a.title < b.title ? -1 : 1)),
});

const shapes: readonly OpexLayoutOptions[] = [
	{},
	{pax: 'folder'},
	{digests: ['sha1', 'md5', 'sha512']},
	{version: '1.0'},
	{version: '1.1', pax: 'folder'},
];

describe('the sandbox', () => {
	it.each(shapes)('ingests what is laid out, and exports it as what it was, with every fixity: %j', async options => {
		const open = await openSandbox();
		await makeBox(open);
		const bytes = await collect(zipLayout(opexLayout(letters, options)).bytes);
		await ingest(open, bytes);
		const contents = await readOpexTree(await exported(open, box));
		expect(await verifyOpex(contents)).toEqual({status: 'valid', findings: []});
		const original = await readOpexTree(treeOfZip(await openZip(new Blob([bytes]))));
		expect(contents.folders.map(outline)).toEqual(original.folders.map(outline));
		await open.sandbox.close();
	});

	it('refuses what was damaged, so that it would notice', async () => {
		const open = await openSandbox();
		await makeBox(open);
		const bytes = await collect(zipLayout(opexLayout({files: [{...entry('a', 'x')}]})).bytes);
		const text = new TextDecoder('latin1').decode(bytes);
		const broken = Uint8Array.from(bytes);
		broken[text.indexOf('value="') + 7]! ^= 1;
		const headers = {'x-amz-meta-structuralobjectreference': box};
		const answer = await open.send('PUT', '/api/s3/buckets/fonds.package.upload/a.zip', {body: broken, headers});
		expect(await open.finish(answer.headers.get('preservica-progress-token') ?? '')).toHaveLength(1);
		await open.sandbox.close();
	});

	it.each<OpexLayoutOptions>([{pax: 'folder'}, {pax: 'zip', xip: false}])('takes the folder of a container: %j', async options => {
		await writeFolder(join(folder, 'batch-7'), opexLayout(letters, {...options, container: true}));
		const contents = await readOpexTree(await openFolder(join(folder, 'batch-7')));
		expect(await verifyOpex(contents)).toEqual({status: 'valid', findings: []});
		const open = await openSandbox({seed: join(folder, 'batch-7')});
		const roots = find(await open.xml('/api/entity/root/children'), 'Child');
		const ref = roots[0]?.attributes.find(({name}) => name === 'ref')?.value ?? '';
		const back = await readOpexTree(await exported(open, ref));
		expect((await verifyOpex(back)).status).toBe('valid');
		expect(back.folders.map(outline)).toEqual(contents.folders.map(outline));
		await open.sandbox.close();
	});
});

const python = process.env['PEER_PYTHON'] ?? 'python3';
const hasPeer = spawnSync(python, ['-c', 'import pyPreservica.opex']).status === 0;
const script = `
import json, sys
from pyPreservica.opex import OpexAPI
api = OpexAPI(sys.argv[1])
for item in api.properties():
    files = list(api.bitstream(item))
    print(json.dumps([item.source, item.title, item.SecurityDescriptor, ["/".join(f.values()) for f in files], [len(api.bitstream_bytes(item, f)) for f in files], api.xip_metadata(item).decode()[:80]]))
`;

describe.skipIf(!hasPeer)(`pyPreservica (${hasPeer ? python : 'skipped: PEER_PYTHON names no Python that has it'})`, () => {
	it('reads assets, files and structure of a package', async () => {
		const path = join(folder, 'a.zip');
		await writePackage(path, zipLayout(opexLayout(letters)));
		const answer: unknown = JSON.parse(execFileSync(python, ['-c', script, path], {encoding: 'utf8'}));
		expect(answer).toEqual([
			'b-1',
			'Book: 1',
			'closed',
			[
				'Representation_Preservation/p1/Generation_1/p1.tif',
				'Representation_Preservation/p2/Generation_1/p2.tif',
				'Representation_Access/b/Generation_1/b.pdf',
			],
			[400_000, 3, 3],
			expect.stringContaining('<XIP xmlns="http://preservica.com/XIP/'),
		]);
	});
});
