import {DecodeError} from '@fonds/core';
import {children, content, optionalAttribute, optionalChild, type XmlElement} from '@fonds/core/xml';
import {columnIndex, columnLetters, type TableRow, type Tell} from '../table.ts';
import {formatNumber} from './dates.ts';
import {sheetName} from './names.ts';
import {textOf, unescapeText} from './shared-strings.ts';
import {plainNumber, type NumberFormat} from './styles.ts';

/** What the cells of a sheet refer to. */
export interface SheetContext {
	readonly strings: readonly string[];
	readonly formats: readonly NumberFormat[];
	readonly from1904: boolean;
}

/** The last row and column of a sheet (ISO/IEC 29500-1, 18.3.1.73). */
const maxRows = 1_048_576;
const maxColumns = 16_384;

/** Reads the cells of a sheet as texts, some rows at a time. */
export class SheetReader {
	/** In the order of the sheet. */
	readonly rows: TableRow[] = [];
	readonly #context: SheetContext;
	readonly #maxCells: number;
	readonly #tell: Tell;
	#last = 0;
	#cells = 0;
	#hidden: number[] = [];

	constructor(context: SheetContext, maxCells: number, tell: Tell) {
		this.#context = context;
		this.#maxCells = maxCells;
		this.#tell = tell;
	}

	/**
	 * Reads rows.
	 *
	 * @throws DecodeError for cells outside a sheet, that refer to texts that are not there, or are too many.
	 */
	read(rows: XmlElement): void {
		for (const item of children(rows, sheetName('row'))) {
			const row = Number(optionalAttribute(item, 'r') ?? this.#last + 1);
			if (!Number.isInteger(row) || row <= this.#last || row > maxRows) {
				throw new DecodeError(`The sheet has a row ${row} after row ${this.#last}.`, {code: 'damaged'});
			}
			const cells = readCells(item, row, this.#context, this.#tell);
			this.#cells += cells.length;
			if (this.#cells > this.#maxCells) {
				throw new DecodeError(`The sheet has more than ${this.#maxCells} cells up to row ${row} (maxSize).`, {code: 'too-large'});
			}
			if (isTrue(optionalAttribute(item, 'hidden')) && cells.some(cell => cell !== '')) {
				this.#hidden.push(row);
			}
			this.rows.push({row, cells});
			this.#last = row;
		}
	}

	/** Tells what a reader of the sheet does not see: rows and columns that are hidden, and cells that are merged. */
	end(sheet: XmlElement): void {
		const [first] = this.#hidden;
		if (first !== undefined) {
			const {length} = this.#hidden;
			const message =
				length === 1
					? `Row ${first} is hidden, and was read.`
					: `${length} rows are hidden, the first of them row ${first}: they were read.`;
			this.#tell({code: 'hidden-rows', severity: 'warning', row: first, message});
		}
		for (const item of listed(sheet, 'cols', 'col').filter(column => isTrue(optionalAttribute(column, 'hidden')))) {
			this.#tellHidden(Number(optionalAttribute(item, 'min')), Number(optionalAttribute(item, 'max')));
		}
		tellMerged(sheet, this.#tell);
	}

	#tellHidden(min: number, max: number): void {
		if (this.rows.some(({cells}) => cells.slice(min - 1, max).some(cell => cell !== ''))) {
			const [from, to] = [columnLetters(min - 1), columnLetters(max - 1)];
			const message = `${from === to ? `Column ${from} is` : `Columns ${from} to ${to} are`} hidden, and ${from === to ? 'was' : 'were'} read.`;
			this.#tell({code: 'hidden-columns', severity: 'warning', column: from, message});
		}
	}
}

function isTrue(value: string | undefined): boolean {
	return value === '1' || value === 'true';
}

function listed(sheet: XmlElement, list: string, item: string): readonly XmlElement[] {
	const found = optionalChild(sheet, sheetName(list));
	return found === undefined ? [] : children(found, sheetName(item));
}

function readCells(source: XmlElement, row: number, context: SheetContext, tell: Tell): readonly string[] {
	const cells: string[] = [];
	let last = -1;
	for (const item of children(source, sheetName('c'))) {
		const letters = /^[A-Z]{1,3}(?=\d)/i.exec(optionalAttribute(item, 'r') ?? '')?.[0];
		const index = letters === undefined ? last + 1 : columnIndex(letters);
		if (index <= last || index >= maxColumns) {
			throw new DecodeError(`Row ${row} of the sheet has a cell at column ${index + 1} after column ${last + 1}.`, {code: 'damaged'});
		}
		last = index;
		const text = readCell(item, {row, column: columnLetters(index)}, context, tell);
		if (text !== '') {
			while (cells.length < index) {
				cells.push('');
			}
			cells.push(text);
		}
	}
	return cells;
}

type Place = {readonly row: number; readonly column: string};

function readCell(item: XmlElement, place: Place, {strings, formats, from1904}: SheetContext, tell: Tell): string {
	const type = optionalAttribute(item, 't') ?? 'n';
	if (type === 'inlineStr') {
		const inline = optionalChild(item, sheetName('is'));
		return inline === undefined ? '' : textOf(inline);
	}
	const element = optionalChild(item, sheetName('v'));
	const value = element === undefined ? '' : content(element);
	if (value === '') {
		// A formula may well give an empty text.
		if (optionalChild(item, sheetName('f')) !== undefined && (element === undefined || type !== 'str')) {
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
		? readNumber(value, formats[Number(optionalAttribute(item, 's') ?? 0)] ?? plainNumber, from1904, place, tell)
		: unescapeText(value);
}

/** A number is given as the shortest text that means it, as spreadsheet programs show it: 0.1, not 0.10000000000000001; with zeros in front if its format has them. */
function readNumber(value: string, {kind, digits = 1, shown}: NumberFormat, from1904: boolean, place: Place, tell: Tell): string {
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
	if (shown !== undefined) {
		tellCell(tell, place, 'number-format', `is shown by the format ${shown}, and holds ${text}: that was taken.`);
	}
	return /^-?\d+$/.test(text) ? text.replace(/\d+/, found => found.padStart(digits, '0')) : text;
}

function refuseString({row, column}: Place, value: string): never {
	throw new DecodeError(`The cell ${column}${row} refers to the text ${value}, which is not there.`, {code: 'damaged'});
}

function tellCell(tell: Tell, {row, column}: Place, code: string, text: string): void {
	tell({code, severity: code.startsWith('number-') ? 'warning' : 'error', row, column, message: `The cell ${column}${row} ${text}`});
}

function tellMerged(sheet: XmlElement, tell: Tell): void {
	for (const item of listed(sheet, 'mergeCells', 'mergeCell')) {
		const range = optionalAttribute(item, 'ref') ?? '';
		const row = Number(/\d+/.exec(range)?.[0] ?? 0);
		const message = `The cells ${range} are merged: what they hold is taken for the first of them alone.`;
		tell({code: 'merged-cells', severity: 'warning', ...(row > 0 && {row}), message});
	}
}
