import {DecodeError} from '@fonds/core';
import type {CsvTable} from '../csv/csv.ts';
import type {CsvSource} from './spreadsheet.ts';

/**
 * Reads a table.
 *
 * @throws DecodeError when it is not UTF-8, or no table.
 */
export async function readTable(csv: CsvSource): Promise<CsvTable> {
	const {parseCsv} = await import('../csv/csv.ts');
	return parseCsv(await textOf(csv));
}

async function textOf(csv: CsvSource): Promise<string> {
	if (typeof csv === 'string') {
		return csv;
	}
	const bytes = csv instanceof Blob ? await csv.arrayBuffer() : csv;
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch (cause) {
		throw new DecodeError('The CSV is not in UTF-8. Save it as "CSV UTF-8": read as anything else, letters would be wrong.', {cause});
	}
}
