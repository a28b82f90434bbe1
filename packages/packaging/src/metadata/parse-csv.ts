import Papa from 'papaparse';
import type {Finding} from '../findings/finding.ts';
import type {TableRow} from './table.ts';

/** What separates cells. */
export type Delimiter = ',' | ';' | '\t' | '|';

/** Rows as they stand, empty ones too, and what is wrong with their quotation marks. */
export interface ParsedCsv {
	readonly rows: readonly TableRow[];
	readonly findings: Finding[];
	readonly delimiter: Delimiter;
}

/** Reads CSV (RFC 4180). Line ends of any kind, those in cells too, are read as `\n`. Without a delimiter, that which divides the header into most cells is taken. */
export function parseCsv(text: string, delimiter?: Delimiter): ParsedCsv {
	const lines = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
	const separator = delimiter ?? likeliest(lines);
	const {data, errors} = Papa.parse<string[]>(lines, {newline: '\n', delimiter: separator});
	const odd = new Set(errors.filter(({type}) => type === 'Quotes').map(({row = 0}) => row + 1));
	const findings = Array.from(odd, (row): Finding => {
		const message = `In row ${row} a quotation mark is missing, or one inside a cell is not doubled: what follows may stand in wrong cells.`;
		return {code: 'quotes', severity: 'error', row, message};
	});
	const rows = data.map((cells, index) => ({row: index + 1, cells}));
	if (rows.at(-1)?.cells.join(',') === '') {
		rows.pop(); // after the last line end
	}
	return {rows, findings, delimiter: separator};
}

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

/** That which divides the header into most cells. Papa Parse counts cells of other rows too, where decimal commas are. */
function likeliest(text: string): Delimiter {
	const header = text.replace(/^[\n,;\t| ]*\n/, '');
	const widths = delimiters.map(delimiter => Papa.parse<string[]>(header, {newline: '\n', delimiter, preview: 1}).data[0]?.length ?? 0);
	return delimiters[widths.indexOf(Math.max(...widths))] ?? ',';
}
