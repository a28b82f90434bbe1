import {createHash} from 'node:crypto';
import {parseXml, type XmlElement} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {buildPackage} from '../../fixtures/build-package.ts';
import {buildZip} from '../../fixtures/build-zip.ts';
import {attributeOf, find, findAll, textOf} from '../../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../../fixtures/temporary-folder.ts';
import {folderRef} from '../fixtures/open-archive.ts';
import type {OpenSource} from '../fixtures/open-source.ts';
import {openSource, sourceTypes} from '../fixtures/open-source.ts';
import type {Outline} from '../fixtures/outline.ts';
import {outlineFolder} from '../fixtures/outline.ts';

const workflow = '/sdb/rest/workflow/instances';

function opex(body: string): string {
	return `<OPEXMetadata xmlns="http://www.openpreservationexchange.org/opex/v1.2">${body}</OPEXMetadata>`;
}

/** Metadata of a folder, with its manifest as The National Archives write it. */
function folderOpex(files: readonly string[], folders: readonly string[] = [], sourceId?: string, properties = ''): string {
	const names = files.map(file => `<File type="${file.endsWith('.opex') ? 'metadata' : 'content'}">${file}</File>`);
	const list = folders.map(folder => `<Folder>${folder}</Folder>`);
	const source = sourceId === undefined ? '' : `<SourceID>${sourceId}</SourceID>`;
	return opex(
		`<Transfer>${source}<Manifest><Files>${names.join('')}</Files><Folders>${list.join('')}</Folders></Manifest></Transfer>${properties}`,
	);
}

async function start(open: OpenSource, directory = 'opex/batch', more = ''): Promise<string> {
	const body = `<StartWorkflowRequest xmlns="http://workflow.preservica.com"><WorkflowContextName>Ingest OPEX (Incremental)</WorkflowContextName><Parameter><Key>OpexContainerDirectory</Key><Value>${directory}</Value></Parameter>${more}</StartWorkflowRequest>`;
	const answer = await open.send('POST', workflow, {body});
	const text = await answer.text();
	expect([answer.status, text]).toEqual([201, expect.any(String)]);
	return find(parseXml(text), 'Id');
}

interface Ended {
	readonly state: string;
	readonly errors: readonly string[];
}

/** Waits until a workflow has ended. */
async function ended(open: OpenSource, id: string): Promise<Ended> {
	let instance: XmlElement | undefined;
	await expect
		.poll(async () => {
			instance = await open.xml(`${workflow}/${id}?includeErrors=true`);
			return find(instance, 'State');
		})
		.not.toMatch(/PENDING|ACTIVE/u);
	return {state: instance ? find(instance, 'State') : '', errors: instance ? findAll(instance, 'Error').map(textOf) : []};
}

const ingest = async (open: OpenSource, directory?: string): Promise<Ended> => ended(open, await start(open, directory));

const completed = {state: 'COMPLETED', errors: []};

async function put(open: OpenSource, objects: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): Promise<void> {
	for (const [key, body] of Object.entries(objects)) await open.put(key, body);
}

/** Folders and assets at the root that are not the box, and what they hold. */
async function roots(open: OpenSource): Promise<readonly Outline[]> {
	const children = findAll(await open.xml('/api/entity/root/children'), 'Child').filter(child => attributeOf(child, 'ref') !== folderRef);
	const outlines: Outline[] = [];
	for (const child of children) {
		const [ref, title] = ['ref', 'title'].map(name => attributeOf(child, name) ?? '');
		const plain = {description: undefined, securityTag: '', customType: undefined, identifiers: [], fragments: [], schemas: [], links: []};
		outlines.push({...plain, linked: [], representations: [], title: title ?? '', children: await outlineFolder(open, ref ?? '')});
	}
	return outlines;
}

const drawn = (outlines: readonly Outline[]): readonly unknown[] =>
	outlines.map(({title, children}) => (children.length === 0 ? title : [title, drawn(children)]));

const letters = {
	'opex/batch/batch.opex': opex('<Transfer><Manifest><Folders><Folder>Letters</Folder></Folders></Manifest></Transfer>'),
	'opex/batch/Letters/Letters.opex': folderOpex(['a.txt', 'a.txt.opex', 'B.pax.opex'], ['B.pax', 'Drafts'], 'l-1'),
	'opex/batch/Letters/a.txt': 'dear',
	'opex/batch/Letters/a.txt.opex': opex(
		`<Transfer><SourceID>a-1</SourceID><Fixities><Fixity type="SHA-1" value="${createHash('sha1').update('dear').digest('hex')}"/></Fixities></Transfer><Properties><Title>A letter</Title></Properties>`,
	),
	'opex/batch/Letters/B.pax/Representation_Preservation/b/Generation_1/b.txt': 'bee',
	'opex/batch/Letters/B.pax.opex': opex(
		'<Transfer><SourceID>b-1</SourceID><Manifest><Files><File>Representation_Preservation/b/Generation_1/b.txt</File></Files></Manifest></Transfer>',
	),
	'opex/batch/Letters/Drafts/Drafts.opex': folderOpex([]),
};

describe.each(sourceTypes)('in a source of the type %s', type => {
	it('ingests a container as The National Archives lay it out, and removes it', async () => {
		const open = await openSource(type);
		const {blobs} = open.sandbox.state();
		await put(open, {...letters, 'opex/batch-2/other.txt': 'x', other: 'y'});
		expect(await ingest(open)).toEqual(completed);
		expect(drawn(await roots(open))).toEqual([['Letters', ['A letter', 'B', 'Drafts']]]);
		expect(await open.keys()).toEqual(['opex/batch-2/other.txt', 'other']);
		await expect.poll(() => open.sandbox.state().blobs).toBe(blobs + 3);
		expect(await ingest(open)).toEqual(completed);
		expect(drawn(await roots(open))).toEqual([['Letters', ['A letter', 'B', 'Drafts']]]);
	});

	it('takes packages up that arrived while the package ingest was switched off', async () => {
		const open = await openSource(type);
		const {configs}: {configs: readonly {apiId: string}[]} = await (await open.send('GET', '/api/process/ingest/configs?types=S3')).json();
		const active = `/api/process/ingest/configs/${configs[0]?.apiId}/active`;
		await open.send('PUT', active, {body: 'false'});
		const metadata = {key: 'one', name: 'one.zip', collectionreference: folderRef};
		await open.put('one', buildPackage(), metadata);
		await open.put('two', 'no package', {status: 'ready'});
		expect(open.sandbox.state().jobs).toEqual({open: 0, COMPLETED: 0, FAILED: 0, ABORTED: 0});
		await open.send('PUT', active, {body: 'true'});
		await expect.poll(async () => drawn(await outlineFolder(open, folderRef))).toEqual(['Letter & envelope']);
		expect(await open.keys()).toEqual(['one', 'two']);
		const events = await open.xml('/api/entity/events');
		expect(findAll(events, 'User').map(textOf)).toContain('archivist@fonds.example');
		await open.send('PUT', active, {body: 'true'});
		expect(open.sandbox.state().jobs).toEqual({open: 0, COMPLETED: 1, FAILED: 0, ABORTED: 0});
	});
});

it('adds to folders that came before under their SourceID', async () => {
	const open = await openSource('AWS');
	await put(open, letters);
	expect(await ingest(open)).toEqual(completed);
	await put(open, {
		'opex/next/next.opex': folderOpex([], ['Letters']),
		'opex/next/Letters/Letters.opex': folderOpex(['c.txt'], [], 'l-1', '<Properties><Title>Renamed</Title></Properties>'),
		'opex/next/Letters/c.txt': 'sea',
	});
	expect(await ingest(open, '/opex/next/')).toEqual(completed);
	expect(drawn(await roots(open))).toEqual([['Letters', ['A letter', 'B', 'c', 'Drafts']]]);
});

it('makes a folder of a container whose .opex file says more than its manifest', async () => {
	const open = await openSource('AWS');
	await put(open, {
		'opex_tc/2025/2025.opex': folderOpex(['a.txt'], ['2025'], 'top', '<Properties><Title>Theatre</Title></Properties>'),
		'opex_tc/2025/a.txt': 'a',
		'opex_tc/2025/2025/2025.opex': folderOpex(['b.txt']),
		'opex_tc/2025/2025/b.txt': 'b',
	});
	expect(await ingest(open, 'opex_tc/2025')).toEqual(completed);
	expect(drawn(await roots(open))).toEqual([['Theatre', [['2025', ['b']], 'a']]]);
});

it('takes folders without a file for the container, zipped PAX, and objects that mark folders', async () => {
	const open = await openSource('Azure');
	const pax = buildZip([{name: 'Representation_Preservation/p/p.txt', bytes: 'p', deflate: true}]);
	await put(open, {
		'opex/batch/': '',
		'opex/batch/F/F.opex': folderOpex(['x.pax.zip', 'x.pax.zip.opex'], ['P.pax']),
		'opex/batch/F/x.pax.zip': pax,
		'opex/batch/F/x.pax.zip.opex': opex('<Properties><Title>Zipped</Title></Properties>'),
		'opex/batch/F/P.pax/Representation_Access/p/p.txt': 'p',
	});
	expect(await ingest(open)).toEqual(completed);
	expect([drawn(await roots(open)), await open.keys()]).toEqual([[['F', ['P', 'Zipped']]], []]);
});

it('leaves what is not complete yet, says what is missing, and takes it when it is retried', async () => {
	const open = await openSource('AWS');
	const {'opex/batch/Letters/a.txt': missing, ...rest} = letters;
	await put(open, {
		...rest,
		'opex/batch/batch.opex': folderOpex([], ['Letters', 'Maps', 'Gone']),
		'opex/batch/Maps/Maps.opex': folderOpex(['m.txt']),
		'opex/batch/Maps/m.txt': 'map',
		'opex/batch/Unlisted/Unlisted.opex': folderOpex([]),
	});
	const id = await start(open);
	expect(await ended(open, id)).toEqual({
		state: 'FINISHED_MIXED_OUTCOME',
		errors: [
			'Gone/ is listed by opex/batch/batch.opex and not there yet.',
			'Letters/a.txt is listed by opex/batch/Letters/Letters.opex and not there yet.',
			'Unlisted/ is not listed by opex/batch/batch.opex yet.',
		],
	});
	expect([drawn(await roots(open)), (await open.keys()).includes('opex/batch/Maps/m.txt')]).toEqual([[['Maps', ['m']]], false]);
	const told = await (await open.send('GET', '/api/processmonitor/messages?status=Info&max=100')).text();
	expect(told.match(/monitor\.info\.directory\.skip\|/gu)).toHaveLength(3);
	const retry = (): Promise<Response> => open.send('POST', `${workflow}/retry?workflowInstanceIds=${id}`);
	await put(open, {
		'opex/batch/batch.opex': folderOpex([], ['Letters', 'Unlisted']),
		'opex/batch/Letters/a.txt': missing,
	});
	expect(find(parseXml(await (await retry()).text()), 'SuccessfulNumber')).toBe('1');
	expect(await ended(open, id)).toEqual(completed);
	expect(drawn(await roots(open))).toEqual([['Letters', ['A letter', 'B', 'Drafts']], ['Maps', ['m']], 'Unlisted']);
	expect(await open.keys()).toEqual([]);
	expect(find(parseXml(await (await retry()).text()), 'FailedNumber')).toBe('1');
});

it.each<[string, Readonly<Record<string, string>>, string]>([
	['a folder without metadata', {'F/a.txt': 'a'}, 'F/ has no manifest yet.'],
	['a folder without a manifest', {'F/F.opex': opex('')}, 'F/ has no manifest yet.'],
	['a folder in it without a manifest', {'F/F.opex': folderOpex([], ['G']), 'F/G/a.txt': 'a'}, 'F/G/ has no manifest yet.'],
	['a folder in it that is missing', {'F/F.opex': folderOpex([], ['G'])}, 'F/G/ is listed by opex/batch/F/F.opex and not there yet.'],
	[
		'a file that is missing in a PAX',
		{
			'F/F.opex': folderOpex([], ['A.pax']),
			'F/A.pax.opex': opex('<Transfer><Manifest><Files><File>Representation_Access/a/b.txt</File></Files></Manifest></Transfer>'),
			'F/A.pax/Representation_Access/a/a.txt': 'a',
		},
		'F/A.pax/Representation_Access/a/b.txt is listed by opex/batch/F/A.pax.opex and not there yet.',
	],
])('waits for %s', async (_what, objects, reason) => {
	const open = await openSource('AWS');
	for (const [key, body] of Object.entries(objects)) await open.put(`opex/batch/${key}`, body);
	expect(await ingest(open)).toEqual({state: 'FINISHED_MIXED_OUTCOME', errors: [reason]});
	expect([await roots(open), (await open.keys()).length]).toEqual([[], Object.keys(objects).length]);
});

it.each<[string, Readonly<Record<string, string>>, RegExp]>([
	[
		'a wrong fixity',
		{
			'F/F.opex': folderOpex(['a.txt', 'a.txt.opex']),
			'F/a.txt': 'a',
			'F/a.txt.opex': opex('<Transfer><Fixities><Fixity type="MD5" value="00"/></Fixities></Transfer>'),
		},
		/^The MD5 of F\/a\.txt is .*, F\/a\.txt\.opex says 00\.$/u,
	],
	[
		'a file that no manifest lists',
		{'F/F.opex': folderOpex([]), 'F/a.txt': 'a'},
		/^F\/a\.txt is in the package and not listed by F\/F\.opex\.$/u,
	],
	['an asset that lies in no folder', {'a.txt': 'a'}, /has no parent/u],
	['metadata that is no OPEX', {'F/F.opex': '<a/>'}, /^opex\/batch\/F\/F\.opex: The root is a/u],
	['a strange name', {'F/F.opex': folderOpex([]), 'F//a': 'a'}, /^"opex\/batch\/F\/\/a" is not a plain path\.$/u],
])('fails on %s, and leaves everything', async (_what, objects, reason) => {
	const open = await openSource('AWS');
	for (const [key, body] of Object.entries(objects)) await open.put(`opex/batch/${key}`, body);
	const {blobs} = open.sandbox.state();
	expect(await ingest(open)).toEqual({state: 'FAILED', errors: [expect.stringMatching(reason)]});
	expect([await roots(open), (await open.keys()).length]).toEqual([[], Object.keys(objects).length]);
	await expect.poll(() => open.sandbox.state().blobs).toBe(blobs);
});

it('is shown by its monitor, and not started twice at a time', async () => {
	const open = await openSource('AWS', {stepDuration: 1000});
	await put(open, letters);
	const id = await start(open);
	const monitors = async (): Promise<unknown> => (await open.send('GET', '/api/processmonitor/monitors?category=Ingest')).json();
	const size = Object.values(letters).reduce((sum, text) => sum + text.length, 0);
	expect(await monitors()).toMatchObject({
		value: {monitors: [{name: 'opex/batch', subcategory: 'OPEX', status: 'Pending', size, canRetry: false}]},
	});
	const again = `<StartWorkflowRequest xmlns="http://workflow.preservica.com"><WorkflowContextId>3</WorkflowContextId><Parameter><Key>OpexContainerDirectory</Key><Value>opex/batch</Value></Parameter></StartWorkflowRequest>`;
	expect((await open.send('POST', workflow, {body: again})).status).toBe(409);
	expect((await open.send('POST', `${workflow}/terminate?workflowInstanceIds=${id}`)).status).toBe(422);
	open.clock.now += 2000;
	expect(await ended(open, id)).toEqual(completed);
	expect(await monitors()).toMatchObject({value: {monitors: [{status: 'Succeeded', filesProcessed: 2}]}});
});

it('changes nothing when it is told how to end', async () => {
	const open = await openSource('AWS');
	await put(open, letters);
	const outcome = '<Parameter><Key>sandbox.outcome</Key><Value>mixed</Value></Parameter>';
	expect((await ended(open, await start(open, 'opex/batch', outcome))).state).toBe('FINISHED_MIXED_OUTCOME');
	expect([await roots(open), (await open.keys()).length]).toEqual([[], Object.keys(letters).length]);
});

it('leaves an object that has taken the place of one it ingests', async () => {
	const open = await openSource('AWS', {stepDuration: 1000});
	await put(open, letters);
	const {blobs} = open.sandbox.state();
	const id = await start(open);
	await expect.poll(() => open.sandbox.state().blobs).toBe(blobs + 1);
	await put(open, {'opex/batch/Letters/a.txt': 'newer'});
	open.clock.now += 2000;
	expect(await ended(open, id)).toEqual(completed);
	expect(await open.keys()).toEqual(['opex/batch/Letters/a.txt']);
});

it('takes nothing twice of two containers at a time', async () => {
	const open = await openSource('AWS', {stepDuration: 1000});
	for (const batch of ['one', 'two'])
		await put(open, {
			[`opex/${batch}/F/F.opex`]: folderOpex(['a.txt', 'a.txt.opex'], [], 'f-1'),
			[`opex/${batch}/F/a.txt`]: batch,
			[`opex/${batch}/F/a.txt.opex`]: opex('<Transfer><SourceID>a-1</SourceID></Transfer>'),
		});
	const ids = [await start(open, 'opex/one'), await start(open, 'opex/two')];
	open.clock.now += 2000;
	const ends = [await ended(open, ids[0] ?? ''), await ended(open, ids[1] ?? '')];
	expect(ends.map(({state}) => state).toSorted()).toEqual(['COMPLETED', 'FAILED']);
	const left = ends[0]?.state === 'FAILED' ? 'one' : 'two';
	expect([drawn(await roots(open)), await open.keys()]).toEqual([
		[['F', ['a']]],
		['F/F.opex', 'F/a.txt', 'F/a.txt.opex'].map(name => `opex/${left}/${name}`),
	]);
});

it('goes on after a restart', async () => {
	const folder = temporaryFolder();
	const first = await openSource('AWS', {folder, stepDuration: 1000});
	await put(first, letters);
	const id = await start(first);
	await first.sandbox.close();
	const second = await openSource('AWS', {folder, stepDuration: 1000});
	second.clock.now += 2000;
	expect(await ended(second, id)).toEqual(completed);
	expect(drawn(await roots(second))).toEqual([['Letters', ['A letter', 'B', 'Drafts']]]);
	expect(await second.keys()).toEqual([]);
});

it('is set off for every container when the process for them is switched on', async () => {
	const open = await openSource('AWS');
	await put(open, {
		'opex/one/F/F.opex': folderOpex([]),
		'opex/two/G/G.opex': folderOpex([]),
		'opex/stray': 'x',
		'else/three/H/H.opex': folderOpex([]),
	});
	const {configs}: {configs: readonly {apiId: string}[]} = await (await open.send('GET', '/api/process/ingest/configs?types=OPEX')).json();
	const active = `/api/process/ingest/configs/${configs[0]?.apiId}/active`;
	const count = async (): Promise<string> => find(await open.xml(workflow), 'TotalCount');
	await open.send('PUT', active, {body: 'false'});
	expect(await count()).toBe('0');
	await open.send('PUT', active, {body: 'true'});
	expect(await count()).toBe('2');
	await expect.poll(async () => drawn(await roots(open))).toEqual(['F', 'G']);
	expect(await open.keys()).toEqual(['else/three/H/H.opex', 'opex/stray']);
});
