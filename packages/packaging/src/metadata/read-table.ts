import {DecodeError} from '@fonds/core';
import {readAll} from '@fonds/core/streams';
import type {PackageFile} from '../tree/package-tree.ts';
import type {Delimiter} from './parse-csv.ts';
import {decodeTable} from './decode-table.ts';
import {cellSize, tableOf, type Table} from './table.ts';

/** A table as CSV or XLSX: text, bytes, or a file. */
export type TableSource = string | Uint8Array | Blob | Pick<PackageFile, 'path' | 'size' | 'open'>;

/** Options of {@link readTable}. */
export interface ReadTableOptions {
	/** Encoding of a CSV, such as `windows-1252`. @default that of the byte order mark, else UTF-8 */
	readonly encoding?: string | undefined;
	/** What separates the cells of a CSV. @default which of comma, semicolon, tab and `|` divides the header into most cells */
	readonly delimiter?: Delimiter | undefined;
	/** Name of the sheet of a workbook. @default its first visible one */
	readonly sheet?: string | undefined;
	/** Most bytes to take into memory, a workbook's when unpacked; every cell counts for 8 at least, also an empty one. @default 268_435_456 */
	readonly maxSize?: number | undefined;
}

/**
 * Reads a table: CSV (RFC 4180) or an Excel workbook (`.xlsx`), told apart by their first bytes. Formulas are never run: of a workbook the values are taken that
 * it keeps for them, of a CSV the text.
 *
 * @throws DecodeError when it is no table: another encoding (code `not-utf-8`, `wrong-encoding`), an old or encrypted workbook, damaged, too large.
 * @throws ConfigurationError for a sheet or an encoding that is not there.
 */
export async function readTable(source: TableSource, options: ReadTableOptions = {}): Promise<Table> {
	const {maxSize = 256 * 1024 * 1024} = options;
	const content = typeof source === 'string' ? source : await bytesOf(source, maxSize);
	if (typeof content !== 'string' && isZip(content)) {
		const {readWorkbook} = await import('./xlsx/read-workbook.ts');
		return await readWorkbook(content, options.sheet, maxSize);
	}
	if (typeof content !== 'string' && isCompound(content)) {
		const message = 'This is an old Excel workbook (.xls) or an encrypted one. Save it as .xlsx without a password, or as CSV UTF-8.';
		throw new DecodeError(message, {code: 'unsupported'});
	}
	const text = typeof content === 'string' ? content : decodeTable(content, options.encoding);
	const {parseCsv} = await import('./parse-csv.ts');
	const {rows, findings} = parseCsv(text, options.delimiter);
	return tableOf(rows, findings, {maxCells: Math.floor(maxSize / cellSize)});
}

async function bytesOf(source: Exclude<TableSource, string>, maxSize: number): Promise<Uint8Array> {
	const size = source instanceof Uint8Array ? source.length : source.size;
	if (size > maxSize) {
		throw new DecodeError(`The table has ${size} bytes, more than ${maxSize} (maxSize).`, {code: 'too-large'});
	}
	if (source instanceof Uint8Array) {
		return source;
	}
	return source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : await readAll(source.open(), {limit: maxSize});
}

function isZip([first, second, third, fourth]: Uint8Array): boolean {
	return first === 0x50 && second === 0x4b && third === 3 && fourth === 4;
}

/** OLE compound files, the container of `.xls` and of encrypted workbooks. */
function isCompound([first, second, third, fourth]: Uint8Array): boolean {
	return first === 0xd0 && second === 0xcf && third === 0x11 && fourth === 0xe0;
}
