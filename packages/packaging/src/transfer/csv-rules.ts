import type {Finding} from '../findings/finding.ts';
import type {TableRow} from '../metadata/table.ts';

/** The rows of a CSV, without those in which there is no cell at all. */
export type CsvRows = readonly TableRow[];

/** Notes what a validator of Archivematica would say. */
export type TellCsv = (code: string, reason: string, row?: number, column?: string, severity?: 'warning') => void;

/** Checks rows. */
export type CsvRule = (rows: CsvRows, tell: TellCsv) => void;

/** Collects what rules say as findings; the reason is the message, so that it can be compared with the server's. */
export function findingsOf(rule: CsvRule, rows: CsvRows, path: string | undefined): readonly Finding[] {
	const findings: Finding[] = [];
	rule(rows, (code, message, row, column, severity) => {
		findings.push({
			code,
			severity: severity ?? 'error',
			message,
			...(path !== undefined && {path}),
			...(row !== undefined && {row}),
			...(column !== undefined && {column}),
		});
	});
	return findings;
}

/** Rows that end before the header does: the server gives up on them without a reason. */
export function tellShortRows(rows: CsvRows, width: number, tell: TellCsv): void {
	for (const {row, cells} of rows) {
		if (cells.length < width) {
			tell('row-too-short', `Row ${row} has ${cells.length} cells; the header has ${width}. Archivematica's validator fails on it.`, row);
		}
	}
}

/** Has a name blanks around it? */
export function hasBlanks(name: string): boolean {
	return name.startsWith(' ') || name.endsWith(' ');
}
