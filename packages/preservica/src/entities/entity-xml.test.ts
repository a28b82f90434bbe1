import {DecodeError} from '@fonds/core';
import {parseXml, writeXml} from '@fonds/core/xml';
import {describe, expect, it} from 'vitest';
import {samples} from '../fixtures/samples.ts';
import {encodeEntity} from './encode-entity.ts';
import {decodeEntity} from './entity-xml.ts';
import {decodeChildren, decodeEntities} from './stubs-xml.ts';

const ref = 'a9e1cae8-ea06-4157-8dd4-82d0525b031c';
const asset = (fields: string, after = '', xip = 'http://preservica.com/XIP/v7.7') =>
	parseXml(
		`<EntityResponse xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:x="${xip}"><x:InformationObject>${fields}</x:InformationObject>${after}</EntityResponse>`,
	);
const whole = '<x:Ref>r1</x:Ref><x:Title>T</x:Title><x:SecurityTag>open</x:SecurityTag>';

describe('an entity', () => {
	it('is read from a recorded answer', () => {
		expect(decodeEntity(parseXml(samples.entityStructuralObject), 'folder')).toEqual({
			type: 'folder',
			ref,
			title: 'page1File.txt',
			description: 'A description',
			securityTag: 'unknown',
			customType: undefined,
			parent: '58412111-c73d-4414-a8fc-495cfc57f7e1',
			deleted: false,
			fragments: [
				{
					schema: undefined,
					url: `https://preservica.example.org/api/entity/v7.7/structural-objects/${ref}/metadata/28d79967-24f8-4bfd-b420-a29be8694d66`,
				},
				{
					schema: undefined,
					url: `https://preservica.example.org/api/entity/v7.7/structural-objects/${ref}/metadata/63e50476-3387-451a-814b-354b5969407a`,
				},
			],
			extra: [],
		});
		expect(decodeEntity(parseXml(samples.entityContentObject), 'contentObject')).toMatchObject({type: 'contentObject', ref});
	});

	it('is read with white space around its reference', () => {
		expect(decodeEntity(parseXml(samples.entityStructuralObjectV65), 'folder').ref).toBe(ref);
	});

	it.each([
		'http://preservica.com/XIP/v6.0',
		'http://preservica.com/XIP/v99.1',
		'http://preservica.com/XIP',
		'http://preservica.com/EntityAPI/v7.7',
	])('is read in the namespace %s', xip => {
		expect(decodeEntity(asset(whole, '', xip), 'asset')).toMatchObject({ref: 'r1', title: 'T', securityTag: 'open'});
	});

	it('has addresses without the line breaks that were put into them', () => {
		const information =
			'<AdditionalInformation><Metadata><Fragment schema="s"> https://h/metadata/\n\t1 </Fragment></Metadata></AdditionalInformation>';
		expect(decodeEntity(asset(whole, information), 'asset').fragments).toEqual([{schema: 's', url: 'https://h/metadata/1'}]);
	});

	it('of another namespace is not taken for one', () => {
		expect(() => decodeEntity(asset(whole, '', 'http://example.org/XIP/v7.7'), 'asset')).toThrow(
			new DecodeError('<EntityResponse> has no <InformationObject> or <InformationObject>'),
		);
	});

	it('that was deleted is a tombstone with the reference that was asked for', () => {
		expect(decodeEntity(parseXml(samples.entityDeleted), 'folder', 'asked')).toMatchObject({
			deleted: true,
			ref: 'asked',
			title: 'Title',
			extra: [],
		});
		const bare = '<x:Ref>r1</x:Ref><x:Deleted/>';
		expect(decodeEntity(asset(bare), 'asset')).toMatchObject({deleted: true, ref: 'r1', securityTag: '', extra: []});
	});

	it('may lack everything but reference and security tag', () => {
		expect(decodeEntity(asset('<x:Ref>r1</x:Ref><x:SecurityTag>open</x:SecurityTag>'), 'asset')).toEqual({
			type: 'asset',
			ref: 'r1',
			title: '',
			description: undefined,
			securityTag: 'open',
			customType: undefined,
			parent: undefined,
			deleted: false,
			fragments: [],
			extra: [],
		});
	});

	it.each([
		['<x:SecurityTag>open</x:SecurityTag>', '<InformationObject> has no <Ref>'],
		['<x:Ref>r1</x:Ref>', '<InformationObject> has no <SecurityTag>'],
		['<x:Ref> </x:Ref><x:SecurityTag>open</x:SecurityTag>', '<Ref> in <InformationObject> is empty'],
	])('says what is missing: %s', (fields, message) => {
		expect(() => decodeEntity(asset(fields), 'asset')).toThrow(message);
	});

	it('says when the answer is empty', () => {
		expect(() => decodeEntity(parseXml(samples.entityEmpty), 'folder')).toThrow('<EntityResponse> has no <StructuralObject>');
	});

	it('keeps markup in titles as text, and descriptions as they are', () => {
		const hostile = asset(
			'<x:Ref>r1</x:Ref><x:Title>&lt;img src=x onerror=alert(1)&gt; &amp; “日本”</x:Title><x:SecurityTag>open</x:SecurityTag><x:Description> two\n lines </x:Description>',
		);
		expect(decodeEntity(hostile, 'asset')).toMatchObject({title: '<img src=x onerror=alert(1)> & “日本”', description: ' two\n lines '});
	});
});

describe('an entity that is written', () => {
	const draft = {type: 'asset', title: 'T', securityTag: 'open'} as const;
	const text = (entity: Parameters<typeof encodeEntity>[0]) =>
		writeXml(encodeEntity(entity, 'http://preservica.com/XIP/v7.7'), {declaration: false});

	it('has the namespace of the server and its fields in order', () => {
		expect(text({...draft, ref: 'r1', description: 'D', customType: 'Letter', parent: 'p1'})).toBe(
			'<InformationObject xmlns="http://preservica.com/XIP/v7.7"><Ref>r1</Ref><Title>T</Title><Description>D</Description>' +
				'<SecurityTag>open</SecurityTag><CustomType>Letter</CustomType><Parent>p1</Parent></InformationObject>',
		);
	});

	it('has no element for a description that is undefined, and an empty one to take it away', () => {
		expect(text(draft)).not.toContain('Description');
		expect(text({...draft, description: ''})).toMatch(/<Description ?\/>|<Description><\/Description>/);
	});

	it('comes back as it was read, with what this release does not know', () => {
		const source = asset(
			'<x:Future level="2"><x:Part>1 &amp; 2</x:Part></x:Future><x:Parent>p1</x:Parent><x:Ref>r1</x:Ref><x:Title>&lt;&amp;&gt; “q” \u{1F4DC}</x:Title>' +
				'<x:SecurityTag>open</x:SecurityTag><x:CustomType>Letter</x:CustomType>',
		);
		const entity = decodeEntity(source, 'asset');
		const written = writeXml(encodeEntity({...entity, title: `${entity.title}!`}, 'http://preservica.com/XIP/v7.7'));
		const again = decodeEntity(parseXml(`<R>${written.replace(/<\?xml.*?\?>/, '')}</R>`), 'asset');
		expect(again).toMatchObject({ref: 'r1', title: '<&> “q” \u{1F4DC}!', customType: 'Letter', parent: 'p1', securityTag: 'open'});
		expect(again.extra).toMatchObject([
			{name: 'Future', attributes: [{name: 'level', value: '2'}], children: [{name: 'Part', children: ['1 & 2']}]},
		]);
	});
});

describe('a list', () => {
	it('of children keeps the order and the kinds', () => {
		expect(decodeChildren(parseXml(samples.childrenRootPage1))).toEqual({
			items: [
				{type: 'folder', ref, title: 'SO 1 Title'},
				{type: 'folder', ref: '71143bfd-b29f-4548-871c-8334f2d2bcb8', title: 'SO 2 Title'},
			],
			total: 2,
			next: 'https://preservica.example.org/api/entity/v7.7/root/children?max=1000&start=1000',
		});
	});

	it.each([
		[samples.childrenEmpty, 0],
		['<ChildrenResponse xmlns="http://preservica.com/EntityAPI/v7.7"/>', undefined],
		[
			'<ChildrenResponse xmlns="http://preservica.com/EntityAPI/v7.7"><Children/><Paging><Next> </Next><TotalResults/></Paging></ChildrenResponse>',
			undefined,
		],
		['<ChildrenResponse xmlns="http://preservica.com/EntityAPI/v7.7"><Children/><Paging/></ChildrenResponse>', undefined],
	])('may be empty, and its paging too: %s', (text, total) => {
		expect(decodeChildren(parseXml(text))).toEqual({items: [], total, next: undefined});
	});

	it('leads on although line breaks were put into its address', () => {
		expect(decodeEntities(parseXml(samples.entitiesUpdatedSinceBrokenNextV65)).next).toBe(
			'https://preservica.example.org/api/entity/v6.5/entities/updated-since?date=2023-04-25T00%3A00%3A00.000Z&start=100&max=1000',
		);
	});

	it.each([
		['<Child ref="r1" type="XO" title="T"/>', '<Child> has the type "XO", which this release does not know'],
		['<Child ref="r1" title="T"/>', '<Child> has no attribute type'],
		['<Child type="IO" title="T"/>', '<Child> has no attribute ref'],
	])('that cannot be understood is refused: %s', (child, message) => {
		const text = `<ChildrenResponse xmlns="http://preservica.com/EntityAPI/v7.7"><Children>${child}</Children></ChildrenResponse>`;
		expect(() => decodeChildren(parseXml(text))).toThrow(message);
	});

	it('may leave out titles', () => {
		const text =
			'<EntitiesResponse xmlns="http://preservica.com/EntityAPI/v7.7"><Entities><Entity ref="r1" type="co"/></Entities></EntitiesResponse>';
		expect(decodeEntities(parseXml(text)).items).toEqual([{type: 'contentObject', ref: 'r1', title: ''}]);
	});
});
