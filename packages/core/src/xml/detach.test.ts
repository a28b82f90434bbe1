import {describe, expect, it} from 'vitest';
import {detach} from './detach.ts';
import {element, type XmlElement} from './element.ts';
import {namespace} from './family.ts';
import {parseXml} from './parse.ts';
import {child} from './query.ts';
import {writeXml} from './write.ts';

const plain = namespace('');
const root = parseXml('<r xmlns:p="u:1" xmlns:q="u:2" xmlns="u:d"><s xmlns="" xmlns:q="u:3"><a type="p:b q:c" xmlns:r="u:4"/></s></r>');
const inner = child(child(root, plain('s')), plain('a'));
const write = (tree: XmlElement): string => writeXml(tree, {declaration: false});

describe('detach', () => {
	it('keeps what prefixes in values stand for', () => {
		expect(write(inner)).toBe('<a xmlns:r="u:4" type="p:b q:c"/>');
		expect(write(detach(root, inner))).toBe('<a xmlns:p="u:1" xmlns:q="u:3" xmlns:r="u:4" type="p:b q:c"/>');
	});

	it('keeps the default namespace', () => {
		const document = parseXml('<r xmlns="u:d"><a>b</a></r>');
		const detached = detach(document, child(document, namespace('u:d')('a')));
		expect(write(detached)).toBe('<a xmlns="u:d">b</a>');
		expect(parseXml(write(element('', 'host', [detached]))).children).toEqual([detached]);
	});

	it('refuses an element from elsewhere', () => {
		expect(() => detach(root, element('', 'a'))).toThrow('<a> is not in <r>');
	});
});
