import {element, writeXml} from '@fonds/core/xml';
import {columnsOf} from './columns.ts';
import {indexNamesOf, ownPrefix, shortNameOf, stepOf, type DisplayOptions} from './index-names.ts';
import {readTable} from './read-spreadsheet.ts';
import type {CsvSource} from './spreadsheet.ts';

const customIndex = 'http://www.preservica.com/customindex/v1';

/**
 * The custom index definition by which the server finds what `metadataDocuments` writes: one index of text for each column, in the order of the
 * file, which queries name `<short name>.<column>`.
 *
 * @throws SpreadsheetError, DecodeError, ConfigurationError as `metadataDocuments` does.
 */
export async function searchIndex(csv: CsvSource, options: DisplayOptions): Promise<string> {
	const {namespace, root, title = root, namespaces = {}} = options;
	const columns = columnsOf((await readTable(csv)).header, options);
	const own = ownPrefix(options);
	const names = indexNamesOf(columns);
	const terms = columns.map((column, index) =>
		element(customIndex, 'term', [], {
			indexName: names[index],
			displayName: column.header || column.name,
			xpath: `//${own}:${root}/${stepOf(column, own)}`,
			indexType: 'STRING_DEFAULT',
		}),
	);
	const mappings = Object.entries({[own]: namespace, ...namespaces}).map(([key, value]) =>
		element(customIndex, 'namespaceMapping', [], {key, value}),
	);
	return writeXml(
		element(customIndex, 'index', [
			element(customIndex, 'schemaName', title),
			element(customIndex, 'schemaUri', namespace),
			element(customIndex, 'shortName', shortNameOf(options)),
			...terms,
			...mappings,
		]),
	);
}
