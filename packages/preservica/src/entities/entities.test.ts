import {
	AuthenticationError,
	ConfigurationError,
	DecodeError,
	NetworkError,
	NotFoundError,
	PermissionError,
	RateLimitError,
} from '@fonds/core';
import {describe, expect, it} from 'vitest';
import {origin} from '../fixtures/connect.ts';
import {samples} from '../fixtures/samples.ts';
import {answer, co, connect, entity, fields, folder, io, so} from './fixtures/answers.ts';

describe('reading an entity', () => {
	it('takes one request, with the token', async () => {
		const {entities, requests, asked} = connect({[`GET ${io}/a1`]: entity('InformationObject', fields('a1'))});
		expect(await entities.asset('a1')).toMatchObject({type: 'asset', ref: 'a1', title: 'Title of a1'});
		expect(asked()).toEqual([`GET ${io}/a1`]);
		expect(requests[0]?.headers.get('preservica-access-token')).toBe('token-1');
	});

	it('reads each kind from its place', async () => {
		const {entities} = connect({
			[`GET ${so}/f1`]: folder('f1'),
			[`GET ${co}/c1`]: entity('ContentObject', fields('c1', {parent: 'a1'})),
		});
		expect((await entities.folder('f1')).type).toBe('folder');
		expect(await entities.contentObject('c1')).toMatchObject({type: 'contentObject', parent: 'a1'});
		expect((await entities.entity({type: 'folder', ref: 'f1'})).ref).toBe('f1');
	});

	it.each([
		[404, NotFoundError, 'There is no asset with the reference a1, or this account has no right to see it.'],
		[403, PermissionError, 'This account has no right to read the asset with the reference a1.'],
		[401, AuthenticationError, 'tokens last 15 minutes'],
		[429, RateLimitError, ''],
	])('fails clearly with %i', async (status, kind, message) => {
		const {entities} = connect({[`GET ${io}/a1`]: {status, body: '<html><body>gateway</body></html>'}});
		const failure = await entities.asset('a1').catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(kind);
		expect(String(failure)).toContain(message);
	});

	it.each([
		['an HTML page', {body: '<html><title>Sign in</title></html>', headers: {'content-type': 'text/html'}}],
		['XML that is cut off', answer('EntityResponse', '<xip:InformationObject>').slice(0, -20)],
		['nothing', ''],
		['JSON', '{"success": false}'],
		['a document type', `<!DOCTYPE x [<!ENTITY e "e">]>${entity('InformationObject', fields('a1'))}`],
		['an answer of another kind', folder('a1')],
	])('fails clearly with %s', async (_, body) => {
		const {entities} = connect({[`GET ${io}/a1`]: body});
		await expect(entities.asset('a1')).rejects.toThrow(DecodeError);
	});

	it('says which part of it is missing', async () => {
		const {entities} = connect({});
		await expect(entities.representations('a1')).rejects.toThrow(
			'There is no asset with the reference a1, or it has no representations, or',
		);
	});

	it.each(['', '.', '..'])('refuses the reference %o before anything is sent', async ref => {
		const {entities, requests} = connect({});
		await expect(entities.asset(ref)).rejects.toThrow(expect.objectContaining({name: 'ConfigurationError'}));
		expect(requests).toEqual([]);
	});

	it('encodes whatever else a reference holds', async () => {
		const {entities, asked} = connect({});
		await expect(entities.asset('../a?b#c/d')).rejects.toThrow(NotFoundError);
		expect(asked()).toEqual([`GET ${io}/..%2Fa%3Fb%23c%2Fd`]);
	});

	it('ends with an abort', async () => {
		const {entities} = connect({[`GET ${io}/a1`]: () => new Promise<string>(() => {})});
		const controller = new AbortController();
		const reading = entities.asset('a1', {signal: controller.signal});
		const reason = new Error('enough');
		controller.abort(reason);
		await expect(reading).rejects.toBe(reason);
	});

	it('is repeated after a lost connection', async () => {
		let count = 0;
		const {entities} = connect({
			[`GET ${io}/a1`]: () => (count++ === 0 ? Promise.reject(new TypeError('lost')) : entity('InformationObject', fields('a1'))),
		});
		expect((await entities.asset('a1')).ref).toBe('a1');
		const broken = connect({[`GET ${io}/a1`]: () => Promise.reject(new TypeError('lost'))});
		await expect(broken.entities.asset('a1')).rejects.toThrow(NetworkError);
	});
});

describe('children', () => {
	const page = (refs: readonly string[], next?: string) =>
		answer(
			'ChildrenResponse',
			`<Children>${refs.map(ref => `<Child ref="${ref}" type="IO" title="${ref}"/>`).join('')}</Children><Paging>${next === undefined ? '' : `<Next>${next}</Next>`}<TotalResults>3</TotalResults></Paging>`,
		);
	const routes = {
		[`GET ${so}/f1/children?start=0&max=2`]: page(['b', 'a'], `${origin}${so}/f1/children?start=2&amp;max=2`),
		[`GET ${so}/f1/children?start=2&max=2`]: page(['c']),
	};

	it('come in the order of the server, page by page', async () => {
		const {entities, asked} = connect(routes);
		const list = entities.children('f1', {pageSize: 2});
		expect(asked()).toEqual([]);
		expect((await list.toArray()).map(({ref}) => ref)).toEqual(['b', 'a', 'c']);
		expect(asked()).toHaveLength(2);
		for await (const {total} of list.pages()) {
			expect(total).toBe(3);
		}
	});

	it('are fetched ahead as far as they shall be', async () => {
		const {entities, asked} = connect(routes);
		for await (const {ref} of entities.children('f1', {pageSize: 2, readAhead: 1})) {
			expect(ref).toBe('b');
			await new Promise(resolve => setTimeout(resolve));
			expect(asked()).toHaveLength(2);
			break;
		}
	});

	it('and what is below them are asked for in large pages, some at the same time', async () => {
		const {entities, asked} = connect({[`GET ${so}/f1/children`]: page(['a'])});
		for await (const {ref} of entities.descendants('f1')) {
			expect(ref).toBe('a');
		}
		expect(asked()).toEqual([`GET ${so}/f1/children?start=0&max=1000`]);
	});

	it.each([0, -1, 1.5, Number.NaN])('are not walked with %d requests at a time', async concurrency => {
		const {entities, asked} = connect({[`GET ${so}/f1/children`]: page(['a'])});
		const walk = entities.descendants('f1', {concurrency})[Symbol.asyncIterator]();
		await expect(walk.next()).rejects.toThrow(
			new ConfigurationError(`concurrency is ${concurrency}; it must be a whole number, at least 1.`),
		);
		expect(asked()).toEqual([]);
	});

	it('of the root are asked for at the root', async () => {
		const {entities, asked} = connect({'GET /api/entity/root/children': samples.childrenEmpty});
		expect(await entities.children(null).toArray()).toEqual([]);
		expect(asked()).toEqual(['GET /api/entity/root/children?start=0&max=100']);
	});

	it.each([
		['another server', '<Something xmlns="http://example.org/"/>'],
		['no namespace', '<ChildrenResponse><Children/></ChildrenResponse>'],
		['a namespace that only begins the same', '<ChildrenResponse xmlns="http://preservica.com/EntityAPIs/v7.7"/>'],
	])('are not empty when %s answers', async (_, other) => {
		const {entities} = connect({[`GET ${so}/f1/children`]: other, 'GET /api/entity/information-objects/a1/representations': other});
		await expect(entities.children('f1').toArray()).rejects.toThrow(DecodeError);
		await expect(entities.representations('a1')).rejects.toThrow('not a list of Preservica');
	});

	it('stop with the loop, and with the signal', async () => {
		const {entities, asked} = connect(routes);
		const controller = new AbortController();
		const walk = async () => {
			for await (const _ of entities.children('f1', {pageSize: 2, signal: controller.signal})) {
				controller.abort(new Error('enough'));
			}
		};
		await expect(walk()).rejects.toThrow('enough');
		expect(asked()).toHaveLength(1);
	});

	it('send no token to another host', async () => {
		const foreign = {[`GET ${so}/f1/children`]: page(['a'], `https://other.example.org${so}/f1/children?start=1`)};
		const {entities, asked} = connect(foreign);
		await expect(entities.children('f1').toArray()).rejects.toMatchObject({code: 'foreign-link'});
		expect(asked()).toHaveLength(1);

		const rewriting = connect({...foreign, [`GET ${so}/f1/children?start=1`]: page(['b'])}, {foreignLinks: 'rewrite'});
		expect(await rewriting.entities.children('f1').toArray()).toHaveLength(2);
		expect(rewriting.requests.map(({url}) => new URL(url).origin)).toEqual([origin, origin]);
	});
});

describe('ancestors', () => {
	const routes = {
		[`GET ${so}/f1`]: folder('f1'),
		[`GET ${so}/f2`]: folder('f2', 'f1'),
		[`GET ${io}/a1`]: entity('InformationObject', fields('a1', {parent: 'f2'})),
		[`GET ${co}/c1`]: entity('ContentObject', fields('c1', {parent: 'a1'})),
	};

	it.each([
		[{type: 'contentObject', ref: 'c1'} as const, ['f1', 'f2']],
		[{type: 'asset', ref: 'a1'} as const, ['f1', 'f2']],
		[{type: 'folder', ref: 'f2'} as const, ['f1']],
		[{type: 'folder', ref: 'f1'} as const, []],
	])('of %o come from the root down', async (stub, expected) => {
		const {entities} = connect(routes);
		expect((await entities.ancestors(stub)).map(({ref}) => ref)).toEqual(expected);
	});

	it('of a read entity take no second look at it', async () => {
		const {entities, asked} = connect(routes);
		await entities.ancestors(await entities.asset('a1'));
		expect(asked()).toEqual([`GET ${io}/a1`, `GET ${so}/f2`, `GET ${so}/f1`]);
	});

	it('that go in circles are refused', async () => {
		const {entities} = connect({[`GET ${so}/f1`]: folder('f1', 'f2'), [`GET ${so}/f2`]: folder('f2', 'f1')});
		await expect(entities.ancestors({type: 'folder', ref: 'f1'})).rejects.toMatchObject({code: 'cycle'});
	});
});

describe('what is around an entity', () => {
	it('is found by identifier', async () => {
		const {entities, requests} = connect({'GET /api/entity/entities/by-identifier': samples.entitiesByIdentifier});
		expect(await entities.byIdentifier('code', 'a b&c')).toEqual([
			{type: 'folder', ref: 'a9e1cae8-ea06-4157-8dd4-82d0525b031c', title: 'page1File.txt'},
		]);
		expect(Object.fromEntries(new URL(requests[0]?.url ?? '').searchParams)).toEqual({type: 'code', value: 'a b&c'});
		expect(await connect({'GET /api/entity/entities/by-identifier': samples.entitiesEmpty}).entities.byIdentifier('code', 'x')).toEqual([]);
	});

	it('has identifiers on more than one page', async () => {
		const identifier = (value: string) =>
			`<xip:Identifier><xip:ApiId>${value}</xip:ApiId><xip:Type>code</xip:Type><xip:Value>${value}</xip:Value></xip:Identifier>`;
		const {entities} = connect({
			[`GET ${io}/a1/identifiers`]: answer(
				'IdentifiersResponse',
				`<Identifiers>${identifier('1')}</Identifiers><Paging><Next>${origin}${io}/a1/identifiers?start=1</Next></Paging>`,
			),
			[`GET ${io}/a1/identifiers?start=1`]: answer('IdentifiersResponse', `<Identifiers>${identifier('2')}</Identifiers>`),
		});
		expect((await entities.identifiers({type: 'asset', ref: 'a1'})).map(({value}) => value)).toEqual(['1', '2']);
	});

	it('has metadata, read from where the entity says', async () => {
		const fragment = (ref: string) => `<Fragment schema="http://purl.org/dc/terms/">\n${origin}${io}/a1/metadata/${ref}\n</Fragment>`;
		const {entities, asked} = connect({
			[`GET ${io}/a1`]: entity(
				'InformationObject',
				fields('a1'),
				`<AdditionalInformation><Metadata>${fragment('m1')}${fragment('m2')}</Metadata></AdditionalInformation>`,
			),
			[`GET ${io}/a1/metadata/m1`]: samples.metadataFragmentAsServed,
			[`GET ${io}/a1/metadata/m2`]: samples.metadataFragment,
		});
		const found = await entities.metadata({type: 'asset', ref: 'a1'});
		expect(found.map(({schema, element}) => [schema, element?.name])).toEqual([
			['http://purl.org/dc/terms/', 'dcterms'],
			['http://purl.org/dc/terms/', 'Test1'],
		]);
		expect(asked()).toHaveLength(3);
	});

	it('has a thumbnail', async () => {
		const {entities, requests} = connect({
			'GET /api/content/thumbnail': {body: new Uint8Array([1, 2, 3]), headers: {'content-type': 'image/png'}},
		});
		const blob = await entities.thumbnail({type: 'asset', ref: 'a1'}, {size: 'large'});
		expect([blob.type, new Uint8Array(await blob.arrayBuffer())]).toEqual(['image/png', new Uint8Array([1, 2, 3])]);
		expect(Object.fromEntries(new URL(requests[0]?.url ?? '').searchParams)).toEqual({id: 'sdb:IO|a1', size: 'large'});
		await expect(connect({}).entities.thumbnail({type: 'folder', ref: 'f1'})).rejects.toThrow(
			'There is no thumbnail of sdb:SO|f1, or this account has no right to see it.',
		);
	});
});

describe('from an asset to its files', () => {
	const generation = (index: number, active: boolean) =>
		answer(
			'GenerationResponse',
			`<xip:Generation original="${index === 1}" active="${active}"/><Bitstreams><Bitstream filename="p.tif">${origin}${co}/c1/generations/${index}/bitstreams/1</Bitstream></Bitstreams>`,
		);
	const links = (...active: readonly (readonly [number, boolean])[]) =>
		answer(
			'GenerationsResponse',
			`<Generations>${active.map(([index, isActive]) => `<Generation active="${isActive}">${origin}${co}/c1/generations/${index}</Generation>`).join('')}</Generations>`,
		);
	const routes = {
		[`GET ${io}/a1/representations`]: answer(
			'RepresentationsResponse',
			`<Representations><Representation type="Preservation">${origin}${io}/a1/representations/Preservation/1</Representation></Representations>`,
		),
		[`GET ${io}/a1/representations/Preservation/1`]: answer(
			'RepresentationResponse',
			'<xip:Representation><xip:ContentObjects><xip:ContentObject>c1</xip:ContentObject></xip:ContentObjects></xip:Representation>',
		),
		[`GET ${co}/c1/generations`]: links([1, false], [2, true], [3, false]),
		[`GET ${co}/c1/generations/1`]: generation(1, false),
		[`GET ${co}/c1/generations/2`]: generation(2, true),
		[`GET ${co}/c1/generations/3`]: generation(3, false),
		[`GET ${co}/c1/generations/2/bitstreams/1`]: samples.bitstreamTwoFixities,
	};

	it('every step can be taken', async () => {
		const {entities} = connect(routes);
		const [representation] = await entities.representations('a1');
		const [contentObject] = representation ? await entities.contentObjects(representation) : [];
		expect(contentObject).toEqual({type: 'contentObject', ref: 'c1', title: ''});
		const generations = await entities.generations('c1');
		expect(generations.map(({index, original, active}) => [index, original, active])).toEqual([
			[1, true, false],
			[2, false, true],
			[3, false, false],
		]);
		const [, second] = generations;
		expect(second && (await entities.bitstreams(second))).toMatchObject([{filename: 'test1.txt', size: 1234, generation: 2, index: 1}]);
	});

	it('the active generation is found without reading the others', async () => {
		const {entities, asked} = connect(routes);
		expect((await entities.activeGeneration('c1')).index).toBe(2);
		expect(asked()).toEqual([`GET ${co}/c1/generations`, `GET ${co}/c1/generations/2`]);
	});

	it.each([
		[
			[
				[2, true],
				[1, true],
			] as const,
			2,
		],
		[
			[
				[1, false],
				[2, false],
			] as const,
			2,
		],
	])('of %o the newest is the one', async (active, expected) => {
		const {entities} = connect({...routes, [`GET ${co}/c1/generations`]: links(...active)});
		expect((await entities.activeGeneration({type: 'contentObject', ref: 'c1'})).index).toBe(expected);
	});

	it('a content object without generations is an error', async () => {
		const {entities} = connect({[`GET ${co}/c1/generations`]: links()});
		await expect(entities.activeGeneration('c1')).rejects.toThrow('The content object c1 has no generation.');
	});
});
