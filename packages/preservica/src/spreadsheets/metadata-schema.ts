import {element, writeXml} from '@fonds/core/xml';
import {columnsOf} from './columns.ts';
import {readTable} from './read-spreadsheet.ts';
import type {CsvSource, SpreadsheetOptions} from './spreadsheet.ts';

const xs = 'http://www.w3.org/2001/XMLSchema';

/**
 * The XML schema of what `metadataDocuments` writes: the columns in the order of the file, each once, of any text. Columns of other namespaces
 * are references to the elements of their schemas, which are imported by namespace.
 *
 * @throws SpreadsheetError, DecodeError, ConfigurationError as `metadataDocuments` does.
 */
export async function metadataSchema(csv: CsvSource, options: SpreadsheetOptions): Promise<string> {
	const {namespace, root, namespaces = {}} = options;
	const columns = columnsOf((await readTable(csv)).header, options);
	const prefixes = Object.fromEntries(Object.entries(namespaces).map(([prefix, uri]) => [`xmlns:${prefix}`, uri]));
	const sequence = columns.map(({prefix, name}) =>
		prefix === undefined
			? element(xs, 'xs:element', [], {name, type: 'xs:string'})
			: element(xs, 'xs:element', [], {ref: `${prefix}:${name}`}),
	);
	const imports = Object.values(namespaces).map(uri => element(xs, 'xs:import', [], {namespace: uri}));
	const content = element(xs, 'xs:complexType', [element(xs, 'xs:sequence', sequence)]);
	return writeXml(
		element(xs, 'xs:schema', [...imports, element(xs, 'xs:element', [content], {name: root})], {
			'xmlns:xs': xs,
			...prefixes,
			targetNamespace: namespace,
			elementFormDefault: 'qualified',
			attributeFormDefault: 'unqualified',
		}),
	);
}
