import {DecodeError, type JsonValue, type RequestOptions} from '@fonds/core';
import {writeCsvRow, type WriteCsvOptions} from '../csv/csv.ts';
import type {Authorities} from './authorities.ts';
import type {AuthorityRecord} from './authority.ts';

/** How records are written as CSV. */
export interface ExportCsvOptions extends RequestOptions, WriteCsvOptions {}

/**
 * The rows of a table, the header first: its fields, and after them whatever else records have values in (AUT-02, AUT-04).
 *
 * @throws DecodeError when a record has several values in one field: a cell holds one.
 */
export async function* exportRows(
	authorities: Authorities,
	table: string,
	{escapeFormulas, ...options}: ExportCsvOptions,
): AsyncGenerator<string> {
	const {fields = []} = await authorities.table(table, options);
	const records = await authorities.records(table, options);
	const names = new Set([...fields, ...records.flatMap(({values}) => values)].map(({name}) => name));
	if (names.size > 0) {
		yield writeCsvRow([...names], {escapeFormulas});
	}
	for (const record of records) {
		const cells = cellsOf(record);
		yield writeCsvRow(
			Array.from(names, name => cells.get(name) ?? ''),
			{escapeFormulas},
		);
	}
}

function cellsOf({ref, values}: AuthorityRecord): ReadonlyMap<string, string> {
	const cells = new Map<string, string>();
	for (const {name, value} of values) {
		if (cells.has(name)) {
			throw new DecodeError(`The record ${ref} has several values in the field ${JSON.stringify(name)}, which one cell cannot hold.`);
		}
		cells.set(name, textOf(value));
	}
	return cells;
}

function textOf(value: JsonValue): string {
	if (value === null) {
		return '';
	}
	return typeof value === 'string' ? value : JSON.stringify(value);
}
