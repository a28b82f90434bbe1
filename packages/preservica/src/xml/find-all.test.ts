import {namespace, optionalAttribute, parseXml} from '@fonds/core/xml';
import {expect, it} from 'vitest';
import {findAll} from './find-all.ts';

const wanted = namespace('urn:x')('W');
const names = (xml: string) => findAll(parseXml(xml), wanted).map(item => optionalAttribute(item, 'n'));

it('finds what matches at any depth, in document order, whatever is around it', () => {
	expect(names('<R xmlns="urn:x">a<L><W n="1"/></L><W n="2"/><L><L>b<W n="3"/></L><o:W xmlns:o="urn:other" n="4"/></L></R>')).toEqual([
		'1',
		'2',
		'3',
	]);
	expect(names('<R xmlns="urn:x"/>')).toEqual([]);
});

it('leaves out the root, and what is inside a match', () => {
	expect(names('<W xmlns="urn:x" n="0"><W n="1"><L><W n="2"/></L><W n="3"/></W></W>')).toEqual(['1']);
});
