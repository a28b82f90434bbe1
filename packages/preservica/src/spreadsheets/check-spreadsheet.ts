import {checkColumns, type CheckedColumns} from './columns.ts';
import {readTable} from './read-spreadsheet.ts';
import type {CsvSource, SpreadsheetOptions} from './spreadsheet.ts';

/**
 * What the columns of a file become, and everything that is to be said about their headers: errors are refused unless they shall be mended.
 *
 * @throws DecodeError when it is not CSV in UTF-8; ConfigurationError when the options cannot be written.
 */
export async function checkSpreadsheet(csv: CsvSource, options: SpreadsheetOptions): Promise<CheckedColumns> {
	return checkColumns((await readTable(csv)).header, options);
}
