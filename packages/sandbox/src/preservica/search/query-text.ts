import type {FieldValue} from './index-field.ts';
import type {IndexedObject} from './search-index.ts';
import {normaliseAll, phraseTest} from './words.ts';

/** Does an object meet a query? `text` says whether what is in its files counts. */
export type TextTest = (object: IndexedObject, text: boolean) => boolean;

/** What a query text asks for. */
export interface TextQuery {
	readonly test: TextTest;
	/** What hits are to contain, for highlighting. */
	readonly phrases: readonly string[];
}

/** `-`, `+` or nothing; the field; a phrase in quotes or a word. */
const termPattern = /([-+]?)(?:([A-Za-z]\w*(?:\.\w+)?):)?(?:"([^"]*)"|([^\s"]+))/gu;

/**
 * Reads the text of a query (CON-05): words and "phrases" that all have to occur, `OR` between alternatives, `-` or `NOT` before what must not, a
 * field before a colon, `*`, `%` and `?` in words. `id:` asks for a reference. Beyond `%` and `id:` it is assumed. `%`, `*` and nothing match
 * everything.
 */
export function readQueryText(query: string): TextQuery {
	const phrases: string[] = [];
	const alternatives: TextTest[][] = [[]];
	let negated = false;
	for (const [, sign, field, quoted, word = ''] of query.matchAll(termPattern)) {
		const operator = quoted === undefined && field === undefined ? word : '';
		if (operator === 'OR') alternatives.push([]);
		if (operator === 'NOT') negated = true;
		if (['AND', 'OR', 'NOT', '%', '*'].includes(operator)) continue;
		const phrase = quoted ?? word;
		const test = termTest(field, phrase);
		const refused = negated || sign === '-';
		if (!refused && field !== 'id') phrases.push(phrase);
		alternatives.at(-1)?.push(refused ? (object, text) => !test(object, text) : test);
		negated = false;
	}
	return {test: (object, text) => alternatives.some(tests => tests.every(test => test(object, text))), phrases};
}

function termTest(field: string | undefined, phrase: string): TextTest {
	if (field === 'id') return ({entity}) => entity.ref === phrase.toLowerCase();
	const test = phraseTest(phrase);
	if (field === undefined) return (object, text) => test(object.words) || (text && test(object.text));
	return ({values}, text) => (text || field !== 'xip.full_text') && test(textOf(values.get(field) ?? []));
}

function textOf(values: readonly FieldValue[]): string {
	return normaliseAll(values.map(String));
}
