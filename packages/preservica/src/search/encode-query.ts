import {ConfigurationError, type JsonValue} from '@fonds/core';
import {formatDate} from '../xml/dates.ts';
import type {DateSpan, FacetRange, FieldFilter, RangeFacet, SearchQuery} from './query.ts';

/**
 * Writes the `q` of a search (CON-05).
 *
 * @throws ConfigurationError for an empty list of values, which the server would take for no restriction.
 */
export function encodeQuery(
	{text = '%', filter = {}, not = {}, sort = []}: SearchQuery,
	facets: readonly (string | RangeFacet)[] = [],
): string {
	const body: Record<string, JsonValue> = {
		q: text,
		fields: [...encodeFilters(filter), ...encodeFilters(not, {operator: 'NOT'})],
	};
	if (sort.length > 0) {
		body['sort'] = sort.map(encodeSort);
	}
	if (facets.length > 0) {
		body['facets'] = facets.map(facet => fieldOf(facet));
		for (const facet of facets) {
			if (typeof facet === 'object') {
				body[`facet.${facet.field}.range`] = facet.ranges.map(encodeRange);
			}
		}
	}
	return JSON.stringify(body);
}

/** The `metadata` of a search: a comma list, which every server reads (reference 6.1). */
export function encodeFields(fields: readonly string[] = []): string {
	const wrong = fields.find(field => field.trim() === '' || field.includes(','));
	if (wrong !== undefined) {
		throw new ConfigurationError(`${JSON.stringify(wrong)} is not the name of an index such as xip.title.`);
	}
	return fields.join(',');
}

/** The index that a facet counts. */
export function fieldOf(facet: string | RangeFacet): string {
	return typeof facet === 'string' ? facet : facet.field;
}

function encodeFilters(
	filters: Readonly<Record<string, FieldFilter | undefined>>,
	operator: Readonly<Record<string, string>> = {},
): Readonly<Record<string, JsonValue>>[] {
	return Object.entries(filters).flatMap(([name, filter]) =>
		filter === undefined ? [] : [{name, values: encodeValues(name, filter), ...operator}],
	);
}

function encodeValues(name: string, filter: FieldFilter): string[] {
	if (typeof filter === 'string') {
		return [filter];
	}
	if (!isList(filter)) {
		return [encodeSpan(name, filter)];
	}
	if (filter.length === 0) {
		throw new ConfigurationError(
			`The list of values for ${name} is empty, which would restrict nothing. Leave the index out, or give '%'.`,
		);
	}
	return [...filter];
}

function isList(filter: FieldFilter): filter is readonly string[] {
	return Array.isArray(filter);
}

function encodeSpan(name: string, {from, to}: DateSpan): string {
	if (from === undefined && to === undefined) {
		throw new ConfigurationError(`The span of days for ${name} has neither from nor to, which would restrict nothing.`);
	}
	return `${from === undefined ? '*' : day(from)} - ${to === undefined ? '*' : day(to)}`;
}

function encodeSort(sort: NonNullable<SearchQuery['sort']>[number]): JsonValue {
	const {field, order = 'asc'} = typeof sort === 'string' ? {field: sort} : sort;
	return {sortFields: [field], sortOrder: order};
}

/** A blank end is the beginning of the next range. */
function encodeRange({from, to, title}: FacetRange, index: number, {length}: readonly FacetRange[]): JsonValue {
	const open = index === length - 1 ? '*' : '';
	return [from === undefined ? '*' : bound(from), to === undefined ? open : bound(to), title];
}

/** Ranges may be of other things than days, so texts are sent as they are. */
function bound(value: Date | string): string {
	return typeof value === 'string' ? value : day(value);
}

function day(moment: Date | string): string {
	return formatDate(moment).slice(0, 10);
}
