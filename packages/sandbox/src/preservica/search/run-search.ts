import {readDate} from '../read-date.ts';
import type {FieldValue} from './index-field.ts';
import {isDate, keyOf} from './index-field.ts';
import type {AskedFacet, Filter, SearchQuery} from './read-search.ts';
import type {IndexedObject} from './search-index.ts';
import {fullText} from './search-index.ts';
import {normalise, phraseTest, valueTest} from './words.ts';

const collator = new Intl.Collator('en', {numeric: true});

/** Those that meet a query, in the order it asks for. `mayRead` says of whom the text of files counts. */
export function findHits(
	objects: readonly IndexedObject[],
	{text, filters, sort}: SearchQuery,
	mayRead: (object: IndexedObject) => boolean,
): readonly IndexedObject[] {
	const tests = filters.map(filterTest);
	const hits = objects.filter(object => tests.every(test => test(object, mayRead)) && text.test(object, mayRead(object)));
	return sort.length > 0 ? hits.toSorted(comparison(sort)) : hits;
}

/** A value of a field, or a range of values, and how many hits have it. */
interface Term {
	readonly name: string;
	readonly displayName: string;
	readonly count: number;
}

/** How often each value of a field occurs. */
export interface Facet {
	readonly name: string;
	readonly fieldName: string;
	readonly displayName: string;
	readonly terms: readonly Term[];
}

/** Counts the values of a field, the most frequent first, or how many are in each range. */
export function countFacet({field, ranges}: AskedFacet, hits: readonly IndexedObject[]): Facet {
	const key = keyOf(field);
	const all = hits.map(({values}) => values.get(key) ?? []);
	const terms = ranges
		? ranges.map(([from, to, title], at) => {
				const within = spanTest(from, to);
				return term(`_interval_${at} ${title}`, all.filter(values => values.some(within)).length);
			})
		: countTerms(all);
	return {name: key, fieldName: key, displayName: field.displayName, terms};
}

function countTerms(all: readonly (readonly FieldValue[])[]): readonly Term[] {
	const counts = new Map<string, number>();
	for (const value of all.flat()) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
	return [...counts]
		.toSorted(([a, countA], [b, countB]) => countB - countA || collator.compare(a, b))
		.map(([name, count]) => term(name, count));
}

function term(name: string, count: number): Term {
	return {name, displayName: name, count};
}

type FilterTest = (object: IndexedObject, mayRead: (object: IndexedObject) => boolean) => boolean;

/** `%` is any value or none, `*` any value (CON-05). */
function filterTest({field, values, negated}: Filter): FilterTest {
	const key = keyOf(field);
	const wanted = values.filter(value => value !== '%');
	if (values.length === 0 || wanted.length < values.length) return () => !negated || values.length === 0;
	const tests = wanted.map(value => valuesTest(field.type, isDate(field), value));
	return (object, mayRead) => {
		const own = key === fullText && !mayRead(object) ? [] : (object.values.get(key) ?? []);
		return tests.some(test => own.some(test)) !== negated;
	};
}

function valuesTest(type: string, date: boolean, wanted: string): (value: FieldValue) => boolean {
	if (wanted === '*') return () => true;
	if (date) {
		const [from = '', to = from] = wanted.split(' - ');
		return spanTest(from.trim(), endOf(to.trim()));
	}
	if (type === 'STRING_EXACT') {
		const test = valueTest(wanted);
		return value => test(String(value));
	}
	const test = phraseTest(wanted);
	return value => test(normalise(String(value)));
}

/** A span ends with the last moment of its last day. */
function endOf(day: string): string {
	return /^\d{4}-\d{2}-\d{2}$/u.test(day) ? new Date(Date.parse(day) + 86_400_000).toISOString() : day;
}

/** Is a value between two, of which the second is not included? `*` is no end. @throws Problem 400 for what is no date. */
function spanTest(from: string, to: string): (value: FieldValue) => boolean {
	const least = isOpen(from) ? -Infinity : readDate(from);
	const end = isOpen(to) ? Infinity : readDate(to);
	return value => Number(value) >= least && Number(value) < end;
}

function isOpen(end: string): boolean {
	return end === '*' || end === '';
}

/** What has no value comes last. */
function comparison(sort: SearchQuery['sort']): (a: IndexedObject, b: IndexedObject) => number {
	return (a, b) => {
		for (const {field, descending} of sort) {
			const [first, second] = [a.values.get(keyOf(field))?.[0], b.values.get(keyOf(field))?.[0]];
			if (first === undefined || second === undefined) {
				if (first !== second) return first === undefined ? 1 : -1;
				continue;
			}
			const order =
				typeof first === 'number' && typeof second === 'number' ? first - second : collator.compare(String(first), String(second));
			if (order !== 0) return descending ? -order : order;
		}
		return 0;
	};
}
