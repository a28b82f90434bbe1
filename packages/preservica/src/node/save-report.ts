/// <reference types="node" />
import {saveStream} from '@fonds/core/node';
import type {SearchQuery} from '../search/query.ts';
import type {ReportOptions} from '../search/report.ts';
import type {Search} from '../search/search.ts';

/** What saving a report takes. */
export interface SaveReportOptions extends ReportOptions {
	/** Replace an existing file? @default false */
	readonly overwrite?: boolean | undefined;
}

/** A report on the disk. */
export interface SavedReport {
	readonly path: string;
	/** In bytes. */
	readonly size: number;
}

/**
 * Writes everything a query finds into a CSV file (CON-05, CON-06). It gets its name only when it is complete; whatever goes wrong, nothing is
 * left behind.
 *
 * @throws SdkError with code `file-exists`, `no-space`, `no-directory` or `not-writable`; else what `search.find` throws.
 */
export async function saveReport(search: Search, query: SearchQuery, path: string, options: SaveReportOptions = {}): Promise<SavedReport> {
	const {overwrite, ...reportOptions} = options;
	const {size} = await saveStream(path, search.report(query, reportOptions), {signal: options.signal, overwrite});
	return {path, size};
}
