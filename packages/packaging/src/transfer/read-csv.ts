import type {Finding} from '../findings/finding.ts';
import type {CsvRows} from './csv-rules.ts';

/** A CSV as Archivematica reads it: UTF-8, with commas. */
export interface TransferCsv {
	readonly rows: CsvRows;
	readonly findings: readonly Finding[];
}

/**
 * Reads a CSV of a transfer. What Archivematica could not read is told.
 *
 * @param path - Where it is, for the findings.
 */
export async function readTransferCsv(source: string | Uint8Array, path: string | undefined): Promise<TransferCsv> {
	const text = typeof source === 'string' ? source : decode(source);
	const at = path === undefined ? {} : {path};
	if (text === undefined) {
		const message = `${path ?? 'The table'} is not in UTF-8, which is all that Archivematica reads. Save it as "CSV UTF-8".`;
		return {rows: [], findings: [{code: 'not-utf-8', severity: 'error', ...at, message}]};
	}
	const {parseCsv} = await import('../metadata/parse-csv.ts');
	const {rows, findings} = parseCsv(text, ',');
	const filled = rows.filter(({cells}) => cells.length > 1 || cells[0] !== '');
	const header = filled[0]?.cells ?? [];
	const told = findings.map(({code, severity, message, row}): Finding => ({code, severity, message, row, path}));
	if (header.length === 1 && /[;\t|]/.test(header[0] ?? '')) {
		const message = `The header of ${path ?? 'the table'} is one cell, ${JSON.stringify(header[0])}: Archivematica reads commas between cells, and nothing else.`;
		told.push({code: 'delimiter', severity: 'error', row: filled[0]!.row, ...at, message});
	}
	return {rows: filled, findings: told};
}

function decode(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return undefined;
	}
}
