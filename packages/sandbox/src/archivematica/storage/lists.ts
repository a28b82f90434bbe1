import {empty, json} from '../http/answers.ts';
import type {Asked} from '../http/asked.ts';
import {parseUuid} from '../identifiers.ts';
import {BadFilter, filterOf} from './filters.ts';
import {badRequest, listHeaders, uuidProblem} from './refusal.ts';
import type {ResourceName, Shown} from './resources.ts';
import {resources, showTask, unsendable} from './resources.ts';
import type {View} from './view.ts';

const defaultLimit = 20;
const maximumLimit = 1000;

/** A page of a list (reference, 1.8). */
export function listPage(view: View, resource: ResourceName, {url}: Asked): Response {
	return page(url, `/api/${view.version}/${resource}/`, () => {
		const test = filterOf(view, resource, url.searchParams);
		const found = resources[resource];
		return found.all(view).filter(object => found.exists(view, String(object['uuid'])) && test(object));
	});
}

/** SS-37, all of them. There are no filters. */
export function taskList(view: View, {url}: Asked): Response {
	return page(url, `/api/${view.version}/async/`, () => view.state.tasks.values().map(task => showTask(view, task)));
}

function page(url: URL, path: string, find: () => readonly Shown[]): Response {
	try {
		const limit = amount(url.searchParams, 'limit', defaultLimit);
		const size = limit === 0 ? maximumLimit : Math.min(limit, maximumLimit);
		const offset = amount(url.searchParams, 'offset', 0);
		const all = find();
		const link = (start: number) => `${path}?${queryOf(url.searchParams, size, start)}`;
		const meta = {
			limit: size,
			next: offset + size < all.length ? link(offset + size) : null,
			offset,
			previous: offset - size >= 0 ? link(offset - size) : null,
			total_count: all.length,
		};
		return sendable(all.slice(offset, offset + size), objects => ({meta, objects}));
	} catch (error) {
		if (error instanceof BadFilter) return badRequest(error.message);
		throw error;
	}
}

/** `set/<id>;<id>/`: several at once. */
export function multiGet(view: View, resource: ResourceName, ids: readonly string[]): Response {
	const malformed = ids.find(id => parseUuid(id) === undefined);
	if (malformed !== undefined && view.profile !== 'older') return badRequest(uuidProblem(malformed));
	const {exists, one} = resources[resource];
	const found = ids.map(id => {
		const uuid = parseUuid(id) ?? '';
		return exists(view, uuid) ? one(view, uuid) : undefined;
	});
	const missing = ids.filter((_id, index) => found[index] === undefined);
	return sendable(
		found.filter(object => object !== undefined),
		objects => ({...(missing.length > 0 && {not_found: missing}), objects}),
	);
}

/** One object, by its UUID. */
export function detail(view: View, resource: ResourceName, id: string): Response {
	const uuid = parseUuid(id);
	if (uuid === undefined) return view.profile === 'older' ? empty(404) : badRequest(uuidProblem(id));
	const {exists, one} = resources[resource];
	const found = exists(view, uuid) ? one(view, uuid) : undefined;
	return found ? sendable([found], ([object]) => object) : empty(404);
}

/** One object that cannot be sent spoils the answer it is in. */
export function sendable(objects: readonly Shown[], body: (objects: readonly Shown[]) => unknown, status = 200, headers = {}): Response {
	const problem = objects.map(unsendable).find(found => found !== undefined);
	return problem === undefined ? json(body(objects), status, {...listHeaders, ...headers}) : badRequest(problem);
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
