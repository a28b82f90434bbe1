import {hasBlanks, tellShortRows, type CsvRows, type CsvRule, type TellCsv} from './csv-rules.ts';
import {rightsColumns} from './rights-columns.ts';

const known: ReadonlySet<string> = new Set(rightsColumns.map(([column]) => column));
const documentation = ['doc_id_type', 'doc_id_value', 'doc_id_role'];
const grant = ['grant_act', 'grant_restriction', 'grant_start_date', 'grant_end_date', 'grant_note'];

/** The rules of Archivematica's validator `rights`, in its order and with its reasons. */
export const checkRights: CsvRule = (rows, tell) => {
	if (rows.length < 2) {
		tell('too-few-rows', rows.length === 0 ? 'The document is empty.' : 'The document is incomplete.');
		return;
	}
	const header = rows[0]!.cells.filter(column => column !== '');
	if (!checkColumns(header, rows[0]!.row, tell)) {
		return;
	}
	tellShortRows(rows.slice(1), header.length, tell);
	tellAbsent(header, rows, tell);
	for (const {row, cells} of rows.slice(1)) {
		const read = (column: string): string => cells[header.indexOf(column)] ?? '';
		checkRow(read, (code, reason, column) => tell(code, reason, row, column));
	}
};

function checkColumns(header: readonly string[], row: number, tell: TellCsv): boolean {
	const blank = header.filter(column => hasBlanks(column));
	for (const column of blank) {
		tell('column-blanks', `Columns cannot have leading or trailing blanks. Invalid column: ${column}`, row, column);
	}
	const unknown = header.filter(column => !known.has(column));
	if (unknown.length > blank.length || (unknown.length > 0 && blank.length === 0)) {
		tell('column-unknown', `Invalid column(s) found: ${unknown.join(',')}`, row, unknown[0]);
	}
	const isComplete = header.includes('file') && header.includes('basis');
	if (!isComplete) {
		tell('column-missing', 'One of the required columns is missing: file, basis', row);
	}
	return isComplete;
}

/** The server's validator looks for columns without knowing whether they are there; the import does not need them. */
function tellAbsent(header: readonly string[], rows: CsvRows, tell: TellCsv): void {
	const isBased = rows.slice(1).some(({cells}) => /^(?:copyright|statute)$/i.test(cells[header.indexOf('basis')] ?? ''));
	const wanted = [...(isBased ? ['status', 'jurisdiction', 'terms', 'citation'] : []), ...documentation, ...grant];
	const absent = wanted.filter(column => !header.includes(column));
	if (absent.length > 0) {
		const message = `Archivematica's validator fails where columns are absent, also empty ones: ${absent.join(', ')}. Its import does not need them.`;
		tell('column-absent', message, rows[0]!.row, absent[0], 'warning');
	}
}

type Read = (column: string) => string;
type TellRow = (code: string, reason: string, column: string) => void;

function checkRow(read: Read, tell: TellRow): void {
	const basis = read('basis').toLowerCase();
	if (basis === '') {
		tell('basis-missing', 'No basis specified.', 'basis');
	} else if (basis === 'copyright') {
		checkCopyright(read, tell);
	} else if (basis === 'statute') {
		checkStatute(read, tell);
	}
	if (documentation.some(column => read(column) !== '') && read('doc_id_type') === '' && read('doc_id_value') === '') {
		tell('documentation-incomplete', 'Documentation identifier type and value are required.', 'doc_id_type');
	}
	if (grant.some(column => read(column) !== '')) {
		checkRestriction(read('grant_restriction'), tell);
	}
}

function checkRestriction(restriction: string, tell: TellRow): void {
	if (restriction === '') {
		tell('restriction-missing', 'No restriction specified.', 'grant_restriction');
	} else if (!['allow', 'disallow', 'conditional'].includes(restriction.toLowerCase())) {
		tell('restriction-unknown', "The value of element restriction must be: 'allow', 'disallow', or 'conditional'", 'grant_restriction');
	}
}

function checkCopyright(read: Read, tell: TellRow): void {
	if (read('status') === '') {
		tell('status-missing', 'No copyright status specified for copyright basis.', 'status');
	}
	if (read('jurisdiction') === '') {
		tell('jurisdiction-missing', 'No jurisdiction specified for copyright basis.', 'jurisdiction');
	}
	const odd = ['terms', 'citation'].find(column => read(column) !== '');
	if (odd !== undefined) {
		tell('basis-fields', 'Copyright row contains fields that cannot pertain to copyright basis.', odd);
	}
}

function checkStatute(read: Read, tell: TellRow): void {
	if (read('citation') === '') {
		tell('citation-missing', 'No statute citation specified for statute basis.', 'citation');
	}
	if (read('jurisdiction') === '') {
		tell('jurisdiction-missing', 'No jurisdiction specified for statute basis.', 'jurisdiction');
	}
	const odd = ['terms', 'status'].find(column => read(column) !== '');
	if (odd !== undefined) {
		tell('basis-fields', 'Statute row contains fields that cannot pertain to statute basis.', odd);
	}
}
