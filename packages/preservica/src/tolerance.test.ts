import {HttpError, NotFoundError, PermissionError} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {Entities} from './entities/entities.ts';
import {answer, co, entity, fields, io, so, version} from './entities/fixtures/answers.ts';
import {Events} from './events/events.ts';
import {connect, origin} from './fixtures/connect.ts';
import {Monitors} from './monitors/monitors.ts';
import {Operations} from './operations/operations.ts';
import {Search} from './search/search.ts';
import {connect as connectUploads, mebibyte, packageOf} from './uploads/fixtures/connect.ts';
import {Workflows} from './workflows/workflows.ts';
import {formatDate, parseDate} from './xml/dates.ts';

/** What servers do that a client must take as it comes: section 6.3 of the reference, one test each. */
describe('a client takes as it comes', () => {
	const open = (routes: Parameters<typeof connect>[0], options: Parameters<typeof connect>[1] = {}) => {
		const {session, ...rest} = connect({...version, ...routes}, options);
		return {session, entities: new Entities(session), ...rest};
	};
	const json = (value: unknown) => JSON.stringify({success: true, version: 1, value});

	it('1: any namespace version, mixed ones, other prefixes, unknown elements and attributes', async () => {
		const {entities} = open({
			[`GET ${io}/a1`]: `<q:EntityResponse xmlns:q="http://preservica.com/EntityAPI/v9.4" xmlns="http://preservica.com/XIP/v6.9" xmlns:n="urn:new"><InformationObject n:mood="good"><n:Mood/><Ref>a1</Ref><Title>T</Title><SecurityTag>open</SecurityTag></InformationObject><q:News/></q:EntityResponse>`,
		});
		expect(await entities.asset('a1')).toMatchObject({ref: 'a1', title: 'T', securityTag: 'open'});
	});

	it('2: missing and empty elements, and white space around texts', async () => {
		const {entities} = open({
			[`GET ${io}/a1`]: entity(
				'InformationObject',
				'<xip:Ref>\n a1 </xip:Ref><xip:Description/><xip:SecurityTag>\topen\n</xip:SecurityTag>',
			),
		});
		expect(await entities.asset('a1')).toMatchObject({
			ref: 'a1',
			title: '',
			description: undefined,
			securityTag: 'open',
			parent: undefined,
			fragments: [],
		});
	});

	it.each([
		['no Paging', ''],
		['an empty Paging', '<Paging/>'],
		['an empty Next', '<Paging><Next/><TotalResults>1</TotalResults></Paging>'],
		['a blank Next', '<Paging><Next> \n</Next></Paging>'],
	])('3: %s as the end of a list', async (_, paging) => {
		const {entities} = open({
			[`GET ${so}/f1/children`]: answer('ChildrenResponse', `<Children><Child type="IO" ref="a1"/></Children>${paging}`),
		});
		expect(await entities.children('f1').toArray()).toHaveLength(1);
	});

	it('3: a Next of another host, only where it is told to', async () => {
		const next = `https://inside.example.net${so}/f1/children?start=1`;
		const routes = {
			[`GET ${so}/f1/children`]: ({url}: Request) =>
				answer(
					'ChildrenResponse',
					`<Children><Child type="IO" ref="a1"/></Children>${url.includes('start=1') ? '' : `<Paging><Next>${next}</Next></Paging>`}`,
				),
		};
		const refusing = open(routes);
		await expect(refusing.entities.children('f1').toArray()).rejects.toMatchObject({code: 'foreign-link'});
		expect(refusing.requests.every(({url}) => url.startsWith(origin))).toBe(true);
		const rewriting = open(routes, {foreignLinks: 'rewrite'});
		expect(await rewriting.entities.children('f1').toArray()).toHaveLength(2);
		expect(rewriting.requests.every(({url}) => url.startsWith(origin))).toBe(true);
	});

	it.each(['', '.1', '.12', '.123', '.1234', '.12345', '.123456'])(
		'4: dates with the fraction %o, in each way to write a zone',
		fraction => {
			const expected = new Date(Date.UTC(2023, 5, 26, 8, 14, 8, Math.trunc(Number(`0${fraction || '.0'}`) * 1000 + 0.001))).toISOString();
			for (const zone of ['Z', '+00:00', '+0000']) {
				expect(parseDate(`2023-06-26T08:14:08${fraction}${zone}`).toISOString()).toBe(expected);
			}
			expect(formatDate(`2023-06-26T10:14:08${fraction}+0200`)).toBe(expected);
		},
	);

	it.each([200, 201, 202])('5: %i wherever one success is documented, and empty bodies', async status => {
		const {entities} = open({
			[`PUT ${io}/a1/parent-ref`]: {status, body: ' token-1\n'},
			[`PUT ${io}/a1`]: {status: status === 202 ? 204 : status, body: ''},
			[`GET ${io}/a1`]: entity('InformationObject', fields('a1', {parent: 'f1'})),
			[`DELETE ${io}/a1/identifiers/i1`]: {status},
		});
		expect((await entities.move({type: 'asset', ref: 'a1'}, 'f2')).id).toBe('token-1');
		expect(await entities.save(await entities.asset('a1'))).toMatchObject({ref: 'a1'});
		await expect(entities.deleteIdentifier({type: 'asset', ref: 'a1'}, 'i1')).resolves.toBeUndefined();
	});

	it.each([
		['a page of a gateway', '<html><head><title>502 Bad Gateway</title></head></html>'],
		['plain text', 'upstream went away'],
		['JSON', '{"error": "no"}'],
		['nothing', ''],
	])('6: %s as the body of an error', async (_, body) => {
		const {session, entities} = open({
			[`GET ${io}/a1`]: {status: 502, body},
			'POST /api/content/search': {status: 502, body},
			'GET /sdb/rest/workflow/instances/1': {status: 502, body},
		});
		const calls = [() => entities.asset('a1'), () => new Search(session).find({}).toArray(), () => new Workflows(session).instance('1')];
		for (const call of calls) {
			const failure = await call().catch((error: unknown) => error);
			expect(failure).toBeInstanceOf(HttpError);
			expect(failure).toMatchObject({status: 502, body});
		}
	});

	it('7: unknown words in every enumeration', async () => {
		const monitor = {mappedId: 'm1', name: 'x', status: 'Dreaming', category: 'Poetry', subcategory: 'Verse'};
		const {session, entities} = open({
			'GET /api/entity/progress/t1': '<P xmlns="http://status.preservica.com"><Status>DREAMING</Status></P>',
			[`GET ${io}/a1/event-actions`]: answer(
				'EventActionsResponse',
				'<EventActions><xip:EventAction commandType="sing"><xip:Event type="Sung"><xip:Ref>e1</xip:Ref></xip:Event><xip:Entity>a1</xip:Entity></xip:EventAction></EventActions>',
			),
			[`GET ${io}/a1/representations`]: answer(
				'RepresentationsResponse',
				`<Representations><Representation type="Hologram">${origin}${io}/a1/representations/Hologram/1</Representation></Representations>`,
			),
			'GET /api/processmonitor/monitors': json({paging: {totalResults: 1}, monitors: [monitor]}),
		});
		expect(await new Operations(session).progress('t1')).toMatchObject({state: 'unknown', detail: 'DREAMING'});
		expect(await new Events(session).ofEntity({type: 'asset', ref: 'a1'}).toArray()).toMatchObject([{event: {type: 'Sung'}}]);
		expect(await entities.representations('a1')).toMatchObject([{type: 'Hologram', index: 1}]);
		expect(await new Monitors(session).list().toArray()).toMatchObject([{status: 'Dreaming', category: 'Poetry'}]);
	});

	it('8: technical properties as large as a report, and format versions that are blank or cannot be printed', async () => {
		const report = `<jhove>${'&amp;'.repeat(100_000)}</jhove>`.replaceAll('<', '&lt;');
		const {entities} = open({
			[`GET ${co}/c1/generations`]: answer(
				'GenerationsResponse',
				`<Generations><Generation active="true">${origin}${co}/c1/generations/1</Generation></Generations>`,
			),
			[`GET ${co}/c1/generations/1`]: answer(
				'GenerationResponse',
				`<xip:Generation original="true" active="true"><xip:ContentObject>c1</xip:ContentObject><xip:Formats><xip:Format valid="true"><xip:FormatVersion> \u0085\u00a0 </xip:FormatVersion></xip:Format><xip:Format valid="true"><xip:FormatVersion/></xip:Format></xip:Formats><xip:Properties><xip:Property><xip:PropertyName>report</xip:PropertyName><xip:Value>${report}</xip:Value></xip:Property></xip:Properties></xip:Generation>`,
			),
		});
		const [generation] = await entities.generations('c1');
		expect(generation?.properties[0]?.value).toHaveLength('<jhove></jhove>'.length + 100_000);
		expect(generation?.formats).toHaveLength(2);
	});

	it('9: a token that ends between two pages of a list', async () => {
		const tokens = ['one', 'two', 'three'];
		const {entities, requests} = open(
			{
				[`GET ${so}/f1/children`]: ({url, headers}) => {
					const second = url.includes('start=1');
					return second && headers.get('preservica-access-token') === 'one'
						? {status: 401, body: ''}
						: answer(
								'ChildrenResponse',
								`<Children><Child type="IO" ref="a${second ? 2 : 1}"/></Children>${second ? '' : `<Paging><Next>${origin}${so}/f1/children?start=1</Next></Paging>`}`,
							);
				},
			},
			{credentials: {token: async () => tokens.shift() ?? 'none'}},
		);
		expect((await entities.children('f1').toArray()).map(({ref}) => ref)).toEqual(['a1', 'a2']);
		expect(requests.map(({headers}) => headers.get('preservica-access-token'))).toEqual(['one', 'one', 'two']);
	});

	it('9: a token that ends in the middle of an upload in parts', async () => {
		const tokens = ['one', 'two'];
		const {bucket, uploads} = connectUploads(
			request =>
				request.url.includes('partNumber=2') && request.headers.get('preservica-access-token') === 'one'
					? new Response(null, {status: 401})
					: undefined,
			{options: {credentials: {token: async () => tokens.shift() ?? 'none'}}},
		);
		await uploads.upload(packageOf(11 * mebibyte).source, {partSize: 5 * mebibyte, concurrency: 1});
		expect(bucket.completed.map(({parts}) => parts)).toEqual([[1, 2, 3]]);
	});

	it('10: deleted entities without type and title in lists of changes', async () => {
		const {entities} = open({
			'GET /api/entity/entities/updated-since': answer(
				'EntitiesResponse',
				`<Entities><Entity ref="a1" type="IO" title="A">${origin}${io}/a1</Entity><Entity ref="gone" deleted="true"/></Entities>`,
			),
		});
		expect(await entities.updatedSince('2026-01-01').toArray()).toMatchObject([
			{ref: 'a1', type: 'asset', deleted: false},
			{ref: 'gone', type: undefined, deleted: true},
		]);
	});

	it('11: duplicates of identifiers, of schemas, of representations and of digests', async () => {
		const fragment = (number: number) => `<Fragment schema="urn:s">${origin}${io}/a1/metadata/m${number}</Fragment>`;
		const fixity = (algorithm: string, value: string) =>
			`<xip:Fixity><xip:FixityAlgorithmRef>${algorithm}</xip:FixityAlgorithmRef><xip:FixityValue>${value}</xip:FixityValue></xip:Fixity>`;
		const identifier = '<xip:Identifier><xip:Type>code</xip:Type><xip:Value>A</xip:Value></xip:Identifier>';
		const representation = (index: number) =>
			`<Representation type="Access">${origin}${io}/a1/representations/Access/${index}</Representation>`;
		const {entities} = open({
			[`GET ${io}/a1`]: entity(
				'InformationObject',
				fields('a1', {parent: 'f1'}),
				`<AdditionalInformation><Metadata>${fragment(1)}${fragment(2)}</Metadata></AdditionalInformation>`,
			),
			[`GET ${io}/a1/identifiers`]: answer('IdentifiersResponse', `<Identifiers>${identifier}${identifier}</Identifiers>`),
			[`GET ${io}/a1/representations`]: answer(
				'RepresentationsResponse',
				`<Representations>${representation(1)}${representation(2)}</Representations>`,
			),
			[`GET ${co}/c1/generations/1/bitstreams/1`]: answer(
				'BitstreamResponse',
				`<xip:Bitstream><xip:Filename>x</xip:Filename><xip:FileSize>1</xip:FileSize><xip:Fixities>${fixity('MD5', 'a'.repeat(32))}${fixity('SHA1', 'b'.repeat(40))}${fixity('SHA1', 'b'.repeat(40))}</xip:Fixities></xip:Bitstream><AdditionalInformation><Content>${origin}${co}/c1/generations/1/bitstreams/1/content</Content></AdditionalInformation>`,
			),
		});
		expect((await entities.asset('a1')).fragments).toHaveLength(2);
		expect(await entities.identifiers({type: 'asset', ref: 'a1'})).toHaveLength(2);
		expect((await entities.representations('a1')).map(({index}) => index)).toEqual([1, 2]);
		const url = `${origin}${co}/c1/generations/1`;
		const generation = {contentObject: 'c1', index: 1, url, original: true, active: true, label: undefined, formatGroup: undefined};
		const [bitstream] = await entities.bitstreams({
			...generation,
			effectiveDate: undefined,
			formats: [],
			properties: [],
			bitstreams: [{filename: 'x', url: `${url}/bitstreams/1`}],
		});
		expect(bitstream?.fixities.map(({algorithm}) => algorithm)).toEqual(expect.arrayContaining(['md5', 'sha1']));
	});

	it('12: rows of a search with missing fields, and values that are texts, numbers, flags or lists', async () => {
		const {session} = open({
			'POST /api/content/search': json({
				objectIds: ['sdb:IO|a1', 'sdb:SO|f1'],
				totalHits: 2,
				metadata: [
					[
						{name: 'xip.title', value: 'T'},
						{name: 'xip.created', value: 1_687_767_248_441},
						{name: 'x.flag', value: true},
						{name: 'xip.identifier', value: ['code A', 'code B']},
					],
					[],
				],
			}),
		});
		const names = ['xip.title', 'xip.created', 'x.flag', 'xip.identifier'] as const;
		const [asset, folder] = await new Search(session).find({fields: names}).toArray();
		expect(asset?.values).toEqual({
			'xip.title': 'T',
			'xip.created': 1_687_767_248_441,
			'x.flag': true,
			'xip.identifier': ['code A', 'code B'],
		});
		expect(folder).toMatchObject({type: 'folder', ref: 'f1'});
		expect(Object.values(folder?.values ?? {x: 1}).every(value => value === undefined)).toBe(true);
	});

	it.each([
		[403, PermissionError, 'or the licence does not cover it'],
		[404, NotFoundError, 'its version or its licence may be without it'],
	])('13: %i for a whole API', async (status, kind, message) => {
		const {session} = open({'GET /sdb/rest/workflow/contexts': {status}, 'GET /api/processmonitor/monitors': {status}});
		for (const call of [() => new Workflows(session).contexts({type: 'Ingest'}), () => new Monitors(session).list().toArray()]) {
			const failure = await call().catch((error: unknown) => error);
			expect(failure).toBeInstanceOf(kind);
			expect(String(failure)).toContain(message);
		}
	});

	it('14: an index that learns of things later', async () => {
		let asked = 0;
		const {session} = open({
			'POST /api/content/search': () =>
				json(++asked < 3 ? {objectIds: [], totalHits: 0} : {objectIds: ['sdb:IO|a1'], totalHits: 1, metadata: [[]]}),
		});
		await new Search(session).waitUntilIndexed({type: 'asset', ref: 'a1'}, {sleep: async () => {}});
		expect(asked).toBe(3);
	});
});
