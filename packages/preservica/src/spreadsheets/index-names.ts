import {ConfigurationError} from '@fonds/core';
import type {SpreadsheetColumn, SpreadsheetOptions} from './spreadsheet.ts';

/** What the search index and the display of a schema have in common. */
export interface DisplayOptions extends SpreadsheetOptions {
	/** What the schema is called where people see it. @default the name of the root element */
	readonly title?: string | undefined;
	/** By which queries name its indexes: `letter.date`. No two schemas of a tenancy may share it. @default the name of the root element */
	readonly shortName?: string | undefined;
}

/** @throws ConfigurationError when queries could not name it. */
export function shortNameOf({root, shortName = root}: DisplayOptions): string {
	if (!/^[\p{L}\p{N}_-]+$/u.test(shortName)) {
		throw new ConfigurationError(`${JSON.stringify(shortName)} cannot be a short name. Give shortName letters, digits and underscores.`);
	}
	return shortName;
}

/** The names of the columns' indexes within their schema, each another. */
export function indexNamesOf(columns: readonly SpreadsheetColumn[]): readonly string[] {
	const taken = new Set<string>();
	return columns.map(({prefix, name}) => {
		const wanted = prefix === undefined ? name : `${prefix}_${name}`;
		let unique = wanted;
		for (let count = 2; taken.has(unique); count++) {
			unique = `${wanted}_${count}`;
		}
		taken.add(unique);
		return unique;
	});
}

/** The prefix of the schema's own namespace in paths: one that no column has. */
export function ownPrefix({namespaces = {}}: SpreadsheetOptions): string {
	let prefix = 'csv';
	while (Object.hasOwn(namespaces, prefix)) {
		prefix += '_';
	}
	return prefix;
}

/** The name of a column's element in a path. */
export function stepOf({prefix, name}: SpreadsheetColumn, own: string): string {
	return `${prefix ?? own}:${name}`;
}
