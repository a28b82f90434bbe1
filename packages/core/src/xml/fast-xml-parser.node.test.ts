import {XMLParser} from 'fast-xml-parser';
import {expect, it} from 'vitest';
import type {XmlElement} from './element.ts';
import {fixtureNames, readFixture} from './fixtures/read-fixture.ts';
import {parseXml} from './parse.ts';

const parser = new XMLParser({
	preserveOrder: true,
	ignoreAttributes: false,
	attributeNamePrefix: '',
	ignoreDeclaration: true,
	parseTagValue: false,
	parseAttributeValue: false,
	trimValues: false,
});

const ours = (element: XmlElement): unknown => [
	element.prefix === undefined ? element.name : `${element.prefix}:${element.name}`,
	element.attributes.map(({prefix, name, value}) => [prefix === undefined ? name : `${prefix}:${name}`, value]),
	element.children.map(node => (typeof node === 'string' ? node : ours(node))),
];

const theirs = (node: object): unknown => {
	const {':@': attributes = {}, ...named} = Object.fromEntries(Object.entries(node));
	const [[name, value] = ['', '']] = Object.entries(named);
	return Array.isArray(value) ? [name, Object.entries(attributes).filter(([key]) => !key.startsWith('xmlns')), value.map(theirs)] : value;
};

it.each(fixtureNames)('%s is read as fast-xml-parser reads it, namespaces aside', async name => {
	const text = new TextDecoder().decode(await readFixture(name));
	const nodes: object[] = parser.parse(text);
	const roots = nodes.map(theirs).filter(root => typeof root !== 'string');
	expect(roots).toEqual([ours(parseXml(text))]);
});
