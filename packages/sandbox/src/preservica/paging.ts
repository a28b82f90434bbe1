import type {Call} from './call.ts';
import {Problem} from './problem.ts';
import type {Tag} from './xml/write-xml.ts';
import {optionalTag, tag} from './xml/write-xml.ts';

/** What is asked of the server at most, whatever `max` says: assumed; 1000 is what clients use (1.6). */
const largestPage = 1000;

/** One page of a list, as `start` and `max` of the request ask, and the element that tells of the others (1.6). */
export function pageOf<T>(call: Call, items: readonly T[], path: string): {readonly items: readonly T[]; readonly paging: Tag} {
	const start = parameter(call, 'start', 0);
	const max = Math.min(parameter(call, 'max', 100), largestPage);
	const link = (from: number): string => {
		const query = new URLSearchParams(call.c.req.query());
		query.set('start', String(from));
		query.set('max', String(max));
		return call.url(`${path}?${query}`);
	};
	const paging = tag(
		'Paging',
		optionalTag('Previous', start > 0 ? link(Math.max(0, start - max)) : undefined),
		optionalTag('Next', start + max < items.length ? link(start + max) : undefined),
		tag('TotalResults', items.length),
	);
	return {items: items.slice(start, start + max), paging};
}

function parameter(call: Call, name: string, otherwise: number): number {
	const text = call.c.req.query(name);
	if (text === undefined || text === '') return otherwise;
	const least = name === 'max' ? 1 : 0;
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < least) throw new Problem(400, `${name} must be a number from ${least} up.`);
	return value;
}
