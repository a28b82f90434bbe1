import type {TableRow, Tell} from '../metadata/table.ts';
import {checkCells} from './check-cells.ts';
import {checkRights} from './check-rights.ts';
import {findingsOf} from './csv-rules.ts';
import {readTransferCsv} from './read-csv.ts';
import {lostColumns, rightsBases} from './rights-columns.ts';
import type {TransferModel} from './transfer-model.ts';

/** Where it is. */
export const rightsCsvPath = 'metadata/rights.csv';

/** Checks a `rights.csv`: by the rules of Archivematica's validator, and by what its import does beyond them. */
export async function checkRightsCsv(bytes: Uint8Array, model: TransferModel, tell: Tell): Promise<void> {
	const {rows, findings} = await readTransferCsv(bytes, rightsCsvPath);
	findings.forEach(tell);
	if (findings.some(({code}) => code === 'not-utf-8')) {
		return;
	}
	findingsOf(checkRights, rows, rightsCsvPath).forEach(tell);
	const tellHere: Tell = finding => tell({...finding, path: rightsCsvPath});
	if (startsWithMark(bytes)) {
		const message =
			'rights.csv begins with a byte order mark, which Archivematica takes for a part of the first column’s name. Save it without.';
		tellHere({code: 'byte-order-mark', severity: 'error', row: 1, message});
	}
	checkImport(rows, model, tellHere);
}

function startsWithMark([first, second, third]: Uint8Array): boolean {
	return first === 0xef && second === 0xbb && third === 0xbf;
}

/** The import finds files by their paths, without blanks around them, takes other bases than the known ones for an error, and skips rows it has had. */
function checkImport([header, ...rows]: readonly TableRow[], {objects, folders}: TransferModel, tell: Tell): void {
	const names = header?.cells ?? [];
	if (!names.includes('file') || !names.includes('basis')) {
		return;
	}
	for (const name of new Set(names.filter((column, index) => column !== '' && names.indexOf(column) !== index))) {
		const message = `The column "${name}" is there more than once: Archivematica takes the last of them alone.`;
		tell({code: 'column-repeated', severity: 'error', row: header!.row, column: name, message});
	}
	const seen = new Map<string, TableRow>();
	for (const {row, cells} of rows) {
		const read = (column: string): string => (cells[names.indexOf(column)] ?? '').trim();
		const [file, basis, act] = [read('file'), read('basis').toLowerCase(), read('grant_act').toLowerCase()];
		const at = {severity: 'error', row, column: 'file'} as const;
		if (!objects.has(file)) {
			const problem =
				file === ''
					? 'does not say which file it is about'
					: folders.has(file)
						? `is about the folder "${file}"; the import knows rights of files only`
						: `is about "${file}", which is not there`;
			tell({code: folders.has(file) ? 'rights-for-folder' : 'row-without-file', ...at, message: `Row ${row} ${problem}.`});
		}
		if (basis !== '' && !rightsBases.some(known => known === basis)) {
			const message = `Row ${row} has the basis ${JSON.stringify(basis)}; Archivematica knows ${rightsBases.join(', ')}.`;
			tell({code: 'basis-unknown', ...at, column: 'basis', message});
		}
		checkCells({row, cells}, names, tell);
		for (const {column, reason} of lostColumns(read)) {
			const message = `Row ${row} has a ${column}, which Archivematica does not keep ${reason}.`;
			tell({code: 'rights-lost', severity: 'error', row, column, message});
		}
		const key = JSON.stringify([file, basis, act]);
		const before = seen.get(key);
		if (before !== undefined) {
			const isSame = names.every((name, index) => ['file', 'basis', 'grant_act'].includes(name) || cells[index] === before.cells[index]);
			const message = `Row ${row} has file, basis and act of row ${before.row}: Archivematica skips it${isSame ? '' : ', and what it says'}.`;
			tell({code: 'row-repeated', severity: isSame ? 'warning' : 'error', row, column: 'grant_act', message});
		}
		seen.set(key, before ?? {row, cells});
	}
}
