import type {Rows} from './manifest.ts';
import {cell, checkLength, hasBlanks, headersOf, Invalid} from './manifest.ts';

const known = new Set([
	'Bibliographic ID',
	'Bibliographic ID Label',
	'Other Identifier',
	'Other Identifier Type',
	'Title',
	'Creator',
	'Contributor',
	'Genre',
	'Publisher',
	'Date Created',
	'Date Issued',
	'Abstract',
	'Language',
	'Physical Description',
	'Related Item URL',
	'Related Item Label',
	'Topical Subject',
	'Geographic Subject',
	'Temporal Subject',
	'Terms of Use',
	'Table of Contents',
	'Statement of Responsibility',
	'Note',
	'Note Type',
	'Publish',
	'Hidden',
	'File',
	'Label',
	'Offset',
	'Skip Transcoding',
	'Absolute Location',
	'Date Ingested',
]);

const once = new Set([
	'Bibliographic ID',
	'Bibliographic ID Label',
	'Title',
	'Date Created',
	'Date Issued',
	'Abstract',
	'Physical Description',
	'Terms of Use',
]);

const required = ['Title', 'Date Issued', 'File'];

/** Headers that need another one. */
const pairs = [
	['Other Identifier Type', 'Other Identifier'],
	['Related Item Label', 'Related Item URL'],
	['Note Type', 'Note'],
] as const;

/** Checks a manifest of Avalon: its first problem (reference, AM-24). @throws Invalid @throws Unexpected */
export function validateAvalon(rows: Rows): void {
	checkLength(rows, 3);
	const [first = [], second = [], ...data] = rows;
	if (cell(first, 0) === '' || cell(first, 1) === '') throw new Invalid('Administrative data must include reference name and author.');
	const headers = headersOf(second);
	checkHeaders(headers);
	for (const row of data) checkFiles(headers, row);
	for (const row of data) checkSwitches(headers, row);
}

function checkHeaders(headers: readonly string[]): void {
	const blank = headers.find(hasBlanks);
	if (blank !== undefined) throw new Invalid(`Header fields cannot have leading or trailing blanks. Invalid field: ${blank}`);
	const unknown = headers.filter(header => !known.has(header));
	if (unknown.length > 0) throw new Invalid(`Manifest includes invalid metadata field(s). Invalid field(s): ${unknown.join(',')}`);
	const repeated = new Set(headers.filter((header, index) => once.has(header) && headers.indexOf(header) !== index));
	if (repeated.size > 0) throw new Invalid(`A non-repeatable header field is repeated. Repeating field(s): ${[...repeated].join(',')}`);
	if (!headers.includes('Bibliographic ID') && required.some(header => !headers.includes(header))) {
		throw new Invalid('One of the required headers is missing: Title, Date Issued, File.');
	}
	const alone = pairs.find(([header, other]) => headers.includes(header) && !headers.includes(other));
	if (alone) throw new Invalid(`${alone[0]} field missing its required pair.`);
}

function checkFiles(headers: readonly string[], row: readonly string[]): void {
	for (const path of cellsOf(headers, row, ['File'])) {
		const derivative = ['.high.', '.medium.', '.low'].some(part => path.includes(part));
		if (path.split('.').length > 2 && !derivative) throw new Invalid(`Filepath ${path} contains more than one period.`);
	}
}

function checkSwitches(headers: readonly string[], row: readonly string[]): void {
	for (const value of cellsOf(headers, row, ['Publish', 'Hidden'])) {
		if (!['', 'yes', 'no'].includes(value.toLowerCase()))
			throw new Invalid(`Publish/Hidden fields must have boolean value (yes or no). Value is ${value}`);
	}
}

function cellsOf(headers: readonly string[], row: readonly string[], wanted: readonly string[]): readonly string[] {
	return headers.flatMap((header, index) => (wanted.includes(header) ? [cell(row, index)] : []));
}
