import {element, writeXml, type XmlElement} from '@fonds/core/xml';
import type {Finding} from '../findings/finding.ts';
import {Columns} from './columns.ts';
import {mapRow} from './map-row.ts';
import type {ColumnName, MetadataMapping} from './mapping.ts';
import {attributeKey, checkMapping, resolve} from './names.ts';
import type {Table, TableRow, Tell} from './table.ts';

/** Options of {@link mapTable}. */
export interface MapTableOptions {
	/** The column that says what a row is about, such as a file. It need not be mapped. @default 'filename' */
	readonly nameColumn?: ColumnName | undefined;
	/** Columns that are left out on purpose, so that nothing is told of them. @default none */
	readonly ignore?: readonly string[] | undefined;
}

/** The metadata of one row. */
export interface MappedDocument {
	/** As the table counts it. */
	readonly row: number;
	/** What the name column says; undefined where there is no such column or nothing in it. */
	readonly name: string | undefined;
	readonly element: XmlElement;
	/** The document as text. It is written when it is asked for. */
	readonly xml: string;
}

/** What became of a table. */
export interface MappedTable {
	/** A document for each row in which there is no error. */
	readonly documents: readonly MappedDocument[];
	/** What was odd in the table, and in mapping it. */
	readonly findings: readonly Finding[];
}

/**
 * Makes a document of each row: Dublin Core, MODS, EAD or a schema of one's own, as the mapping says. Cells are text and nothing else: a formula is not run, markup
 * stands in the document as the characters it consists of.
 *
 * A row with an error has no document, be the error one of the table or of mapping it, and what no element takes is told: nothing is lost in silence.
 *
 * @throws ConfigurationError for a mapping that cannot be written.
 */
export function mapTable(table: Table, mapping: MetadataMapping, options: MapTableOptions = {}): MappedTable {
	checkMapping(mapping);
	const columns = new Columns(table.header);
	const root = resolve(mapping.root, mapping);
	const missing = columns.missing(mapping);
	const findings: Finding[] = [];
	const documents: MappedDocument[] = [];
	const broken = new Set(table.findings.flatMap(({severity, row}) => (severity === 'error' && row !== undefined ? [row] : [])));
	const nameOf = namer(columns, options.nameColumn ?? 'filename', finding => void findings.push(finding));
	for (const {row, cells} of table.rows) {
		const errors = findings.length;
		const name = nameOf({row, cells});
		const mapped = mapRow({row, cells}, columns, mapping, finding => void findings.push(finding));
		const attributes = Object.fromEntries(mapped.attributes.map(([key, value]) => [attributeKey(key, mapping), value]));
		const own = element(root.namespace, root.name, mapped.content, {...declarations(mapping), ...attributes});
		if (missing.length === 0 && !broken.has(row) && !findings.slice(errors).some(({severity}) => severity === 'error')) {
			documents.push({
				row,
				name,
				element: own,
				get xml() {
					return writeXml(own);
				},
			});
		}
	}
	columns.mark(columns.find(options.ignore ?? []));
	return {documents, findings: [...table.findings, ...missing, ...findings, ...columns.unused(table)]};
}

/** Finds what rows are about: of the name columns the first that says something. Two rows about one thing are told. */
function namer(columns: Columns, wanted: ColumnName, tell: Tell): (row: TableRow) => string | undefined {
	const indexes = columns.find(wanted);
	const seen = new Map<string, number>();
	return ({row, cells}) => {
		const index = indexes.find(at => cells[at]?.trim());
		if (index === undefined) {
			return undefined;
		}
		columns.mark([index]);
		const name = cells[index]!.trim();
		const before = seen.get(name);
		if (before !== undefined) {
			const message = `Row ${row} is about "${name}", as row ${before} is.`;
			tell({code: 'row-repeated', severity: 'warning', row, column: columns.name(index), message});
		}
		seen.set(name, before ?? row);
		return name;
	};
}

/** All namespaces are declared at the top, once. */
function declarations({namespaces}: MetadataMapping): Readonly<Record<string, string>> {
	const own = Object.entries(namespaces).filter(([prefix]) => prefix !== 'xml');
	return Object.fromEntries(own.map(([prefix, uri]) => [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri]));
}
