import {enumerations} from './vocabulary.ts';

const patterns: readonly (readonly [type: string, pattern: RegExp])[] = [
	['empty', /^$/u],
	['boolean', /^(?:true|false)$/u],
	['uuid', /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu],
	['number', /^-?\d+(?:\.\d+)?$/u],
	['date', /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/u],
	['url', /^[a-z][a-z\d+.-]*:\/\//iu],
];

/** The placeholder for a text: its type, or for text of no known type how long it is, roughly. */
export function typeOfText(text: string): string {
	const trimmed = text.trim();
	const known = patterns.find(([, pattern]) => pattern.test(trimmed));
	return known ? known[0] : `text(${lengthClass(trimmed.length)})`;
}

/** The placeholder for the text of this element, attribute or key: a word of a known enumeration stays as it is. */
export function typeOfField(name: string, text: string): string {
	return enumerations.get(name)?.has(text) === true ? `=${text}` : typeOfText(text);
}

/** The placeholder for bytes nobody looked at. */
export function typeOfBytes(length: number): string {
	const limit = [1e3, 1e6, 1e9].findIndex(bytes => length < bytes);
	return `bytes(${['less than 1 kB', 'less than 1 MB', 'less than 1 GB'][limit] ?? '1 GB or more'})`;
}

/** A type without what varies from answer to answer: lengths, and words of enumerations. */
export function baseType(type: string): string {
	return type.startsWith('=') ? 'text' : type.replace(/\(.*\)$/u, '');
}

function lengthClass(length: number): string {
	if (length <= 16) return 'short';
	return length <= 256 ? 'medium' : 'long';
}
