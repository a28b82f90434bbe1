import {ConfigurationError} from '@fonds/core';
import type {Filterable, FieldKind} from './conditions.ts';

/** The query of a list. */
export type FilterQuery = Readonly<Record<string, string>>;

/** A plain filter: the server's parameter, or one for a value and one for several. */
export type PlainFilters = Readonly<Record<string, string | {readonly one: string; readonly several: string}>>;

/**
 * Writes a filter as the query of a list: plain filters by their table, `where` as it is after a look at every key.
 *
 * The server ignores what it does not know and then lists everything (reference 1.8), so nothing of that kind is ever sent.
 *
 * @throws ConfigurationError for a name that is no filter, for one condition given twice, and for values that cannot be sent.
 */
export function encodeFilter(filter: object, plain: PlainFilters, filterable: Filterable): FilterQuery {
	const query = new Map<string, string>();
	const add = (key: string, value: unknown) => {
		if (query.has(key)) {
			throw new ConfigurationError(`The filter names the condition '${key}' twice.`, {code: 'bad-filter'});
		}
		query.set(key, encodeValue(key, value));
	};
	const given = new Map<string, unknown>(Object.entries(filter).filter(([, value]) => value !== undefined));
	const unknown = [...given].find(([name, value]) => value === null || (name !== 'where' && !Object.hasOwn(plain, name)));
	if (unknown !== undefined) {
		throw new ConfigurationError(
			`'${unknown[0]}' is no filter of this list, or has no value. There are ${Object.keys(plain).join(', ')} and where.`,
			{
				code: 'bad-filter',
			},
		);
	}
	for (const [name, key] of Object.entries(plain).filter(([filterName]) => given.has(filterName))) {
		const value = given.get(name);
		add(typeof key === 'string' ? key : key[Array.isArray(value) ? 'several' : 'one'], value);
	}
	for (const [key, condition] of Object.entries(given.get('where') ?? {}).filter(([, value]) => value !== undefined)) {
		checkCondition(key, filterable);
		add(key, condition);
	}
	return Object.fromEntries(query);
}

const comparisons = ['exact', 'gt', 'gte', 'lt', 'lte', 'in', 'range', 'isnull'];
const textLookups = 'iexact contains icontains startswith istartswith endswith iendswith regex iregex'.split(' ').concat(comparisons);
const dateLookups = 'year month day week week_day quarter hour minute second'.split(' ').concat(textLookups);
const lookups: Readonly<Record<FieldKind, readonly string[]>> = {
	flag: comparisons,
	number: comparisons,
	text: textLookups,
	date: dateLookups,
};
const relationLookups = ['in', 'isnull'];

/** Follows a key such as `current_location__space__path__startswith` to its end. */
function checkCondition(key: string, {fields, relations}: Filterable, names: readonly string[] = key.split('__')): void {
	const [name = '', ...rest] = names;
	const related = Object.hasOwn(relations, name) ? relations[name] : undefined;
	if (related && rest.length > 0 && !isOneOf(rest, relationLookups)) {
		checkCondition(key, related, rest);
		return;
	}
	const kind = Object.hasOwn(fields, name) ? fields[name] : undefined;
	const honoured = related ? relationLookups : kind && lookups[kind];
	if (honoured === undefined) {
		const known = [...Object.keys(fields), ...Object.keys(relations)].join(', ');
		throw new ConfigurationError(
			`The condition '${key}' is none the Storage Service honours: what it does not know it ignores, and lists everything. ` +
				`In place of '${name}' it knows ${known}.`,
			{code: 'bad-filter'},
		);
	}
	if (rest.length > 0 && !isOneOf(rest, honoured)) {
		throw new ConfigurationError(
			`The condition '${key}' ends in a lookup the Storage Service does not have for '${name}'. There are ${honoured.join(', ')}.`,
			{code: 'bad-filter'},
		);
	}
}

function isOneOf(rest: readonly string[], words: readonly string[]): boolean {
	const [word = ''] = rest;
	return rest.length === 1 && words.includes(word);
}

function encodeValue(key: string, value: unknown): string {
	return Array.isArray(value) && /__(?:in|range)$/.test(key) ? encodeList(key, value) : encodeScalar(key, value);
}

/** The server cuts lists at commas, and takes no value for an empty one. */
function encodeList(key: string, values: readonly unknown[]): string {
	const texts = values.map(value => encodeScalar(key, value));
	if (texts.length === 0 || texts.some(text => text.includes(','))) {
		const problem = texts.length === 0 ? 'is an empty list' : 'has a comma in a value, where the server cuts it';
		throw new ConfigurationError(`The condition '${key}' ${problem}.`, {code: 'bad-filter'});
	}
	return texts.join(',');
}

function encodeScalar(key: string, value: unknown): string {
	if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
		return String(value);
	}
	throw new ConfigurationError(
		`The condition '${key}' has a value that cannot be sent. Give text, a number, true or false; dates as text in the server's zone.`,
		{code: 'bad-filter'},
	);
}
