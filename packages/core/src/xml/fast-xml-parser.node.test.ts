import {XMLParser} from 'fast-xml-parser';
import {expect, it} from 'vitest';
import type {XmlElement} from './element.ts';
import {fixtureNames, readFixture} from './fixtures/read-fixture.ts';
import {parseXml} from './parse.ts';

type Node = Readonly<Record<string, unknown>>;

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

const theirs = (node: Node): unknown => {
	const name = Object.keys(node).find(key => key !== ':@')!;
	if (name === '#text') {
		return node[name];
	}
	const attributes = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, string>>).filter(([key]) => !key.startsWith('xmlns'));
	return [name, attributes, (node[name] as readonly Node[]).map(theirs)];
};

it.each(fixtureNames)('%s is read as fast-xml-parser reads it, names aside', async name => {
	const text = new TextDecoder().decode(await readFixture(name));
	const roots = (parser.parse(text) as readonly Node[]).map(theirs).filter(root => typeof root !== 'string');
	expect(roots).toEqual([ours(parseXml(text))]);
});
