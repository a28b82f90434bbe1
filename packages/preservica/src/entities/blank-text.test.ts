import {parseXml} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {answer} from './fixtures/answers.ts';
import {decodeRelationships} from './relationships-xml.ts';
import {decodeContentObjects, decodeGeneration} from './representation-xml.ts';
import {decodeChanges} from './stubs-xml.ts';

it('a blank id of a relationship is none, so that nothing is deleted by it', () => {
	const link = (attributes: string) => parseXml(answer('LinksResponse', `<Links><Link ref="a2" type="IO" ${attributes}/></Links>`));
	expect(decodeRelationships(link('apiId=" "')).items).toEqual([
		{id: undefined, type: '', direction: '', other: {type: 'asset', ref: 'a2', title: ''}},
	]);
	expect(decodeRelationships(link('apiId=" 7 " linkType=" x " linkDirection=" From "')).items).toMatchObject([
		{id: '7', type: 'x', direction: 'From'},
	]);
});

it('a blank description of a change is none', () => {
	const change = (attributes: string) => parseXml(answer('EntitiesResponse', `<Entities><Entity ref="a1" ${attributes}/></Entities>`));
	expect(decodeChanges(change('description=""')).items[0]?.description).toBeUndefined();
	expect(decodeChanges(change('description=" x"')).items[0]?.description).toBe(' x');
});

it('a blank reference of a content object is none', () => {
	const blank = '<xip:ContentObject> </xip:ContentObject><xip:ContentObject> c1\n</xip:ContentObject>';
	const representation = `<xip:Representation><xip:ContentObjects>${blank}</xip:ContentObjects></xip:Representation>`;
	const links = '<ContentObjects><ContentObject title="none" ref=" "/></ContentObjects>';
	expect(decodeContentObjects(parseXml(answer('RepresentationResponse', representation + links)))).toEqual([
		{type: 'contentObject', ref: 'c1', title: ''},
	]);
});

it.each([
	['7', 7],
	['-1', -1],
	['first', undefined],
	['1.5', undefined],
	[' ', undefined],
])('the priority %o of a format is %s', (text, priority) => {
	const formats = `<xip:Formats><xip:Format><xip:Priority>${text}</xip:Priority></xip:Format></xip:Formats>`;
	const response = parseXml(answer('GenerationResponse', `<xip:Generation>${formats}</xip:Generation>`));
	expect(decodeGeneration(response, 'c1', {index: 1, active: undefined, url: 'u'}).formats).toMatchObject([{priority, valid: undefined}]);
});
