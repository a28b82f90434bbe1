import {existsSync, readFileSync} from 'node:fs';
import {element, parseXml, writeXml, type XmlElement, type XmlNode} from '@fonds/core/xml';
import {XmlDocument, XsdValidator} from 'libxml2-wasm';
import {describe, expect, it, onTestFinished} from 'vitest';
import {createRandom} from '../fixtures/entries.ts';
import {opexNamespace} from './names.ts';
import {readOpex} from './read-opex.ts';

const shared = new URL('../../../../../shared/data/', import.meta.url);
const load = (path: string): string => readFileSync(new URL(path, shared), 'utf8');

/** Gives what the schema says of documents. */
function openSchema(file: string): (xml: string) => string | undefined {
	const schema = XmlDocument.fromString(load(`schemas/opex/${file}`));
	const validator = XsdValidator.fromDoc(schema);
	onTestFinished(() => {
		validator.dispose();
		schema.dispose();
	});
	return xml => {
		const document = XmlDocument.fromString(xml);
		try {
			validator.validate(document);
			return undefined;
		} catch (error) {
			return error instanceof Error ? error.message.trim() : String(error);
		} finally {
			document.dispose();
		}
	};
}

const values = ['', ' ', '12', '+7', '-0', '007', '1.5', '-1', 'content', ' content ', 'SHA-1', 'a'.repeat(40), '2024-02-29T24:00:00Z'];
const dates = ['2024-02-29T00:00:00', '2023-02-29T00:00:00Z', '-0044-03-15T12:00:00Z', '12024-01-01T00:00:00.5-14:00', '2024-01-01', 'x'];

/** Changes one thing somewhere in a document. */
function damage(root: XmlElement, random: () => number): XmlElement {
	const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
	const all: XmlElement[] = [];
	const visit = (item: XmlElement): void => {
		all.push(item);
		item.children.forEach(node => typeof node === 'object' && visit(node));
	};
	visit(root);
	const target = pick(all);
	const stranger = element('urn:stranger', 'Stranger', 'x');
	// A fragment of another version is fine for the schema; to readers of several versions it is not.
	const namespaces = target.namespace === root.namespace ? ['', opexNamespace('1.1'), 'urn:x'] : ['', 'urn:x'];
	const splice = (count: number, ...nodes: XmlNode[]): XmlElement => ({
		...target,
		children: target.children.toSpliced(Math.floor(random() * (target.children.length + 1)), count, ...nodes),
	});
	const attribute = (name: string, value: string) => ({name, prefix: undefined, namespace: '', value});
	const changes: readonly (() => XmlElement)[] = [
		() => splice(1),
		() => splice(0, pick(['loose', ' ', '\n'])),
		() => splice(0, stranger),
		() => splice(0, pick(all)),
		() => ({...target, children: target.children.toReversed()}),
		() => ({...target, children: []}),
		() => ({...target, name: pick([`${target.name}s`, target.name.slice(0, -1), pick(all).name])}),
		() => ({...target, namespace: pick(namespaces), prefix: undefined}),
		() => ({...target, attributes: [...target.attributes, attribute(pick(['lang', 'size', 'type', 'path', 'date']), pick(values))]}),
		() => ({...target, attributes: target.attributes.slice(1)}),
		() => ({...target, attributes: target.attributes.map(item => ({...item, value: pick([...values, ...dates])}))}),
	];
	const changed = pick(changes)();
	const replace = (item: XmlElement): XmlElement =>
		item === target ? changed : {...item, children: item.children.map(node => (typeof node === 'object' ? replace(node) : node))};
	return replace(root);
}

/** Not everything that can be damaged can be written. */
function tryToWrite(xml: XmlElement): string | undefined {
	try {
		return writeXml(xml);
	} catch {
		return undefined;
	}
}

function errorsOf(xml: string): readonly string[] {
	try {
		return readOpex(xml)
			.findings.filter(({severity}) => severity === 'error')
			.map(({code}) => code);
	} catch (error) {
		return [String(error)];
	}
}

// The schemas lie beside the repository where it is developed.
describe.skipIf(!existsSync(shared))('findings', () => {
	it.each([
		['1.2', 'OPEX-Metadata-v1.2.xsd'],
		['1.0', 'OPEX-Metadata-v1.0.derived.xsd'],
	])('are errors wherever the schema of %s refuses a document', (version, file) => {
		const verdict = openSchema(file);
		const random = createRandom(20_261_122);
		const sample = load('opex/conforming/made-all-sections-v1.2.opex').replaceAll('/opex/v1.2', `/opex/v${version}`);
		const original = parseXml(
			version === '1.2' ? sample : sample.replaceAll(/<(\w+:)?OriginalFilename>.*?<\/\1OriginalFilename>| path="[^"]*"/gs, ''),
		);
		expect(verdict(writeXml(original))).toBeUndefined();
		const wrong: string[] = [];
		for (let turn = 0; turn < 3000; turn++) {
			const xml = tryToWrite(damage(original, random));
			if (xml === undefined) {
				continue;
			}
			const reason = verdict(xml);
			const codes = errorsOf(xml);
			const isOurs = reason === undefined && codes.every(code => code === 'not-a-size' || code === 'fixity-malformed');
			if (!isOurs && (reason === undefined) !== (codes.length === 0)) {
				wrong.push(`${reason}: ${codes.join()}`);
			}
		}
		expect([...new Set(wrong)]).toEqual([]);
	});
});
