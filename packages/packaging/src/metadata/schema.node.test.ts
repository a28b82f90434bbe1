import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {openSchema, schemasPresent, type TestSchema} from '../fixtures/schemas.ts';
import {dublinCore} from './dublin-core.ts';
import {ead} from './ead.ts';
import type {MetadataMapping} from './mapping.ts';
import {mapTable} from './map-table.ts';
import {mods} from './mods.ts';
import {readTable} from './read-table.ts';
import {writeCsv} from './write-csv.ts';

/** A value for each column that the mapping knows, by the first of its names. */
const filled = (columns: Readonly<Record<string, string>>) => writeCsv([Object.keys(columns), Object.values(columns)]);

const documentsOf = async (csv: string, mapping: MetadataMapping) => {
	const {documents, findings} = mapTable(await readTable(csv, {delimiter: ','}), mapping);
	expect(findings).toEqual([]);
	return documents.map(({xml}) => xml);
};

const dcNames =
	'title creator subject description publisher contributor date type format identifier source language relation coverage rights'.split(' ');
const everyDc = Object.fromEntries(dcNames.map(name => [`dc.${name}`, `${name} one; two & <three>`]));

const everyMods = {
	title: 'Letters & bills',
	subtitle: 'a selection',
	'alternative title': 'A; B',
	creator: 'Keller, G.; Storm, T.',
	contributor: 'Heyse, P.',
	'type of resource': 'still image; text',
	genre: 'letters',
	place: 'Zürich',
	publisher: 'Orell',
	'date issued': '1849',
	'date created': '1848',
	language: 'ger; fre',
	extent: '12 leaves',
	abstract: 'Two\nparagraphs',
	'table of contents': 'I; II',
	note: 'n',
	subject: 'trade; travel',
	'place subject': 'Hamburg',
	'time subject': '19th century',
	series: 'Papers',
	identifier: 'GB/1; GB/2',
	'identifier type': 'reference',
	url: 'http://example.org/?a=1&b=2',
	location: 'Archive',
	'access condition': 'open',
	'record identifier': 'r1',
};

const everyEad = {
	level: 'item',
	id: 'c1',
	reference: 'GB/1',
	title: 'Letters & bills',
	date: '1848; 1849',
	creator: 'Keller',
	extent: '12 leaves',
	container: 'Box 1',
	language: 'German',
	abstract: 'short',
	'scope and content': 'What is in it',
	history: 'Who',
	arrangement: 'How',
	'access conditions': 'open',
	'use conditions': 'free',
	'custodial history': 'where from',
	note: 'n',
	subject: 'trade; travel',
	place: 'Hamburg',
};

const emptyTable = {header: [], rows: [], findings: []};

describe.skipIf(!schemasPresent)('the schema (in ../shared/data, skipped where that is absent)', () => {
	describe.each([
		[
			'of oai_dc',
			'drivers/oai-dc.xsd',
			[filled(everyDc), filled({'dc:title': 'a'}), filled({title: 'a'})],
			() => dublinCore({separator: ';', language: 'en'}),
		],
		['of MODS 3.7', 'mods/mods-3-7.xsd', [filled(everyMods), filled({title: 'a'})], () => mods({separator: ';', language: 'de'})],
	] as const)('%s', (_, path, tables, mapping) => {
		let schema: TestSchema;
		beforeAll(() => void (schema = openSchema(path)));
		afterAll(() => schema.close());

		it('accepts documents with everything, and with the least', async () => {
			for (const table of tables) {
				for (const xml of await documentsOf(table, mapping())) {
					expect(() => schema.validate(xml)).not.toThrow();
				}
			}
		});

		it('would notice an element that is not of it', async () => {
			const [xml = ''] = await documentsOf(tables[0], mapping());
			expect(() => schema.validate(xml.replace(/<(\w+):title([ >])/, '<$1:tilte/><$1:title$2'))).toThrow(/tilte/);
		});
	});

	const ead3 = (component: string) =>
		`<ead xmlns="http://ead3.archivists.org/schema/"><control><recordid>r</recordid><filedesc><titlestmt><titleproper>t</titleproper></titlestmt></filedesc><maintenancestatus value="new"/><maintenanceagency><agencyname>a</agencyname></maintenanceagency><maintenancehistory><maintenanceevent><eventtype value="created"/><eventdatetime>2026</eventdatetime><agenttype value="human"/><agent>a</agent></maintenanceevent></maintenancehistory></control><archdesc level="fonds"><did><unittitle>f</unittitle></did><dsc>${component}</dsc></archdesc></ead>`;
	const ead2002 = (component: string) =>
		`<ead xmlns="urn:isbn:1-931666-22-9"><eadheader><eadid/><filedesc><titlestmt><titleproper>t</titleproper></titlestmt></filedesc></eadheader><archdesc level="fonds"><did><unittitle>f</unittitle></did><dsc>${component}</dsc></archdesc></ead>`;

	it.each([
		['EAD3', 'ead/ead3.xsd', ead3, 'ead3'],
		['EAD 2002', 'ead/ead-2002.xsd', ead2002, 'ead2002'],
	] as const)('of %s accepts the components in a finding aid', async (_, path, around, version) => {
		const schema = openSchema(path);
		try {
			for (const table of [filled(everyEad), filled({title: 'a'})]) {
				for (const xml of await documentsOf(table, ead({version, separator: ';'}))) {
					const component = xml.slice(xml.indexOf('<c'));
					expect(() => schema.validate(around(component))).not.toThrow();
					expect(() => schema.validate(around(component.replace('<unittitle>', '<untitled>')))).toThrow();
				}
			}
		} finally {
			schema.close();
		}
	});
});

it('of EAD has ids and languages of the form that schemas ask for', async () => {
	const table = await readTable('title,id,language code\na,1 a,\nb,c-1,\nc,,German (old)\nd,ü,de\n');
	const {documents, findings} = mapTable(table, ead({language: {column: 'language code'}}));
	expect(documents.map(({row}) => row)).toEqual([3, 5]);
	expect(findings.map(({code, row, column}) => [code, row, column])).toEqual([
		['value-malformed', 2, 'id'],
		['value-malformed', 4, 'language code'],
	]);
});

it('of Dublin Core has languages that are tags', async () => {
	const {findings} = mapTable(await readTable('title,tag\na,de-AT\nb,German language\nc,\n'), dublinCore({language: {column: 'tag'}}));
	expect(findings.map(({code, row, column}) => [code, row, column])).toEqual([['value-malformed', 3, 'tag']]);
	expect(() => mapTable(emptyTable, dublinCore({language: 'German language'}))).toThrow('no tag such as');
	expect(() => mapTable(emptyTable, dublinCore({language: 'de-AT'}))).not.toThrow();
});

it('of EAD has levels, which a table cannot make up', async () => {
	const {documents, findings} = mapTable(await readTable('title,level\na,shelf\nb,series\nc,\n'), ead());
	expect(documents.map(({element}) => element.attributes.map(({name, value}) => [name, value]))).toEqual([
		[['level', 'series']],
		[['level', 'file']],
	]);
	expect(findings).toMatchObject([{code: 'value-unknown', row: 2, column: 'level'}]);
});
