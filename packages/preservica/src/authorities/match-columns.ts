import {ConfigurationError} from '@fonds/core';
import type {AuthorityField} from './authority.ts';

/**
 * The names of the fields that columns are for: by name, else by name in any case, else by display name in any case.
 *
 * @throws ConfigurationError naming the columns that fit no field, several fields, or the same one.
 */
export function matchColumns(header: readonly string[], fields: readonly AuthorityField[]): string[] {
	const matches = header.map(column => fieldFor(column, fields));
	const unknown = header.filter((_, index) => matches[index] === undefined);
	if (unknown.length > 0) {
		throw new ConfigurationError(
			`The table has no field for the ${unknown.length === 1 ? 'column' : 'columns'} ${quote(unknown)}. Its fields are ${quote(fields.map(({name}) => name))}. Nothing was sent.`,
		);
	}
	const names = matches.filter(name => name !== undefined);
	const twice = header.filter((_, index) => names.indexOf(names[index] ?? '') !== names.lastIndexOf(names[index] ?? ''));
	if (twice.length > 0) {
		throw new ConfigurationError(`The columns ${quote(twice)} are for the same field. Nothing was sent.`);
	}
	return names;
}

function fieldFor(column: string, fields: readonly AuthorityField[]): string | undefined {
	const same = (text: string | undefined) => text?.toLowerCase() === column.toLowerCase();
	const tries = [
		fields.filter(({name}) => name === column),
		fields.filter(({name}) => same(name)),
		fields.filter(({displayName}) => same(displayName)),
	];
	const found = tries.find(list => list.length > 0) ?? [];
	if (found.length > 1) {
		throw new ConfigurationError(
			`The column ${quote([column])} fits several fields: ${quote(found.map(({name}) => name))}. Nothing was sent.`,
		);
	}
	return found[0]?.name;
}

function quote(names: readonly string[]): string {
	return names.map(name => JSON.stringify(name)).join(', ');
}
