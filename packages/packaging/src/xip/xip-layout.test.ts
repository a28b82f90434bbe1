import {describe, expect, it} from 'vitest';
import {attribute, children, content, element, optionalChild, optionalText, parseXml, text, type XmlElement} from '@fonds/core/xml';
import {letter} from '../fixtures/descriptions.ts';
import {folderEntry} from '../entries/folder-entry.ts';
import {entry} from '../fixtures/entries.ts';
import {xip} from '../fixtures/read-package.ts';
import {filesOf, textOf} from '../fixtures/trees.ts';
import type {ContentObjectDescription, RepresentationDescription, XipDescription} from './index.ts';
import type {XipLayoutOptions} from './options.ts';
import {xipLayout} from './xip-layout.ts';

const v77: XipLayoutOptions = {namespace: 'http://preservica.com/XIP/v7.7', date: new Date('2024-05-06T07:08:09.123Z')};

async function metadataOf(description: XipDescription, options = v77): Promise<XmlElement> {
	return parseXml(textOf(await filesOf(xipLayout(description, options)), 'metadata.xml'));
}

const withObjects = (...contentObjects: ContentObjectDescription[]): XipDescription => ({
	assets: [{title: 'T', ref: 'A', representations: [{type: 'Preservation', contentObjects}]}],
});

const page = {
	title: 'Page',
	ref: 'O',
	generations: [{bitstreams: [entry('page.doc', 'old')]}, {bitstreams: [entry('page.pdf', 'new'), entry('other/page.pdf', 'more')]}],
};

const hello = 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d';

describe('a layout', () => {
	it('has the files below content, the metadata at the end, and the name of the package', async () => {
		const layout = xipLayout(withObjects(page), {...v77, digests: ['sha512']});
		expect(layout.name).toBe('A');
		expect(layout.digests).toEqual(['sha1', 'sha512']);
		const files = await filesOf(layout);
		expect([...files.keys()]).toEqual(['content/p1/page.doc', 'content/p1/page.pdf', 'content/p1-2/page.pdf', 'metadata.xml']);
	});

	it('knows every size before a file is read', async () => {
		const layout = xipLayout(withObjects(page), v77);
		const outline = layout.outline();
		const files = await filesOf(layout);
		expect(outline?.map(({path, size}) => [path, size])).toEqual(Array.from(files, ([path, bytes]) => [path, bytes.length]));
	});

	it('has no outline when a size is not known', () => {
		const unknown = withObjects({...page, generations: [{bitstreams: [entry('a', 'x', {size: undefined})]}]});
		expect(xipLayout(unknown, v77).outline()).toBeUndefined();
	});

	it('takes chosen files in generations', async () => {
		const files = await filesOf(xipLayout(withObjects({...page, generations: [{bitstreams: [new File(['hello'], 'a.txt')]}]}), v77));
		expect(textOf(files, 'content/p1/a.txt')).toBe('hello');
	});
});

describe('the folder of a representation', () => {
	it.each([
		['constructor', 'constructor1'],
		['COM', 'r1'],
		['Доступ', 'r1'],
	])('has a name that is one anywhere: of %s', async (type, name) => {
		const files = await filesOf(xipLayout({assets: [{title: 'T', representations: [{type, files: [entry('a', 'x')]}]}]}, v77));
		expect([...files.keys()]).toEqual([`content/${name}/a`, 'metadata.xml']);
	});
});

it('representations have the names of their types, with a number if there are several', async () => {
	const types = ['Preservation', 'Access', 'Access', 'Access'];
	const representations = types.map((type, index) => ({type, name: index === 2 ? 'Web' : undefined, files: [entry('a', 'x')]}));
	const metadata = await metadataOf({assets: [{title: 'T', representations}]});
	const names = children(metadata, xip('Representation')).map(item => text(item, xip('Name')));
	expect(names).toEqual(['Preservation', 'Access', 'Web', 'Access 3']);
});

describe('a bitstream', () => {
	it('has the name it says, wherever its path leads', async () => {
		const renamed = {...entry('storage/0001.bin', 'x'), filename: 'letter.txt', originalFilename: 'LETTER.TXT'};
		const files = await filesOf(
			xipLayout(withObjects({...page, generations: [{bitstreams: [renamed, entry('other/letter.txt', 'y')]}]}), v77),
		);
		expect([...files.keys()]).toEqual(['content/p1/letter.txt', 'content/p1-2/letter.txt', 'metadata.xml']);
		expect(textOf(files, 'metadata.xml')).toContain('<OriginalFilename>LETTER.TXT</OriginalFilename>');
	});
});

describe('generations', () => {
	it('are the first one original and the last one active unless they say otherwise', async () => {
		const three = {...page, generations: [...page.generations, {bitstreams: []}]};
		const metadata = await metadataOf(withObjects(three));
		const flags = (root: XmlElement) =>
			children(root, xip('Generation')).map(item => [attribute(item, 'original'), attribute(item, 'active')]);
		expect(flags(metadata)).toEqual([
			['true', 'false'],
			['false', 'false'],
			['false', 'true'],
		]);
		const said = {
			...page,
			generations: [
				{original: false, active: true, bitstreams: []},
				{original: true, active: false, bitstreams: []},
			],
		};
		expect(flags(await metadataOf(withObjects(said)))).toEqual([
			['false', 'true'],
			['true', 'false'],
		]);
	});

	it('take effect with the package unless they say otherwise', async () => {
		const dated = (effectiveDate?: string) => ({effectiveDate, bitstreams: []});
		const generations = [dated(), dated(''), dated('1843-07-10T00:00:00Z')];
		const metadata = await metadataOf(withObjects({...page, generations}));
		expect(children(metadata, xip('Generation')).map(item => optionalText(item, xip('EffectiveDate')))).toEqual([
			'2024-05-06T07:08:09.123Z',
			undefined,
			'1843-07-10T00:00:00Z',
		]);
	});

	it('name their bitstreams by the paths these have', async () => {
		const metadata = await metadataOf(withObjects(page));
		const named = children(metadata, xip('Generation')).map(item =>
			children(optionalChild(item, xip('Bitstreams'))!, xip('Bitstream')).map(content),
		);
		expect(named).toEqual([['p1/page.doc'], ['p1/page.pdf', 'p1-2/page.pdf']]);
		const places = children(metadata, xip('Bitstream')).map(
			item => `${text(item, xip('PhysicalLocation'))}/${text(item, xip('Filename'))}`,
		);
		expect(places).toEqual(named.flat());
	});

	it('have formats and properties, in the order given', async () => {
		const metadata = await metadataOf(
			withObjects({
				...page,
				generations: [
					{
						formatGroup: 'tiff',
						effectiveDate: new Date(0),
						bitstreams: [],
						formats: [
							{puid: 'fmt/353', name: 'TIFF', version: '6', method: 'Signature', valid: true, warnings: 'none'},
							{puid: 'fmt/1', name: 'Other'},
						],
						properties: [{group: 'Page 0', puid: 'prp/1', name: 'Width', value: '5'}],
					},
				],
			}),
		);
		const [generation] = children(metadata, xip('Generation'));
		const plain = (item: XmlElement): unknown =>
			item.children.every(node => typeof node === 'string')
				? [item.name, content(item)]
				: [item.name, item.attributes.map(({name, value}) => `${name}=${value}`), ...item.children.map(node => plain(node as XmlElement))];
		expect(plain(generation!)).toEqual([
			'Generation',
			['original=true', 'active=true'],
			['ContentObject', 'O'],
			['FormatGroup', 'tiff'],
			['EffectiveDate', '1970-01-01T00:00:00.000Z'],
			['Bitstreams', ''],
			[
				'Formats',
				[],
				[
					'Format',
					['valid=true'],
					['PUID', 'fmt/353'],
					['Priority', '1'],
					['IdentificationMethod', 'Signature'],
					['FormatName', 'TIFF'],
					['FormatVersion', '6'],
					['Warnings', 'none'],
				],
				['Format', [], ['PUID', 'fmt/1'], ['Priority', '2'], ['IdentificationMethod', 'Unknown'], ['FormatName', 'Other']],
			],
			['Properties', [], ['Property', [], ['Group', 'Page 0'], ['PUID', 'prp/1'], ['PropertyName', 'Width'], ['Value', '5']]],
		]);
	});
});

describe('content objects', () => {
	it('have identifiers and metadata of their own, and the tag of their asset', async () => {
		const file = {
			...entry('a', 'x'),
			ref: 'F',
			identifiers: [{type: 'code', value: '1'}],
			metadata: [{xml: '<a xmlns="urn:a"/>', ref: 'M'}],
		};
		const {representations: _, ...asset} = letter;
		const metadata = await metadataOf({assets: [{...asset, securityTag: 'closed', representations: [{type: 'Access', files: [file]}]}]});
		expect(children(metadata, xip('Identifier')).map(item => text(item, xip('Entity')))).toEqual(['F']);
		expect(children(metadata, xip('Metadata')).map(item => [text(item, xip('Ref')), text(item, xip('Entity'))])).toEqual([['M', 'F']]);
		const full = await metadataOf({
			assets: [
				{...asset, securityTag: 'closed', representations: [{type: 'Access', contentObjects: [{...page, identifiers: file.identifiers}]}]},
			],
		});
		expect(children(full, xip('Identifier')).map(item => text(item, xip('Entity')))).toEqual(['O']);
		expect(text(children(full, xip('ContentObject'))[0]!, xip('SecurityTag'))).toBe('closed');
	});

	it('are packaged once when several representations have them', async () => {
		const other = {...page, ref: 'O2', title: 'Other', generations: [{bitstreams: [entry('other.pdf', 'x')]}]};
		const representations: RepresentationDescription[] = [
			{type: 'Preservation', contentObjects: [page, other]},
			{type: 'Access', contentObjects: [other]},
		];
		const layout = xipLayout({assets: [{title: 'T', ref: 'A', representations}]}, v77);
		expect(layout.outline()?.map(({path}) => path)).toHaveLength(5);
		const files = await filesOf(layout);
		expect([...files.keys()]).toHaveLength(5);
		const metadata = parseXml(textOf(files, 'metadata.xml'));
		expect(children(metadata, xip('ContentObject')).map(item => text(item, xip('Ref')))).toEqual(['O', 'O2']);
		const lists = children(metadata, xip('Representation')).map(item =>
			children(optionalChild(item, xip('ContentObjects'))!, xip('ContentObject')).map(content),
		);
		expect(lists).toEqual([['O', 'O2'], ['O2']]);
		expect(layout.outline()?.at(-1)?.size).toBe(files.get('metadata.xml')?.length);
	});

	it('need not be there if the representation is a physical one', async () => {
		const metadata = await metadataOf({assets: [{title: 'Box', representations: [{type: 'Physical'}]}]});
		const [physical] = children(metadata, xip('Representation'));
		expect(text(physical!, xip('Type'))).toBe('Physical');
		expect(optionalChild(physical!, xip('ContentObjects'))).toBeUndefined();
	});
});

describe('digests that a file has to have', () => {
	const expecting = (algorithm: 'md5' | 'sha1', value: string): XipDescription =>
		withObjects({...page, generations: [{bitstreams: [{...entry('a', 'hello'), fixities: [{algorithm, value}]}]}]});

	it('are compared, and made beside those asked for', async () => {
		const layout = xipLayout(expecting('md5', '5D41402ABC4B2A76B9719D911017C592'), v77);
		expect(layout.digests).toEqual(['sha1', 'md5']);
		const files = await filesOf(layout);
		expect(textOf(files, 'metadata.xml')).toContain('<FixityValue>5d41402abc4b2a76b9719d911017c592</FixityValue>');
	});

	it('fail the package when the file has others', async () => {
		await expect(filesOf(xipLayout(expecting('sha1', `0${hello.slice(1)}`), v77))).rejects.toMatchObject({
			problem: 'fixity-mismatch',
			path: 'content/p1/a',
		});
	});

	it('are compared for files that become content objects, too, and those that come one by one', async () => {
		const file = (value: string) => ({...entry('a', 'hello'), filename: 'b', fixities: [{algorithm: 'md5' as const, value}]});
		const accessTo = (files: RepresentationDescription['files']): XipDescription => ({
			assets: [{title: 'T', representations: [{type: 'Access', files}]}],
		});
		async function* later(value: string) {
			yield await Promise.resolve(file(value));
		}
		const right = '5d41402abc4b2a76b9719d911017c592';
		const wrong = right.replace('5', '6');
		expect([...(await filesOf(xipLayout(accessTo([file(right)]), v77))).keys()]).toEqual(['content/a1/b', 'metadata.xml']);
		await expect(filesOf(xipLayout(accessTo([file(wrong)]), v77))).rejects.toMatchObject({problem: 'fixity-mismatch'});
		await expect(filesOf(xipLayout(accessTo(later(right)), v77))).rejects.toThrow('Add md5 to `digests`');
		const options = {...v77, digests: ['md5'] as const};
		await expect(filesOf(xipLayout(accessTo(later(wrong)), options))).rejects.toMatchObject({problem: 'fixity-mismatch'});
		expect((await filesOf(xipLayout(accessTo(later(right)), options))).size).toBe(2);
	});

	it.each([
		['of an algorithm that is not known', [{algorithm: undefined, value: hello}], 'does not know'],
		['of another length', [{algorithm: 'sha1' as const, value: 'abc'}], 'which is none'],
		[
			'that contradict each other',
			[
				{algorithm: 'sha1' as const, value: hello},
				{algorithm: 'sha1' as const, value: hello.replace('a', 'b')},
			],
			'two different',
		],
	])('are refused %s', (_, fixities, message) => {
		const description = withObjects({...page, generations: [{bitstreams: [{...entry('a', 'hello'), fixities}]}]});
		expect(() => xipLayout(description, v77)).toThrow(message);
	});
});

describe('elements of later versions', () => {
	const unknown = [element('http://preservica.com/XIP/v8.1', 'Later', [element('http://preservica.com/XIP/v8.1', 'Inner', 'x')])];

	it('are written into packages of versions that are not known', async () => {
		const namespace = 'http://preservica.com/XIP/v8.3';
		const metadata = await metadataOf(
			{
				...withObjects({...page, unknown, generations: [{bitstreams: [{...entry('a', 'x'), unknown}], unknown}]}),
				unknown,
				folders: [{title: 'F', unknown}],
			},
			{...v77, namespace},
		);
		const owners: string[] = [];
		const visit = (item: XmlElement): void => {
			for (const node of item.children) {
				if (typeof node === 'object' && node.name === 'Later') {
					expect([node.namespace, (node.children[0] as XmlElement).namespace]).toEqual([namespace, namespace]);
					owners.push(item.name);
				} else if (typeof node === 'object') {
					visit(node);
				}
			}
		};
		visit(metadata);
		expect(owners).toEqual(['StructuralObject', 'ContentObject', 'Generation', 'Bitstream', 'XIP']);
	});

	it.each<[string, XipDescription]>([
		['of the package', {...withObjects(page), unknown}],
		['of an entity', withObjects({...page, unknown})],
		['of a representation', {assets: [{title: 'T', representations: [{type: 'Physical', unknown}]}]}],
		['of a generation', withObjects({...page, generations: [{bitstreams: [], unknown}]})],
		['of a bitstream', withObjects({...page, generations: [{bitstreams: [{...entry('a', 'x'), unknown}]}]})],
	])('are refused where the schema is known: %s', (_, description) => {
		expect(() => xipLayout(description, v77)).toThrow('<Later> that XIP 7.7 does not know');
	});
});

describe('refused at once is', () => {
	const inGeneration = (more: object): XipDescription => withObjects({...page, generations: [{bitstreams: [], ...more}]});
	const withRepresentation = (more: Partial<RepresentationDescription>): XipDescription => ({
		assets: [{title: 'T', representations: [{type: 'Preservation', contentObjects: [page], ...more}]}],
	});
	const inFile = (more: object): XipDescription => inGeneration({bitstreams: [{...entry('a', 'x'), ...more}]});
	const nested = (depth: number): string => `${'<a xmlns="urn:a">'.repeat(depth)}${'</a>'.repeat(depth)}`;
	const laterVersion = 'http://preservica.com/XIP/v8.3';
	const v60 = 'http://preservica.com/XIP/v6.0';
	const v62 = 'http://preservica.com/XIP/v6.4';

	it.each<[string, XipDescription, string, string?]>([
		['a representation with files and content objects', withRepresentation({files: [entry('a', 'x')]}), 'both files and content objects'],
		['a representation with neither', withRepresentation({contentObjects: undefined}), 'has no files'],
		['a representation with an empty list', withRepresentation({contentObjects: []}), 'has no files'],
		['a date that is no text of a date', inGeneration({effectiveDate: '6.5.2024'}), 'Give it like'],
		['a date that does not exist', inGeneration({effectiveDate: '2024-13-06T07:08:09Z'}), 'Give it like'],
		['a date that is no date', inGeneration({effectiveDate: new Date(Number.NaN)}), 'not a date'],
		['a date beyond the years of XML Schema', inGeneration({effectiveDate: new Date(8.64e15)}), 'Give it like'],
		['a day that February never has', inGeneration({effectiveDate: '2023-02-29T00:00:00Z'}), 'Give it like'],
		['an empty folder', inGeneration({bitstreams: [folderEntry('empty')]}), '"empty" is a folder'],
		['an empty folder among files', withRepresentation({contentObjects: undefined, files: [folderEntry('empty')]}), '"empty" is a folder'],
		['a reference with white space around it', withObjects({...page, ref: ' O'}), 'white space around'],
		['a security tag with white space around it', withObjects({...page, securityTag: 'open\n'}), 'white space around'],
		['a custom type with white space around it', withObjects({...page, customType: ' x'}), 'white space around'],
		['a parent with white space around it', {folders: [{title: 'F', parent: ' x'}]}, 'white space around'],
		[
			'an identifier of a type with white space around it',
			withObjects({...page, identifiers: [{type: ' t', value: 'v'}]}),
			'white space around',
		],
		[
			'an identifier of a key with white space around it',
			withObjects({...page, identifiers: [{type: 't', value: 'v', apiId: '1 '}]}),
			'white space around',
		],
		['a type with white space around it', withRepresentation({type: ' Access'}), 'white space around'],
		['a format with white space around its PUID', inGeneration({formats: [{puid: 'p ', name: 'n'}]}), 'white space around'],
		['a property with white space around its PUID', inGeneration({properties: [{puid: 'p ', name: 'n', value: ''}]}), 'white space around'],
		['a link with white space around its end', {...withObjects(page), links: [{type: 't', from: 'A', to: 'B '}]}, 'white space around'],
		[
			'a restriction of something with white space',
			{...withObjects(page), restrictions: [{type: 'LOCK', entity: ' A'}]},
			'white space around',
		],
		['an event of something with white space', {...withObjects(page), events: [{event: {}, entity: ' A'}]}, 'white space around'],
		[
			'an event with white space around its reference',
			{...withObjects(page), events: [{event: {ref: ' E'}, entity: 'A'}]},
			'white space around',
		],
		['metadata too deep to be read again', withObjects({...page, metadata: [{xml: nested(98)}]}), 'nested deeper than 97 levels'],
		['a later element that XML cannot hold', withObjects({...page, unknown: [element('urn:x', 'a b')]}), 'illegal name', laterVersion],
		[
			'a way of identification that XIP does not know',
			inGeneration({formats: [{puid: 'p', name: 'n', method: 'Guess'}]}),
			'found by "Guess"',
		],
		['a priority that XIP cannot hold', inGeneration({formats: [{puid: 'p', name: 'n', priority: 40_000}]}), 'priority 40000'],
		['a priority that is no whole number', inGeneration({formats: [{puid: 'p', name: 'n', priority: 1.5}]}), 'priority 1.5'],
		['a name of a format that XML cannot hold', inGeneration({formats: [{puid: 'p', name: '\u0000'}]}), 'FormatName'],
		['a value of a property that XML cannot hold', inGeneration({properties: [{puid: 'p', name: 'n', value: '\u0000'}]}), 'Value'],
		['a name of a file with a slash', inFile({filename: 'a/b'}), 'holds a slash'],
		['an original name that XML cannot hold', inFile({originalFilename: '\u0000'}), 'OriginalFilename'],
		['an event without an entity', {...withObjects(page), events: [{event: {}, entity: ''}]}, 'empty entity'],
		[
			'an event whose workflow has a number beyond all numbers of XIP',
			{...withObjects(page), events: [{event: {workflowInstanceId: '9223372036854775808'}, entity: 'A'}]},
			'no whole number',
		],
		[
			'an event whose workflow has no number',
			{...withObjects(page), events: [{event: {workflowInstanceId: 'x'}, entity: 'A'}]},
			'no whole number',
		],
		['a link without a type', {...withObjects(page), links: [{type: '', from: 'A', to: 'B'}]}, 'empty type'],
		['a link without an end', {...withObjects(page), links: [{type: 't', from: 'A', to: ''}]}, 'empty to'],
		['a restriction of another kind', {...withObjects(page), restrictions: [{type: 'HIDE', entity: 'A'}]}, 'no restriction "HIDE"'],
		['a restriction of nothing', {...withObjects(page), restrictions: [{type: 'LOCK', entity: ''}]}, 'empty entity'],
		['what a reader could not place', {...withObjects(page), leftovers: [element(v60, 'Metadata')]}, 'not everything of it can be written'],
		['bitstreams in no generation', {...withObjects(page), unusedBitstreams: [entry('a', 'x')]}, 'in no generation'],
		['content objects in no representation', {...withObjects(page), contentObjects: [page]}, 'in no representation'],
		[
			'a folder in itself',
			{
				folders: [
					{title: 'F', ref: 'F', parent: 'G'},
					{title: 'G', ref: 'G', parent: 'F'},
				],
			},
			'is in itself',
		],
		['a folder in an asset', {...withObjects(page), folders: [{title: 'F', parent: 'A'}]}, 'is an asset'],
		['a folder in a content object', {...withObjects(page), folders: [{title: 'F', parent: 'O'}]}, 'is an asset, or in one'],
		['a content object without a title', withObjects({...page, title: ''}), 'no title'],
		['a content object twice', withObjects(page, {...page}), 'used twice'],
		['an identifier with an empty key', withObjects({...page, identifiers: [{type: 't', value: 'v', apiId: ''}]}), 'empty apiId'],
		[
			'an identifier with a key, before 6.2',
			withObjects({...page, identifiers: [{type: 't', value: 'v', apiId: '1'}]}),
			'before XIP 6.2',
			v60,
		],
		[
			'formats of a representation, before 6.2',
			withRepresentation({formats: [{puid: 'p', name: 'n', valid: true}]}),
			'before XIP 6.2',
			v60,
		],
		[
			'properties of a representation, before 6.2',
			withRepresentation({properties: [{puid: 'p', name: 'n', value: ''}]}),
			'before XIP 6.2',
			v60,
		],
		['a format that may be valid, before 6.9', withRepresentation({formats: [{puid: 'p', name: 'n'}]}), 'before XIP 6.9', v62],
		['an original name, before 6.2', inFile({originalFilename: 'x'}), 'before XIP 6.2', v60],
		['a container, before 6.9', inFile({container: 'x'}), 'before XIP 6.9', v62],
		['a tool of extraction, before 6.9', inFile({extractionTool: 'x'}), 'before XIP 6.9', v62],
		['its parameters, before 6.9', inFile({extractionToolParams: 'x'}), 'before XIP 6.9', v62],
		['a restriction DELETE, before 6.2', {...withObjects(page), restrictions: [{type: 'DELETE', entity: 'A'}]}, 'before XIP 6.2', v60],
		[
			'a date of an event action, before 6.2',
			{...withObjects(page), events: [{event: {}, entity: 'A', date: new Date()}]},
			'before XIP 6.2',
			v60,
		],
		['a date of an event, before 6.2', {...withObjects(page), events: [{event: {date: new Date()}, entity: 'A'}]}, 'before XIP 6.2', v60],
	])('%s', (_, description, message, namespace = v77.namespace) => {
		expect(() => xipLayout(description, {...v77, namespace})).toThrow(message);
	});

	it.each<[string, object, string]>([
		['digests that XIP does not know', {digests: ['sha384']}, 'no "sha384" digests'],
		['digests that are no algorithms', {digests: ['constructor']}, 'no "constructor" digests'],
		['a version before 6', {namespace: 'http://preservica.com/XIP/v5.9'}, 'XIP 6 or later'],
		['a date of the package that is none', {date: new Date(Number.NaN)}, 'not a date'],
		['a date of the package beyond the years of XML Schema', {date: new Date(8.64e15)}, 'Give it like'],
	])('%s', (_, options, message) => {
		expect(() => xipLayout(withObjects(page), {...v77, ...options})).toThrow(message);
	});

	it.each(['http://preservica.com/XIP/v6.12', 'http://preservica.com/XIP/v8.0'])('nothing that 6.9 brought in %s', namespace => {
		expect(() => xipLayout(inFile({container: 'x'}), {namespace})).not.toThrow();
	});
});
