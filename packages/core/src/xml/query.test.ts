import {describe, expect, it} from 'vitest';
import {DecodeError} from '../errors/decode-error.ts';
import {namespace} from './family.ts';
import {parseXml} from './parse.ts';
import {attribute, child, children, content, optionalAttribute, optionalChild, optionalText, text} from './query.ts';

const xip = namespace('http://preservica.com/XIP');
const api = namespace('http://preservica.com/EntityAPI');
const entity =
	parseXml(`<r:Entity xmlns:r="http://preservica.com/EntityAPI/v7.7" xmlns="http://preservica.com/XIP/v8.1" xmlns:old="http://preservica.com/XIP/v6"
	xmlns:x="http://www.w3.org/1999/xlink" type="" x:href="there" size="3">own<Ref>1</Ref> text
	<old:Title>A <b>bold</b> title</old:Title><Description/><r:Ref>2</r:Ref><Ref>3</Ref><Other xmlns="http://preservica.com/XIPX/v1">4</Other></r:Entity>`);

describe('a name', () => {
	it('matches every version of its namespace, under any prefix', () => {
		expect(text(entity, xip('Title'))).toBe('A  title');
		expect(text(entity, xip('Ref'))).toBe('1');
		expect(text(entity, api('Ref'))).toBe('2');
	});

	it('does not match a namespace that only begins alike', () => {
		expect(optionalChild(entity, xip('Other'))).toBeUndefined();
	});

	it.each([
		['http://www.loc.gov/premis', 'http://www.loc.gov/premis/v3', true],
		['http://www.loc.gov/premis/v3', 'http://www.loc.gov/premis/v3', true],
		['http://www.loc.gov/premis/v2', 'http://www.loc.gov/premis/v3', true],
		['http://preservica.com/XIP', 'http://preservica.com/XIP/v6.12.1', true],
		['http://preservica.com/XIP', 'http://preservica.com/XIP', true],
		['http://preservica.com/XIP', 'http://preservica.com/XIP/', false],
		['http://preservica.com/XIP', 'http://preservica.com/XIP/vNext', false],
		['http://preservica.com/XIP', 'http://preservica.com/XIP/v6/extra', false],
		['http://preservica.com/XIP', 'http://preservica.com/XIP/v6.', false],
		['', '', true],
	])('of %s and an element in %s: %s', (family, uri, expected) => {
		const parent = parseXml(`<r><a xmlns="${uri}"/></r>`);
		expect(optionalChild(parent, namespace(family)('a')) !== undefined).toBe(expected);
		expect(optionalChild(parent, {family, name: 'a'}) !== undefined).toBe(expected);
	});

	it('still matches after more namespaces than are remembered', () => {
		const parent = parseXml(`<r>${Array.from({length: 2500}, (_, index) => `<a xmlns="urn:${index}/v2"/>`).join('')}</r>`);
		expect(children(parent, namespace('urn:2400')('a'))).toHaveLength(1);
		expect(children(parent, namespace('urn:1')('a'))).toHaveLength(1);
	});
});

describe('children', () => {
	it('are found by any of several names, in document order', () => {
		expect(children(entity, [api('Ref'), xip('Ref')]).map(content)).toEqual(['1', '2', '3']);
		expect(content(child(entity, [api('Ref'), xip('Ref')]))).toBe('1');
	});

	it('that are missing are said to be', () => {
		expect(() => child(entity, xip('Parent'))).toThrow(new DecodeError('<Entity> has no <Parent>'));
		expect(() => text(entity, [xip('Parent'), api('Folder')])).toThrow(new DecodeError('<Entity> has no <Parent> or <Folder>'));
		expect(children(entity, xip('Parent'))).toEqual([]);
		expect(optionalText(entity, xip('Parent'))).toBeUndefined();
	});

	it('that are empty have an empty text, which is no optional one', () => {
		expect(text(entity, xip('Description'))).toBe('');
		expect(optionalText(entity, xip('Description'))).toBeUndefined();
	});

	it('are not looked for below children', () => {
		expect(optionalChild(entity, xip('b'))).toBeUndefined();
	});
});

describe('content', () => {
	it('is the own text, untrimmed', () => {
		expect(content(entity)).toBe('own text\n\t');
		expect(content(child(entity, xip('Description')))).toBe('');
	});
});

describe('attributes', () => {
	it('are found by plain name without a namespace', () => {
		expect(attribute(entity, 'size')).toBe('3');
		expect(optionalAttribute(entity, 'href')).toBeUndefined();
		expect(optionalAttribute(entity, 'xmlns')).toBeUndefined();
	});

	it('are found by name and namespace', () => {
		expect(attribute(entity, namespace('http://www.w3.org/1999/xlink')('href'))).toBe('there');
	});

	it('may be empty', () => {
		expect(attribute(entity, 'type')).toBe('');
		expect(optionalAttribute(entity, 'type')).toBe('');
	});

	it('that are missing are said to be', () => {
		expect(() => attribute(entity, 'ref')).toThrow(new DecodeError('<Entity> has no attribute ref'));
		expect(() => attribute(entity, xip('ref'))).toThrow(new DecodeError('<Entity> has no attribute ref'));
	});
});
