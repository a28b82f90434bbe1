import {json} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {parseUuid} from '../identifiers.ts';
import type {State} from '../state.ts';
import {BadFilter, filterOf, uuidProblem} from './filters.ts';
import type {ResourceName} from './resources.ts';
import {resources} from './resources.ts';

const defaultLimit = 20;
const maximumLimit = 1000;

/** What JSON answers of the Storage Service carry. There is no ETag, no date and no range, anywhere. */
export const listHeaders: Readonly<Record<string, string>> = {
	'cache-control': 'no-cache',
	vary: 'Accept, Accept-Language, Cookie',
	'x-frame-options': 'DENY',
};

/** A page of a list (reference, 1.8). */
export function listPage(state: State, resource: ResourceName, {url}: Asked, now: number): Response {
	try {
		const limit = amount(url.searchParams, 'limit', defaultLimit);
		const size = limit === 0 ? maximumLimit : Math.min(limit, maximumLimit);
		const offset = amount(url.searchParams, 'offset', 0);
		const test = filterOf(state, resource, url.searchParams, now);
		const all = resources[resource].all(state, now).filter(test);
		const link = (start: number) => `/api/v2/${resource}/?${queryOf(url.searchParams, size, start)}`;
		const meta = {
			limit: size,
			next: offset + size < all.length ? link(offset + size) : null,
			offset,
			previous: offset - size >= 0 ? link(offset - size) : null,
			total_count: all.length,
		};
		return json({meta, objects: all.slice(offset, offset + size)}, 200, listHeaders);
	} catch (error) {
		if (error instanceof BadFilter) return badRequest(error.message);
		throw error;
	}
}

/** `set/<id>;<id>/`: several at once. */
export function multiGet(state: State, resource: ResourceName, ids: readonly string[], now: number): Response {
	const malformed = ids.find(id => parseUuid(id) === undefined);
	if (malformed !== undefined) return badRequest(uuidProblem(malformed));
	const all = new Map(resources[resource].all(state, now).map(object => [object['uuid'], object]));
	const missing = ids.filter(id => !all.has(parseUuid(id)));
	const objects = ids.map(id => all.get(parseUuid(id))).filter(object => object !== undefined);
	return json({...(missing.length > 0 && {not_found: missing}), objects}, 200, listHeaders);
}

/** An error in the caller's parameters. */
export function badRequest(error: string): Response {
	return json({error}, 400, listHeaders);
}

/** Parameters as they came, credentials included, then the two that say which page. */
function queryOf(given: URLSearchParams, limit: number, offset: number): string {
	const query = new URLSearchParams([...given].filter(([key]) => key !== 'limit' && key !== 'offset'));
	query.append('limit', String(limit));
	query.append('offset', String(offset));
	return query.toString();
}

function amount(query: URLSearchParams, name: 'limit' | 'offset', otherwise: number): number {
	const value = query.get(name);
	if (value === null) return otherwise;
	if (!/^\s*[+-]?\d+\s*$/u.test(value)) throw new BadFilter(`Invalid ${name} '${value}' provided. Please provide a positive integer.`);
	if (Number(value) < 0) throw new BadFilter(`Invalid ${name} '${value}' provided. Please provide a positive integer &gt;= 0.`);
	return Number(value);
}
