import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {XmlDocument, XsdValidator} from 'libxml2-wasm';
import {describe, expect, it} from 'vitest';
import {createRandom} from '../fixtures/entries.ts';
import type {OpexDescription} from './description.ts';
import {isKnownVersion} from './names.ts';
import {readOpex} from './read-opex.ts';
import {writeOpex} from './write-opex.ts';

const shared = new URL('../../../../../shared/data/', import.meta.url);
const isThere = existsSync(shared);
const samples = (kind: string): readonly string[] => (isThere ? readdirSync(new URL(`opex/${kind}/`, shared)) : []);
const load = (kind: string, name: string): string => readFileSync(new URL(`opex/${kind}/${name}`, shared), 'utf8');

/** There is no schema of 1.1: what it accepts is what 1.0 does, in another namespace. */
function problems(xml: string, version: string): readonly string[] {
	const file = version === '1.2' ? 'OPEX-Metadata-v1.2.xsd' : 'OPEX-Metadata-v1.0.derived.xsd';
	const schema = XmlDocument.fromString(readFileSync(new URL(`schemas/opex/${file}`, shared), 'utf8'));
	const validator = XsdValidator.fromDoc(schema);
	const document = XmlDocument.fromString(version === '1.1' ? xml.replaceAll('/opex/v1.1', '/opex/v1.0') : xml);
	try {
		validator.validate(document);
		return [];
	} catch (error) {
		return [error instanceof Error ? error.message : String(error)];
	} finally {
		document.dispose();
		validator.dispose();
		schema.dispose();
	}
}

const errorsOf = (xml: string): readonly string[] =>
	readOpex(xml)
		.findings.filter(({severity}) => severity === 'error')
		.map(({code}) => code);

// The samples lie beside the repository where it is developed.
describe.skipIf(!isThere)('the samples of ../shared/data', () => {
	it.each(samples('conforming'))('are read without findings and written again as the same: %s', name => {
		const {document, findings} = readOpex(load('conforming', name));
		expect(findings).toEqual([]);
		const written = writeOpex(document);
		expect(problems(written, document.version ?? '')).toEqual([]);
		expect(readOpex(written)).toEqual({document, findings: []});
	});

	it.each([
		['omg-folder-manifest.opex', ['wrong-order']],
		['unexpected-element.opex', ['unknown-element']],
		['v1.0-folders-before-files.opex', ['wrong-order']],
		['v1.0-identifiers-without-namespace.opex', ['wrong-order', 'wrong-namespace']],
		['v1.0-misspelt-identifers.opex', ['misspelt', 'wrong-namespace', 'wrong-order']],
		['v1.2-descriptivemetadata-first.opex', ['wrong-order']],
		['v1.2-descriptivemetadata-without-namespace.opex', ['wrong-order', 'wrong-namespace']],
		['v1.2-properties-before-transfer.opex', ['wrong-order']],
	])('that do not conform are read as they were meant, and told: %s', (name, codes) => {
		const {document} = readOpex(load('not-conforming', name));
		expect(new Set(errorsOf(load('not-conforming', name)))).toEqual(new Set(codes));
		const known = {...document, unknown: []};
		const written = writeOpex(known);
		expect(problems(written, document.version ?? '')).toEqual([]);
		expect(readOpex(written)).toEqual({document: known, findings: []});
	});

	it('are all of those that do not conform', () => {
		expect(samples('not-conforming')).toHaveLength(8);
	});

	it('have what was meant', () => {
		const {document} = readOpex(load('not-conforming', 'v1.0-misspelt-identifers.opex'));
		expect(document.identifiers).toEqual([{type: 'Code', value: 'name'}]);
		expect(document.manifest?.folders).toHaveLength(4);
		const other = readOpex(load('not-conforming', 'v1.2-descriptivemetadata-without-namespace.opex')).document;
		expect(other.identifiers).toHaveLength(3);
		expect(other.metadata.map(({xml}) => xml.name)).toEqual(['Source']);
	});
});

function randomDescription(random: () => number, version: string): OpexDescription {
	const texts = ['', 'a', 'Größe & <Maße>', ' x ', 'line\nbreak', ']]>', '"quoted"', '日本'];
	const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
	const some = <T>(make: () => T): T[] => Array.from({length: Math.floor(random() * 3)}, make);
	const maybe = (): string | undefined => pick([undefined, ...texts]);
	const word = (): string => pick(texts.slice(1));
	const is12 = version === '1.2';
	return {
		sourceId: maybe(),
		title: maybe(),
		description: maybe(),
		securityTag: maybe(),
		originalFilename: is12 ? maybe() : undefined,
		identifiers: some(() => ({type: word(), value: word()})),
		events: some(() => ({
			date: pick([new Date(0), '2024-02-29T23:59:59.5+14:00']),
			user: word(),
			type: maybe(),
			action: maybe(),
			detail: maybe(),
		})),
		relationships: some(() => ({type: maybe(), object: maybe()})),
		metadata: some(() => ({xml: pick(['<a xmlns="urn:a">t<b/></a>', '<x:a xmlns:x="urn:x" x:b="c"><c xmlns=""/> </x:a>'])})),
		fixities: some(() => ({
			...pick([
				{algorithm: 'md5' as const, value: 'D'.repeat(32)},
				{algorithm: 'sha512' as const, value: '0'.repeat(128)},
				{algorithm: undefined, type: 'CRC', value: '00'},
			]),
			path: is12 ? pick([undefined, 'a/b.txt']) : undefined,
		})),
		manifest: pick([
			undefined,
			{},
			{files: [], folders: []},
			{
				files: some(() => ({path: word(), size: pick([undefined, 0, 2 ** 40]), type: pick([undefined, 'content', 'metadata'])})),
				folders: pick([undefined, ['a', 'b c']]),
			},
		]),
	};
}

describe.skipIf(!isThere).each(['1.0', '1.1', '1.2'])('the schema of OPEX %s', version => {
	it('accepts what is written of any description, and it is read without findings', () => {
		const random = createRandom(20_261_121);
		for (let turn = 0; turn < 150; turn++) {
			const description = randomDescription(random, version);
			const written = writeOpex(description, {version: isKnownVersion(version) ? version : undefined});
			expect([problems(written, version), description]).toEqual([[], description]);
			const {document, findings} = readOpex(written);
			expect(findings.filter(({severity}) => severity === 'error')).toEqual([]);
			expect(writeOpex(document)).toBe(written);
		}
	});
});
