import {element, writeXml, type XmlElement} from '@fonds/core/xml';
import {createPathClaims} from '../bitstreams/safe-path.ts';
import {columnsOf} from './columns.ts';
import {readTable} from './read-spreadsheet.ts';
import type {CsvSource, SpreadsheetColumn, SpreadsheetOptions} from './spreadsheet.ts';
import {SpreadsheetError} from './spreadsheet-error.ts';

/** What turning rows into documents takes. */
export interface MetadataDocumentsOptions extends SpreadsheetOptions {
	/** Header of the column that names the documents. @default 'filename' */
	readonly nameColumn?: string | undefined;
	/** Names no document shall have. @default none */
	readonly reservedNames?: readonly string[] | undefined;
}

/** The metadata of one row. */
export interface MetadataDocument {
	/** `<cell of the name column>.xml`, safe on any system and unlike all others. */
	readonly name: string;
	/** The row of the file, the header being row 1; lines within cells and empty lines are not counted. */
	readonly row: number;
	readonly xml: string;
	readonly element: XmlElement;
}

/**
 * One XML document for each row, with an element for each column in the order of the file. The table is read into memory, the documents are
 * made one by one.
 *
 * ```ts
 * for await (const {name, xml} of metadataDocuments(csv, {namespace: 'https://archive.example.org/letter/v1', root: 'letter'})) …
 * ```
 *
 * @throws SpreadsheetError when a header cannot be the name of an element, there is no name column, or a cell holds what XML cannot hold.
 * @throws DecodeError when it is not CSV in UTF-8; ConfigurationError when the options cannot be written.
 */
export async function* metadataDocuments(csv: CsvSource, options: MetadataDocumentsOptions): AsyncGenerator<MetadataDocument, void, void> {
	const {nameColumn = 'filename', reservedNames = []} = options;
	const {header, rows} = await readTable(csv);
	const columns = columnsOf(header, options);
	const naming = header.indexOf(nameColumn.trim());
	if (naming === -1) {
		throw new SpreadsheetError(
			`There is no column ${JSON.stringify(nameColumn)} to name the documents by. The columns are ${header.join(', ')}.`,
		);
	}
	const claim = createPathClaims();
	for (const name of reservedNames) {
		claim('', name);
	}
	for (const [index, cells] of rows.entries()) {
		const row = index + 2;
		const stem = cells[naming]?.trim() ?? '';
		if (stem === '') {
			throw new SpreadsheetError(`Row ${row} has nothing in the column ${JSON.stringify(nameColumn)} to name its document by.`);
		}
		const root = documentOf(columns, cells, options);
		yield {name: claim('', `${stem}.xml`).slice(1), row, xml: write(root, row), element: root};
	}
}

function documentOf(
	columns: readonly SpreadsheetColumn[],
	cells: readonly string[],
	{namespace, root, namespaces = {}}: SpreadsheetOptions,
): XmlElement {
	const prefixes = Object.entries(namespaces).map(([prefix, uri]) => [`xmlns:${prefix}`, uri] as const);
	const children = columns.map(({prefix, name, namespace: own}, index) =>
		element(own, prefix === undefined ? name : `${prefix}:${name}`, cells[index] ?? ''),
	);
	return element(namespace, root, children, {xmlns: namespace, ...Object.fromEntries(prefixes)});
}

function write(root: XmlElement, row: number): string {
	try {
		return writeXml(root);
	} catch (error) {
		throw new SpreadsheetError(`Row ${row} cannot be written as XML: ${error instanceof Error ? error.message : String(error)}`);
	}
}
