import {ConfigurationError, DecodeError} from '@fonds/core';
import {attribute, children, optionalAttribute, optionalChild, type XmlElement} from '@fonds/core/xml';
import type {Finding} from '../../findings/finding.ts';
import {columnIndex, columnName, tableOf, type Table} from '../table.ts';
import {relationshipId, sheetName} from './names.ts';
import {openParts, type Parts, type Relationship} from './parts.ts';
import {readSheet} from './read-sheet.ts';
import {sharedStrings} from './shared-strings.ts';
import {numberKinds} from './styles.ts';

/**
 * Reads one sheet of an Excel workbook (ISO/IEC 29500, `.xlsx` and `.xlsm`). Macros and formulas are not looked at.
 *
 * @throws DecodeError for what is no workbook, damaged or too large; ConfigurationError for a sheet that is not there.
 */
export async function readWorkbook(bytes: Uint8Array, wanted: string | undefined, maxSize: number): Promise<Table> {
	const parts = await openParts(bytes, maxSize);
	const path = [...(await parts.relationships('')).values()].find(({kind}) => kind === 'officeDocument')?.path;
	const workbook = path === undefined ? undefined : await parts.read(path);
	if (path === undefined || workbook === undefined || optionalChild(workbook, sheetName('sheets')) === undefined) {
		throw new DecodeError('This ZIP file is not an Excel workbook (.xlsx). Save the table as .xlsx or as CSV UTF-8.', {
			code: 'unsupported',
		});
	}
	const relationships = await parts.relationships(path);
	const findings: Finding[] = [];
	const sheet = await parts.read(sheetPath(workbook, relationships, wanted, findings));
	if (sheet === undefined) {
		throw new DecodeError('The workbook lacks the sheet that it lists.', {code: 'damaged'});
	}
	const context = {
		strings: sharedStrings(await readKind(parts, relationships, 'sharedStrings')),
		kinds: numberKinds(await readKind(parts, relationships, 'styles')),
		from1904: countsFrom1904(workbook),
	};
	const table = tableOf(
		readSheet(sheet, context, finding => void findings.push(finding)),
		[],
		{shortRows: false},
	);
	return {...table, findings: [...findings.map(finding => nameColumn(finding, table.header)), ...table.findings]};
}

/** Findings in cells name the column by its letters, before the header is known. */
function nameColumn(finding: Finding, header: readonly string[]): Finding {
	return finding.column === undefined ? finding : {...finding, column: columnName(header, columnIndex(finding.column))};
}

async function readKind(parts: Parts, relationships: ReadonlyMap<string, Relationship>, kind: string): Promise<XmlElement | undefined> {
	const found = [...relationships.values()].find(item => item.kind === kind);
	return found && (await parts.read(found.path));
}

function countsFrom1904(workbook: XmlElement): boolean {
	const properties = optionalChild(workbook, sheetName('workbookPr'));
	return properties !== undefined && /^(?:1|true)$/.test(optionalAttribute(properties, 'date1904') ?? '');
}

function sheetPath(
	workbook: XmlElement,
	relationships: ReadonlyMap<string, Relationship>,
	wanted: string | undefined,
	findings: Finding[],
): string {
	const sheets = children(optionalChild(workbook, sheetName('sheets'))!, sheetName('sheet')).filter(
		item => relationships.get(idOf(item))?.kind === 'worksheet',
	);
	const visible = sheets.find(item => (optionalAttribute(item, 'state') ?? 'visible') === 'visible');
	const names = sheets.map(item => attribute(item, 'name'));
	const chosen = wanted === undefined ? visible : sheets[names.indexOf(wanted)];
	if (chosen === undefined) {
		throw wanted === undefined
			? new DecodeError('The workbook has no sheet that can be seen.', {code: 'damaged'})
			: new ConfigurationError(`The workbook has no sheet ${JSON.stringify(wanted)}. Its sheets are ${names.join(', ')}.`);
	}
	if (wanted === undefined && sheets.length > 1) {
		const message = `The workbook has ${sheets.length} sheets (${names.join(', ')}). "${attribute(chosen, 'name')}" was read; name another one if that is not the right one.`;
		findings.push({code: 'several-sheets', severity: 'warning', message});
	}
	return relationships.get(idOf(chosen))!.path;
}

function idOf(sheet: XmlElement): string {
	return relationshipId.map(name => optionalAttribute(sheet, name)).find(id => id !== undefined) ?? '';
}
