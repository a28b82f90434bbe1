import {chmodSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {buildZip} from '../fixtures/build-zip.ts';
import {findAll, openSandbox} from '../fixtures/open-sandbox.ts';
import {temporaryFolder} from '../fixtures/temporary-folder.ts';
import {withShortcuts, type OpenArchive} from '../preservica/fixtures/open-archive.ts';
import {outlineFolder, type Outline} from '../preservica/fixtures/outline.ts';
import {search} from '../preservica/fixtures/search.ts';
import type {SandboxOptions} from '../sandbox.ts';
import {createSandbox} from '../sandbox.ts';

/** Writes files; a name that ends with a slash is that of a folder. */
function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
	const folder = join(temporaryFolder(), 'Harbour office');
	mkdirSync(folder);
	for (const [name, bytes] of Object.entries(files)) {
		mkdirSync(join(folder, name, name.endsWith('/') ? '' : '..'), {recursive: true});
		if (!name.endsWith('/')) writeFileSync(join(folder, name), bytes);
	}
	return folder;
}

async function openWith(seed: string, options: SandboxOptions = {}): Promise<OpenArchive> {
	return withShortcuts(await openSandbox({seed, ...options}));
}

/** The folders at the root with what they hold. */
async function outline(open: OpenArchive): Promise<readonly Outline[]> {
	const roots = findAll(await open.xml('/api/entity/root/children'), 'Child');
	const refs = roots.map(({attributes}) => attributes.find(({name}) => name === 'ref')?.value ?? '');
	return (await Promise.all(refs.map(async ref => ({ref, children: await outlineFolder(open, ref)})))).flatMap(({children}) => children);
}

/** Titles, indented by their depth; an asset with its files. */
function draw(entities: readonly Outline[], indent = ''): readonly string[] {
	return entities.flatMap(({title, children, representations}) => [
		`${indent}${title}${representations
			.flatMap(({contentObjects}) => contentObjects)
			.map(({generations}) => ` [${generations.map(([, , ...files]) => files.map(file => String((file as readonly unknown[])[0])).join()).join()}]`)
			.join('')}`,
		...draw(children, `${indent}  `),
	]);
}

const letters = {'letters/1903.txt': 'Dear sir', 'letters/empty.txt': '', 'letters/inner/deep.bin': new Uint8Array(700_000).fill(7), 'plans/': '', 'chart.tif': 'II*'};

it('makes folders of folders and assets of files, under the name of the folder', async () => {
	const open = await openWith(folderWith(letters));
	const [root] = findAll(await open.xml('/api/entity/root/children'), 'Child');
	expect(root?.attributes).toContainEqual(expect.objectContaining({name: 'title', value: 'Harbour office'}));
	expect(draw(await outline(open))).toEqual([
		'chart [chart.tif]',
		'letters',
		'  1903 [1903.txt]',
		'  empty [empty.txt]',
		'  inner',
		'    deep [deep.bin]',
		'plans',
	]);
	expect(open.sandbox.state()).toMatchObject({entities: {SO: 4, IO: 4, CO: 4}, jobs: {open: 0}});
});

it('keeps every byte of the files', async () => {
	const open = await openWith(folderWith(letters));
	const {objectIds} = await search(open, {q: 'deep'});
	const [, ref] = (objectIds[0] ?? '').split('|');
	const bytes = new Uint8Array(await (await open.send('GET', `/api/content/download?id=sdb:IO|${ref}`)).arrayBuffer());
	expect(Buffer.from(bytes).equals(Buffer.alloc(700_000, 7))).toBe(true);
});

it('comes beside the sample collection, and again after a reset, with what is there by then', async () => {
	const seed = folderWith({'a.txt': 'a'});
	const open = await openWith(seed, {samples: true});
	const before = open.sandbox.state();
	writeFileSync(join(seed, 'b.txt'), 'b');
	await open.sandbox.reset();
	const {entities, blobs} = open.sandbox.state();
	expect(entities).toEqual({...before.entities, IO: before.entities.IO + 1, CO: before.entities.CO + 1});
	expect(blobs).toBe(before.blobs);
});

it('is taken by a new data folder only', async () => {
	const seed = folderWith({'a.txt': 'a'});
	const folder = temporaryFolder();
	const first = await createSandbox({folder, seed, samples: false});
	const {entities} = first.state();
	await first.close();
	writeFileSync(join(seed, 'b.txt'), 'b');
	expect((await openWith(seed, {folder})).sandbox.state().entities).toEqual(entities);
});

it('gives files and folders what OPEX says of them, and takes a PAX as one asset', async () => {
	const opex = (title: string): string =>
		`<OPEXMetadata xmlns="http://www.openpreservationexchange.org/opex/v1.2"><Properties><Title>${title}</Title></Properties></OPEXMetadata>`;
	const page = (name: string) => ({name: `Representation_Preservation/${name}/${name}.txt`, bytes: name});
	const seed = folderWith({
		'a.txt': 'a',
		'a.txt.opex': opex('Letter A'),
		'stored.pax.zip': buildZip([page('p'), {name: 'Representation_Preservation/large/large.bin', bytes: new Uint8Array(700_000).fill(7)}]),
		'deflated.pax.zip': buildZip([{...page('q'), deflate: true}]),
		'open.pax/Representation_Preservation/r/r.txt': 'r',
	});
	expect(draw(await outline(await openWith(seed)))).toEqual(['deflated [q.txt]', 'Letter A [a.txt]', 'open [r.txt]', 'stored [large.bin] [p.txt]']);
});

it.skipIf(process.platform === 'win32')('follows no links and copes with any name', async () => {
	const seed = folderWith({'<b> & "c".txt': 'a', 'line\nbreak.txt': 'b', '..\\up.txt': 'c', 'bell\u0007.txt': 'd', ['__proto__']: 'e', 'Ü.txt': 'f'});
	writeFileSync(Buffer.concat([Buffer.from(`${seed}/`), Buffer.from([0x66, 0xff])]), 'not UTF-8');
	symlinkSync('/etc/passwd', join(seed, 'link.txt'));
	symlinkSync('/etc', join(seed, 'linked'));
	const found = draw(await outline(await openWith(seed)));
	expect(found).toHaveLength(7);
	expect(found).toEqual(expect.arrayContaining(['<b> & "c" [<b> & "c".txt]', '__proto__ [__proto__]', 'bell\uFFFD [bell\uFFFD.txt]', 'f\uFFFD [f\uFFFD]']));
	expect(found.join()).not.toContain('link');
});

it.skipIf(process.platform === 'win32')('reads nothing through a link to the folder but the folder', async () => {
	const seed = folderWith({'a.txt': 'a'});
	symlinkSync(seed, join(seed, '../Linked'));
	expect(draw(await outline(await openWith(join(seed, '../Linked'))))).toEqual(['a [a.txt]']);
});

it.each<[string, (seed: string) => Partial<SandboxOptions> & {seed: string}, RegExp]>([
	['is not there', seed => ({seed: `${seed}/none`}), /none: ENOENT/u],
	['is a file', seed => ({seed: `${seed}/a.txt`}), /a\.txt: it is not a folder\.$/u],
	['holds the data folder', seed => ({seed, folder: `${seed}/data`}), /office: the data folder lies in it\.$/u],
	['is the data folder', seed => ({seed, folder: seed}), /office: the data folder lies in it\.$/u],
])('is refused, with its name, when it %s', async (_title, options, reason) => {
	const seed = folderWith({'a.txt': 'a'});
	await expect(createSandbox(options(seed))).rejects.toThrow(reason);
	await expect(createSandbox(options(seed))).rejects.toThrow(/^The sandbox cannot begin with the folder /u);
});

it('says everything that is wrong with its OPEX, and lets go of the data folder', async () => {
	const seed = folderWith({'a.txt': 'a', 'b.txt.opex': '<a/>', 'a.txt.opex': '<broken'});
	const folder = temporaryFolder();
	const reasons = /b\.txt\.opex belongs to no file or folder of the package\..*|.*a\.txt\.opex/u;
	await expect(createSandbox({seed, folder})).rejects.toThrow(reasons);
	const next = await createSandbox({folder, samples: false});
	expect(next.state()).toMatchObject({entities: {SO: 0, IO: 0, CO: 0}});
	await next.close();
});

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says which file cannot be read', async () => {
	const seed = folderWith({'shut.txt': 'a'});
	chmodSync(join(seed, 'shut.txt'), 0);
	await expect(createSandbox({seed})).rejects.toThrow(/shut\.txt/u);
});
