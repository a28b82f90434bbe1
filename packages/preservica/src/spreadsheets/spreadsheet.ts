/** A table as CSV (RFC 4180): text, or bytes in UTF-8 with or without a byte order mark. */
export type CsvSource = string | Uint8Array | Blob;

/** What the columns of a spreadsheet become. */
export interface SpreadsheetOptions {
	/** URI of the schema. */
	readonly namespace: string;
	/** Name of the element around the columns. */
	readonly root: string;
	/** Namespaces of columns such as `dc:title`, by prefix. @default none */
	readonly namespaces?: Readonly<Record<string, string>> | undefined;
	/**
	 * Mends column headers that cannot be names of elements, instead of refusing them; `checkSpreadsheet` tells what becomes of each.
	 * @default false
	 */
	readonly mend?: boolean | undefined;
}

/** Something about a column header. */
export interface SpreadsheetFinding {
	/** `error`: refused unless mended. */
	readonly severity: 'error' | 'warning';
	readonly code: 'empty-name' | 'invalid-name' | 'duplicate-name' | 'unknown-prefix' | 'changed-name';
	/** The header as it is in the file. */
	readonly column: string;
	/** From 1. */
	readonly number: number;
	readonly message: string;
}

/** A column, and the element it becomes. */
export interface SpreadsheetColumn {
	readonly header: string;
	/** Local name of the element. */
	readonly name: string;
	/** Of one of the extra namespaces; undefined for the schema's own. */
	readonly prefix: string | undefined;
	readonly namespace: string;
}
