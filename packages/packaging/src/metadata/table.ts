import {DecodeError} from '@fonds/core';
import type {Finding} from '../findings/finding.ts';

/** A row of a table. */
export interface TableRow {
	/** As a spreadsheet program numbers it: the header is row 1, empty rows count. */
	readonly row: number;
	/** As many as the header has. */
	readonly cells: readonly string[];
}

/** A table of texts, and what was odd in it. */
export interface Table {
	/** Without blanks around them. A header may be there more than once. */
	readonly header: readonly string[];
	/** Without those in which there is nothing. */
	readonly rows: readonly TableRow[];
	readonly findings: readonly Finding[];
}

/** Notes a finding. */
export type Tell = (finding: Finding) => void;

/** What a cell takes of memory, at least, in bytes. */
export const cellSize = 8;

/** The columns of Excel. */
const maxColumns = 16_384;

/** Cells as they were read, row by row from row 1 on. */
export type RawRows = Iterable<TableRow>;

/**
 * Makes a table of raw rows: the first one with anything in it is the header.
 *
 * Told are headers without a name, headers that are there more than once, and rows with more or fewer cells than the header.
 *
 * @param options.shortRows - Whether rows with fewer cells are told; workbooks leave out the empty cells at the end.
 * @param options.maxCells - Every row gets as many cells as the header has: how many there may be in all.
 * @throws DecodeError for more columns than a spreadsheet can have, and more cells than there may be.
 */
export function tableOf(
	raw: RawRows,
	findings: Finding[],
	{shortRows = true, maxCells}: {readonly shortRows?: boolean; readonly maxCells: number},
): Table {
	const tell: Tell = finding => void findings.push(finding);
	const filled = [...raw].filter(({cells}) => cells.some(cell => cell.trim() !== ''));
	const [first, ...rows] = filled;
	if (first === undefined) {
		tell({code: 'empty', severity: 'error', message: 'There is nothing in the table.'});
		return {header: [], rows: [], findings};
	}
	const width = lengthOf(first.cells);
	if (width > maxColumns) {
		throw new DecodeError(`The table has ${width} columns; a spreadsheet has ${maxColumns} at most.`, {code: 'too-large'});
	}
	if (width * filled.length > maxCells) {
		throw new DecodeError(`The table has ${filled.length} rows of ${width} cells, more than ${maxCells} cells (maxSize).`, {
			code: 'too-large',
		});
	}
	const header = first.cells.slice(0, width).map(cell => cell.trim());
	checkHeader(header, first.row, tell);
	return {header, rows: rows.map(row => fitRow(row, header, shortRows, tell)), findings};
}

/** Cells without the empty ones at the end. */
function lengthOf(cells: readonly string[]): number {
	return cells.findLastIndex(cell => cell.trim() !== '') + 1;
}

function checkHeader(header: readonly string[], row: number, tell: Tell): void {
	for (const [index, name] of header.entries()) {
		if (name === '') {
			tell({
				code: 'header-empty',
				severity: 'warning',
				row,
				column: columnLetters(index),
				message: `Column ${columnLetters(index)} has no header.`,
			});
		} else if (header.indexOf(name) < index && header.lastIndexOf(name) === index) {
			const columns = header.flatMap((other, at) => (other === name ? [columnLetters(at)] : []));
			const message = `The header ${JSON.stringify(name)} is there ${columns.length} times (columns ${columns.join(', ')}): its columns are taken together.`;
			tell({code: 'header-repeated', severity: 'warning', row, column: name, message});
		}
	}
}

function fitRow({row, cells}: TableRow, header: readonly string[], shortRows: boolean, tell: Tell): TableRow {
	if (lengthOf(cells) > header.length) {
		const message = `Row ${row} has ${lengthOf(cells)} cells; the header has ${header.length}. A cell with a comma in it needs quotation marks.`;
		tell({code: 'row-too-long', severity: 'error', row, message});
	} else if (shortRows && cells.length < header.length) {
		const message = `Row ${row} has ${cells.length} cells; the header has ${header.length}. The others are taken as empty.`;
		tell({code: 'row-too-short', severity: 'warning', row, message});
	}
	return {row, cells: header.map((_, index) => cells[index] ?? '')};
}

/** The letters of a column in spreadsheet programs: `A` for 0, `AA` for 26. */
export function columnLetters(index: number): string {
	const letter = String.fromCharCode(65 + (index % 26));
	return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/** The other way round. */
export function columnIndex(letters: string): number {
	return Array.from(letters.toUpperCase(), letter => letter.charCodeAt(0) - 64).reduce((sum, digit) => sum * 26 + digit, 0) - 1;
}

/** What a finding calls a column: its header, or its letters where it has none. */
export function columnName(header: readonly string[], index: number): string {
	return header[index] || columnLetters(index);
}
