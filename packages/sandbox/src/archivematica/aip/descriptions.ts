import {parseCsv} from '../csv.ts';
import type {Markup} from '../xml-writer.ts';
import {markup} from '../xml-writer.ts';

/** Descriptive metadata of a file or a folder, from a row of a `metadata.csv`. */
export interface Description {
	/** What it describes: a path in the package, as in METS. */
	readonly path: string;
	/** Dublin Core, or columns of somebody's own. */
	readonly kind: 'DC' | 'CUSTOM';
	/** Element names and values, in order; a name may come more than once. */
	readonly fields: readonly (readonly [string, string])[];
	readonly created: number;
	readonly status: 'original' | 'original-superseded' | 'update' | 'update-superseded';
}

const dublinCore = /^(dc|dcterms)\.(\w+)$/u;

/**
 * What a `metadata.csv` says: a row is about the file or the folder in its first column. Columns that begin with `dc.` or `dcterms.` are Dublin Core. Rows about
 * what is not there say nothing; of several about one thing the last holds.
 *
 * @param locate The path in the package of what a row names
 */
export function readDescriptions(csv: string, created: number, locate: (name: string) => string | undefined): readonly Description[] {
	const [header = [], ...rows] = parseCsv(csv.replace(/^\uFEFF/u, ''));
	const last = new Map(rows.map(([name = '', ...values]) => [name.replace(/\/+$/u, ''), values]));
	return [...last].flatMap(([name, values]) => {
		const path = locate(name);
		if (path === undefined) return [];
		const fields = header.slice(1).flatMap((column, index) => {
			const value = values[index]?.trim() ?? '';
			return value === '' ? [] : [[column.trim(), value] as const];
		});
		return (['DC', 'CUSTOM'] as const).flatMap(kind => {
			const own = fields.filter(([column]) => dublinCore.test(column) === (kind === 'DC'));
			return own.length === 0 ? [] : [{path, kind, fields: own, created, status: 'original' as const}];
		});
	});
}

/** Descriptions with newer ones, before which older ones of the same kind step back (reference, 4.10). */
export function updateDescriptions(before: readonly Description[], after: readonly Description[]): readonly Description[] {
	const replaced = (old: Description) => after.some(({path, kind}) => path === old.path && kind === old.kind);
	const superseded = {original: 'original-superseded', update: 'update-superseded'} as const;
	return [
		...before.map(old => {
			const status = old.status === 'original' || old.status === 'update' ? superseded[old.status] : old.status;
			return replaced(old) ? {...old, status} : old;
		}),
		...after.map(description => ({...description, status: 'update' as const})),
	];
}

/** A description as METS wraps it. */
export function descriptionMd(id: string, {kind, fields, created, status}: Description): Markup {
	const attributes = {ID: id, CREATED: new Date(created).toISOString().slice(0, 19), STATUS: status};
	if (kind === 'CUSTOM') {
		const content = markup('mets:xmlData', {}, ...fields.map(([column, value]) => markup(elementName(column), {}, value)));
		return markup('mets:dmdSec', attributes, markup('mets:mdWrap', {MDTYPE: 'OTHER', OTHERMDTYPE: 'CUSTOM'}, content));
	}
	const elements = fields.map(([column, value]) => markup(column.replace('.', ':'), {}, value));
	const content = markup('mets:xmlData', {}, markup('dcterms:dublincore', dublinCoreRoot, ...elements));
	return markup('mets:dmdSec', attributes, markup('mets:mdWrap', {MDTYPE: 'DC'}, content));
}

const dublinCoreRoot = {
	'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
	'xmlns:dcterms': 'http://purl.org/dc/terms/',
	'xsi:schemaLocation': 'http://purl.org/dc/terms/ https://dublincore.org/schemas/xmls/qdc/2008/02/11/dcterms.xsd',
};

/** A column's name as that of an element: what cannot stand in one becomes `_`. */
function elementName(column: string): string {
	const name = column.replaceAll(/[^\p{L}\p{N}_.-]/gu, '_');
	return /^[\p{L}_]/u.test(name) ? name : `_${name}`;
}
