import {describe, expect, it} from 'vitest';
import {dublinCore, dublinCoreTerms} from './dublin-core.ts';
import type {MappedElement, MetadataMapping} from './mapping.ts';
import {mapTable, type MapTableOptions} from './map-table.ts';
import {readTable} from './read-table.ts';

const custom = (content: readonly MappedElement[], more: Partial<MetadataMapping> = {}): MetadataMapping => ({
	name: 'Letters',
	namespaces: {'': 'urn:letters', x: 'urn:x'},
	root: 'letter',
	content,
	...more,
});

const map = async (csv: string, mapping: MetadataMapping, options?: MapTableOptions) =>
	mapTable(await readTable(csv, {delimiter: ','}), mapping, options);

/** What is in the root of each document, without declarations. */
const inside = async (csv: string, content: readonly MappedElement[], options: MapTableOptions = {nameColumn: 'f'}) => {
	const {documents, findings} = await map(csv, custom(content), options);
	return {
		xml: documents.map(({xml}) => /<letter[^>]*?(?:\/>|>(.*)<\/letter>)/s.exec(xml)?.[1] ?? ''),
		findings: findings.map(({code, severity, row, column}) => [code, severity, row, column]),
	};
};

describe('a document of a row', () => {
	it('has the mapped elements in their order, and says what it is about', async () => {
		const {documents, findings} = await map('title,filename,DC.Creator\nA & <b>,objects/a.tif,Ü\n', dublinCore({language: 'en'}));
		expect(findings).toEqual([]);
		expect(documents.map(({row, name, xml}) => [row, name, xml])).toEqual([
			[
				2,
				'objects/a.tif',
				'<?xml version="1.0" encoding="UTF-8"?>\n<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title xml:lang="en">A &amp; &lt;b&gt;</dc:title><dc:creator xml:lang="en">Ü</dc:creator></oai_dc:dc>',
			],
		]);
	});

	it('has an element for each column of a name, each value of a cell, and none for what is empty', async () => {
		const csv = 's,f,s\na; b ;;c,1,d\n,2, \n';
		expect(await inside(csv, [{element: 's', column: 's', separator: ';'}])).toEqual({
			xml: ['<s>a</s><s>b</s><s>c</s><s>d</s>', ''],
			findings: [['header-repeated', 'warning', 1, 's']],
		});
	});

	it('has paths, attributes, languages and what is always the same', async () => {
		const content: readonly MappedElement[] = [
			{element: 'a/x:b', column: 't', language: {column: 'l', otherwise: 'de'}, attributes: {type: {column: 'k'}, 'x:y': 'z'}},
			{element: 'c', value: 'always'},
		];
		expect(await inside('f,t,l,k\n1,T,,\n2,U,en,v\n', content)).toEqual({
			xml: ['<a><x:b x:y="z" xml:lang="de">T</x:b></a><c>always</c>', '<a><x:b type="v" x:y="z" xml:lang="en">U</x:b></a><c>always</c>'],
			findings: [],
		});
	});

	it('has groups where something is in them, once or for each value', async () => {
		const content: readonly MappedElement[] = [
			{
				element: 'origin',
				content: [
					{element: 'place', column: 'p'},
					{element: 'kind', value: 'k'},
					{element: 'year', column: 'y'},
				],
			},
			{element: 'name', column: 'n', separator: ';', content: [{element: 'part'}, {element: 'role', value: 'author'}]},
		];
		expect((await inside('f,p,y,n\n1,,,\n2,,1848,\n3,P,,A;B\n', content)).xml).toEqual([
			'',
			'<origin><kind>k</kind><year>1848</year></origin>',
			'<origin><place>P</place><kind>k</kind></origin><name><part>A</part><role>author</role></name><name><part>B</part><role>author</role></name>',
		]);
	});

	it('may have attributes at the top', async () => {
		const {documents} = await map('k\nv\n', custom([], {attributes: {kind: {column: 'k'}, version: '1'}}));
		expect(documents[0]?.xml).toContain('<letter xmlns="urn:letters" xmlns:x="urn:x" kind="v" version="1"/>');
		expect(documents[0]?.name).toBeUndefined();
	});

	it.each(['=HYPERLINK("http://x")', '@SUM(1)', '+1', '<!--', ']]>', '&amp;'])('holds %s as the text it is', async text => {
		const {documents, findings} = await map(`f,t\n1,"${text.replaceAll('"', '""')}"\n`, custom([{element: 't', column: 't'}]), {
			nameColumn: 'f',
		});
		expect(documents[0]?.element.children).toMatchObject([{name: 't', children: [text]}]);
		expect(findings).toEqual([]);
	});
});

describe('told with row and column', () => {
	it.each<[string, string, readonly MappedElement[], unknown[]]>([
		['a value that is missing', 'f,t\n1,a\n2, \n', [{element: 't', column: 't', required: true}], ['value-missing', 'error', 3, 't']],
		[
			'a group that is missing',
			'f,t\n1,a\n2,\n',
			[{element: 'g', required: true, content: [{element: 't', column: 't'}]}],
			['value-missing', 'error', 3, undefined],
		],
		[
			'a value too many',
			'f,t\n1,a\n2,b;c\n',
			[{element: 't', column: 't', separator: ';', repeated: false}],
			['value-repeated', 'error', 3, 't'],
		],
		['a value that is not known', 'f,t\n1,a\n2,A\n', [{element: 't', column: 't', oneOf: ['a', 'b']}], ['value-unknown', 'error', 3, 't']],
		[
			'an attribute that is not known',
			'f,t\n1,a\n2,A\n',
			[{element: 't', value: 'x', attributes: {k: {column: 't', oneOf: ['a']}}}],
			['value-unknown', 'error', 3, 't'],
		],
		['a character that XML cannot hold', 'f,t\n1,a\n2,x\u0001y\n', [{element: 't', column: 't'}], ['character', 'error', 3, 't']],
		['half of a surrogate pair', 'f,t\n1,a\n2,x\ud800\n', [{element: 't', column: 't'}], ['character', 'error', 3, 't']],
	])('is %s, and there is no document', async (_, csv, content, finding) => {
		const {xml, findings} = await inside(csv, content);
		expect(findings).toEqual([finding]);
		expect(xml).toHaveLength(1);
	});

	it('is a column that has to be there and is not, and there are no documents', async () => {
		expect(
			await inside('f,u\n1,a\n', [
				{element: 't', column: ['t', 'T 2'], required: true},
				{element: 'u', column: 'u'},
			]),
		).toEqual({
			xml: [],
			findings: [['column-missing', 'error', 1, 't']],
		});
	});

	it('is what nothing takes, unless it was left out on purpose or nothing is in it', async () => {
		const csv = 'f,t,lost,left,empty\n1,a,,x,\n2,b,x,,\n';
		const {documents, findings} = await map(csv, custom([{element: 't', column: 't'}]), {nameColumn: 'f', ignore: ['left']});
		expect(documents).toHaveLength(2);
		expect(findings).toMatchObject([
			{code: 'column-unused', severity: 'warning', column: 'lost', message: expect.stringContaining('row 3')},
		]);
	});

	it('is a second row about the same thing, and a second column that says what rows are about', async () => {
		const {documents, findings} = mapTable(await readTable('filename,path,title\na,,x\nb,c,y\na,,z\n,,n\n,,m\n'), dublinCore(), {
			nameColumn: ['filename', 'path'],
		});
		expect(documents.map(({name}) => name)).toEqual(['a', 'b', 'a', undefined, undefined]);
		expect(findings.map(({code, row, column}) => [code, row, column])).toEqual([
			['row-repeated', 4, 'filename'],
			['column-unused', undefined, 'path'],
		]);
	});

	it('is not the column that says what rows are about, though no row has a document', async () => {
		const {findings} = mapTable(await readTable('filename,title\na,x,y\n'), dublinCore());
		expect(findings.map(({code}) => code)).toEqual(['row-too-long']);
	});

	it('has no document where cells were lost or stand in the wrong place', async () => {
		const {documents, findings} = mapTable(await readTable('title\nfine\nlost,cell\nalso\n"open\n'), dublinCore());
		expect(documents.map(({row}) => row)).toEqual([2, 4]);
		expect(findings.map(({code, row}) => [code, row])).toEqual([
			['quotes', 5],
			['row-too-long', 3],
		]);
	});

	it('is what was odd in the table itself', async () => {
		expect((await inside('f,t\n1,2,3\n', [{element: 't', column: 't'}])).findings).toEqual([['row-too-long', 'error', 2, undefined]]);
	});
});

it('has Dublin Core terms beside the fifteen elements, in the namespace that the column names', async () => {
	const {documents, findings} = await map(
		'title,dcterms.title,created,dc:date,dcterms:isPartOf\na,b,c,d,e\n',
		dublinCoreTerms({root: 'dcterms:record'}),
	);
	expect(findings).toEqual([]);
	expect(documents[0]?.xml).toContain(
		'<dcterms:record xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>a</dc:title><dc:date>d</dc:date><dcterms:title>b</dcterms:title><dcterms:created>c</dcterms:created><dcterms:isPartOf>e</dcterms:isPartOf></dcterms:record>',
	);
	expect(dublinCoreTerms().content).toHaveLength(15 + 15 + 40);
});

it.each<[string, Partial<MetadataMapping>, RegExp]>([
	['a prefix without a namespace', {content: [{element: 'y:t', column: 't'}]}, /prefix of "y:t"/],
	['an attribute likewise', {content: [{element: 't', column: 't', attributes: {'y:t': 'v'}}]}, /prefix of "y:t"/],
	['a name that is none', {content: [{element: 'a b', column: 't'}]}, /illegal name/],
	['a path with a hole', {content: [{element: 'a//b', column: 't'}]}, /illegal name/],
	['an element that nothing can be in', {content: [{element: 'a'}]}, /neither column, value nor content/],
	['an element with two sources', {content: [{element: 'a', column: 't', value: 'v'}]}, /always the same/],
	['a separator that separates nothing', {content: [{element: 'a', column: 't', separator: ''}]}, /empty separator/],
	['a constant that XML cannot hold', {content: [{element: 'a', value: 'x\u0001'}]}, /U\+0001/],
	['an attribute likewise', {attributes: {k: 'x\u0001'}, content: []}, /U\+0001/],
	['what stands in an empty cell likewise', {attributes: {k: {column: 'z', otherwise: '\ud800'}}, content: []}, /U\+D800/],
	['a prefix that is none', {namespaces: {'a b': 'u'}, content: []}, /prefix "a b"/],
	['a path that is too deep', {content: [{element: 'g', content: [{element: `${'t/'.repeat(98)}x`, column: 't'}]}]}, /deeper than 100/],
	['a name of an object’s own', {content: [{element: 'constructor:t', column: 't'}]}, /prefix of/],
])('refuses %s', async (_, more, message) => {
	await expect(map('t\n1\n', custom([], more))).rejects.toThrow(message);
});
