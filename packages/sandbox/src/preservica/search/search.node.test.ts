import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';
import {askSearch, search, titles} from '../fixtures/search.ts';

const {asset} = packageRefs;
const letter = 'Letter & envelope';
const all = {q: '%'};

/** Adds a folder, below the first one or at the root, and gives its reference. */
async function addFolder(
	{status}: OpenArchive,
	title: string,
	{tag = 'open', parent}: {tag?: string; parent?: string} = {},
): Promise<string> {
	const ref = crypto.randomUUID();
	const body = `<StructuralObject xmlns="http://preservica.com/XIP/v8.1"><Ref>${ref}</Ref><Title>${title}</Title><SecurityTag>${tag}</SecurityTag>${parent === undefined ? '' : `<Parent>${parent}</Parent>`}</StructuralObject>`;
	expect(await status('POST', 'structural-objects', {body})).toBe(200);
	return ref;
}

it.each([
	['everything, for %', {q: '%'}, ['Box 1', letter]],
	['everything, for *', {q: '*'}, ['Box 1', letter]],
	['everything, for nothing', {q: ''}, ['Box 1', letter]],
	['everything, without q', {}, ['Box 1', letter]],
	['by words of the title in any case', {q: 'ENVELOPE letter'}, [letter]],
	['by words of the description, accents or not', {q: 'zlutoucky'}, [letter]],
	['by an identifier', {q: 'L/1'}, [letter]],
	['by a file name', {q: '"page 2.txt"'}, [letter]],
	['by the text of files', {q: 'both pages'}, [letter]],
	['by a phrase', {q: '"second page"'}, [letter]],
	['no phrase whose words are elsewhere', {q: '"page first"'}, []],
	['by the beginning of a word', {q: 'enve*'}, [letter]],
	['by a word with one unknown letter', {q: 'l?tter'}, [letter]],
	['no part of a word', {q: 'enve'}, []],
	['not all words', {q: 'letter box'}, []],
	['any of two words', {q: 'letter OR box'}, ['Box 1', letter]],
	['what does not contain a word', {q: '-letter'}, ['Box 1']],
	['what contains one word and not another', {q: 'page NOT box'}, [letter]],
	['by the words of a field', {q: 'xip.title:box'}, ['Box 1']],
	['by reference', {q: `id:${asset}`}, [letter]],
	['nothing by a reference in a word', {q: asset}, []],
])('finds %s', async (_what, query, expected) => {
	expect(await titles(await openArchive(), query)).toEqual(expected);
});

it.each([
	['a type', {name: 'xip.document_type', values: ['IO']}, [letter]],
	['any of several types', {name: 'xip.document_type', values: ['IO', 'SO']}, ['Box 1', letter]],
	['no type', {name: 'xip.document_type', values: []}, ['Box 1', letter]],
	['any type or none, for %', {name: 'xip.description', values: ['%']}, ['Box 1', letter]],
	['a value, for *', {name: 'xip.description', values: ['*']}, [letter]],
	['anything but a value', {name: 'xip.document_type', values: ['IO'], operator: 'NOT'}, ['Box 1']],
	['no value', {name: 'xip.description', values: ['*'], operator: 'NOT'}, ['Box 1']],
	['a parent', {name: 'xip.parent_ref', values: [folderRef]}, [letter]],
	['a folder above', {name: 'xip.parent_hierarchy', values: [folderRef]}, [letter]],
	['a folder at the top', {name: 'xip.top_level_so', values: [folderRef]}, ['Box 1', letter]],
	['words of an identifier', {name: 'xip.identifier', values: ['code L/1']}, [letter]],
	['a file name', {name: 'xip.bitstream_names_r_Preservation', values: ['page 1.txt']}, [letter]],
	['no name of an access copy', {name: 'xip.bitstream_names_r_Preservation', values: ['both.txt']}, []],
	['the content type', {name: 'xip.content_type_r_Display', values: ['text/plain']}, [letter]],
	['part of the content type', {name: 'xip.content_type_r_Display', values: ['text/%']}, [letter]],
	['no part of it without a sign', {name: 'xip.content_type_r_Display', values: ['text']}, []],
	['a format group', {name: 'xip.format_group_r_Display', values: ['text']}, [letter]],
	['the text of files', {name: 'xip.full_text', values: ['first page']}, [letter]],
	['a day', {name: 'xip.created', values: ['2026-03-14 - 2026-03-14']}, ['Box 1', letter]],
	['an open end', {name: 'xip.created', values: ['2026-03-14 - *']}, ['Box 1', letter]],
	['an open beginning', {name: 'xip.created', values: ['* - 2026-03-13']}, []],
])('filters by %s', async (_what, field, expected) => {
	expect(await titles(await openArchive(), {q: '', fields: [field]})).toEqual(expected);
});

it('answers the fields that are asked for, by GET and POST, in every spelling', async () => {
	const open = await openArchive();
	const query = {q: `id:${asset}`};
	const expected = [
		{name: 'xip.reference', value: asset},
		{name: 'xip.title', value: letter},
		{name: 'xip.identifier', value: ['code L/1']},
		{name: 'xip.created', value: Date.parse('2026-03-14T09:00:10.000Z')},
	];
	const list = {metadata: 'xip.title,xip.created, xip.identifier,xip.reference,no.such'};
	for (const method of ['GET', 'POST'] as const) {
		const found = await search(open, query, {method, parameters: list});
		expect(found).toMatchObject({objectIds: [`sdb:IO|${asset}`], totalHits: 1, simpleChildSearch: false, facets: [], metadata: [expected]});
	}
	const repeated = new URLSearchParams([
		['q', JSON.stringify(query)],
		['start', '0'],
		['max', '10'],
		...expected.map(({name}): [string, string] => ['metadata', name]),
	]);
	const answer = await open.send('POST', '/api/content/search', {body: repeated});
	expect(await answer.json()).toMatchObject({value: {metadata: [expected]}});
	expect((await search(open, query, {parameters: {metadata: ''}})).metadata).toEqual([[]]);
	const [whole = []] = (await search(open, query, {parameters: {metadata: 'xip'}})).metadata;
	expect(whole.map(({name}) => name)).toEqual(expect.arrayContaining(['xip.full_text', 'xip.security_descriptor', 'xip.document_type']));
});

it('pages, and answers everything for max -1', async () => {
	const open = await openArchive();
	for (const title of ['Box 2', 'Box 10']) await addFolder(open, title);
	const page = (start: string, max: string) => titles(open, all, {parameters: {start, max}});
	expect(await page('0', '2')).toEqual(['Box 1', 'Box 2']);
	expect(await page('2', '2')).toEqual(['Box 10', letter]);
	expect(await page('4', '2')).toEqual([]);
	expect(await page('1', '-1')).toEqual(['Box 2', 'Box 10', letter]);
	expect((await search(open, all, {parameters: {start: '9'}})).totalHits).toBe(4);
});

it('sorts by fields in either direction, what has no value last', async () => {
	const open = await openArchive();
	await addFolder(open, 'Box 2');
	const sorted = (sortFields: readonly string[], sortOrder: string) => titles(open, {...all, sort: [{sortFields, sortOrder}]});
	expect(await sorted(['xip.title'], 'desc')).toEqual([letter, 'Box 2', 'Box 1']);
	expect(await sorted(['xip.document_type', 'xip.title'], 'asc')).toEqual([letter, 'Box 1', 'Box 2']);
	expect((await sorted(['xip.created'], 'asc'))[0]).toBe('Box 1');
	expect((await sorted(['xip.created'], 'desc')).at(-1)).toBe('Box 1');
	for (const order of ['asc', 'desc']) expect((await sorted(['xip.description'], order))[0]).toBe(letter);
});

it('counts values and ranges of all hits', async () => {
	const open = await openArchive();
	await addFolder(open, 'Box 2', {tag: 'closed'});
	const ranges = [
		['*', '', 'Before 2026'],
		['2026-01-01', '', 'In 2026'],
		['2027-01-01', '*', 'Later'],
	];
	const query = {...all, facets: ['xip.security_descriptor', 'xip.created'], 'facet.xip.created.range': ranges};
	const term = (name: string, count: number) => ({name, displayName: name, count});
	expect((await search(open, query, {parameters: {max: '1'}})).facets).toEqual([
		{
			name: 'xip.security_descriptor',
			fieldName: 'xip.security_descriptor',
			displayName: 'Security',
			terms: [term('open', 2), term('closed', 1)],
		},
		{
			name: 'xip.created',
			fieldName: 'xip.created',
			displayName: 'Created Date',
			terms: [term('_interval_0 Before 2026', 0), term('_interval_1 In 2026', 3), term('_interval_2 Later', 0)],
		},
	]);
});

it('highlights what it found, as HTML', async () => {
	const open = await openArchive();
	const {highlighting} = await search(open, {q: 'letter "first page"'});
	expect(highlighting).toEqual({[`sdb:IO|${asset}`]: ['<em>Letter</em> &amp; envelope', expect.stringContaining('<em>first page</em>')]});
	expect((await search(open, all)).highlighting).toEqual({});
});

it.each([
	['without q', {q: undefined}, 'The parameter q is missing.'],
	['without start', {start: undefined}, 'The parameter start is missing.'],
	['without max', {max: undefined}, 'The parameter max is missing.'],
	['without metadata', {metadata: undefined}, 'The parameter metadata is missing.'],
	['with a q that is no JSON', {q: '{"q": "a "quoted" word"}'}, 'q: The body is not JSON.'],
	['with a max below -1', {max: '-2'}, 'max must be a number from -1 up.'],
	['with a start below 0', {start: '-1'}, 'start must be a number from 0 up.'],
	['for an unknown index', {q: '{"fields": [{"name": "xip.nothing", "values": []}]}'}, 'There is no index xip.nothing.'],
	['with an unknown operator', {q: '{"fields": [{"name": "xip.title", "values": [], "operator": "XOR"}]}'}, 'There is no operator XOR.'],
	['in an unknown order', {q: '{"sort": [{"sortFields": ["xip.title"], "sortOrder": "up"}]}'}, 'There is no order up.'],
	['for a facet that is none', {q: '{"facets": ["xip.full_text"]}'}, 'xip.full_text is not facetable.'],
	['with a span that is none', {q: '{"fields": [{"name": "xip.created", "values": ["soon"]}]}'}, 'soon is not a date.'],
])('refuses a search %s', async (_what, changed, message) => {
	const {send} = await openArchive();
	const given: Readonly<Record<string, string | undefined>> = {q: '{}', start: '0', max: '10', metadata: 'xip.title', ...changed};
	const entries = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
	const answer = await send('POST', '/api/content/search', {body: new URLSearchParams(entries)});
	expect([answer.status, await answer.text()]).toEqual([400, message]);
});

it('has no operators before 7.5', async () => {
	const open = await openArchive({version: '6.9.0'});
	const field = {name: 'xip.document_type', values: ['IO']};
	expect(await titles(open, {fields: [field]})).toEqual([letter]);
	expect((await askSearch(open, {fields: [{...field, operator: 'NOT'}]})).status).toBe(400);
});

it('searches within a folder, at any depth', async () => {
	const open = await openArchive();
	const inner = await addFolder(open, 'Inner', {parent: folderRef});
	await addFolder(open, 'Innermost', {parent: inner});
	await addFolder(open, 'Beside');
	const within = (parenthierarchy: string) => askSearch(open, all, {path: 'search-within', parameters: {parenthierarchy}});
	expect(await titles(open, all, {path: 'search-within', parameters: {parenthierarchy: folderRef}})).toEqual([
		'Inner',
		'Innermost',
		letter,
	]);
	expect(await titles(open, {q: 'letter'}, {path: 'search-within', parameters: {parenthierarchy: inner}})).toEqual([]);
	expect((await within(crypto.randomUUID())).status).toBe(404);
	expect((await within('')).status).toBe(404);
});

it('lists the folders at the root, whatever the text', async () => {
	const open = await openArchive();
	await addFolder(open, 'Inner', {parent: folderRef});
	await addFolder(open, 'Another');
	expect(await titles(open, {q: 'nothing'}, {path: 'top-level-list', method: 'GET'})).toEqual(['Another', 'Box 1']);
	const fields = [{name: 'xip.title', values: ['another']}];
	expect(await titles(open, {fields}, {path: 'top-level-list'})).toEqual(['Another']);
});

it('lists the children of a folder, and virtual ones if asked', async () => {
	const open = await openArchive();
	const other = await addFolder(open, 'Another');
	const link = `<Link xmlns="http://preservica.com/XIP/v8.1"><Type>VirtualChild</Type><FromEntity>${folderRef}</FromEntity><ToEntity>${other}</ToEntity></Link>`;
	expect(await open.status('POST', `structural-objects/${folderRef}/links`, {body: link})).toBe(200);
	const children = (parameters: Record<string, string>) => titles(open, all, {path: 'object-children', parameters});
	expect(await children({id: `sdb:SO|${folderRef}`})).toEqual([letter]);
	expect(await children({id: `sdb:SO|${folderRef}`, includevirtual: 'true'})).toEqual(['Another', letter]);
	const status = async (id: string) => (await askSearch(open, all, {path: 'object-children', parameters: {id}})).status;
	expect([await status(`sdb:IO|${asset}`), await status('sdb:SO|none'), await status('')]).toEqual([400, 404, 404]);
});

it('lets nobody find what they may not see, nor by what they may not read', async () => {
	const open = await openArchive();
	const token = await open.signIn('reader');
	await addFolder(open, 'Secret', {tag: 'closed'});
	expect(await titles(open, all, {token})).toEqual(['Box 1', letter]);
	expect((await search(open, {q: 'secret'}, {token})).totalHits).toBe(0);
	const tagged = await open.accepted('PUT', `information-objects/${asset}/security-descriptor`, {body: 'restricted'});
	open.clock.now += 10_000;
	expect(await open.progress(tagged)).toBe('COMPLETED');
	expect(await titles(open, {q: 'envelope'}, {token})).toEqual([letter]);
	expect(await titles(open, {q: '"first page"'}, {token})).toEqual([]);
	expect(await titles(open, {fields: [{name: 'xip.full_text', values: ['*']}]}, {token})).toEqual([]);
	expect((await search(open, {q: 'envelope'}, {token, parameters: {metadata: 'xip.full_text'}})).metadata).toEqual([[]]);
	expect(await titles(open, {q: '"first page"'})).toEqual([letter]);
});

it('needs a token', async () => {
	const open = await openArchive();
	expect((await askSearch(open, all, {token: 'none'})).status).toBe(401);
	expect((await open.send('GET', '/api/content/indexed-fields', {token: 'none'})).status).toBe(401);
});
