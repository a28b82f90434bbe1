import {ConfigurationError} from '@fonds/core';
import type {SpreadsheetColumn, SpreadsheetFinding, SpreadsheetOptions} from './spreadsheet.ts';
import {SpreadsheetError} from './spreadsheet-error.ts';

/** XML 1.0 (fifth edition): NameStartChar without the colon, and NameChar. */
const start =
	'A-Z_a-z\u{c0}-\u{d6}\u{d8}-\u{f6}\u{f8}-\u{2ff}\u{370}-\u{37d}\u{37f}-\u{1fff}\u{200c}\u{200d}\u{2070}-\u{218f}\u{2c00}-\u{2fef}\u{3001}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{fffd}\u{10000}-\u{effff}';
const part = `-.0-9\u{b7}\u{300}-\u{36f}\u{203f}\u{2040}${start}`;
const validName = new RegExp(`^[${start}][${part}]*$`, 'u');
const invalidStart = new RegExp(`^[^${start}]`, 'u');
const invalidPart = new RegExp(`[^${part}]`, 'gu');

/** Prefixes that the documents themselves need. */
const reserved: ReadonlySet<string> = new Set(['xml', 'xmlns', 'xs', 'xsl']);

/** The columns of a file, in its order, and what is to be said about them. */
export interface CheckedColumns {
	readonly columns: readonly SpreadsheetColumn[];
	readonly findings: readonly SpreadsheetFinding[];
}

/**
 * The columns, each with an element of its own.
 *
 * @throws SpreadsheetError naming every column that cannot be one, unless they shall be mended.
 */
export function columnsOf(header: readonly string[], options: SpreadsheetOptions): readonly SpreadsheetColumn[] {
	const {columns, findings} = checkColumns(header, options);
	const errors = findings.filter(({severity}) => severity === 'error');
	if (errors.length > 0 && options.mend !== true) {
		const all = errors.map(({message}) => message).join(' ');
		throw new SpreadsheetError(`${all} Change the headers, or have them mended (mend: true).`, errors);
	}
	return columns;
}

/**
 * Makes names of headers: without the blanks and hyphens in them, as other tools for Preservica do it, and mended where that is no name or the
 * name of another column.
 *
 * @throws ConfigurationError when the options themselves cannot be written.
 */
export function checkColumns(header: readonly string[], options: SpreadsheetOptions): CheckedColumns {
	checkOptions(options);
	const findings: SpreadsheetFinding[] = [];
	const taken = new Set<string>();
	const columns = header.map((column, index) => {
		const find = (code: SpreadsheetFinding['code'], text: string, severity: 'error' | 'warning' = 'error') =>
			findings.push({severity, code, column, number: index + 1, message: `Column ${index + 1} (${JSON.stringify(column)}) ${text}.`});
		return nameColumn(column, index, options, taken, find);
	});
	return {columns, findings};
}

function nameColumn(
	header: string,
	index: number,
	{namespace, namespaces = {}}: SpreadsheetOptions,
	taken: Set<string>,
	find: (code: SpreadsheetFinding['code'], text: string, severity?: 'warning') => void,
): SpreadsheetColumn {
	const compact = header.replaceAll(/[\s-]/g, '');
	const [, before, after = compact] = /^([^:]*):(.*)$/s.exec(compact) ?? [];
	const prefix = before !== undefined && Object.hasOwn(namespaces, before) ? before : undefined;
	const wanted = prefix === undefined ? compact : after;
	const mended = mendName(wanted, index);
	if (wanted === '') {
		find('empty-name', `has no name; mended, it is ${mended}`);
	} else if (before !== undefined && prefix === undefined) {
		find('unknown-prefix', `has the prefix ${JSON.stringify(before)}, for which no namespace is given; mended, it is ${mended}`);
	} else if (mended !== wanted) {
		find('invalid-name', `is not the name of an element; mended, it is ${mended}`);
	} else if (compact !== header) {
		find('changed-name', `becomes ${prefix === undefined ? '' : `${prefix}:`}${wanted}`, 'warning');
	}
	const name = uniqueName(prefix, mended, taken);
	if (name !== mended) {
		find('duplicate-name', `has the name ${mended} of another column; mended, it is ${name}`);
	}
	return {header, name, prefix, namespace: prefix === undefined ? namespace : (namespaces[prefix] ?? '')};
}

function mendName(name: string, index: number): string {
	return name === '' ? `column${index + 1}` : name.replaceAll(invalidPart, '_').replace(invalidStart, '_$&');
}

function uniqueName(prefix: string | undefined, name: string, taken: Set<string>): string {
	let unique = name;
	for (let count = 2; taken.has(`${prefix ?? ''}:${unique}`); count++) {
		unique = `${name}_${count}`;
	}
	taken.add(`${prefix ?? ''}:${unique}`);
	return unique;
}

function checkOptions({namespace, root, namespaces = {}}: SpreadsheetOptions): void {
	if (!validName.test(root)) {
		throw new ConfigurationError(`${JSON.stringify(root)} is not the name of an element. Give root a name such as letter.`);
	}
	for (const uri of [namespace, ...Object.values(namespaces)]) {
		if (uri === '' || /\s/.test(uri)) {
			throw new ConfigurationError(`${JSON.stringify(uri)} is not a namespace. Give a URI such as https://archive.example.org/letter/v1.`);
		}
	}
	for (const prefix of Object.keys(namespaces)) {
		if (!validName.test(prefix) || reserved.has(prefix)) {
			throw new ConfigurationError(`${JSON.stringify(prefix)} cannot be the prefix of a namespace here. Choose another one.`);
		}
	}
	if (new Set([namespace, ...Object.values(namespaces)]).size <= Object.keys(namespaces).length) {
		throw new ConfigurationError('Two of the namespaces are the same.');
	}
}
