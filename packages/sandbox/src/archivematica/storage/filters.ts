import {parseUuid} from '../identifiers.ts';
import {uuidProblem} from './refusal.ts';
import type {Filtering, ResourceName, Shown} from './resources.ts';
import {resources} from './resources.ts';
import type {View} from './view.ts';

/** A filter the Storage Service refuses; the text is its answer (reference, 1.8). */
export class BadFilter extends Error {}

const mismatch = 'Invalid resource lookup data provided (mismatched type).';
const lookups = new Set(
	'exact iexact contains icontains startswith istartswith endswith iendswith gt gte lt lte in isnull regex iregex range'.split(' '),
);
const dateParts: Readonly<Record<string, readonly [number, number]>> = {
	year: [0, 4],
	month: [5, 7],
	day: [8, 10],
	hour: [11, 13],
	minute: [14, 16],
	second: [17, 19],
};

type Test = (object: Shown) => boolean;

/** Turns the query of a list into a test of its objects. Parameters that name no field are ignored. @throws BadFilter as the server does. */
export function filterOf(view: View, resource: ResourceName, query: URLSearchParams): Test {
	const tests = [...query].flatMap(([key, value]) => {
		if (key === 'order_by' || key === 'sort_by') throw new BadFilter(orderProblem(resource, value));
		const [field = '', ...rest] = key.split('__');
		return Object.hasOwn(resources[resource].fields, field) ? [testOf(view, resource, field, rest, value)] : [];
	});
	return object => tests.every(test => test(object));
}

function orderProblem(resource: ResourceName, value: string): string {
	const field = value.replace(/^-/u, '');
	if (!Object.hasOwn(resources[resource].fields, field)) return `No matching '${field}' field for ordering on.`;
	return `The '${field}' field does not allow ordering.`;
}

function testOf(view: View, resource: ResourceName, field: string, rest: readonly string[], value: string): Test {
	const filtering = resources[resource].fields[field] ?? {kind: 'refused', because: 'no filtering'};
	if (filtering.kind === 'refused') {
		throw new BadFilter(
			filtering.because === 'no column'
				? `The '${field}' field is not a valid field name`
				: `The '${field}' field does not allow filtering.`,
		);
	}
	if (filtering.kind === 'related') return relationTest(view, field, filtering.resource, rest, value);
	const [lookup = 'exact', ...more] = rest;
	const part = filtering.kind === 'date' ? dateParts[lookup] : undefined;
	if (more.length > 0 || (!lookups.has(lookup) && !part)) throw new BadFilter(`The '${field}' field does not support relations.`);
	if (part) return object => typeof object[field] === 'string' && Number(object[field].slice(...part)) === number(value);
	const test = valueTest(filtering, lookup, value);
	return object => test(object[field]);
}

/** `pipeline=<uuid>`, or a field of the related resource: `pipeline__description=…`. */
function relationTest(view: View, field: string, resource: ResourceName, rest: readonly string[], value: string): Test {
	const [inner = 'uuid', ...deeper] = rest;
	const known = resources[resource].fields[inner];
	if (rest.length > 0 && !known && !lookups.has(inner)) throw new BadFilter(`The '${field}' field does not support relations.`);
	const test = known ? testOf(view, resource, inner, deeper, value) : testOf(view, resource, 'uuid', rest, value);
	let all: readonly Shown[] | undefined;
	const candidates = () => (all ??= resources[resource].all(view));
	return object => {
		const uris = Array.isArray(object[field]) ? object[field] : [object[field]];
		return candidates().some(candidate => uris.includes(candidate['resource_uri']) && test(candidate));
	};
}

function valueTest({kind}: Filtering, lookup: string, value: string): (actual: unknown) => boolean {
	if (lookup === 'isnull') {
		if (!/^(?:true|false)$/iu.test(value)) throw new BadFilter(mismatch);
		return actual => (actual === null) === (value.toLowerCase() === 'true');
	}
	if (lookup === 'regex' || lookup === 'iregex') {
		const pattern = regular(value, lookup === 'regex' ? 'u' : 'iu');
		return actual => actual !== null && pattern.test(String(comparable('text', actual)));
	}
	if (lookup === 'in') {
		const values = value.split(',').map(item => convert(kind, item));
		return actual => values.some(item => item === comparable(kind, actual));
	}
	if (lookup === 'range') {
		const [from, to] = value.split(',').map(item => convert(kind, item));
		if (from === undefined || to === undefined) throw new BadFilter(mismatch);
		return actual => actual !== null && comparable(kind, actual) >= from && comparable(kind, actual) <= to;
	}
	const wanted = /^i?(?:contains|startswith|endswith)$/u.test(lookup) ? value : convert(kind, value);
	return actual => actual !== null && compare(lookup, comparable(kind, actual), wanted);
}

type Comparable = string | number | boolean;

function compare(lookup: string, actual: Comparable, wanted: Comparable): boolean {
	const [a, b] = lookup.startsWith('i') ? [String(actual).toLowerCase(), String(wanted).toLowerCase()] : [String(actual), String(wanted)];
	switch (lookup.replace(/^i(?=contains|startswith|endswith|exact)/u, '')) {
		case 'contains':
			return a.includes(b);
		case 'startswith':
			return a.startsWith(b);
		case 'endswith':
			return a.endsWith(b);
		case 'gt':
			return actual > wanted;
		case 'gte':
			return actual >= wanted;
		case 'lt':
			return actual < wanted;
		case 'lte':
			return actual <= wanted;
		default:
			return lookup === 'iexact' ? a === b : actual === wanted;
	}
}

/** The value in a filter, as its field's type. */
function convert(kind: Filtering['kind'], value: string): Comparable {
	if (kind === 'integer') return number(value);
	if (kind === 'boolean') return boolean(value);
	if (kind === 'date') return date(value);
	if (kind !== 'uuid') return value;
	const id = parseUuid(value);
	if (id === undefined) throw new BadFilter(uuidProblem(value));
	return id;
}

function comparable(kind: Filtering['kind'], actual: unknown): Comparable {
	if (kind === 'integer') return Number(actual);
	if (kind === 'boolean') return actual === true;
	return typeof actual === 'string' ? actual : JSON.stringify(actual);
}

function number(value: string): number {
	if (!/^-?\d+$/u.test(value)) throw new BadFilter(mismatch);
	return Number(value);
}

function boolean(value: string): boolean {
	if (!/^(?:true|false|1|0)$/iu.test(value)) throw new BadFilter(mismatch);
	return value === '1' || value.toLowerCase() === 'true';
}

/** A date, or a date with a time, in the server's zone. */
function date(value: string): string {
	const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,6})?)?)?$/u.exec(value);
	if (!match) throw new BadFilter(mismatch);
	return `${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}`;
}

function regular(value: string, flags: string): RegExp {
	try {
		return new RegExp(value, flags);
	} catch {
		throw new BadFilter(mismatch);
	}
}
