import {ConfigurationError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {entry} from '../fixtures/entries.ts';
import {filesOf, textOf, treeOf} from '../fixtures/trees.ts';
import {zipLayout} from '../layout/zip-layout.ts';
import {collect} from '../fixtures/entries.ts';
import type {AssetDescription} from '../xip/description.ts';
import {readXip} from '../xip/read-xip.ts';
import {verifyXip} from '../xip/verify-xip.ts';
import type {PaxLayoutOptions} from './options.ts';
import {paxLayout} from './pax-layout.ts';

const book: AssetDescription = {
	title: 'A book',
	representations: [
		{type: 'Preservation', files: [entry('page 1.tif', 'one'), entry('page 2.tif', 'two')]},
		{type: 'Access', files: [entry('book.pdf', 'all')]},
	],
};

const pathsOf = async (asset: AssetDescription, options?: PaxLayoutOptions): Promise<readonly string[]> => [
	...(await filesOf(paxLayout(asset, options))).keys(),
];

describe('a PAX', () => {
	it('has folders for representations, content objects and generations, and its structure at the end', async () => {
		expect(await pathsOf(book)).toEqual([
			'Representation_Preservation/page 1/Generation_1/page 1.tif',
			'Representation_Preservation/page 2/Generation_1/page 2.tif',
			'Representation_Access/book/Generation_1/book.pdf',
			'A book.xip',
		]);
	});

	it('has a structure that is true of its files', async () => {
		const contents = await readXip(treeOf(await filesOf(paxLayout(book, {digests: ['sha256']}))));
		expect((await verifyXip(contents)).findings).toEqual([]);
		expect(contents.assets[0]?.representations.map(({type, contentObjects}) => [type, contentObjects.map(({title}) => title)])).toEqual([
			['Preservation', ['page 1', 'page 2']],
			['Access', ['book']],
		]);
		expect(contents.bitstreams[0]?.fixities.map(({algorithm}) => algorithm)).toEqual(['sha1', 'sha256']);
	});

	it('goes by the name that is given, in any version', async () => {
		const layout = paxLayout(book, {name: 'b', namespace: 'http://preservica.com/XIP/v7.7'});
		expect(layout.name).toBe('b.pax');
		expect(textOf(await filesOf(layout), 'b.xip')).toContain('<XIP xmlns="http://preservica.com/XIP/v7.7">');
	});

	it.each([true, false])('knows its length before it is read (xip: %s)', async xip => {
		const {bytes, size, name} = zipLayout(paxLayout(book, {xip}));
		expect((await collect(bytes)).length).toBe(size);
		expect(name).toBe('A book.pax.zip');
	});

	it('numbers representations of one type, and keeps content objects of one name apart', async () => {
		const asset: AssetDescription = {
			title: 'T',
			representations: [
				{type: 'Access', files: [entry('a.pdf', '1'), entry('A.txt', '2')]},
				{type: 'Access', files: [entry('a.pdf', '3')]},
			],
		};
		expect(await pathsOf(asset)).toEqual([
			'Representation_Access_1/a/Generation_1/a.pdf',
			'Representation_Access_1/A-2/Generation_1/A.txt',
			'Representation_Access_2/a/Generation_1/a.pdf',
			'T.xip',
		]);
	});

	it('has every generation, and files of one name in folders of their own', async () => {
		const generations = [{bitstreams: [entry('a.doc', '1'), entry('x/A.doc', '2')]}, {bitstreams: [entry('a.docx', '3')]}];
		const asset = {title: 'T', representations: [{type: 'Preservation', contentObjects: [{title: 'a/b: c.', generations}]}]};
		expect(await pathsOf(asset)).toEqual([
			'Representation_Preservation/a_b_ c/Generation_1/a.doc',
			'Representation_Preservation/a_b_ c/Generation_1/2/A.doc',
			'Representation_Preservation/a_b_ c/Generation_2/a.docx',
			'T.xip',
		]);
		const contents = await readXip(treeOf(await filesOf(paxLayout(asset))));
		expect((await verifyXip(contents)).findings).toEqual([]);
	});

	it('has names that every file system takes', async () => {
		const files = ['con.txt', '....tif', ' .x'].map(name => entry(name, name));
		const paths = await pathsOf({title: 'NUL', representations: [{type: 'Access', files}]});
		expect(paths.map(path => path.split('/')[1])).toEqual(['_con', '_', '_ _', undefined]);
		expect(paths.at(-1)).toBe('_NUL.xip');
	});

	it('has names that are not longer than file systems take, and no half of a letter', async () => {
		const title = `${'a'.repeat(119)}\u{1f4d6}${'b'.repeat(300)}`;
		const [path, xip] = await pathsOf({title, representations: [{type: 'Access', contentObjects: [{...page, title}]}]});
		expect([path?.split('/')[1], xip]).toEqual(['a'.repeat(119), `${'a'.repeat(119)}.xip`]);
	});

	it.each([
		['語'.repeat(120), '語'.repeat(73)],
		['ж'.repeat(200), 'ж'.repeat(110)],
		['\u{1f4d6}'.repeat(60), '\u{1f4d6}'.repeat(55)],
	])('has names that are not longer in bytes than Linux takes: %s', async (title, name) => {
		expect(await pathsOf({title, representations: [{type: 'Access', contentObjects: [{...page, title}]}]})).toEqual([
			expect.stringContaining(`/${name}/`),
			`${name}.xip`,
		]);
	});

	it.each(['con.1843', 'com¹', 'AUX .x'])('has no name of a device for Windows, such as %s', async title => {
		expect((await pathsOf({title, representations: [{type: 'Access', files: [entry('a', '1')]}]})).at(-1)).toBe(`_${title}.xip`);
	});

	it('has a content object that is in two representations once', async () => {
		const object = {title: 'a', generations: [{bitstreams: [entry('a.doc', '1')]}]};
		const representations = [
			{type: 'Preservation', contentObjects: [object]},
			{type: 'Access', contentObjects: [object]},
		];
		expect(await pathsOf({title: 'T', representations})).toEqual(['Representation_Preservation/a/Generation_1/a.doc', 'T.xip']);
	});

	it('takes one that was read without a reference for one, wherever it is', async () => {
		const object = {title: 'a', ref: '', generations: [{bitstreams: [entry('a.doc', '1')]}]};
		const representations = ['Preservation', 'Access'].map(type => ({type, contentObjects: [object]}));
		expect(await pathsOf({title: 'T', ref: '', representations})).toEqual(['Representation_Preservation/a/Generation_1/a.doc', 'T.xip']);
	});

	it('takes files that come one by one', async () => {
		async function* files() {
			yield entry('a.doc', '1');
			yield entry('b.doc', '2');
		}
		const layout = paxLayout({title: 'T', representations: [{type: 'Preservation', files: files()}]});
		expect(layout.outline()).toBeUndefined();
		const contents = await readXip(treeOf(await filesOf(layout)));
		expect((await verifyXip(contents)).findings).toEqual([]);
		expect(contents.bitstreams.map(({location}) => location)).toEqual([
			'Representation_Preservation/a/Generation_1',
			'Representation_Preservation/b/Generation_1',
		]);
	});

	it('fails when a file does not have the digest it has to have', async () => {
		const wrong = {...entry('a', '1'), fixities: [{algorithm: 'md5' as const, value: '0'.repeat(32)}]};
		const contentObjects = [{title: 'a', generations: [{bitstreams: [wrong]}]}];
		await expect(filesOf(paxLayout({title: 'T', representations: [{type: 'Preservation', contentObjects}]}))).rejects.toThrow(
			expect.objectContaining({problem: 'fixity-mismatch', path: 'Representation_Preservation/a/Generation_1/a'}),
		);
	});

	it('names thousands of content objects of one title in a time that grows with them', () => {
		const generations = [{bitstreams: [entry('a', '1')]}];
		const contentObjects = Array.from({length: 6000}, () => ({title: 'page', generations}));
		const files = paxLayout({title: 'T', representations: [{type: 'Access', contentObjects}]}).outline();
		expect(files?.at(5999)?.path).toBe('Representation_Access/page-6000/Generation_1/a');
	}, 3000);

	it('gives a number that nobody has to a name that somebody has', () => {
		const generations = [{bitstreams: [entry('a', '1')]}];
		const contentObjects = ['p', 'p-2', 'p', 'P', 'p-2'].map(title => ({title, generations}));
		const files = paxLayout({title: 'T', representations: [{type: 'Access', contentObjects}]}).outline();
		expect(files?.map(({path}) => path.split('/')[1])).toEqual(['p', 'p-2', 'p-3', 'P-4', 'p-2-2', undefined]);
	});

	it.each(['a/b', '..', ''])('refuses the name %j', name => {
		expect(() => paxLayout(book, {name})).toThrow();
	});
});

const page = {title: 'p', generations: [{bitstreams: [entry('p.tif', '1')]}]};
const plain = (change: object, inObject: object = {}, inGeneration: object = {}, representation: object = {}): AssetDescription => ({
	title: 'T',
	representations: [
		{
			type: 'Preservation',
			contentObjects: [{...page, generations: [{...page.generations[0]!, ...inGeneration}], ...inObject}],
			...representation,
		},
	],
	...change,
});

describe('a PAX without a structure', () => {
	it('is its files alone', async () => {
		expect(await pathsOf(plain({}), {xip: false})).toEqual(['Representation_Preservation/p/Generation_1/p.tif']);
		expect(await pathsOf(book, {xip: false})).toHaveLength(3);
	});

	it.each<[string, AssetDescription]>([
		['a description', plain({description: 'd'})],
		['a reference', plain({ref: 'r'})],
		['a reference of a content object', plain({}, {ref: 'r'})],
		['a custom type', plain({customType: 'c'})],
		['a security tag', plain({securityTag: 'closed'})],
		['identifiers', plain({identifiers: [{type: 'a', value: 'b'}]})],
		['metadata', plain({metadata: [{xml: '<a xmlns="urn:a"/>'}]})],
		['the name of a representation', plain({}, {}, {}, {name: 'Best'})],
		['a type of more than letters', plain({}, {}, {}, {type: 'Access_2'})],
		['a description of a content object', plain({}, {description: 'd'})],
		['a security tag of a content object', plain({}, {securityTag: 'closed'})],
		['a title that no folder can have', plain({}, {title: 'a/b'})],
		['a label', plain({}, {}, {label: 'l'})],
		['a date', plain({}, {}, {effectiveDate: '2020-01-01T00:00:00Z'})],
		['a format group', plain({}, {}, {formatGroup: 'f'})],
		['that the last generation is not active', plain({}, {}, {active: false})],
		['that the first generation is not original', plain({}, {}, {original: false})],
		['two files of one name', plain({}, {}, {bitstreams: [entry('a', '1'), entry('b/a', '2')]})],
		['no files', plain({}, {}, {bitstreams: []})],
		['an order that is not that of names', plain({representations: [{type: 'Preservation', files: [entry('b', '1'), entry('a', '2')]}]})],
		['two content objects of one name', plain({representations: [{type: 'Preservation', files: [entry('a.b', '1'), entry('a.c', '2')]}]})],
		[
			'one content object in two representations',
			plain({
				representations: [
					{type: 'Preservation', contentObjects: [page]},
					{type: 'Access', contentObjects: [page]},
				],
			}),
		],
		['a title that its name is not', plain({title: 'T: 1'})],
		['a representation without files', plain({representations: [{type: 'Physical', files: []}]})],
	])('cannot tell %s, and says so', (_, asset) => {
		expect(() => paxLayout(asset)).not.toThrow();
		expect(() => paxLayout(asset, {xip: false})).toThrow(ConfigurationError);
	});

	it('refuses files that do not have the digests they have to have, too', async () => {
		const wrong = {...entry('p.tif', '1'), fixities: [{algorithm: 'md5' as const, value: '0'.repeat(32)}]};
		await expect(filesOf(paxLayout(plain({}, {}, {bitstreams: [wrong]}), {xip: false}))).rejects.toThrow(
			expect.objectContaining({problem: 'fixity-mismatch'}),
		);
	});

	it('goes by its title, or refuses another name', () => {
		expect(paxLayout(plain({}), {xip: false}).name).toBe('T.pax');
		expect(() => paxLayout(plain({}), {xip: false, name: 'U'})).toThrow(ConfigurationError);
		expect(paxLayout(plain({}), {name: 'U'}).name).toBe('U.pax');
	});
});
