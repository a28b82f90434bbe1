import {parseXml} from '@fonds/core/xml';
import {shapeOfJson} from './json-shape.ts';
import type {Shape} from './shape.ts';
import {branch, leaf} from './shape.ts';
import {typeOfBytes, typeOfText} from './value-type.ts';
import {shapeOfXml} from './xml-shape.ts';

/** The kind of a body that can be looked into, by its media type. */
export type TextKind = 'xml' | 'json' | 'text';

/** The kind of a body; `undefined` for one that is left alone. */
export function textKindOf(mediaType: string): TextKind | undefined {
	if (/^(?:application|text)\/xml$/u.test(mediaType)) return 'xml';
	if (mediaType === 'application/json') return 'json';
	return mediaType === 'text/plain' ? 'text' : undefined;
}

/** What a body of this kind looks like, and the namespaces of the makers that its names are in. */
export function shapeOfBody(kind: TextKind, bytes: Uint8Array, keep: ReadonlySet<string>): {shape: Shape; namespaces: readonly string[]} {
	if (bytes.length === 0) return {shape: leaf('empty'), namespaces: []};
	try {
		if (kind === 'xml') return shapeOfXml(parseXml(bytes), keep);
		const text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
		const shape = kind === 'text' ? leaf(typeOfText(text)) : branch(['json'], [['$', shapeOfJson(JSON.parse(text), keep)]]);
		return {shape, namespaces: []};
	} catch {
		return {shape: branch([`damaged ${kind}`, typeOfBytes(bytes.length)], []), namespaces: []};
	}
}
