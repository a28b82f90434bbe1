import {describe, expect, it} from 'vitest';
import {collect, entry, randomBytes, textBytes} from '../fixtures/entries.ts';
import {filesOf, treeOf, type Files} from '../fixtures/trees.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {paxLayout} from '../pax/pax-layout.ts';
import type {PackageTree} from '../tree/package-tree.ts';
import {treeOfZip} from '../tree/tree-of-zip.ts';
import {openZip} from '../unzip/open-zip.ts';
import type {OpexContents, OpexFolder} from './contents.ts';
import type {OpexLayoutOptions} from './layout-options.ts';
import {opexLayout} from './opex-layout.ts';
import type {OpexPackageDescription} from './package-description.ts';
import {readOpexTree} from './read-opex-tree.ts';
import {verifyOpex} from './verify-opex.ts';
import {writeOpex} from './write-opex.ts';

const letters: OpexPackageDescription = {
	name: 'batch',
	folders: [
		{
			name: 'Letters',
			title: 'The letters',
			files: [{...entry('a.txt', 'dear'), title: 'A letter'}],
			assets: [
				{
					title: 'Book',
					representations: [
						{type: 'Preservation', files: [entry('p1.tif', 'one'), entry('p2.tif', 'two')]},
						{type: 'Access', files: [entry('b.pdf', 'all')]},
					],
				},
			],
			folders: [{name: 'Empty'}],
		},
	],
};

const written = async (options?: OpexLayoutOptions, description = letters): Promise<Files> =>
	await filesOf(opexLayout(description, options));

/** Codes of findings; warnings in parentheses. */
async function told(tree: PackageTree): Promise<readonly string[]> {
	const {findings} = await verifyOpex(await readOpexTree(tree));
	return findings.map(({code, severity, path}) => `${severity === 'error' ? code : `(${code})`} ${path}`);
}

const outline = ({name, document, folders, assets}: OpexFolder): unknown => ({
	name,
	title: document?.title,
	assets: assets.map(asset => [
		asset.kind,
		asset.name,
		asset.document?.title,
		asset.pax?.asset.representations.map(({type, contentObjects}) => [type, contentObjects.map(object => object.title)]),
	]),
	folders: folders.map(outline),
});

const shapes: readonly OpexLayoutOptions[] = [{pax: 'zip'}, {pax: 'folder'}, {pax: 'zip', xip: false}, {pax: 'folder', xip: false}];

describe('what was laid out', () => {
	it.each(shapes.flatMap(shape => [shape, {...shape, container: true}]))('is read as what it was, and is valid: %j', async options => {
		const contents = await readOpexTree(treeOf(await written(options)));
		expect(await verifyOpex(contents)).toEqual({status: 'valid', findings: []});
		expect(contents.documentPath).toBe(options.container === true ? 'batch.opex' : undefined);
		const kind = options.pax === 'folder' ? 'folder' : 'zip';
		const name = kind === 'folder' ? 'Book.pax' : 'Book.pax.zip';
		const pages = [
			['Preservation', ['p1', 'p2']],
			['Access', ['b']],
		];
		const assets = [
			['file', 'a.txt', 'A letter', undefined],
			[kind, name, 'Book', pages],
		].toSorted(([a], [b]) => (a === 'folder' ? -1 : b === 'folder' ? 1 : 0));
		expect(contents.folders.map(outline)).toEqual([
			{name: 'Letters', title: 'The letters', assets, folders: [{name: 'Empty', title: undefined, assets: [], folders: []}]},
		]);
	});

	it('is read from a ZIP file, with a ZIP file in it', async () => {
		const bytes = await collect(zipLayout(opexLayout(letters)).bytes);
		const contents = await readOpexTree(treeOfZip(await openZip(new Blob([bytes]))));
		expect(await verifyOpex(contents)).toEqual({status: 'valid', findings: []});
	});

	it.each(shapes)('can be laid out again: %j', async options => {
		const {folders} = await readOpexTree(treeOf(await written(options)));
		const asset = folders[0]!.assets.find(({pax}) => pax !== undefined)!;
		const again = await filesOf(paxLayout({...asset.pax!.asset, title: 'Book'}, {xip: options.xip}));
		expect([...again.keys()].filter(path => path !== 'Book.xip')).toEqual([
			'Representation_Preservation/p1/Generation_1/p1.tif',
			'Representation_Preservation/p2/Generation_1/p2.tif',
			'Representation_Access/b/Generation_1/b.pdf',
		]);
	});
});

const file = 'Letters/Book.pax/Representation_Preservation/p1/Generation_1/p1.tif';

describe('damage', () => {
	const damaged = async (change: (files: Files) => void, options: OpexLayoutOptions = {pax: 'folder'}): Promise<readonly string[]> => {
		const files = await written(options);
		change(files);
		return await told(treeOf(files));
	};

	it.each<[string, (files: Files) => void, readonly string[]]>([
		['a changed file', files => files.set('Letters/a.txt', textBytes('DEAR')), ['digest-wrong Letters/a.txt']],
		['a longer file', files => files.set('Letters/a.txt', textBytes('dear!')), ['size-wrong Letters/a.txt', 'digest-wrong Letters/a.txt']],
		['a missing file', files => files.delete('Letters/a.txt'), ['missing Letters/a.txt', 'belongs-to-nothing Letters/a.txt.opex']],
		['an unlisted file', files => files.set('Letters/b.txt', textBytes('x')), ['not-listed Letters/b.txt', '(no-fixity) Letters/b.txt']],
		[
			'an unlisted folder',
			files => files.set('Letters/More/b.txt', textBytes('x')),
			['not-listed Letters/More', '(no-fixity) Letters/More/b.txt'],
		],
		['a missing folder', files => files.delete('Letters/Empty/Empty.opex'), ['missing Letters/Empty']],
		['a missing document', files => files.delete('Letters/a.txt.opex'), ['missing Letters/a.txt.opex', '(no-fixity) Letters/a.txt']],
		[
			'a document of nothing',
			files => files.set('Letters/z.opex', textBytes(writeOpex({}))),
			['(not-listed) Letters/z.opex', 'belongs-to-nothing Letters/z.opex'],
		],
		['a document that is none', files => files.set('Letters/Empty/Empty.opex', textBytes('<a/>')), ['not-opex Letters/Empty/Empty.opex']],
		['a document that is broken', files => files.set('Letters/Empty/Empty.opex', textBytes('<a')), ['unreadable Letters/Empty/Empty.opex']],
		[
			'a changed file in a PAX',
			files => files.set(file, textBytes('ONE')),
			[`digest-wrong ${file}`, `digest-wrong ${file}`, `digest-wrong ${file}`],
		],
	])('is told: %s', async (_, change, expected) => {
		expect(await damaged(change)).toEqual(expected);
	});

	it('is told of a file that is missing in a PAX by everyone who tells of it', async () => {
		const found = await damaged(files => files.delete(file));
		const folder = 'Letters/Book.pax/Representation_Preservation/p1';
		expect(found).toEqual([
			`missing ${file}`,
			`missing ${file}`,
			`missing ${folder}`,
			`missing ${folder}/Generation_1`,
			'missing Letters/Book.pax.opex',
		]);
	});

	it.each<[string, number, readonly string[]]>([
		['in its first file', 0, ['digest-wrong Letters/Book.pax.zip', `unreadable Letters/Book.pax.zip/${file.slice(17)}`]],
		['at its end', -22, ['truncated Letters/Book.pax.zip', 'digest-wrong Letters/Book.pax.zip']],
	])('is told of a zipped PAX: %s', async (_, at, expected) => {
		const found = await damaged(files => {
			const bytes = files.get('Letters/Book.pax.zip')!;
			bytes[(at + bytes.length) % bytes.length]! ^= 1;
		}, {});
		expect(found).toEqual(expected);
	});
});

const opex = (description: Parameters<typeof writeOpex>[0]): string => writeOpex(description);
const sha1 = {algorithm: 'sha1' as const, value: '0'.repeat(40)};
const small = (files: Readonly<Record<string, string>>, empty: readonly string[] = []): PackageTree => treeOf(Object.entries(files), empty);

describe('what others make', () => {
	it.each<[string, PackageTree, readonly string[]]>([
		[
			'a manifest with white space around names',
			small({'f/f.opex': opex({manifest: {files: [{path: ' a '}], folders: ['./b']}}), 'f/a': 'x'}, ['f/b']),
			['(name-form) f/a', '(name-form) f/b', '(no-fixity) f/a'],
		],
		[
			'a manifest with names in another Unicode form',
			small({'f/f.opex': opex({manifest: {files: [{path: 'u\u0308'}]}}), 'f/\u00fc': 'x'}),
			['(name-form) f/\u00fc', '(no-fixity) f/\u00fc'],
		],
		[
			'a file listed twice',
			small({'f/f.opex': opex({manifest: {files: [{path: 'a'}, {path: 'a'}]}}), 'f/a': 'x'}),
			['listed-twice f/f.opex', '(no-fixity) f/a'],
		],
		['a folder listed twice', small({'f/f.opex': opex({manifest: {folders: ['b', 'b']}})}, ['f/b']), ['listed-twice f/f.opex']],
		[
			'a manifest that lists itself',
			small({'f/f.opex': opex({manifest: {files: [{path: 'f.opex', size: 3}]}})}),
			['(lists-itself) f/f.opex'],
		],
		['a manifest of folders alone', small({'f/f.opex': opex({manifest: {folders: []}}), 'f/a': 'x'}), ['(no-fixity) f/a']],
		[
			'a digest with a path for a file',
			small({a: 'x', 'a.opex': opex({fixities: [{...sha1, path: 'b'}]})}),
			['fixity-misplaced a.opex', '(no-fixity) a'],
		],
		[
			'a digest without a path for a folder',
			small({'a.pax/Representation_Access/x/y': 'x', 'a.pax.opex': opex({fixities: [sha1]})}),
			['fixity-misplaced a.pax.opex', '(no-fixity) a.pax/Representation_Access/x/y'],
		],
		[
			'a digest of a file that is not there',
			small({'a.pax/Representation_Access/x/y': 'x', 'a.pax.opex': opex({fixities: [{...sha1, path: 'z'}]})}),
			['missing a.pax.opex', '(no-fixity) a.pax/Representation_Access/x/y'],
		],
		[
			'two documents of one folder',
			small({'a.opex': opex({}), 'a/a.opex': opex({}), 'a/b': 'x'}),
			['two-documents a/a.opex', '(no-fixity) a/a.opex', '(no-fixity) a/b'],
		],
		['a folder in one of its name', small({'a/a.opex': opex({}), 'a/a/b': 'x'}), ['(ambiguous) a/a.opex', '(no-fixity) a/a/b']],
		[
			'a container with a folder without a manifest',
			small({'batch.opex': opex({manifest: {folders: ['a']}}), 'a/b': 'x'}),
			['(no-manifest) undefined', '(no-fixity) a/b'],
		],
		[
			'a document whose file is lost, in a package without folders',
			small({'a.opex': opex({title: 'A', fixities: [sha1]})}),
			['belongs-to-nothing a.opex'],
		],
		[
			'a document whose file is lost, beside a folder',
			small({'a.opex': opex({title: 'A'}), 'f/b': 'x'}),
			['belongs-to-nothing a.opex', '(no-fixity) f/b'],
		],
		['digests of a folder', small({'f/f.opex': opex({fixities: [sha1]}), 'f/a': 'x'}), ['fixity-misplaced f/f.opex', '(no-fixity) f/a']],
		['digests of a container', small({'batch.opex': opex({manifest: {files: []}, fixities: [sha1]})}), ['fixity-misplaced batch.opex']],
		['a PAX folder with nothing in it', small({}, ['a.pax']), ['no-content a.pax']],
		[
			'a manifest of a file',
			small({a: 'x', 'a.opex': opex({manifest: {files: [{path: 'b'}]}})}),
			['(manifest-misplaced) a.opex', '(no-fixity) a'],
		],
		[
			'two documents of nothing',
			small({'a.opex': opex({}), 'b.opex': opex({})}),
			['belongs-to-nothing a.opex', 'belongs-to-nothing b.opex'],
		],
		['a PAX that is no ZIP file', small({'a.pax.zip': 'x'}), ['not-a-zip a.pax.zip', '(no-fixity) a.pax.zip']],
	])('is read and told: %s', async (_, tree, expected) => {
		expect(await told(tree)).toEqual(expected);
	});

	it('takes a folder with a document beside it for an asset', async () => {
		const {assets, folders} = await readOpexTree(small({'Album.opex': opex({title: 'T'}), 'Album/a.jpg': 'x', 'Album/b.jpg': 'y'}));
		expect(folders).toEqual([]);
		expect(assets.map(({kind, name, document, pax}) => [kind, name, document?.title, [...pax!.tree.files.keys()]])).toEqual([
			['folder', 'Album', 'T', ['a.jpg', 'b.jpg']],
		]);
	});

	it('tells of files in a zipped PAX that nothing proves, though there are digests of others', async () => {
		const pages = {title: 'T', representations: [{type: 'Access', files: [entry('a', '1'), entry('b', '2')]}]};
		const bytes = await collect(zipLayout(paxLayout(pages, {xip: false})).bytes);
		const path = 'Representation_Access/a/Generation_1/a';
		const value = '356a192b7913b04c54574d18c28d46e6395428ab';
		const document = opex({fixities: [{algorithm: 'sha1', value, path}]});
		expect(
			await told(
				treeOf([
					['T.pax.zip', bytes],
					['T.pax.zip.opex', document],
				]),
			),
		).toEqual(['(no-fixity) T.pax.zip/Representation_Access/b/Generation_1/b']);
	});

	it('tells of a digest of a file that is not in a zipped PAX', async () => {
		const files = await written();
		files.set('Letters/Book.pax.zip.opex', textBytes(opex({fixities: [{...sha1, path: 'z'}]})));
		expect((await readOpexTree(treeOf(files))).findings.map(({code, path}) => [code, path])).toContainEqual([
			'missing',
			'Letters/Book.pax.zip.opex',
		]);
	});

	it('does not ask for digests of files in a PAX that its document has', async () => {
		const files = await written({pax: 'folder'});
		const path = 'Letters/Book.pax/Book.xip';
		files.set(path, textBytes(new TextDecoder().decode(files.get(path)).replaceAll(/<Fixities>.*?<\/Fixities>/gs, '')));
		const {findings} = await readOpexTree(treeOf(files));
		expect(findings.map(({code}) => code)).toContain('no-fixity');
		expect(await told(treeOf(files))).not.toContainEqual(expect.stringContaining('no-fixity'));
	});

	it('has only the empty folders of a PAX in it', async () => {
		const tree = small({'f/f.opex': opex({}), 'a.pax/Representation_Access/x/y': 'x'}, ['e', 'a.pax/Representation_Access/z']);
		const {assets, findings} = await readOpexTree(tree);
		expect(assets[0]?.pax?.tree.emptyFolders).toEqual(['Representation_Access/z']);
		expect(findings.map(({code, path}) => [code, path])).toEqual([['empty-folder', 'a.pax/Representation_Access/z']]);
	});

	it('takes the metadata file in a folder for that of the folder', async () => {
		const {folders} = await readOpexTree(small({'f/f.metadata': '<a/>', 'f/a': 'x'}));
		expect([folders[0]?.metadataFile?.path, folders[0]?.assets.map(({path}) => path)]).toEqual(['f/f.metadata', ['f/a']]);
	});

	it('takes .metadata files for what they are', async () => {
		const {assets} = await readOpexTree(small({'a.jpg': 'x', 'a.jpg.metadata': '<a/>'}));
		expect(assets.map(({path, metadataFile}) => [path, metadataFile?.path])).toEqual([['a.jpg', 'a.jpg.metadata']]);
	});

	it('takes a document with a manifest beside a folder for that of an asset, not of a container', async () => {
		const manifest = {files: [{path: 'a.jpg', size: 1}], folders: []};
		const {assets, documentPath, findings} = await readOpexTree(small({'Album.opex': opex({manifest}), 'Album/a.jpg': 'x'}));
		expect([assets.map(({kind, name}) => [kind, name]), documentPath, findings]).toEqual([[['folder', 'Album']], undefined, []]);
	});

	it('does not read a document that nobody would write', async () => {
		const open = () => expect.unreachable('It is not read.');
		const files = new Map([...small({a: 'x'}).files, ['a.opex', {path: 'a.opex', size: 2 ** 30, open}]]);
		const {findings} = await readOpexTree({files, emptyFolders: []});
		expect(findings.map(({code, path}) => [code, path])).toEqual([['too-large', 'a.opex']]);
	});

	it('does not read a PAX into memory that is larger than allowed, unless there is another way', async () => {
		const tree = treeOf(await written());
		const refused = await readOpexTree(tree, {maxInMemory: 100});
		expect(refused.findings.map(({code, path}) => [code, path])).toEqual([['too-large', 'Letters/Book.pax.zip']]);
		const blob = new Blob([(await written()).get('Letters/Book.pax.zip')!]);
		const {findings} = await readOpexTree(tree, {maxInMemory: 100, openNested: () => Promise.resolve(blob)});
		expect(findings).toEqual([]);
	});

	it('reads no PAX into memory that is not compressed in the ZIP file around it', async () => {
		const pages = [entry('p1.tif', randomBytes(700_000)), entry('p2.tif', 'two')];
		const assets = [{title: 'Book', representations: [{type: 'Preservation', files: pages}]}];
		const bytes = await collect(zipLayout(opexLayout({assets})).bytes);
		const contents = await readOpexTree(treeOfZip(await openZip(new Blob([bytes]))), {maxInMemory: 0});
		expect(await verifyOpex(contents)).toEqual({status: 'valid', findings: []});
		expect(contents.assets[0]?.pax?.tree.files.size).toBe(3);
	});

	it('does not follow folders in each other without end', async () => {
		await expect(readOpexTree(small({[`${'a/'.repeat(10_000)}b`]: 'x'}))).rejects.toThrow(expect.objectContaining({problem: 'too-deep'}));
		const {folders} = await readOpexTree(small({[`${'a/'.repeat(999)}b`]: 'x'}));
		expect(folders).toHaveLength(1);
	});

	it('reads thousands of PAX folders in a time that grows with them', async () => {
		const paths = Array.from({length: 15_000}, (_, index) => [`${index}.pax/Representation_Access/a/b`, ''] as const);
		const {assets} = await readOpexTree(treeOf(paths));
		expect([...assets[14_999]!.pax!.tree.files.keys()]).toEqual(['Representation_Access/a/b']);
	}, 3000);

	it('stops when its signal ends', async () => {
		const tree = treeOf(await written());
		const signal = AbortSignal.abort(new Error('enough'));
		await expect(readOpexTree(tree, {signal})).rejects.toThrow('enough');
		const contents: OpexContents = await readOpexTree(tree);
		await expect(verifyOpex(contents, {signal})).rejects.toThrow('enough');
	});
});
