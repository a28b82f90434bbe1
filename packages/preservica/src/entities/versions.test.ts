import {describe, expect, it} from 'vitest';
import type {Session} from '../auth/session.ts';
import {connect, origin} from '../fixtures/connect.ts';
import {itIsAlike, namespaceOf, type Read} from '../fixtures/dialects.ts';
import {Entities} from './entities.ts';

const asset = {type: 'asset', ref: 'a1'} as const;
const io = '/api/entity/information-objects';
const co = '/api/entity/content-objects';
const generation = `${co}/c1/generations/1`;
const paging = (next: string) => `<e:Paging><e:Next>${origin}${next}</e:Next><e:TotalResults>2</e:TotalResults></e:Paging>`;
const entityOf = (element: string) =>
	`<e:EntityResponse><x:${element}><x:Ref> r1\n</x:Ref><x:Title>T</x:Title><x:Description/><x:SecurityTag>open</x:SecurityTag><x:Parent>p1</x:Parent><x:Future>?</x:Future></x:${element}><e:AdditionalInformation><e:Metadata><e:Fragment schema="urn:s">${origin}${io}/a1/metadata/m1</e:Fragment></e:Metadata></e:AdditionalInformation></e:EntityResponse>`;
const known = {ref: 'r1', title: 'T', description: undefined, securityTag: 'open', parent: 'p1', fragments: [{schema: 'urn:s'}]};

const reads: readonly Read[] = [
	...(
		[
			['asset', 'InformationObject', io],
			['folder', 'StructuralObject', '/api/entity/structural-objects'],
			['contentObject', 'ContentObject', co],
		] as const
	).map(([type, element, place]) => ({
		name: type,
		answers: {[`GET ${place}/r1`]: entityOf(element)},
		// The element a release does not know keeps its namespace, which is not alike.
		read: async (session: Session) => {
			const {extra, ...rest} = await new Entities(session).entity({type, ref: 'r1'});
			return {...rest, extra: extra.map(({name}) => name)};
		},
		expected: {...known, type, extra: ['Future']},
	})),
	{
		name: 'children, over two pages',
		answers: {
			'GET /api/entity/root/children': `<e:ChildrenResponse><e:Children><e:Child ref="f1" type="SO" title="Box"/></e:Children>${paging('/api/entity/root/children?start=1')}</e:ChildrenResponse>`,
			'GET /api/entity/root/children?start=1':
				'<e:ChildrenResponse><e:Children><e:Child ref="f2" type="SO" title="Box 2"/></e:Children></e:ChildrenResponse>',
		},
		read: session => new Entities(session).children(null).toArray(),
		expected: [{type: 'folder', ref: 'f1', title: 'Box'}, {ref: 'f2'}],
	},
	{
		name: 'entities with an identifier',
		answers: {
			'GET /api/entity/entities/by-identifier':
				'<e:EntitiesResponse><e:Entities><e:Entity ref="a1" type="IO" title="T"/></e:Entities></e:EntitiesResponse>',
		},
		read: session => new Entities(session).byIdentifier('code', 'x'),
		expected: [{...asset, title: 'T'}],
	},
	{
		name: 'changes',
		answers: {
			'GET /api/entity/entities/updated-since':
				'<e:EntitiesResponse><e:Entities><e:Entity ref="a1" deleted="true"/></e:Entities></e:EntitiesResponse>',
		},
		read: session => new Entities(session).updatedSince('2023-04-25').toArray(),
		expected: [{ref: 'a1', deleted: true}],
	},
	{
		name: 'identifiers',
		answers: {
			[`GET ${io}/a1/identifiers`]:
				'<e:IdentifiersResponse><e:Identifiers><x:Identifier><x:ApiId>1</x:ApiId><x:Type>code</x:Type><x:Value>v</x:Value><x:Entity>a1</x:Entity></x:Identifier></e:Identifiers></e:IdentifiersResponse>',
		},
		read: session => new Entities(session).identifiers(asset),
		expected: [{id: '1', type: 'code', value: 'v', entity: 'a1'}],
	},
	{
		name: 'metadata',
		answers: {
			[`GET ${io}/a1`]: entityOf('InformationObject'),
			[`GET ${io}/a1/metadata/m1`]:
				'<e:MetadataResponse><x:MetadataContainer schemaUri="urn:s"><x:Ref>m1</x:Ref><x:Content><s xmlns="urn:s"><t>1</t></s></x:Content></x:MetadataContainer></e:MetadataResponse>',
		},
		read: session => new Entities(session).metadata(asset),
		expected: [{ref: 'm1', schema: 'urn:s', xml: '<s xmlns="urn:s"><t>1</t></s>'}],
	},
	{
		name: 'relationships',
		answers: {
			[`GET ${io}/a1/links`]:
				'<e:LinksResponse><e:Links><e:Link linkType="t" linkDirection="From" ref="f1" type="SO" title="Box" apiId="1"/></e:Links></e:LinksResponse>',
		},
		read: session => new Entities(session).relationships(asset).toArray(),
		expected: [{id: '1', type: 't', direction: 'From', other: {type: 'folder', ref: 'f1', title: 'Box'}}],
	},
	{
		name: 'representations, several of one type, and their content objects',
		answers: {
			[`GET ${io}/a1/representations`]: `<e:RepresentationsResponse><e:Representations><e:Representation type="Access">${origin}${io}/a1/representations/Access/1</e:Representation><e:Representation type="Access">${origin}${io}/a1/representations/Access/2</e:Representation></e:Representations></e:RepresentationsResponse>`,
			[`GET ${io}/a1/representations/Access/2`]:
				'<e:RepresentationResponse><x:Representation><x:ContentObjects><x:ContentObject>c1</x:ContentObject></x:ContentObjects></x:Representation><e:ContentObjects><e:ContentObject ref="c1" title="Page" type="CO"/></e:ContentObjects></e:RepresentationResponse>',
		},
		read: async session => {
			const entities = new Entities(session);
			const [, second] = await entities.representations('a1');
			return second && {...second, contentObjects: await entities.contentObjects(second)};
		},
		expected: {type: 'Access', index: 2, contentObjects: [{type: 'contentObject', ref: 'c1', title: 'Page'}]},
	},
	{
		name: 'generations and their bitstreams, with several fixities',
		answers: {
			[`GET ${co}/c1/generations`]: `<e:GenerationsResponse><e:Generations><e:Generation active="true">${origin}${generation}</e:Generation></e:Generations></e:GenerationsResponse>`,
			[`GET ${generation}`]: `<e:GenerationResponse><x:Generation original="true" active="true"><x:FormatGroup>tiff</x:FormatGroup><x:Formats><x:Format valid="true"><x:PUID>fmt/353</x:PUID></x:Format></x:Formats><x:Properties><x:Property><x:PropertyName>Width</x:PropertyName><x:Value>1</x:Value></x:Property></x:Properties></x:Generation><e:Bitstreams><e:Bitstream filename="p.tif">${origin}${generation}/bitstreams/1</e:Bitstream></e:Bitstreams></e:GenerationResponse>`,
			[`GET ${generation}/bitstreams/1`]: `<e:BitstreamResponse><x:Bitstream><x:Filename>p.tif</x:Filename><x:FileSize>3</x:FileSize><x:Fixities><x:Fixity><x:FixityAlgorithmRef>SHA1</x:FixityAlgorithmRef><x:FixityValue>AA</x:FixityValue></x:Fixity><x:Fixity><x:FixityAlgorithmRef>MD5</x:FixityAlgorithmRef><x:FixityValue>bb</x:FixityValue></x:Fixity></x:Fixities></x:Bitstream><e:AdditionalInformation><e:Content>${origin}/content</e:Content></e:AdditionalInformation></e:BitstreamResponse>`,
		},
		read: async session => {
			const entities = new Entities(session);
			const [first] = await entities.generations('c1');
			return {...first, active: await entities.activeGeneration('c1'), bitstreams: first && (await entities.bitstreams(first))};
		},
		expected: {
			original: true,
			formatGroup: 'tiff',
			formats: [{puid: 'fmt/353', valid: true}],
			properties: [{name: 'Width', value: '1'}],
			active: {index: 1},
			bitstreams: [
				{
					filename: 'p.tif',
					size: 3,
					url: `${origin}/content`,
					fixities: [
						{algorithm: 'sha1', value: 'aa'},
						{algorithm: 'md5', value: 'bb'},
					],
				},
			],
		},
	},
];

itIsAlike(reads);

describe('writing', () => {
	it.each([
		['6.1.2', '6.0'],
		['6.5', '6.5'],
		['6.9.1', '6.9'],
		['7.7.0', '7.7'],
		['8.1.0', '8.1'],
	])('names the namespaces of the server: %s', async (version, suffix) => {
		const {session, requests} = connect({
			'GET /api/entity/versiondetails/version': `<V><CurrentVersion>${version}</CurrentVersion></V>`,
			[`POST ${io}/a1/identifiers`]: {status: 204},
			[`POST ${io}/a1/metadata`]: {status: 204},
			'POST /api/entity/actions/merges': {status: 202, body: 'token-1'},
		});
		const entities = new Entities(session);
		await entities.addIdentifier(asset, {type: 'code', value: 'x'});
		await entities.addMetadata(asset, '<s xmlns="urn:s"/>');
		await entities.merge({assets: ['a1', 'a2'], title: 'T'});
		const [identifier, metadata, merge] = await Promise.all(requests.slice(1).map(request => request.text()));
		expect(identifier).toContain(`<Identifier xmlns="${namespaceOf('x', suffix)}">`);
		expect(metadata).toContain(`<xip:MetadataContainer xmlns:xip="${namespaceOf('x', suffix)}" schemaUri="urn:s">`);
		expect(merge).toContain(`<MergeAction xmlns="${namespaceOf('e', suffix)}">`);
	});
});
