import {DecodeError} from '@fonds/core';
import Papa from 'papaparse';

/** A table of texts: the header and the rows, each as long as the header. */
export interface CsvTable {
	readonly header: readonly string[];
	readonly rows: readonly (readonly string[])[];
}

/** How CSV is written. */
export interface WriteCsvOptions {
	/**
	 * Puts an apostrophe before cells that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab or return first). Titles are
	 * written by strangers: turn it off only for programs that read the file. @default true
	 */
	readonly escapeFormulas?: boolean | undefined;
}

/**
 * Reads CSV (RFC 4180) with a header row: commas, semicolons or tabs, a byte order mark or none, empty lines left out, line ends of any kind
 * read as `\n`, those within cells too.
 *
 * @throws DecodeError naming the row when a row has more or fewer cells than the header, a quote does not end, or two columns have one name.
 */
export function parseCsv(text: string): CsvTable {
	const lines = text.replaceAll(/\r\n?/g, '\n');
	const {data, errors} = Papa.parse<string[]>(lines, {newline: '\n', skipEmptyLines: 'greedy', delimitersToGuess: [',', ';', '\t']});
	const problem = errors.find(({code}) => code !== 'UndetectableDelimiter');
	if (problem !== undefined) {
		throw new DecodeError(`The CSV cannot be read${problem.row === undefined ? '' : `, row ${problem.row + 1}`}: ${problem.message}.`);
	}
	const [first, ...rows] = data;
	if (first === undefined) {
		throw new DecodeError('The CSV is empty: it has no header row.');
	}
	const header = first.map(name => name.trim());
	const twice = header.find((name, index) => header.indexOf(name) !== index);
	if (twice !== undefined) {
		throw new DecodeError(`The CSV has two columns named ${JSON.stringify(twice)}.`);
	}
	const odd = rows.findIndex(row => row.length !== header.length);
	if (odd !== -1) {
		throw new DecodeError(`Row ${odd + 2} of the CSV has ${rows[odd]?.length} cells where the header has ${header.length}.`);
	}
	return {header, rows};
}

/** Writes one row of CSV (RFC 4180), with its line end. */
export function writeCsvRow(cells: readonly string[], {escapeFormulas = true}: WriteCsvOptions = {}): string {
	return `${Papa.unparse([[...cells]], {escapeFormulae: escapeFormulas, newline: '\r\n'})}\r\n`;
}
