import {ConfigurationError, DecodeError, isSdkError, type RequestOptions, type SdkError} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import {parseCsv} from '../csv/csv.ts';
import {isUncertain} from '../operations/lost-answer.ts';
import type {Authorities} from './authorities.ts';
import type {AddedRecord} from './authority.ts';
import {matchColumns} from './match-columns.ts';

/** How CSV becomes records. */
export interface ImportCsvOptions extends RequestOptions {
	/** The security tag of the records. @default 'open' */
	readonly securityTag?: string | undefined;
	/** Ends with the first row that fails; those after it are `skipped`. @default false */
	readonly stopOnFailure?: boolean | undefined;
	/** The first row to send, to go on where another run stopped: the header is row 1, empty lines do not count. @default 2 */
	readonly firstRow?: number | undefined;
	/** Takes away the apostrophe that `exportCsv` puts before what a spreadsheet would run as a formula. @default true */
	readonly unescapeFormulas?: boolean | undefined;
}

/** What became of one row. */
export type ImportedRow = CreatedRow | FailedRow | SkippedRow;

/** A row that is a record now. */
export interface CreatedRow {
	readonly outcome: 'created';
	/** The header is row 1; empty lines do not count. */
	readonly row: number;
	readonly record: AddedRecord;
}

/** A row that failed. */
export interface FailedRow {
	readonly outcome: 'failed';
	/** The header is row 1; empty lines do not count. */
	readonly row: number;
	readonly error: SdkError;
	/** Was the answer lost or the failure the server's own? The record may be there then: look before sending the row again. */
	readonly mayExist: boolean;
}

/** A row that was not sent, because one before it failed. */
export interface SkippedRow {
	readonly outcome: 'skipped';
	/** The header is row 1; empty lines do not count. */
	readonly row: number;
}

/** Adds the rows of a CSV, one after the other (AUT-05). */
export async function* importRows(
	authorities: Authorities,
	table: string,
	csv: string | Blob,
	{securityTag, stopOnFailure = false, firstRow = 2, unescapeFormulas = true, ...options}: ImportCsvOptions,
): AsyncGenerator<ImportedRow, void> {
	if (!(Number.isSafeInteger(firstRow) && firstRow >= 2)) {
		throw new ConfigurationError(`firstRow is ${firstRow}; the rows after the header begin with 2.`);
	}
	const {header, rows} = parseCsv(typeof csv === 'string' ? csv : await readText(csv.stream()));
	const names = matchColumns(header, await fieldsOf(authorities, table, options));
	let stopped = false;
	for (const [index, cells] of rows.entries()) {
		const row = index + 2;
		if (row < firstRow) {
			continue;
		}
		if (stopped) {
			yield {outcome: 'skipped', row};
			continue;
		}
		const values = names.map((name, at) => ({name, value: unescapeFormulas ? unescaped(cells[at] ?? '') : (cells[at] ?? '')}));
		const result = await addRow(row, () => authorities.addRecord(table, {values, securityTag}, options), options.signal);
		stopped = stopOnFailure && result.outcome === 'failed';
		yield result;
	}
}

async function fieldsOf(authorities: Authorities, table: string, options: RequestOptions) {
	const {name, fields} = await authorities.table(table, options);
	if (fields === undefined) {
		throw new DecodeError(
			`The server does not tell the fields of the table ${JSON.stringify(name)}, so columns cannot be matched to them.`,
		);
	}
	return fields;
}

async function addRow(row: number, add: () => Promise<AddedRecord>, signal: AbortSignal | undefined): Promise<CreatedRow | FailedRow> {
	try {
		return {outcome: 'created', row, record: await add()};
	} catch (error) {
		signal?.throwIfAborted();
		if (!isSdkError(error)) {
			throw error;
		}
		return {outcome: 'failed', row, error, mayExist: isUncertain(error)};
	}
}

/** Undoes what `writeCsvRow` does to formulas. */
function unescaped(cell: string): string {
	return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
