import type {Rows} from './manifest.ts';
import {cell, checkLength, hasBlanks, headersOf, Invalid, Unexpected} from './manifest.ts';

const documentation = ['doc_id_type', 'doc_id_value', 'doc_id_role'];
const grant = ['grant_act', 'grant_restriction', 'grant_start_date', 'grant_end_date', 'grant_note'];
/** The columns a `rights.csv` may have. */
export const rightsColumns: ReadonlySet<string> = new Set([
	'file',
	'basis',
	'status',
	'determination_date',
	'start_date',
	'end_date',
	'jurisdiction',
	'terms',
	'citation',
	'note',
	...grant,
	...documentation,
]);

type Read = (column: string) => string;

/** Checks a `rights.csv`: its first problem (reference, AM-24). @throws Invalid @throws Unexpected */
export function validateRights(rows: Rows): void {
	checkLength(rows, 2);
	const [header = [], ...data] = rows;
	const columns = headersOf(header);
	const blank = columns.find(hasBlanks);
	if (blank !== undefined) throw new Invalid(`Columns cannot have leading or trailing blanks. Invalid column: ${blank}`);
	const unknown = columns.filter(column => !rightsColumns.has(column));
	if (unknown.length > 0) throw new Invalid(`Invalid column(s) found: ${unknown.join(',')}`);
	if (!columns.includes('file') || !columns.includes('basis')) throw new Invalid('One of the required columns is missing: file, basis');
	for (const row of data) checkRow(column => read(columns, row, column));
}

/** A cell by its column. The server looks for columns without knowing whether they are there. */
function read(columns: readonly string[], row: readonly string[], column: string): string {
	const index = columns.indexOf(column);
	if (index === -1) throw new Unexpected();
	return cell(row, index);
}

function checkRow(value: Read): void {
	const basis = value('basis').toLowerCase();
	if (basis === '') throw new Invalid('No basis specified.');
	if (basis === 'copyright') checkCopyright(value);
	if (basis === 'statute') checkStatute(value);
	const documents = documentation.map(value);
	if (documents.some(text => text !== '') && documents[0] === '' && documents[1] === '') {
		throw new Invalid('Documentation identifier type and value are required.');
	}
	const [, restriction = ''] = grant.map(value);
	if (grant.every(column => value(column) === '')) return;
	if (restriction === '') throw new Invalid('No restriction specified.');
	if (!['allow', 'disallow', 'conditional'].includes(restriction.toLowerCase())) {
		throw new Invalid("The value of element restriction must be: 'allow', 'disallow', or 'conditional'");
	}
}

function checkCopyright(value: Read): void {
	if (value('status') === '') throw new Invalid('No copyright status specified for copyright basis.');
	if (value('jurisdiction') === '') throw new Invalid('No jurisdiction specified for copyright basis.');
	if (value('terms') !== '' || value('citation') !== '') {
		throw new Invalid('Copyright row contains fields that cannot pertain to copyright basis.');
	}
}

function checkStatute(value: Read): void {
	if (value('citation') === '') throw new Invalid('No statute citation specified for statute basis.');
	if (value('jurisdiction') === '') throw new Invalid('No jurisdiction specified for statute basis.');
	if (value('terms') !== '' || value('status') !== '') {
		throw new Invalid('Statute row contains fields that cannot pertain to statute basis.');
	}
}
