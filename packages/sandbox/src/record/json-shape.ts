import type {Shape} from './shape.ts';
import {branch, leaf} from './shape.ts';
import {baseType, typeOfField, typeOfText} from './value-type.ts';
import {names} from './vocabulary.ts';

/** What a JSON value looks like. Keys that are neither known nor to be kept become what they look like, as `{text}`. */
export function shapeOfJson(value: unknown, keep: ReadonlySet<string>, name = ''): Shape {
	if (Array.isArray(value))
		return branch(
			['array'],
			value.map(item => ['[]', shapeOfJson(item, keep, name)]),
		);
	if (typeof value === 'object' && value !== null) {
		return branch(
			['object'],
			Object.entries(value).map(([key, item]) => [keyOf(key, keep), shapeOfJson(item, keep, key)]),
		);
	}
	if (typeof value === 'string') return leaf(typeOfString(name, value));
	return leaf(value === null ? 'null' : typeof value);
}

function keyOf(key: string, keep: ReadonlySet<string>): string {
	return names.has(key) || keep.has(key) ? key : `{${baseType(typeOfText(key))}}`;
}

/** A string of digits is no number to a reader of JSON. */
function typeOfString(name: string, value: string): string {
	const type = typeOfField(name, value);
	return type === 'number' || type === 'boolean' ? `text(${type})` : type;
}
