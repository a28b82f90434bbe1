import {ConfigurationError, DecodeError} from '@fonds/core';
import {optionalAttribute, parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {
	checkSpreadsheet,
	displayTransform,
	metadataDocuments,
	metadataSchema,
	searchIndex,
	SpreadsheetError,
	type CsvSource,
	type MetadataDocumentsOptions,
} from './index.ts';

const options = {namespace: 'https://archive.example.org/letter/v1', root: 'letter'};
const dc = {...options, namespaces: {dc: 'http://purl.org/dc/elements/1.1/', csv: 'urn:csv'}};
const csv = 'Date Sent,filename,To & From,dc:title\n"1850-01-01",a/b,"<Anna> & ""Bo""",Été\n,A/b,,\n';
const mended = {...dc, mend: true};

const documents = async (source: CsvSource, given: MetadataDocumentsOptions = mended) => {
	const found = [];
	for await (const document of metadataDocuments(source, given)) {
		found.push(document);
	}
	return found;
};
const caught = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

describe('documents', () => {
	it('are one for each row, with the columns in the order of the file', async () => {
		const found = await documents(csv);
		expect(found.map(({row, name}) => [row, name])).toEqual([
			[2, 'a_b.xml'],
			[3, 'A_b (2).xml'],
		]);
		expect(found[0]?.xml).toBe(
			'<?xml version="1.0" encoding="UTF-8"?>\n<letter xmlns="https://archive.example.org/letter/v1" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:csv="urn:csv"><DateSent>1850-01-01</DateSent><filename>a/b</filename><To_From>&lt;Anna&gt; &amp; "Bo"</To_From><dc:title>Été</dc:title></letter>',
		);
		expect(found[1]?.xml).toContain('<DateSent/><filename>A/b</filename><To_From/><dc:title/>');
		expect(parseXml(found[0]?.xml ?? '')).toEqual(found[0]?.element);
	});

	it('are made of text, bytes and files, with a byte order mark or without', async () => {
		const expected = await documents(csv);
		const bytes = new TextEncoder().encode(`\ufeff${csv}`);
		expect(await documents(bytes)).toEqual(expected);
		expect(await documents(new Blob([bytes]))).toEqual(expected);
	});

	it('are named by another column, and never as they must not be', async () => {
		const found = await documents('id\nletter-index\nx\n', {...options, nameColumn: 'id', reservedNames: ['letter-index.xml']});
		expect(found.map(({name}) => name)).toEqual(['letter-index (2).xml', 'x.xml']);
	});

	it('of a header alone are none', async () => {
		expect(await documents('filename\n')).toEqual([]);
	});

	it.each([
		['a missing column to name them by', 'a\n1\n', SpreadsheetError, 'no column "filename" to name the documents by. The columns are a.'],
		['a row without a name', 'filename,a\nx,1\n ,2\n', SpreadsheetError, 'Row 3 has nothing in the column "filename"'],
		[
			'a character XML cannot hold',
			'filename,a\nx,1\u0001\n',
			SpreadsheetError,
			'Row 2 cannot be written as XML: <a> holds the character U+0001',
		],
		['an empty file', '', DecodeError, 'no header row'],
		['a ragged row', 'filename,a\nx\n', DecodeError, 'Row 2'],
		['another encoding', new Uint8Array([0x66, 0xe9, 0x0a]), DecodeError, 'CSV UTF-8'],
	])('are refused for %s', async (_, source, kind, message) => {
		const failure = await caught(documents(source));
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(message);
	});
});

describe('headers', () => {
	const bad = 'filename,1st,Author(s),,dc:title,x:y,Last-Name,LastName,dc:a:b\na,b,c,d,e,f,g,h,i\n';
	const given = {...options, namespaces: {dc: 'urn:dc'}};

	it('that cannot be names are refused, every one by its name', async () => {
		for (const work of [documents(bad, given), metadataSchema(bad, given), displayTransform(bad, given), searchIndex(bad, given)]) {
			const failure = await caught(work);
			expect(failure).toBeInstanceOf(SpreadsheetError);
			const {findings, message} = failure as SpreadsheetError;
			expect(findings.map(({code, column, number}) => [code, column, number])).toEqual([
				['invalid-name', '1st', 2],
				['invalid-name', 'Author(s)', 3],
				['empty-name', '', 4],
				['unknown-prefix', 'x:y', 6],
				['duplicate-name', 'LastName', 8],
				['invalid-name', 'dc:a:b', 9],
			]);
			expect(message).toContain('Column 3 ("Author(s)") is not the name of an element; mended, it is Author_s_.');
			expect(message).toContain('mend: true');
		}
	});

	it('are mended when that is wanted, and what they become can be looked at', async () => {
		const {columns, findings} = await checkSpreadsheet(bad, given);
		expect(columns.map(({prefix, name}) => [prefix, name])).toEqual([
			[undefined, 'filename'],
			[undefined, '_1st'],
			[undefined, 'Author_s_'],
			[undefined, 'column4'],
			['dc', 'title'],
			[undefined, 'x_y'],
			[undefined, 'LastName'],
			[undefined, 'LastName_2'],
			['dc', 'a_b'],
		]);
		expect(columns[4]).toEqual({header: 'dc:title', name: 'title', prefix: 'dc', namespace: 'urn:dc'});
		expect(findings.filter(({severity}) => severity === 'warning')).toEqual([
			{severity: 'warning', code: 'changed-name', column: 'Last-Name', number: 7, message: 'Column 7 ("Last-Name") becomes LastName.'},
		]);
		expect(await searchIndex(bad, {...given, mend: true})).toContain('indexName="column4" displayName="column4"');
		const [document] = await documents(bad, {...given, mend: true});
		expect(document?.element.children.map(node => (typeof node === 'string' ? node : node.name))).toEqual(columns.map(({name}) => name));
	});

	it('of any script are names', async () => {
		expect((await checkSpreadsheet('filename,Überschrift,日付,Ελλάς\n', options)).findings).toEqual([]);
	});

	it.each([
		[{...options, root: '1st'}, 'not the name of an element'],
		[{...options, root: 'a:b'}, 'not the name of an element'],
		[{...options, namespace: ''}, 'not a namespace'],
		[{...options, namespaces: {dc: 'urn: x'}}, 'not a namespace'],
		[{...options, namespaces: {xs: 'urn:x'}}, 'cannot be the prefix'],
		[{...options, namespaces: {xmlns: 'urn:x'}}, 'cannot be the prefix'],
		[{...options, namespaces: {'a b': 'urn:x'}}, 'cannot be the prefix'],
		[{...options, namespaces: {a: options.namespace}}, 'the same'],
	])('need options that can be written: %o', async (wrong, message) => {
		const failure = await caught(checkSpreadsheet('filename\n', wrong));
		expect(failure).toBeInstanceOf(ConfigurationError);
		expect(String(failure)).toContain(message);
	});
});

describe('the schema', () => {
	it('has the columns in the order of the file', async () => {
		expect(await metadataSchema(csv, mended)).toBe(
			'<?xml version="1.0" encoding="UTF-8"?>\n<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:csv="urn:csv" targetNamespace="https://archive.example.org/letter/v1" elementFormDefault="qualified" attributeFormDefault="unqualified"><xs:import namespace="http://purl.org/dc/elements/1.1/"/><xs:import namespace="urn:csv"/><xs:element name="letter"><xs:complexType><xs:sequence><xs:element name="DateSent" type="xs:string"/><xs:element name="filename" type="xs:string"/><xs:element name="To_From" type="xs:string"/><xs:element ref="dc:title"/></xs:sequence></xs:complexType></xs:element></xs:schema>',
		);
	});
});

describe('the search index', () => {
	it('names the columns in the order of the file, under a short name of its own', async () => {
		expect(await searchIndex(csv, {...mended, title: 'Letters'})).toBe(
			'<?xml version="1.0" encoding="UTF-8"?>\n<index xmlns="http://www.preservica.com/customindex/v1"><schemaName>Letters</schemaName><schemaUri>https://archive.example.org/letter/v1</schemaUri><shortName>letter</shortName><term indexName="DateSent" displayName="Date Sent" xpath="//csv_:letter/csv_:DateSent" indexType="STRING_DEFAULT"/><term indexName="filename" displayName="filename" xpath="//csv_:letter/csv_:filename" indexType="STRING_DEFAULT"/><term indexName="To_From" displayName="To &amp; From" xpath="//csv_:letter/csv_:To_From" indexType="STRING_DEFAULT"/><term indexName="dc_title" displayName="dc:title" xpath="//csv_:letter/dc:title" indexType="STRING_DEFAULT"/><namespaceMapping key="csv_" value="https://archive.example.org/letter/v1"/><namespaceMapping key="dc" value="http://purl.org/dc/elements/1.1/"/><namespaceMapping key="csv" value="urn:csv"/></index>',
		);
	});

	it('gives no two columns one name, and takes another short name', async () => {
		const text = await searchIndex('dc_title,dc:title\n', {...options, namespaces: {dc: 'urn:dc'}, shortName: 'mail-1'});
		expect(text).toContain('<schemaName>letter</schemaName>');
		expect(text).toContain('<shortName>mail-1</shortName>');
		expect(text).toContain('indexName="dc_title"');
		expect(text).toContain('indexName="dc_title_2"');
		await expect(searchIndex('a\n', {...options, shortName: 'a.b'})).rejects.toThrow(ConfigurationError);
		expect(await searchIndex('a\n', {...options, namespaces: {csv: 'urn:a', csv_: 'urn:b'}})).toContain('xpath="//csv__:letter/csv__:a"');
	});
});

describe('the display transform', () => {
	it('is well-formed and has a template for each column', async () => {
		const transform = parseXml(await displayTransform(csv, {...mended, title: 'Letters & more', shortName: 'mail'}));
		expect(transform).toMatchObject({name: 'stylesheet', namespace: 'http://www.w3.org/1999/XSL/Transform'});
		expect(optionalAttribute(transform, 'exclude-result-prefixes')).toBe('csv_ dc csv');
		const templates = transform.children.filter(node => typeof node === 'object' && node.name === 'template');
		expect(templates.map(node => (typeof node === 'object' ? node.attributes[0]?.value : node))).toEqual([
			'csv_:letter',
			'csv_:DateSent',
			'csv_:filename',
			'csv_:To_From',
			'dc:title',
		]);
	});

	it.runIf(typeof XSLTProcessor === 'function')('shows each column with its header in the order of the file', async () => {
		const parse = (xml: string) => new DOMParser().parseFromString(xml, 'text/xml');
		const processor = new XSLTProcessor();
		processor.importStylesheet(parse(await displayTransform(csv, {...mended, title: 'Letters & more', shortName: 'mail'})));
		const [document] = await documents(csv);
		const shown = processor.transformToDocument(parse(document?.xml ?? '')).documentElement;
		expect([shown.namespaceURI, shown.localName]).toEqual(['http://www.tessella.com/sdb/cmis/metadata', 'group']);
		expect(Array.from(shown.children, child => Array.from(child.children, part => part.textContent))).toEqual([
			[],
			['Date Sent', '1850-01-01', 'mail:DateSent'],
			['filename', 'a/b', 'mail:filename'],
			['To & From', '<Anna> & "Bo"', 'mail:To_From'],
			['dc:title', 'Été', 'mail:dc_title'],
		]);
		expect(shown.firstElementChild?.textContent).toBe('Letters & more');
	});
});
