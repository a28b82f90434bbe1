import {expect, it} from 'vitest';
import {find, openSandbox} from '../../fixtures/open-sandbox.ts';
import {parseXml} from '@fonds/core/xml';
import {sendJson} from '../../fixtures/send-json.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';
import {search, titles} from '../fixtures/search.ts';
import {readCustomFields} from './custom-fields.ts';

const documents = '/api/admin/documents';
const definition = (terms: string, more = ''): string =>
	`<index xmlns="http://www.preservica.com/customindex/v1"><schemaName>Ship</schemaName><schemaUri>urn:ship</schemaUri><shortName>ship</shortName>${terms}${more}</index>`;
const register = (content: string) => ({apiId: 'a', name: 'n', fields: {DocumentType: 'CustomIndexDefinition'}, content});
const ship = `<ship xmlns="urn:ship" xmlns:dc="urn:dc"><name lang="en">Aurora</name><name lang="cy">Y Wawr</name>
	<built>1921-05-04</built><crew><master>Ann Price</master></crew><dc:type>barque</dc:type></ship>`;

function read(xpath: string, more = ''): unknown {
	const [field] = readCustomFields([register(definition(`<term indexName="x" xpath="${xpath}"/>`, more))]);
	return field?.values(parseXml(ship));
}

it.each([
	['//ship:name', ['Aurora', 'Y Wawr']],
	['/ship:ship/ship:name', ['Aurora', 'Y Wawr']],
	["//ship:name[@lang='cy']", ['Y Wawr']],
	['//ship:name/@lang', ['en', 'cy']],
	['//ship:ship//ship:master', ['Ann Price']],
	['//ship:crew/*', ['Ann Price']],
	['/ship:ship/ship:master', []],
	['//ship:built/text()', ['1921-05-04']],
	['//name', ['Aurora', 'Y Wawr']],
	['//other:name', undefined],
	['count(//ship:name)', undefined],
])('reads %s', (xpath, expected) => {
	expect(read(xpath)).toEqual(expected);
});

it('knows further namespaces', () => {
	expect(read('//dc:type', '<namespaceMapping key="dc" value="urn:dc"/>')).toEqual(['barque']);
});

it('makes no fields of what is no definition', () => {
	const broken = ['<index', '<index/>', definition('<term xpath="//ship:name"/>')].map(register);
	expect(readCustomFields([...broken, {...register(definition('<term indexName="x" xpath="//x"/>')), fields: {}}])).toEqual([]);
});

it('lists the built-in fields and those of definitions', async () => {
	const {send} = await openSandbox();
	const {value}: {value: readonly Record<string, unknown>[]} = await (await send('GET', '/api/content/indexed-fields')).json();
	expect(value).toContainEqual({
		shortName: 'xip',
		uri: 'http://preservica.com/XIP/v8.1',
		index: 'created',
		shortKey: 'xip.created',
		displayName: 'Created Date',
		type: 'SINGLE_VALUED_DATE',
		facetable: true,
	});
	expect(value).toContainEqual(
		expect.objectContaining({shortKey: 'dc.creator', uri: 'http://purl.org/dc/elements/1.1/', type: 'STRING_DEFAULT'}),
	);
	expect(value.filter(({shortName}) => shortName === 'xip').map(({index}) => index)).toHaveLength(16);
});

it('searches the fields of a definition from when it is added until it is deleted', async () => {
	const open = await openArchive();
	const body = `<MetadataContainer schemaUri="urn:ship" xmlns="http://preservica.com/XIP/v8.1"><Content>${ship}</Content></MetadataContainer>`;
	expect(await open.status('POST', `structural-objects/${folderRef}/metadata`, {body})).toBe(200);
	expect(await titles(open, {q: 'aurora'})).toEqual([]);
	const terms = `<term indexName="name" displayName="Name" xpath="//ship:name"/><term indexName="built" xpath="//ship:built" indexType="DATE"/>
		<term indexName="kept" xpath="//ship:name" xipTypes="IO" facetable="false"/>`;
	const path = `${documents}?name=Ship&type=CustomIndexDefinition`;
	const added = await open.send('POST', path, {body: definition(terms), headers: {'content-type': 'application/xml'}});
	expect(added.status).toBe(201);
	const apiId = find(parseXml(await added.text()), 'ApiId');
	expect(await titles(open, {q: 'aurora'})).toEqual(['Box 1']);
	expect(await titles(open, {fields: [{name: 'ship.built', values: ['1921-01-01 - 1921-12-31']}]})).toEqual(['Box 1']);
	const {metadata} = await search(open, {fields: [{name: 'ship.name', values: ['wawr']}]}, {parameters: {metadata: 'ship'}});
	expect(metadata).toEqual([
		[
			{name: 'ship.name', value: ['Aurora', 'Y Wawr']},
			{name: 'ship.built', value: [Date.parse('1921-05-04')]},
		],
	]);
	expect((await sendJson(open, 'DELETE', `${documents}/${apiId}`)).status).toBe(204);
	expect(await titles(open, {q: 'aurora'})).toEqual([]);
});
