import {ConfigurationError} from '@fonds/core';
import {sendable} from '../metadata/sendable.ts';
import {writeCsv} from '../metadata/write-csv.ts';
import {metadataColumn} from './metadata-columns.ts';
import {rightsColumns} from './rights-columns.ts';
import type {DescribedObject, MetadataField, RightsRow} from './transfer.ts';

/** How a table calls an object. */
export type Locate = (path: string) => string;

/** Writes `metadata.csv`: a column is there as often as one object has values for it. */
export function metadataCsv(objects: readonly DescribedObject[], locate: Locate): string {
	const columns = new Map<string, number>();
	const rows = objects.map(object => valuesOf(object));
	for (const values of rows) {
		for (const [column, list] of values) {
			columns.set(column, Math.max(columns.get(column) ?? 0, list.length));
		}
	}
	const header = ['filename', ...[...columns].flatMap(([column, count]) => Array.from({length: count}, () => column))];
	const body = objects.map(({path}, index) => [
		locate(path),
		...[...columns].flatMap(([column, count]) => Array.from({length: count}, (_, at) => rows[index]!.get(column)?.[at] ?? '')),
	]);
	return writeCsv([header, ...body]);
}

/** The values that are not empty, by column. */
function valuesOf({fields}: DescribedObject): ReadonlyMap<string, readonly string[]> {
	const values = new Map<string, string[]>();
	for (const [column, value] of fieldsOf(fields)) {
		const list = [value].flat().filter(text => text !== '');
		values.set(column, [...(values.get(column) ?? []), ...list]);
	}
	return values;
}

function fieldsOf(fields: DescribedObject['fields']): readonly (readonly [string, string | readonly string[]])[] {
	return isPairs(fields) ? fields : Object.entries(fields);
}

function isPairs(fields: DescribedObject['fields']): fields is readonly MetadataField[] {
	return Array.isArray(fields);
}

/** Writes `rights.csv`, with all its columns: Archivematica's validator looks for each. */
export function rightsCsv(rows: readonly RightsRow[], locate: Locate): string {
	return writeCsv([
		rightsColumns.map(([column]) => column),
		...rows.map(row => rightsColumns.map(([, key]) => (key === 'path' ? locate(row.path) : (row[key] ?? '')))),
	]);
}

/** @throws ConfigurationError for columns that are no names, objects that are described twice, and characters that METS cannot hold. */
export function checkMetadata(objects: readonly DescribedObject[]): void {
	const seen = new Set<string>();
	for (const {path, fields} of objects) {
		if (seen.has(path)) {
			throw new ConfigurationError(`${JSON.stringify(path)} is described twice; of two rows Archivematica takes the last.`);
		}
		seen.add(path);
		for (const [column, value] of fieldsOf(fields)) {
			if (/^(?:dc|dcterms)[.:]/i.test(column) && metadataColumn(column).kind === 'custom') {
				throw new ConfigurationError(
					`${JSON.stringify(column)} is not taken for Dublin Core by Archivematica: write ${column.toLowerCase().replace(':', '.')}.`,
				);
			}
			if (column !== column.trim() || !metadataColumn(column).isName) {
				throw new ConfigurationError(
					`${JSON.stringify(column)} cannot be a column of metadata.csv: Archivematica makes the name of an element of it.`,
				);
			}
			const {problem} = sendable([value].flat().join(''));
			if (problem !== undefined) {
				throw new ConfigurationError(
					`The column ${column} of ${JSON.stringify(path)} holds the character ${problem}, which METS cannot hold.`,
				);
			}
		}
	}
}
