import {DecodeError} from '@fonds/core';
import {parseXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {samples} from '../fixtures/samples.ts';
import {decodeBitstream} from './bitstream-xml.ts';
import {decodeIdentifiers, decodeMetadata} from './metadata-xml.ts';
import {decodeContentObjects, decodeGeneration, decodeGenerationLinks, decodeRepresentations} from './representation-xml.ts';

const base = 'https://preservica.example.org/api/entity/v7.7';
const ref = 'a9e1cae8-ea06-4157-8dd4-82d0525b031c';
const entity = (name: string, body: string) =>
	parseXml(`<${name} xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v7.7">${body}</${name}>`);

describe('representations', () => {
	it.each([samples.representations, samples.representationsFullV69])('are read in order, with several of one type', text => {
		const {items} = decodeRepresentations(parseXml(text), ref);
		expect(items.map(({type, index, name, asset}) => [type, index, name, asset])).toEqual([
			['Preservation', 1, undefined, ref],
			['Access', 1, 'Access name1', ref],
			['Access', 2, 'Access name2', ref],
		]);
		expect(items[2]?.url).toMatch(/\/representations\/Access\/2$/);
	});

	it('are counted where their address has a name in place of a number', () => {
		const list =
			'<Representations><Representation type="Access">https://h/representations/Access-9</Representation><Representation type="Access">https://h/x/Access-3</Representation></Representations>';
		expect(decodeRepresentations(entity('RepresentationsResponse', list), ref).items.map(({index}) => index)).toEqual([1, 2]);
	});

	it('list their content objects in page order', () => {
		expect(decodeContentObjects(parseXml(samples.representation)).map(item => item.ref)).toEqual([
			'ad30d41e-b75c-4195-b569-91e820f430ac',
			'354f47cf-3ca2-4a4e-8181-81b714334f00',
		]);
	});

	it('take the order from XIP and the titles from the links', () => {
		const body =
			'<xip:Representation><xip:ContentObjects><xip:ContentObject>c2</xip:ContentObject><xip:ContentObject> c1 </xip:ContentObject></xip:ContentObjects></xip:Representation>' +
			'<ContentObjects><ContentObject ref="c1" title="Page 2" type="CO">u</ContentObject><ContentObject ref="c2" title="Page 1" type="CO">u</ContentObject></ContentObjects>';
		expect(decodeContentObjects(entity('RepresentationResponse', body))).toEqual([
			{type: 'contentObject', ref: 'c2', title: 'Page 1'},
			{type: 'contentObject', ref: 'c1', title: 'Page 2'},
		]);
	});

	it('that are physical have none', () => {
		expect(
			decodeContentObjects(entity('RepresentationResponse', '<xip:Representation><xip:Type>Physical</xip:Type></xip:Representation>')),
		).toEqual([]);
	});
});

describe('generations', () => {
	it.each([samples.generations, samples.generationsV65])('are linked by number', text => {
		expect(decodeGenerationLinks(parseXml(text)).items.map(({index, active}) => [index, active])).toEqual([
			[1, true],
			[2, true],
		]);
	});

	const link = {index: 1, active: undefined, url: `${base}/content-objects/c1/generations/1`};

	it('are read in the namespace of the answer too', () => {
		expect(decodeGeneration(parseXml(samples.generation), 'c1', link)).toEqual({
			contentObject: 'c1',
			index: 1,
			url: link.url,
			original: true,
			active: true,
			label: undefined,
			formatGroup: undefined,
			effectiveDate: undefined,
			formats: [],
			properties: [],
			bitstreams: [{filename: 'test1.txt', url: `${base}/content-objects/${ref}/generations/1/bitstreams/1`}],
		});
	});

	it('have formats and properties, whatever is missing in them', () => {
		const report = `&lt;jhove&gt;${'x'.repeat(300_000)}&lt;/jhove&gt;`;
		const generation = decodeGeneration(
			entity(
				'GenerationResponse',
				`<xip:Generation original="True" active="FALSE"><xip:FormatGroup>tiff</xip:FormatGroup><xip:EffectiveDate>2022-03-11T16:30:35.766-05:00</xip:EffectiveDate>
				<xip:Formats><xip:Format valid="true"><xip:PUID>fmt/353</xip:PUID><xip:Priority>1</xip:Priority><xip:IdentificationMethod>Signature</xip:IdentificationMethod>
				<xip:FormatName>TIFF</xip:FormatName><xip:FormatVersion>  </xip:FormatVersion></xip:Format><xip:Format/></xip:Formats>
				<xip:Properties><xip:Property><xip:PUID>prp/3</xip:PUID><xip:PropertyName>Report</xip:PropertyName><xip:Value>${report}</xip:Value></xip:Property></xip:Properties></xip:Generation>`,
			),
			'c1',
			link,
		);
		expect(generation).toMatchObject({
			original: true,
			active: false,
			formatGroup: 'tiff',
			effectiveDate: '2022-03-11T16:30:35.766-05:00',
			bitstreams: [],
		});
		expect(generation.formats).toEqual([
			{puid: 'fmt/353', name: 'TIFF', version: undefined, method: 'Signature', priority: 1, valid: true},
			{puid: undefined, name: undefined, version: undefined, method: undefined, priority: undefined, valid: undefined},
		]);
		expect(generation.properties[0]?.value).toHaveLength(300_015);
	});
});

describe('a bitstream', () => {
	const generation = decodeGeneration(parseXml(samples.generation), 'c1', {index: 3, active: true, url: `${base}/g/3`});
	const url = `${base}/content-objects/c1/generations/3/bitstreams/2`;
	const read = (fields: string, after = '') =>
		decodeBitstream(entity('BitstreamResponse', `<xip:Bitstream>${fields}</xip:Bitstream>${after}`), generation, 1, url);
	const fixity = (algorithm: string, value: string) =>
		`<xip:Fixity><xip:FixityAlgorithmRef>${algorithm}</xip:FixityAlgorithmRef><xip:FixityValue>${value}</xip:FixityValue></xip:Fixity>`;

	it('is read with all its digests', () => {
		expect(decodeBitstream(parseXml(samples.bitstreamTwoFixities), generation, 1, url)).toEqual({
			filename: 'test1.txt',
			size: 1234,
			fixities: [
				{algorithm: 'md5', value: '4985298cbf6b2b74c522ced8b128ebe3'},
				{algorithm: 'sha1', value: '0c16735b03fe46b931060858e8cd5ca9c5101565'},
			],
			unknownFixities: [],
			url: `${base}/content-objects/${ref}/generations/1/bitstreams/1/content`,
			integrityHistoryUrl: undefined,
			contentObject: 'c1',
			generation: 3,
			index: 2,
		});
		expect(decodeBitstream(parseXml(samples.bitstreamV65), generation, 1, url).url).toBe('http://test');
	});

	it('has an address also where the answer gives none', () => {
		expect(read('<xip:Filename>a</xip:Filename><xip:FileSize>1</xip:FileSize>')).toMatchObject({url: `${url}/content`, fixities: []});
	});

	it('keeps apart what cannot be checked, and reads digests in any spelling', () => {
		const list = fixity('SHA-256', 'AB'.repeat(32)) + fixity('WHIRLPOOL', 'FF') + fixity('SHA1', ' ') + fixity('MD5', 'not hex');
		expect(
			read(`<xip:Filename>a</xip:Filename><xip:FileSize> 9007199254740991 </xip:FileSize><xip:Fixities>${list}</xip:Fixities>`),
		).toMatchObject({
			size: Number.MAX_SAFE_INTEGER,
			fixities: [
				{algorithm: 'sha256', value: 'ab'.repeat(32)},
				{algorithm: 'md5', value: 'not hex'},
			],
			unknownFixities: [{algorithm: 'WHIRLPOOL', value: 'ff'}],
		});
	});

	it.each(['', '-1', '1.5', '9007199254740993', 'many'])('with the size %o is refused', size => {
		expect(() => read(`<xip:Filename>a</xip:Filename><xip:FileSize>${size}</xip:FileSize>`)).toThrow('<FileSize>');
	});
});

describe('metadata', () => {
	it('is read with its markup as it was', () => {
		const fragment = decodeMetadata(parseXml(samples.metadataFragmentAsServed), {schema: undefined, url: 'u'});
		expect(fragment).toMatchObject({ref: '28d79967-24f8-4bfd-b420-a29be8694d66', schema: 'http://purl.org/dc/terms/', url: 'u'});
		expect(fragment.element).toMatchObject({name: 'dcterms', namespace: 'http://purl.org/dc/terms/'});
		expect(fragment.xml).toBe(
			'<dcterms:dcterms xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:title>A title</dcterms:title></dcterms:dcterms>',
		);
	});

	it('is read in the namespace of the answer too', () => {
		expect(decodeMetadata(parseXml(samples.metadataFragment), {schema: 'listed', url: 'u'})).toMatchObject({
			schema: 'listed',
			ref: undefined,
			element: {name: 'Test1'},
		});
	});

	it('may be empty', () => {
		expect(
			decodeMetadata(entity('MetadataResponse', '<xip:MetadataContainer schemaUri="s"><xip:Content/></xip:MetadataContainer>'), {
				schema: undefined,
				url: 'u',
			}),
		).toEqual({
			ref: undefined,
			schema: 's',
			url: 'u',
			xml: '',
			element: undefined,
		});
	});
});

describe('metadata that would be read in part', () => {
	it.each([
		['<a xmlns="urn:a"/><b xmlns="urn:b"/>', '<Content> of the metadata holds more than one thing.'],
		['plain words', '<Content> of the metadata holds text.'],
		['words <a xmlns="urn:a"/>', '<Content> of the metadata holds more than one thing.'],
		['&lt;dc/&gt;', '<Content> of the metadata holds text.'],
	])('is refused: %s', (body, message) => {
		const response = entity('MetadataResponse', `<xip:MetadataContainer><xip:Content>${body}</xip:Content></xip:MetadataContainer>`);
		expect(() => decodeMetadata(response, {schema: undefined, url: 'u'})).toThrow(new DecodeError(message));
	});
});

describe('identifiers', () => {
	it('are read in either namespace, and more than once', () => {
		expect(decodeIdentifiers(parseXml(samples.identifiersFullV65)).items).toHaveLength(1);
		expect(decodeIdentifiers(parseXml(samples.identifiers)).items).toEqual([
			{id: 'acb1e74b1ad5c4bfc360ef5d44228c9f', type: 'Test Type 1', value: 'Test Value 1', entity: ref},
			{id: '65862d40f40440de14c1b75e5f342e99', type: 'Test Type 2', value: 'Test Value 2', entity: ref},
		]);
		expect(decodeIdentifiers(parseXml(samples.identifiersEmpty))).toEqual({items: [], total: undefined, next: undefined});
	});
});
