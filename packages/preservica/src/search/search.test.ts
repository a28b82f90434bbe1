import {ConfigurationError, DecodeError, HttpError, NotFoundError, PermissionError, TimeoutError} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import {describe, expect, expectTypeOf, it, vi} from 'vitest';
import {connect as connectTo} from '../fixtures/connect.ts';
import type {FieldValue} from './hit.ts';
import {Search} from './search.ts';

const connect = (...parameters: Parameters<typeof connectTo>) => {
	const {session, ...rest} = connectTo(...parameters);
	return {search: new Search(session), ...rest};
};
const version = (text: string) => ({'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${text}</CurrentVersion></V>`});
const answer = (value: unknown) => JSON.stringify({success: true, version: 1, value});
const at = 'POST /api/content/search';
const none = answer({objectIds: [], totalHits: 0});

/** What was sent, with the query read. */
const formOf = async (request: Request | undefined): Promise<Readonly<Record<string, unknown>>> => {
	const {q = '{}', ...form} = Object.fromEntries(new URLSearchParams(await request?.text()));
	return {q: JSON.parse(q) as unknown, ...form};
};

/** Serves the numbers below `count` as assets, at most `most` at a time whatever is asked for. */
const server = (count: number, {most = Infinity, total = count}: {readonly most?: number; readonly total?: number | null} = {}) => ({
	[at]: async (request: Request) => {
		const form = new URLSearchParams(await request.text());
		const start = Number(form.get('start'));
		const length = Math.max(0, Math.min(Number(form.get('max')), most, count - start));
		const numbers = Array.from({length}, (_, index) => start + index);
		const names = form.get('metadata')?.split(',') ?? [];
		return answer({
			objectIds: numbers.map(number => `sdb:IO|a${number}`),
			totalHits: total,
			metadata: numbers.map(number => names.map(name => ({name, value: `${name} ${number}`}))),
		});
	},
});

describe('the indexes', () => {
	const entry = {uri: 'http://preservica.com/XIP/v6.2', displayName: 'Created Date', type: 'SINGLE_VALUED_DATE', facetable: true};

	it('are named as queries name them, also by servers that leave the short key out', async () => {
		const {search, asked} = connect({
			'GET /api/content/indexed-fields': answer([
				{shortName: 'xip', index: 'created', shortKey: 'xip.created', ...entry},
				{shortName: 'xip', index: 'title'},
			]),
		});
		expect(await search.fields()).toStrictEqual([
			{name: 'xip.created', shortName: 'xip', index: 'created', ...entry},
			{
				name: 'xip.title',
				shortName: 'xip',
				index: 'title',
				uri: undefined,
				displayName: undefined,
				type: undefined,
				facetable: undefined,
			},
		]);
		expect(asked()).toStrictEqual(['GET /api/content/indexed-fields']);
	});

	it.each([
		[{body: answer([])}, undefined],
		[{status: 403}, PermissionError],
		[{status: 404}, NotFoundError],
		[{body: '<html>'}, DecodeError],
		[{body: answer([{uri: 'x'}])}, DecodeError],
	])('answered with %o', async (body, failure) => {
		const list = connect({'GET /api/content/indexed-fields': body}).search.fields();
		await (failure === undefined ? expect(list).resolves.toStrictEqual([]) : expect(list).rejects.toThrow(failure));
	});
});

describe('finding', () => {
	it('sends the query as a form whose texts may hold anything', async () => {
		const {search, requests, asked} = connect({[at]: none, ...version('7.5.0')});
		const text = 'say "x" \\ & = %';
		const hits = search.find({
			text,
			fields: ['xip.title', 'xip.created'],
			filter: {
				'xip.document_type': 'IO',
				'xip.format': ['a', 'b"'],
				'xip.created': {from: '2020-02-01', to: new Date('2021-03-04T23:00:00Z')},
				'xip.date': {from: '2020-02-01T00:00:00+02:00'},
				left: undefined,
			},
			not: {'xip.security_descriptor': 'secret', left: undefined},
			sort: ['xip.title', {field: 'xip.created', order: 'desc'}],
		});
		expect(asked()).toStrictEqual([]);
		expect(await hits.toArray()).toStrictEqual([]);
		expect(asked()).toStrictEqual(['GET /api/entity/versiondetails/version', at]);
		const request = requests[1];
		expect(request?.headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/);
		expect(request?.headers.get('accept')).toBe('application/json');
		expect(await formOf(request)).toStrictEqual({
			start: '0',
			max: '100',
			metadata: 'xip.title,xip.created',
			q: {
				q: text,
				fields: [
					{name: 'xip.document_type', values: ['IO']},
					{name: 'xip.format', values: ['a', 'b"']},
					{name: 'xip.created', values: ['2020-02-01 - 2021-03-04']},
					{name: 'xip.date', values: ['2020-01-31 - *']},
					{name: 'xip.security_descriptor', values: ['secret'], operator: 'NOT'},
				],
				sort: [
					{sortFields: ['xip.title'], sortOrder: 'asc'},
					{sortFields: ['xip.created'], sortOrder: 'desc'},
				],
			},
		});
	});

	it('without a query finds everything', async () => {
		const {search, requests} = connect({[at]: none});
		await search.find({}).toArray();
		expect(await formOf(requests[0])).toStrictEqual({start: '0', max: '100', metadata: '', q: {q: '%', fields: []}});
	});

	it('gives entities with the values that were asked for, whatever their kind', async () => {
		const {search} = connect({
			[at]: answer({
				objectIds: ['sdb:SO|f1', 'sdb:io|a1', 'sdb:CO|c1'],
				totalHits: 3,
				metadata: [
					[
						{name: 'xip.title', value: 'Box'},
						{name: 'xip.created', value: 1_600_000_000_000},
						{name: 'open', value: false},
						{name: 'not.asked', value: 'x'},
					],
					[
						{name: 'xip.identifier', value: ['code 1', 'code 2', null]},
						{name: 'open', value: null},
						{name: 'xip.reference', value: 'a1!'},
					],
					[
						{name: 'xip.title', value: 'one'},
						{name: 'xip.title', value: 'two'},
					],
				],
				highlighting: {'sdb:io|a1': ['<em>x</em>', 7], 'sdb:CO|c1': 'y', constructor: {}},
			}),
		});
		const hits = await search.find({fields: ['xip.title', 'xip.created', 'xip.identifier', 'open', 'xip.reference']}).toArray();
		expectTypeOf(hits[0]!.values['xip.title']).toEqualTypeOf<FieldValue | undefined>();
		// @ts-expect-error -- it was not asked for
		void hits[0]!.values['not.asked'];
		expect(hits).toStrictEqual([
			{
				type: 'folder',
				ref: 'f1',
				highlights: [],
				values: {
					'xip.title': 'Box',
					'xip.created': 1_600_000_000_000,
					'xip.identifier': undefined,
					open: false,
					'xip.reference': 'f1',
				},
			},
			{
				type: 'asset',
				ref: 'a1',
				highlights: ['<em>x</em>'],
				values: {
					'xip.title': undefined,
					'xip.created': undefined,
					'xip.identifier': ['code 1', 'code 2'],
					open: undefined,
					'xip.reference': 'a1!',
				},
			},
			{
				type: 'contentObject',
				ref: 'c1',
				highlights: ['y'],
				values: {
					'xip.title': ['one', 'two'],
					'xip.created': undefined,
					'xip.identifier': undefined,
					open: undefined,
					'xip.reference': 'c1',
				},
			},
		]);
	});

	it('reads answers without values', async () => {
		const {search} = connect({[at]: answer({objectIds: ['sdb:IO|a1'], totalHits: 1})});
		expect(await search.find({fields: ['xip.title']}).toArray()).toStrictEqual([
			{type: 'asset', ref: 'a1', values: {'xip.title': undefined}, highlights: []},
		]);
	});

	it('goes on where the last page ended, though the server gives less than was asked for', async () => {
		const {search, requests} = connect(server(5, {most: 2}));
		expect((await search.find({fields: ['t']}, {pageSize: 3}).toArray()).map(({values}) => values.t)).toStrictEqual([
			't 0',
			't 1',
			't 2',
			't 3',
			't 4',
		]);
		const forms = await Promise.all(requests.map(async request => formOf(request)));
		expect(forms.map(({start, max}) => [start, max])).toStrictEqual([
			['0', '3'],
			['2', '3'],
			['4', '3'],
		]);
	});

	it('says that hits are missing when the server promised more, after those that came', async () => {
		const {search, asked} = connect(server(3, {total: 10}));
		const seen: string[] = [];
		const walk = async () => {
			for await (const {ref} of search.find({}, {pageSize: 2})) {
				seen.push(ref);
			}
		};
		await expect(walk()).rejects.toMatchObject({
			name: 'DecodeError',
			code: 'incomplete-list',
			message: 'The server counts 10 hits, but gave no more than 3.',
		});
		expect(seen).toStrictEqual(['a0', 'a1', 'a2']);
		expect(asked()).toHaveLength(3);
	});

	it.each([5, null])('does not go round in circles where the server gives the same again, of %o', async totalHits => {
		const {search, asked} = connect({[at]: answer({objectIds: ['sdb:IO|a1', 'sdb:IO|a2'], totalHits})});
		await expect(search.find({}, {pageSize: 2}).toArray()).rejects.toMatchObject({name: 'DecodeError', code: 'endless-list'});
		expect(asked()).toHaveLength(2);
	});

	it('reads to an empty page when there is no total', async () => {
		const {search, asked} = connect(server(2, {total: null}));
		expect(await search.find({}, {pageSize: 2}).toArray()).toHaveLength(2);
		expect(asked()).toHaveLength(2);
	});

	it('tells the total and asks for no more than is read', async () => {
		const {search, asked} = connect(server(500));
		for await (const {total, items} of search.find({}, {pageSize: 10}).pages()) {
			expect([total, items.length]).toStrictEqual([500, 10]);
			break;
		}
		expect(asked()).toHaveLength(1);
	});

	it('below a folder asks for that', async () => {
		const {search, requests, asked} = connect({'POST /api/content/search-within': none});
		await search.find({in: 'f1'}).toArray();
		await search.find({in: {type: 'folder', ref: 'f2'}}).toArray();
		expect(asked()).toStrictEqual(['POST /api/content/search-within', 'POST /api/content/search-within']);
		expect(await formOf(requests[0])).toMatchObject({parenthierarchy: 'f1'});
		expect(await formOf(requests[1])).toMatchObject({parenthierarchy: 'f2'});
	});

	it('repeats a request whose answer was lost: a search changes nothing', async () => {
		const {search, asked} = connect({[at]: [() => Promise.reject(new TypeError('lost')), {status: 503}, none]});
		expect(await search.find({}).toArray()).toStrictEqual([]);
		expect(asked()).toHaveLength(3);
	});

	it('carries the signal to every page', async () => {
		const {search, asked} = connect(server(500));
		const controller = new AbortController();
		const walk = async () => {
			for await (const _ of search.find({}, {signal: controller.signal, pageSize: 10})) {
				controller.abort(new Error('enough'));
			}
		};
		await expect(walk()).rejects.toThrow('enough');
		expect(asked()).toHaveLength(1);
	});

	it('leaves nothing out on servers that cannot, and says which can', async () => {
		const {search, asked} = connect({...version('7.4.9'), [at]: none});
		await expect(search.find({not: {a: 'b'}}).toArray()).rejects.toThrow('needs Preservica 7.5 or newer; this server runs 7.4.9');
		expect(asked()).toStrictEqual(['GET /api/entity/versiondetails/version']);
	});

	it.each([
		['an empty list of values', {filter: {a: []}}, 'would restrict nothing'],
		['an empty list of values to leave out', {not: {a: []}}, 'would restrict nothing'],
		['a span without ends', {filter: {a: {}}}, 'neither from nor to'],
		['a date that is none', {filter: {a: {from: 'May'}}}, 'is not a date'],
		['two indexes in one name', {fields: ['a,b']}, 'not the name of an index'],
		['a blank index', {fields: [' ']}, 'not the name of an index'],
		['a folder that is more than a reference', {in: 'f1&x'}, 'not the reference of an entity'],
	])('refuses %s', async (_, query, message) => {
		const {search, asked} = connect({...version('7.7.0'), [at]: none});
		await expect(search.find(query).toArray()).rejects.toThrow(message);
		expect(asked().filter(request => request.startsWith('POST'))).toStrictEqual([]);
	});

	it.each([0, -1, 1001, 1.5, Number.NaN])('refuses pages of %d', async pageSize => {
		const {search, asked} = connect({[at]: none});
		await expect(search.find({}, {pageSize}).toArray()).rejects.toThrow(ConfigurationError);
		expect(asked()).toStrictEqual([]);
	});

	it.each([
		['a refusal', {status: 403}, PermissionError, 'right'],
		['a search that fails', {status: 400, body: 'no such index'}, HttpError, 'no such index'],
		['an unsuccessful answer', JSON.stringify({success: false, message: 'no such index'}), DecodeError, 'no such index'],
		['another server', '<html></html>', DecodeError, 'web page'],
		['an id of nothing known', answer({objectIds: ['sdb:XX|1'], totalHits: 1}), DecodeError, 'not the id of an asset, folder'],
		['values of other hits', answer({objectIds: ['sdb:IO|1', 'sdb:IO|2'], metadata: [[]]}), DecodeError, 'found 2 entities'],
		['a damaged answer', answer({totalHits: 1}), DecodeError, 'objectIds'],
	])('says what is wrong with %s', async (_, body, kind, message) => {
		const failure: unknown = await connect({[at]: body})
			.search.find({})
			.toArray()
			.catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(message);
	});
});

describe('walking folders', () => {
	it('lists those at the root', async () => {
		const {search, requests} = connect({
			'POST /api/content/top-level-list': answer({
				objectIds: ['sdb:SO|f1'],
				totalHits: 1,
				metadata: [[{name: 'xip.title', value: 'Fonds'}]],
			}),
		});
		expect(await search.topLevel({fields: ['xip.title']}).toArray()).toStrictEqual([
			{type: 'folder', ref: 'f1', values: {'xip.title': 'Fonds'}, highlights: []},
		]);
		expect(await formOf(requests[0])).toStrictEqual({start: '0', max: '100', metadata: 'xip.title', q: {q: '%', fields: []}});
	});

	it('lists what is in one', async () => {
		const {search, requests} = connect({'POST /api/content/object-children': none});
		await search.childrenOf('f1').toArray();
		await search.childrenOf({type: 'folder', ref: 'f2'}, {fields: ['xip.title']}, {includeVirtual: true, pageSize: 5}).toArray();
		expect(await formOf(requests[0])).toStrictEqual({start: '0', max: '100', metadata: '', id: 'sdb:SO|f1', q: {q: '%', fields: []}});
		expect(await formOf(requests[1])).toMatchObject({max: '5', id: 'sdb:SO|f2', includevirtual: 'true'});
	});

	it.each([
		['topLevel', (search: Search, signal?: AbortSignal) => search.topLevel({}, {signal})],
		['childrenOf', (search: Search, signal?: AbortSignal) => search.childrenOf('f1', {}, {signal})],
	])('%s tells of a refusal and an abort', async (_, list) => {
		const {search} = connect({
			'POST /api/content/object-children': {status: 403},
			'POST /api/content/top-level-list': {status: 403},
		});
		await expect(list(search).toArray()).rejects.toThrow(PermissionError);
		await expect(list(search, AbortSignal.abort(new Error('enough'))).toArray()).rejects.toThrow('enough');
	});
});

describe('counting', () => {
	it('asks for the number, not for the hits', async () => {
		const {search, requests} = connect({[at]: answer({objectIds: ['sdb:IO|1'], totalHits: 1234})});
		expect(await search.count({filter: {'xip.document_type': 'IO'}})).toBe(1234);
		expect(await formOf(requests[0])).toStrictEqual({
			start: '0',
			max: '1',
			metadata: '',
			q: {q: '%', fields: [{name: 'xip.document_type', values: ['IO']}]},
		});
	});

	it('knows zero from not knowing', async () => {
		expect(await connect({[at]: none}).search.count({})).toBe(0);
		await expect(connect({[at]: answer({objectIds: []})}).search.count({})).rejects.toThrow('does not say how many');
	});

	it('below a folder, with failures and aborts', async () => {
		const {search, asked} = connect({'POST /api/content/search-within': {status: 403}});
		await expect(search.count({in: 'f1'})).rejects.toThrow(PermissionError);
		await expect(search.count({in: 'f1'}, {signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow('enough');
		expect(asked()).toHaveLength(1);
	});
});

describe('facets', () => {
	it('count values and ranges', async () => {
		const {search, requests} = connect({
			[at]: answer({
				objectIds: [],
				totalHits: 2,
				facets: [
					{
						name: 'created',
						fieldName: 'xip.created',
						displayName: 'Created Date',
						terms: [
							{name: '_interval_1 2015 on', displayName: '_interval_1 2015 on', count: 2},
							{name: '_interval_0 Before 2015', count: 0},
						],
					},
					{name: 'xip.format', terms: [{name: 'pdf', displayName: 'PDF', count: 1}]},
				],
			}),
		});
		const facets = await search.facets({text: 'x'}, [
			{
				field: 'xip.created',
				ranges: [
					{title: 'Before 2015'},
					{from: '2015-01-01', to: new Date('2016-01-01T00:00:00Z'), title: '2015'},
					{from: '2016-01-01', title: 'on'},
				],
			},
			'xip.format',
			'xip.unknown',
		]);
		expectTypeOf(facets).toHaveProperty('xip.created');
		// @ts-expect-error -- it was not asked for
		void facets['xip.other'];
		expect(facets).toStrictEqual({
			'xip.created': {
				displayName: 'Created Date',
				terms: [
					{name: '_interval_1 2015 on', displayName: '2015 on', count: 2, range: 1},
					{name: '_interval_0 Before 2015', displayName: 'Before 2015', count: 0, range: 0},
				],
			},
			'xip.format': {displayName: undefined, terms: [{name: 'pdf', displayName: 'PDF', count: 1, range: undefined}]},
			'xip.unknown': undefined,
		});
		expect(await formOf(requests[0])).toMatchObject({
			max: '1',
			q: {
				q: 'x',
				facets: ['xip.created', 'xip.format', 'xip.unknown'],
				'facet.xip.created.range': [
					['*', '', 'Before 2015'],
					['2015-01-01', '2016-01-01', '2015'],
					['2016-01-01', '*', 'on'],
				],
			},
		});
	});

	it('may be none, refused, damaged and aborted', async () => {
		const ask = async (body: Parameters<typeof connect>[0][string], signal?: AbortSignal) =>
			connect({[at]: body}).search.facets({}, ['a'], {signal});
		expect(await ask(none)).toStrictEqual({a: undefined});
		await expect(ask({status: 403})).rejects.toThrow(PermissionError);
		await expect(ask(answer({objectIds: [], facets: [{terms: [{name: 'x'}]}]}))).rejects.toThrow('count');
		await expect(ask(none, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
	});
});

describe('the full text', () => {
	const found = (value?: unknown) =>
		answer({
			objectIds: ['sdb:IO|a2', 'sdb:IO|A1'],
			totalHits: 2,
			metadata: [[{name: 'xip.full_text', value: 'other'}], value === undefined ? [] : [{name: 'xip.full_text', value}]],
		});

	it.each([
		['text', 'Dear sir', 'Dear sir'],
		['pages', ['one', 'two'], 'one\ntwo'],
		['nothing', undefined, undefined],
		['an empty text', '', undefined],
	])('of an asset with %s', async (_, value, expected) => {
		const {search, requests} = connect({[at]: found(value)});
		expect(await search.fullText('a1')).toBe(expected);
		expect(await formOf(requests[0])).toMatchObject({metadata: 'xip.full_text', q: {q: 'id:a1'}});
	});

	it('is an error when the asset is not in the index', async () => {
		const {search} = connect({[at]: [none, answer({objectIds: ['sdb:IO|other'], totalHits: 1})]});
		await expect(search.fullText('a1')).rejects.toThrow('or it is not indexed yet');
		await expect(search.fullText({type: 'asset', ref: 'a1'})).rejects.toThrow(NotFoundError);
	});

	it('asks for references only, and tells of refusals and aborts', async () => {
		const {search, asked} = connect({[at]: {status: 403}});
		await expect(search.fullText('a1 OR *')).rejects.toThrow(ConfigurationError);
		expect(asked()).toStrictEqual([]);
		await expect(search.fullText('a1')).rejects.toThrow(PermissionError);
		await expect(search.fullText('a1', {signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow('enough');
	});
});

describe('the details of an entity', () => {
	const details = 'GET /api/content/object-details';
	const read = async (value: unknown) => connect({[details]: answer(value)}).search.objectDetails({type: 'asset', ref: 'a1'});

	it('are read with all the properties, metadata and links', async () => {
		const {search, asked} = connect({
			[details]: answer({
				id: 'sdb:IO|a1',
				name: 'A letter',
				properties: [
					{name: 'cmis:creationDate', value: '1600000000'},
					{name: 'cmis:name', value: null},
					{name: 'sdbcmis:downloadable', value: true},
				],
				metadata: {
					title: 'A letter',
					description: 'To a friend',
					groupOrItem: [{title: 'DC', groupOrItem: [{name: 'Title', value: 'A', type: 'dc:title'}, {name: 'Date'}]}, 7, {other: 1}],
				},
				links: [
					{rel: 'render', href: 'https://x/Render', type: 'Play'},
					{rel: 'self', href: 'https://x'},
				],
			}),
		});
		expect(await search.objectDetails({type: 'asset', ref: 'a1'}, {excludeProperties: ['history', 'x']})).toStrictEqual({
			type: 'asset',
			ref: 'a1',
			title: 'A letter',
			description: 'To a friend',
			properties: [
				{name: 'cmis:creationDate', value: '1600000000'},
				{name: 'cmis:name', value: ''},
				{name: 'sdbcmis:downloadable', value: 'true'},
			],
			metadata: [
				{
					kind: 'group',
					title: 'DC',
					content: [
						{kind: 'item', name: 'Title', value: 'A', type: 'dc:title'},
						{kind: 'item', name: 'Date', value: '', type: undefined},
					],
				},
			],
			links: [
				{rel: 'render', url: 'https://x/Render', type: 'Play'},
				{rel: 'self', url: 'https://x', type: undefined},
			],
		});
		expect(asked()).toStrictEqual(['GET /api/content/object-details?id=sdb%3AIO%7Ca1&excludeproperties=history%2Cx']);
	});

	it('may be next to nothing', async () => {
		const empty = {type: 'asset', ref: 'a1', title: '', description: undefined, properties: [], metadata: [], links: []};
		expect(await read({})).toStrictEqual(empty);
		expect(await read({name: null, properties: null, metadata: null, links: null})).toStrictEqual(empty);
		expect(await read({metadata: {title: 'Shown', groupOrItem: null}})).toStrictEqual({...empty, title: 'Shown'});
	});

	it('are not read without an end', async () => {
		let groupOrItem: unknown = [];
		for (let depth = 0; depth < 150; depth++) {
			groupOrItem = [{title: 'x', groupOrItem}];
		}
		await expect(read({metadata: {groupOrItem}})).rejects.toThrow('deeper than 100');
	});

	it('of what is not there are not found, and an abort ends the wait', async () => {
		const {search, asked} = connect({[details]: {status: 404}});
		await expect(search.objectDetails({type: 'folder', ref: 'f1'})).rejects.toThrow(NotFoundError);
		expect(asked()).toStrictEqual(['GET /api/content/object-details?id=sdb%3ASO%7Cf1']);
		await expect(search.objectDetails({type: 'asset', ref: 'a1'}, {signal: AbortSignal.abort(new Error('enough'))})).rejects.toThrow(
			'enough',
		);
	});
});

describe('a new entity', () => {
	const sleep = async () => {};
	const there = answer({objectIds: ['sdb:IO|a1'], totalHits: 1});

	it('is waited for until the index has it', async () => {
		const waits: number[] = [];
		const {search, asked} = connect({[at]: [none, none, there]});
		await search.waitUntilIndexed({type: 'asset', ref: 'a1'}, {sleep: async ms => void waits.push(ms)});
		expect(asked()).toHaveLength(3);
		expect(waits).toStrictEqual([1000, 1500]);
	});

	it('is not waited for forever', async () => {
		const {search} = connect({[at]: none});
		await expect(search.waitUntilIndexed({type: 'asset', ref: 'a1'}, {sleep, deadline: 5000})).rejects.toThrow(TimeoutError);
		const controller = new AbortController();
		const abort = async () => controller.abort(new Error('enough'));
		await expect(search.waitUntilIndexed({type: 'asset', ref: 'a1'}, {sleep: abort, signal: controller.signal})).rejects.toThrow('enough');
	});

	it('that may not be looked for is an error at once', async () => {
		await expect(connect({[at]: {status: 403}}).search.waitUntilIndexed({type: 'asset', ref: 'a1'}, {sleep})).rejects.toThrow(
			PermissionError,
		);
	});
});

describe('a report', () => {
	const text = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) =>
		new TextDecoder('utf-8', {ignoreBOM: true}).decode(await readAll(stream));
	const rows = answer({
		objectIds: ['sdb:IO|a1', 'sdb:SO|f1'],
		totalHits: 2,
		metadata: [
			[
				{name: 'xip.title', value: '=cmd()'},
				{name: 'xip.identifier', value: ['a 1', 'b, 2']},
				{name: 'xip.created', value: 0},
			],
			[{name: 'xip.title', value: 'Schrank "ä"'}],
		],
	});

	it('has the reference and the fields of the query, safe for spreadsheets', async () => {
		const {search, requests, asked} = connect({[at]: rows});
		const stream = search.report({fields: ['xip.title', 'xip.reference', 'xip.identifier', 'xip.created']});
		expect(asked()).toStrictEqual([]);
		expect(await text(stream)).toBe(
			`xip.reference,xip.title,xip.identifier,xip.created\r\na1,"'=cmd()","a 1; b, 2",0\r\nf1,"Schrank ""ä""",,\r\n`,
		);
		expect(await formOf(requests[0])).toMatchObject({metadata: 'xip.reference,xip.title,xip.identifier,xip.created'});
	});

	it('has the columns that were asked for, written as they were asked for', async () => {
		const {search} = connect({[at]: rows});
		const columns = [
			{
				field: 'xip.created',
				title: 'Created',
				format: (value: FieldValue | undefined) => (typeof value === 'number' ? new Date(value).toISOString() : '?'),
			},
			'xip.identifier',
			'xip.title',
		];
		expect(await text(search.report({}, {columns, separator: '|', escapeFormulas: false, byteOrderMark: true}))).toBe(
			'\ufeffCreated,xip.identifier,xip.title\r\n1970-01-01T00:00:00.000Z,"a 1|b, 2",=cmd()\r\n?,,"Schrank ""ä"""\r\n',
		);
	});

	it('of nothing is a header', async () => {
		const progress: unknown[] = [];
		const {search} = connect({[at]: none});
		expect(await text(search.report({text: 'x'}, {onProgress: step => progress.push(step)}))).toBe('xip.reference\r\n');
		expect(progress).toStrictEqual([{phase: 'search', done: 0, total: 0}]);
	});

	it('holds one page and tells how far it is', async () => {
		const progress: unknown[] = [];
		const {search, asked} = connect(server(5));
		const reader = search.report({fields: ['t']}, {pageSize: 2, onProgress: step => progress.push(step)}).getReader();
		const chunks: string[] = [];
		for (let step = await reader.read(); !step.done; step = await reader.read()) {
			chunks.push(new TextDecoder().decode(step.value));
			expect(asked()).toHaveLength(chunks.length - 1);
		}
		expect(chunks).toStrictEqual([
			'xip.reference,t\r\n',
			'xip.reference 0,t 0\r\nxip.reference 1,t 1\r\n',
			'xip.reference 2,t 2\r\nxip.reference 3,t 3\r\n',
			'xip.reference 4,t 4\r\n',
		]);
		expect(progress).toStrictEqual([
			{phase: 'search', done: 2, total: 5},
			{phase: 'search', done: 4, total: 5},
			{phase: 'search', done: 5, total: 5},
		]);
	});

	it('reads ahead when told so', async () => {
		const {search, asked} = connect(server(50));
		const reader = search.report({}, {pageSize: 10, readAhead: 2}).getReader();
		await reader.read();
		await reader.read();
		await vi.waitFor(() => expect(asked()).toHaveLength(3));
		await reader.cancel();
	});

	it('stops asking when nobody reads on', async () => {
		const {search, asked} = connect(server(50));
		const reader = search.report({}, {pageSize: 10}).getReader();
		await reader.read();
		await reader.read();
		await reader.cancel();
		expect(asked()).toHaveLength(1);
	});

	it('fails with what the search fails with, and with the reason of an abort', async () => {
		await expect(text(connect({[at]: {status: 403}}).search.report({}))).rejects.toThrow(PermissionError);
		const controller = new AbortController();
		const reader = connect(server(50)).search.report({}, {pageSize: 10, signal: controller.signal}).getReader();
		await reader.read();
		await reader.read();
		controller.abort(new Error('enough'));
		await expect(reader.read()).rejects.toThrow('enough');
	});
});
