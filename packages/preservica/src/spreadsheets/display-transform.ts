import {element, writeXml, type XmlElement} from '@fonds/core/xml';
import {columnsOf} from './columns.ts';
import {indexNamesOf, ownPrefix, shortNameOf, stepOf, type DisplayOptions} from './index-names.ts';
import {readTable} from './read-spreadsheet.ts';
import type {CsvSource, SpreadsheetColumn} from './spreadsheet.ts';

const xsl = 'http://www.w3.org/1999/XSL/Transform';
const cmis = 'http://www.tessella.com/sdb/cmis/metadata';

/**
 * The transform (XSLT) by which the portal shows what `metadataDocuments` writes: a group with the title, and in it each column with its header
 * and its value, in the order of the file. The type of each is its index of `searchIndex`, by which the portal links to searches.
 *
 * @throws SpreadsheetError, DecodeError, ConfigurationError as `metadataDocuments` does.
 */
export async function displayTransform(csv: CsvSource, options: DisplayOptions): Promise<string> {
	const {namespace, root, title = root, namespaces = {}} = options;
	const columns = columnsOf((await readTable(csv)).header, options);
	const own = ownPrefix(options);
	const shortName = shortNameOf(options);
	const types = indexNamesOf(columns).map(name => `${shortName}:${name}`);
	const select = columns.map(column => stepOf(column, own)).join('|');
	const group = element(cmis, 'group', [element(cmis, 'title', title), element(xsl, 'xsl:apply-templates', [], {select})]);
	return writeXml(
		element(
			xsl,
			'xsl:stylesheet',
			[
				element(xsl, 'xsl:output', [], {method: 'xml', indent: 'yes'}),
				element(xsl, 'xsl:template', [group], {match: `${own}:${root}`}),
				...columns.map((column, index) => itemTemplate(column, own, types[index] ?? '')),
			],
			{
				version: '2.0',
				'xmlns:xsl': xsl,
				xmlns: cmis,
				[`xmlns:${own}`]: namespace,
				...Object.fromEntries(Object.entries(namespaces).map(([prefix, uri]) => [`xmlns:${prefix}`, uri])),
				'exclude-result-prefixes': [own, ...Object.keys(namespaces)].join(' '),
			},
		),
	);
}

function itemTemplate(column: SpreadsheetColumn, own: string, type: string): XmlElement {
	const item = element(cmis, 'item', [
		element(cmis, 'name', column.header || column.name),
		element(cmis, 'value', [element(xsl, 'xsl:value-of', [], {select: '.'})]),
		element(cmis, 'type', type),
	]);
	return element(xsl, 'xsl:template', [item], {match: stepOf(column, own)});
}
