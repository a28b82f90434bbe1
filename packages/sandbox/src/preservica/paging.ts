import type {Call} from './call.ts';
import {Problem} from './problem.ts';
import type {Tag} from './xml/write-xml.ts';
import {optionalTag, tag} from './xml/write-xml.ts';

/** What is asked of the server at most, whatever `max` says: assumed; 1000 is what clients use (1.6). */
const largestPage = 1000;

/** A page of a list, and where the others are. */
export interface Page<T> {
	readonly items: readonly T[];
	readonly previous: string | undefined;
	readonly next: string | undefined;
	readonly total: number;
}

/** One page of a list, as `start` and `max` of the request ask. Links carry all that was asked (1.6). */
export function sliceOf<T>(call: Call, items: readonly T[], address: string): Page<T> {
	const start = parameter(call, 'start', 0);
	const max = Math.min(parameter(call, 'max', 100), largestPage);
	const link = (from: number): string => {
		const query = new URL(call.c.req.url).searchParams;
		query.set('start', String(from));
		query.set('max', String(max));
		return `${address}?${query}`;
	};
	return {
		items: items.slice(start, start + max),
		previous: start > 0 ? link(Math.max(0, start - max)) : undefined,
		next: start + max < items.length ? link(start + max) : undefined,
		total: items.length,
	};
}

/** One page of a list of the entity API, and the element that tells of the others (1.6). */
export function pageOf<T>(call: Call, all: readonly T[], path: string): {readonly items: readonly T[]; readonly paging: Tag} {
	const {items, previous, next, total} = sliceOf(call, all, call.url(path));
	return {items, paging: tag('Paging', optionalTag('Previous', previous), optionalTag('Next', next), tag('TotalResults', total))};
}

function parameter(call: Call, name: string, otherwise: number): number {
	const text = call.c.req.query(name);
	if (text === undefined || text === '') return otherwise;
	const least = name === 'max' ? 1 : 0;
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < least) throw new Problem(400, `${name} must be a number from ${least} up.`);
	return value;
}
