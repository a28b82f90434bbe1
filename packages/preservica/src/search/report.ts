import {createProgress, type Page, type ProgressListener} from '@fonds/core';
import type {WriteCsvOptions} from '../csv/csv.ts';
import type {FieldValue, SearchHit} from './hit.ts';
import type {SearchOptions} from './query.ts';

/** A column of a report. */
export interface ReportColumn {
	/** The index whose values are in it, such as `xip.title`; `xip.reference` is known of every hit. */
	readonly field: string;
	/** What the header says. @default the name of the index */
	readonly title?: string | undefined;
	/** Makes the text of a cell. @default the value, those of a list joined by the separator, '' for none */
	readonly format?: ((value: FieldValue | undefined) => string) | undefined;
}

/** What a report takes. */
export interface ReportOptions extends SearchOptions, WriteCsvOptions {
	/** The columns from left to right. @default `xip.reference`, then the fields of the query */
	readonly columns?: readonly (string | ReportColumn)[] | undefined;
	/** Stands between the values of one cell. @default '; ' */
	readonly separator?: string | undefined;
	/** Begins with a byte order mark, by which Excel knows UTF-8. @default false */
	readonly byteOrderMark?: boolean | undefined;
	/** Told the rows that were written, in the phase `search`. */
	readonly onProgress?: ProgressListener | undefined;
}

/** The columns a report shall have. */
export function columnsOf({columns}: ReportOptions, fields: readonly string[] = []): readonly ReportColumn[] {
	return (columns ?? ['xip.reference', ...fields.filter(field => field !== 'xip.reference')]).map(column =>
		typeof column === 'string' ? {field: column} : column,
	);
}

/** Writes hits as CSV, one page at a time. */
export async function* writeReport(
	pages: AsyncIterable<Page<SearchHit>>,
	columns: readonly ReportColumn[],
	{escapeFormulas, separator = '; ', byteOrderMark = false, onProgress}: ReportOptions,
): AsyncGenerator<string, void, void> {
	const {writeCsvRow} = await import('../csv/csv.ts');
	const row = (cells: readonly string[]): string => writeCsvRow(cells, {escapeFormulas});
	yield (byteOrderMark ? '\ufeff' : '') + row(columns.map(({field, title}) => title ?? field));

	let progress: ReturnType<typeof createProgress> | undefined;
	for await (const {items, total} of pages) {
		progress ??= createProgress(onProgress, 'search', total);
		yield items.map(({values}) => row(columns.map(column => cell(column, values[column.field], separator)))).join('');
		progress.add(items.length);
	}
	progress?.end();
}

function cell({format}: ReportColumn, value: FieldValue | undefined, separator: string): string {
	if (format !== undefined) {
		return format(value);
	}
	return Array.isArray(value) ? value.join(separator) : String(value ?? '');
}
