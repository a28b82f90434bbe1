import {content, optionalAttribute, type XmlElement} from '@fonds/core/xml';
import {isXipNamespace} from './names.ts';
import type {Tell} from './tell.ts';

/** The children of an element by their names, each at most once; and those that are not expected in it. */
export interface Fields {
	/** A text as it is; undefined if it is empty or not there. */
	readonly text: (name: string) => string | undefined;
	/** A text without white space around it; undefined if it is empty or not there. */
	readonly word: (name: string) => string | undefined;
	/** The elements of this name in the list of that name. */
	readonly items: (list: string, item: string) => readonly XmlElement[];
	/** The element itself. */
	readonly get: (name: string) => XmlElement | undefined;
	readonly unknown: readonly XmlElement[];
}

/**
 * Sorts the children of an element. What is not expected, or repeated, is kept and told.
 *
 * @param ordered - Whether the schema wants them in the order of the names.
 */
export function readFields(element: XmlElement, names: readonly string[], tell: Tell, ordered = false): Fields {
	const found = new Map<string, XmlElement>();
	const unknown: XmlElement[] = [];
	let last = -1;
	for (const node of element.children) {
		if (typeof node === 'string') {
			continue;
		}
		const at = isXipNamespace(node.namespace) ? names.indexOf(node.name) : -1;
		if (at === -1 || found.has(node.name)) {
			unknown.push(node);
			const what = at === -1 ? 'is not known here' : 'is there more than once';
			tell(at === -1 ? 'unknown-element' : 'repeated-element', `<${node.name}> in <${element.name}> ${what}.`, 'warning');
			continue;
		}
		if (ordered && at < last) {
			tell('wrong-order', `<${node.name}> stands after <${names[last]}> in <${element.name}>; the schema wants it before.`, 'warning');
		}
		last = Math.max(last, at);
		found.set(node.name, node);
	}
	return {
		text: name => textOf(found.get(name)),
		word: name => textOf(found.get(name))?.trim() || undefined,
		items: (list, item) => itemsOf(found.get(list), item, unknown, tell),
		get: name => found.get(name),
		unknown,
	};
}

function textOf(element: XmlElement | undefined): string | undefined {
	return (element && content(element)) || undefined;
}

function itemsOf(list: XmlElement | undefined, item: string, unknown: XmlElement[], tell: Tell): readonly XmlElement[] {
	const nodes = (list?.children ?? []).filter(node => typeof node === 'object');
	const isItem = (node: XmlElement): boolean => node.name === item && isXipNamespace(node.namespace);
	for (const node of nodes.filter(other => !isItem(other))) {
		unknown.push(node);
		tell('unknown-element', `<${node.name}> in <${list?.name}> is not known here.`, 'warning');
	}
	return nodes.filter(isItem);
}

/** `true`, `false`, `1` or `0` (XML Schema, boolean). */
export function readBoolean(text: string | undefined, what: string, tell: Tell): boolean | undefined {
	const word = text?.trim();
	if (word === undefined || word === '') {
		return undefined;
	}
	if (!['true', 'false', '1', '0'].includes(word.toLowerCase())) {
		tell('not-boolean', `${what} is ${JSON.stringify(word)}, neither true nor false.`);
		return undefined;
	}
	return word.toLowerCase() === 'true' || word === '1';
}

/** A boolean in an attribute. */
export function readFlag(element: XmlElement, name: string, tell: Tell): boolean | undefined {
	return readBoolean(optionalAttribute(element, name), `The attribute ${name} of a <${element.name}>`, tell);
}

/** A whole number that is written without a sign or with one. */
export function readInteger(word: string | undefined, what: string, tell: Tell): number | undefined {
	if (word === undefined) {
		return undefined;
	}
	const number = Number(word);
	if (!/^[+-]?\d+$/.test(word) || !Number.isSafeInteger(number)) {
		tell('not-a-number', `${what} is ${JSON.stringify(word)}, which is no whole number.`);
		return undefined;
	}
	return number;
}
