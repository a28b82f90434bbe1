import {readFileSync} from 'node:fs';
import {element, parseXml, writeXml, type XmlElement, type XmlNode} from '@fonds/core/xml';
import {XmlDocument, XsdValidator} from 'libxml2-wasm';
import {afterAll, describe, expect, it} from 'vitest';
import {createRandom, textBytes} from '../fixtures/entries.ts';
import {randomDescription} from '../fixtures/random-xip.ts';
import {filesOf, textOf, treeOf} from '../fixtures/trees.ts';
import {readXip} from './read-xip.ts';
import {xipLayout} from './xip-layout.ts';

type Pick = <T>(items: readonly T[]) => T;

const schema = XmlDocument.fromString(readFileSync(new URL('../fixtures/xip/XIP-v7.7.xsd', import.meta.url), 'utf8'));
const validator = XsdValidator.fromDoc(schema);
afterAll(() => {
	validator.dispose();
	schema.dispose();
});

function isValid(xml: string): boolean {
	const document = XmlDocument.fromString(xml);
	try {
		validator.validate(document);
		return true;
	} catch {
		return false;
	} finally {
		document.dispose();
	}
}

/** Ways to change one element that leave the document well-formed. */
const changes: Readonly<Record<string, (item: XmlElement, pick: Pick) => readonly XmlNode[]>> = {
	removed: () => [],
	doubled: item => [item, item],
	emptied: item => [{...item, children: []}],
	'with another name': item => [{...item, name: 'Other'}],
	'with another namespace': item => [{...item, namespace: 'urn:other', prefix: undefined, declarations: []}],
	'after text': item => ['stray', item],
	'with text': item => [{...item, children: [...item.children, 'stray']}],
	'with an element': item => [{...item, children: [...item.children, element(item.namespace, 'Other', 'x')]}],
	'with another element inside': item => [{...item, children: [...item.children, element('urn:other', 'Other', 'x')]}],
	'with an attribute': item => [{...item, attributes: [...item.attributes, {name: 'other', prefix: undefined, namespace: '', value: 'x'}]}],
	'without attributes': item => [{...item, attributes: []}],
	'with other values of attributes': item => [{...item, attributes: item.attributes.map(one => ({...one, value: 'maybe'}))}],
	'with children turned round': item => [{...item, children: item.children.toReversed()}],
	'with another word': (item, pick) => [
		{...item, children: [pick(['40000', '-1', '2024-02-30T00:00:00Z', '1.5', 'yes', ' 7 ', '9223372036854775808', '+5', 'SHA384'])]},
	],
};

/** Places of elements of XIP, as indexes from the root on. */
function placesIn(root: XmlElement, path: readonly number[] = []): (readonly number[])[] {
	return root.children.flatMap((node, index) =>
		typeof node === 'string' || node.namespace !== root.namespace ? [] : [[...path, index], ...placesIn(node, [...path, index])],
	);
}

function changeAt(root: XmlElement, [index = 0, ...rest]: readonly number[], change: (item: XmlElement) => readonly XmlNode[]): XmlElement {
	const children = root.children.flatMap((node, at) => {
		if (at !== index || typeof node === 'string') {
			return [node];
		}
		return rest.length === 0 ? change(node) : [changeAt(node, rest, change)];
	});
	return {...root, children};
}

describe('what the schema refuses', () => {
	it.each(Array.from({length: 300}, (_, index) => [index]))('is told by the reader (%i)', async seed => {
		const random = createRandom(seed);
		const pick: Pick = items => items[Math.floor(random() * items.length)]!;
		const files = await filesOf(xipLayout(randomDescription(1 + (seed % 20)), {namespace: 'http://preservica.com/XIP/v7.7'}));
		const root = parseXml(textOf(files, 'metadata.xml'));
		const place = pick(placesIn(root));
		const [how, change] = pick(Object.entries(changes));
		const xml = writeXml(changeAt(root, place, item => change(item, pick)));
		const {findings, leftovers} = await readXip(treeOf(new Map(files).set('metadata.xml', textBytes(xml))));
		const told = findings.filter(({code}) => code !== 'not-described');
		expect(told.length > 0 || isValid(xml), `${nameAt(root, place)} ${how}`).toBe(true);
		expect(leftovers.length).toBeLessThanOrEqual(told.length);
	});
});

function nameAt(root: XmlElement, [index = 0, ...rest]: readonly number[]): string {
	const next = root.children[index] as XmlElement;
	return rest.length === 0 ? next.name : `${next.name}/${nameAt(next, rest)}`;
}
