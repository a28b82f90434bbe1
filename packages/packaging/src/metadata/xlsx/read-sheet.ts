import {DecodeError} from '@fonds/core';
import {children, content, optionalAttribute, optionalChild, type XmlElement} from '@fonds/core/xml';
import {columnIndex, columnLetters, type TableRow, type Tell} from '../table.ts';
import {formatNumber} from './dates.ts';
import {sheetName} from './names.ts';
import {textOf, unescapeText} from './shared-strings.ts';
import type {NumberKind} from './styles.ts';

/** What the cells of a sheet refer to. */
export interface SheetContext {
	readonly strings: readonly string[];
	readonly kinds: readonly NumberKind[];
	readonly from1904: boolean;
}

/** The last row and column of a sheet (ISO/IEC 29500-1, 18.3.1.73). */
const maxRows = 1_048_576;
const maxColumns = 16_384;

/**
 * Reads the cells of a sheet as texts.
 *
 * @throws DecodeError for cells outside a sheet, or that refer to texts that are not there.
 */
export function readSheet(sheet: XmlElement, context: SheetContext, tell: Tell): readonly TableRow[] {
	const data = optionalChild(sheet, sheetName('sheetData'));
	const rows: TableRow[] = [];
	let last = 0;
	for (const item of data === undefined ? [] : children(data, sheetName('row'))) {
		const row = Number(optionalAttribute(item, 'r') ?? last + 1);
		if (!Number.isInteger(row) || row <= last || row > maxRows) {
			throw new DecodeError(`The sheet has a row ${row} after row ${last}.`, {code: 'damaged'});
		}
		rows.push({row, cells: readCells(item, row, context, tell)});
		last = row;
	}
	tellMerged(sheet, tell);
	return rows;
}

function readCells(source: XmlElement, row: number, context: SheetContext, tell: Tell): readonly string[] {
	const cells: string[] = [];
	for (const item of children(source, sheetName('c'))) {
		const letters = /^[A-Z]{1,3}(?=\d)/i.exec(optionalAttribute(item, 'r') ?? '')?.[0];
		const index = letters === undefined ? cells.length : columnIndex(letters);
		if (index < cells.length || index >= maxColumns) {
			throw new DecodeError(`Row ${row} of the sheet has a cell at column ${index + 1} after column ${cells.length}.`, {code: 'damaged'});
		}
		while (cells.length < index) {
			cells.push('');
		}
		cells.push(readCell(item, {row, column: columnLetters(index)}, context, tell));
	}
	return cells;
}

type Place = {readonly row: number; readonly column: string};

function readCell(item: XmlElement, place: Place, {strings, kinds, from1904}: SheetContext, tell: Tell): string {
	const type = optionalAttribute(item, 't') ?? 'n';
	if (type === 'inlineStr') {
		const inline = optionalChild(item, sheetName('is'));
		return inline === undefined ? '' : textOf(inline);
	}
	const element = optionalChild(item, sheetName('v'));
	const value = element === undefined ? '' : content(element);
	if (value === '') {
		if (optionalChild(item, sheetName('f')) !== undefined) {
			tellCell(
				tell,
				place,
				'formula-without-value',
				'holds a formula whose value is not in the file. Open and save the workbook in a spreadsheet program.',
			);
		}
		return '';
	}
	if (type === 'e') {
		tellCell(tell, place, 'formula-error', `holds the error ${value}.`);
		return '';
	}
	if (type === 's') {
		return strings[Number(value)] ?? refuseString(place, value);
	}
	if (type === 'b') {
		return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
	}
	return type === 'n'
		? readNumber(value, kinds[Number(optionalAttribute(item, 's') ?? 0)] ?? 'number', from1904, place, tell)
		: unescapeText(value);
}

/** A number is given as the shortest text that means it, as spreadsheet programs show it: 0.1, not 0.10000000000000001. */
function readNumber(value: string, kind: NumberKind, from1904: boolean, place: Place, tell: Tell): string {
	const number = Number(value);
	const text = Number.isFinite(number) ? formatNumber(number, kind, from1904) : value;
	if (text === undefined) {
		tellCell(tell, place, 'not-a-date', `is formatted as a date, and holds ${value}, which is none.`);
		return value;
	}
	if (kind === 'number' && Math.abs(number) > Number.MAX_SAFE_INTEGER) {
		tellCell(
			tell,
			place,
			'number-rounded',
			`holds ${value}: a spreadsheet keeps 15 digits. Identifiers belong in cells formatted as text.`,
		);
	}
	return text;
}

function refuseString({row, column}: Place, value: string): never {
	throw new DecodeError(`The cell ${column}${row} refers to the text ${value}, which is not there.`, {code: 'damaged'});
}

function tellCell(tell: Tell, {row, column}: Place, code: string, text: string): void {
	tell({code, severity: code === 'number-rounded' ? 'warning' : 'error', row, column, message: `The cell ${column}${row} ${text}`});
}

function tellMerged(sheet: XmlElement, tell: Tell): void {
	const merged = optionalChild(sheet, sheetName('mergeCells'));
	for (const item of merged === undefined ? [] : children(merged, sheetName('mergeCell'))) {
		const range = optionalAttribute(item, 'ref') ?? '';
		const row = Number(/\d+/.exec(range)?.[0] ?? 0);
		const message = `The cells ${range} are merged: what they hold is taken for the first of them alone.`;
		tell({code: 'merged-cells', severity: 'warning', ...(row > 0 && {row}), message});
	}
}
