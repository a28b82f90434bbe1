import type {Call} from '../call.ts';
import {asObject, list, optionalText, parseObject, requiredText} from '../json/read-json.ts';
import type {JsonObject} from '../json/read-json.ts';
import {Problem} from '../problem.ts';
import {isAtLeast} from '../versions.ts';
import type {IndexField} from './index-field.ts';
import type {TextQuery} from './query-text.ts';
import {readQueryText} from './query-text.ts';
import type {SearchIndex} from './search-index.ts';

/** One condition on a field. */
export interface Filter {
	readonly field: IndexField;
	/** Any of them will do; none is no restriction. */
	readonly values: readonly string[];
	readonly negated: boolean;
}

/** What a search is asked (CON-05). */
export interface SearchQuery {
	readonly text: TextQuery;
	readonly filters: readonly Filter[];
	readonly sort: readonly {readonly field: IndexField; readonly descending: boolean}[];
	readonly facets: readonly AskedFacet[];
	readonly start: number;
	/** How many hits at most; `undefined` for all. */
	readonly max: number | undefined;
	/** The fields to answer. */
	readonly metadata: readonly IndexField[];
}

/** A facet that is asked for, with the ranges its values are to be counted in, if any: from, to (not included), title. */
export interface AskedFacet {
	readonly field: IndexField;
	readonly ranges: readonly (readonly [from: string, to: string, title: string])[] | undefined;
}

/** Reads the parameters of a search, from the query or the form. @throws Problem 400 when one is missing or not understood. */
export function readSearch(parameters: URLSearchParams, index: SearchIndex, call: Call): SearchQuery {
	const demand = (name: string): string => {
		const value = parameters.get(name);
		if (value === null) throw new Problem(400, `The parameter ${name} is missing.`);
		return value;
	};
	const query = parseQuery(demand('q'));
	demand('metadata');
	return {
		text: readQueryText(optionalText(query, 'q') ?? ''),
		filters: list(query, 'fields').map(each => readFilter(asObject(each, 'A field'), index, call)),
		sort: list(query, 'sort').flatMap(each => readSort(asObject(each, 'A sort order'), index)),
		facets: list(query, 'facets').map(name => readFacet(query, String(name), index)),
		start: number('start', demand('start'), 0),
		max: ((max: number) => (max < 0 ? undefined : max))(number('max', demand('max'), -1)),
		metadata: readMetadata(parameters.getAll('metadata'), index),
	};
}

function parseQuery(text: string): JsonObject {
	try {
		return parseObject(text);
	} catch (error) {
		throw error instanceof Problem ? new Problem(400, `q: ${error.message}`) : error;
	}
}

function number(name: string, text: string, least: number): number {
	const value = Number(text);
	if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
		throw new Problem(400, `${name} must be a number from ${least} up.`);
	return value;
}

function fieldNamed(name: string, index: SearchIndex): IndexField {
	const field = index.field(name);
	if (!field) throw new Problem(400, `There is no index ${name}.`);
	return field;
}

function readFilter(object: JsonObject, index: SearchIndex, call: Call): Filter {
	const field = fieldNamed(requiredText(object, 'name'), index);
	const operator = optionalText(object, 'operator') ?? 'IS';
	if (operator !== 'IS' && operator !== 'NOT') throw new Problem(400, `There is no operator ${operator}.`);
	if (object['operator'] !== undefined && !isAtLeast(call.archive.context.version, '7.5'))
		throw new Problem(400, 'Operators are there from version 7.5 on.');
	return {field, values: list(object, 'values').map(String), negated: operator === 'NOT'};
}

function readSort(object: JsonObject, index: SearchIndex): SearchQuery['sort'] {
	const order = optionalText(object, 'sortOrder') ?? 'asc';
	if (order !== 'asc' && order !== 'desc') throw new Problem(400, `There is no order ${order}.`);
	return list(object, 'sortFields').map(name => ({field: fieldNamed(String(name), index), descending: order === 'desc'}));
}

function readFacet(query: JsonObject, name: string, index: SearchIndex): AskedFacet {
	const field = fieldNamed(name, index);
	if (!field.facetable) throw new Problem(400, `${name} is not facetable.`);
	const key = `facet.${name}.range`;
	if (query[key] === undefined) return {field, ranges: undefined};
	const rows = list(query, key).map(row => {
		if (!Array.isArray(row) || row.length !== 3) throw new Problem(400, `Each row of ${key} must be [from, to, title].`);
		return row.map(String);
	});
	return {field, ranges: rows.map(([from = '', to = '', title = ''], at) => [from, to || (rows[at + 1]?.[0] ?? '*'), title] as const)};
}

/** A list with commas, a parameter that is repeated, nothing, or the short name of a schema for all its fields (6.1). What is not known is left out. */
function readMetadata(values: readonly string[], index: SearchIndex): readonly IndexField[] {
	const names = new Set(values.flatMap(value => value.split(',')).map(name => name.trim()));
	return index.fields().filter(({shortName, index: own}) => names.has(shortName) || names.has(`${shortName}.${own}`));
}
