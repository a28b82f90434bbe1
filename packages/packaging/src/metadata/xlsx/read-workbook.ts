import {ConfigurationError, DecodeError} from '@fonds/core';
import {attribute, children, optionalAttribute, optionalChild, type XmlElement} from '@fonds/core/xml';
import type {Finding} from '../../findings/finding.ts';
import {cellSize, columnIndex, columnName, tableOf, type Table} from '../table.ts';
import {relationshipId, sheetName} from './names.ts';
import {openParts, type Parts, type Relationship} from './parts.ts';
import {SheetReader} from './read-sheet.ts';
import {sharedStrings} from './shared-strings.ts';
import {numberFormats, type NumberFormat} from './styles.ts';

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
	const sheetPath = findSheet(workbook, relationships, wanted, findings);
	const context = {
		strings: await readStrings(parts, relationships),
		formats: await readFormats(parts, relationships),
		from1904: countsFrom1904(workbook),
	};
	const maxCells = Math.floor(maxSize / cellSize);
	const reader = new SheetReader(context, maxCells, finding => void findings.push(finding));
	const sheet = await parts.readItems(sheetPath, 'sheetData', 'row', rows => reader.read(rows));
	if (sheet === undefined) {
		throw new DecodeError('The workbook lacks the sheet that it lists.', {code: 'damaged'});
	}
	reader.end(sheet);
	const table = tableOf(reader.rows, [], {shortRows: false, maxCells});
	return {...table, findings: [...onceForEachColumn(findings).map(finding => nameColumn(finding, table.header)), ...table.findings]};
}

/** Findings in cells name the column by its letters, before the header is known. */
function nameColumn(finding: Finding, header: readonly string[]): Finding {
	return finding.column === undefined ? finding : {...finding, column: columnName(header, columnIndex(finding.column))};
}

/** Formats are those of columns: of numbers that are shown otherwise the first of each is told. */
function onceForEachColumn(findings: readonly Finding[]): readonly Finding[] {
	const told = new Set<string | undefined>();
	return findings.filter(({code, column}) => code !== 'number-format' || (!told.has(column) && told.add(column)));
}

async function readStrings(parts: Parts, relationships: ReadonlyMap<string, Relationship>): Promise<readonly string[]> {
	const strings: string[] = [];
	const path = pathOf(relationships, 'sharedStrings');
	await (path &&
		parts.readItems(path, 'sst', 'si', items => {
			for (const text of sharedStrings(items)) {
				strings.push(text);
			}
		}));
	return strings;
}

async function readFormats(parts: Parts, relationships: ReadonlyMap<string, Relationship>): Promise<readonly NumberFormat[]> {
	const path = pathOf(relationships, 'styles');
	return numberFormats(path === undefined ? undefined : await parts.read(path));
}

function pathOf(relationships: ReadonlyMap<string, Relationship>, kind: string): string | undefined {
	return [...relationships.values()].find(item => item.kind === kind)?.path;
}

function countsFrom1904(workbook: XmlElement): boolean {
	const properties = optionalChild(workbook, sheetName('workbookPr'));
	return properties !== undefined && /^(?:1|true)$/.test(optionalAttribute(properties, 'date1904') ?? '');
}

function findSheet(
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
