import {content, optionalAttribute, type XmlElement} from '@fonds/core/xml';
import {isDateTime} from '../values/date-time.ts';
import {isLong} from './check-values.ts';
import {isXipNamespace} from './names.ts';
import type {Shape} from './shapes.ts';
import type {Tell} from './tell.ts';

/** The children of an element by their names, each at most once; and those that are not expected in it. */
export interface Fields {
	/** A text as it is; undefined if it is empty or not there. */
	readonly text: (name: string) => string | undefined;
	/** A text without white space around it; undefined if it is empty or not there. */
	readonly word: (name: string) => string | undefined;
	/** A word that the schema knows; another is told, and taken. */
	readonly oneOf: (name: string, words: readonly string[]) => string | undefined;
	/** A date and time as it stands there; one that is none is told, and taken. */
	readonly date: (name: string) => string | undefined;
	/** A whole number of 64 bits as it stands there; one that is none is told, and taken. */
	readonly long: (name: string) => string | undefined;
	/** A whole number in this range. */
	readonly integer: (name: string, smallest: number, largest: number) => number | undefined;
	readonly boolean: (name: string) => boolean | undefined;
	/** A boolean in an attribute. */
	readonly flag: (name: string) => boolean | undefined;
	/** The elements of this name in the list of that name. */
	readonly items: (list: string, item: string) => readonly XmlElement[];
	/** The texts of the elements of this name in the list of that name. */
	readonly texts: (list: string, item: string) => readonly string[];
	/** The element itself. */
	readonly get: (name: string) => XmlElement | undefined;
	readonly unknown: readonly XmlElement[];
}

/** Sorts the children of an element. What the schema does not have is told; what nothing is made of is told as lost. */
export function readFields(element: XmlElement, shape: Shape, tell: Tell): Fields {
	const found = new Map<string, XmlElement>();
	const unknown: XmlElement[] = [];
	const isOrdered = shape.isOrdered(element.namespace);
	let last = -1;
	tellAttributes(element, shape.attributes, tell);
	tellStrayText(element, tell);
	for (const node of element.children) {
		if (typeof node === 'string') {
			continue;
		}
		const at = isXipNamespace(node.namespace) ? shape.names.indexOf(node.name) : -1;
		if (at === -1 || found.has(node.name)) {
			unknown.push(node);
			const what = at === -1 ? 'is not known here' : 'is there more than once';
			const report = shape.keepsUnknown ? tell : tell.lost;
			report(at === -1 ? 'unknown-element' : 'repeated-element', `<${node.name}> in <${element.name}> ${what}.`, 'warning');
			continue;
		}
		if (isOrdered && at < last) {
			const message = `<${node.name}> stands after <${shape.names[last]}> in <${element.name}>; the schema wants it before.`;
			tell('wrong-order', message, 'warning');
		}
		last = Math.max(last, at);
		found.set(node.name, node);
		if (shape.texts.has(node.name)) {
			tellBesideText(node, tell);
		}
	}
	for (const name of shape.required) {
		if (!found.has(name)) {
			tell('no-field', `${labelOf(element, shape, found)} has no <${name}>.`);
		}
	}
	return {...createAccess(found, tell), ...createValues(element, shape, found, tell), unknown};
}

type Values = Pick<Fields, 'oneOf' | 'date' | 'long' | 'integer' | 'boolean' | 'flag'>;

function createValues(element: XmlElement, shape: Shape, found: ReadonlyMap<string, XmlElement>, tell: Tell): Values {
	const wordOf = (name: string): string | undefined => {
		const word = textOf(found.get(name))?.trim();
		if (word === '' || (word === undefined && found.has(name))) {
			tell('empty-field', `${labelOf(element, shape, found)} has an empty <${name}>.`);
		}
		return word || undefined;
	};
	const placeOf = (name: string): string => `<${name}> of ${labelOf(element, shape, found)}`;
	return {
		oneOf(name, words) {
			const word = wordOf(name);
			if (word !== undefined && !words.includes(word)) {
				tell('unknown-word', `${placeOf(name)} is ${JSON.stringify(word)}, not ${words.join(', ')}.`, 'warning');
			}
			return word;
		},
		date(name) {
			const word = wordOf(name);
			if (word !== undefined && !isDateTime(word)) {
				tell('not-a-date', `${placeOf(name)} is ${JSON.stringify(word)}, which is no date and time.`);
			}
			return word;
		},
		long(name) {
			const word = wordOf(name);
			if (word !== undefined && !isLong(word)) {
				tell('not-a-number', `${placeOf(name)} is ${JSON.stringify(word)}, which is no whole number.`);
			}
			return word;
		},
		integer(name, smallest, largest) {
			const word = wordOf(name);
			const number = Number(word);
			if (word !== undefined && !(/^[+-]?\d+$/.test(word) && number >= smallest && number <= largest)) {
				tell.lost('not-a-number', `${placeOf(name)} is ${JSON.stringify(word)}, which is no whole number from ${smallest} to ${largest}.`);
				return undefined;
			}
			return word === undefined ? undefined : number;
		},
		boolean: name => readBoolean(wordOf(name), () => placeOf(name), tell),
		flag: name => readBoolean(optionalAttribute(element, name)?.trim(), () => `The attribute ${name} of a <${element.name}>`, tell),
	};
}

function createAccess(found: ReadonlyMap<string, XmlElement>, tell: Tell): Pick<Fields, 'text' | 'word' | 'items' | 'texts' | 'get'> {
	const items: Fields['items'] = (list, item) => itemsOf(found.get(list), item, tell);
	return {
		text: name => textOf(found.get(name)),
		word: name => textOf(found.get(name))?.trim() || undefined,
		items,
		texts: (list, item) =>
			items(list, item).map(element => {
				tellBesideText(element, tell);
				return content(element);
			}),
		get: name => found.get(name),
	};
}

function textOf(element: XmlElement | undefined): string | undefined {
	return (element && content(element)) || undefined;
}

function itemsOf(list: XmlElement | undefined, item: string, tell: Tell): readonly XmlElement[] {
	if (list === undefined) {
		return [];
	}
	tellAttributes(list, [], tell);
	tellStrayText(list, tell);
	const nodes = list.children.filter(node => typeof node === 'object');
	const isItem = (node: XmlElement): boolean => node.name === item && isXipNamespace(node.namespace);
	for (const node of nodes.filter(other => !isItem(other))) {
		tell.lost('unknown-element', `<${node.name}> in <${list.name}> is not known here.`, 'warning');
	}
	return nodes.filter(isItem);
}

/** Attributes of XML Schema itself, such as `xsi:schemaLocation`, say nothing of the package. */
const instance = 'http://www.w3.org/2001/XMLSchema-instance';

/** Tells attributes that are not known. */
export function tellAttributes({name: owner, attributes}: XmlElement, known: readonly string[], tell: Tell): void {
	for (const {name, namespace} of attributes) {
		if (namespace !== instance && !(namespace === '' && known.includes(name))) {
			tell.lost('unknown-attribute', `The attribute ${name} of a <${owner}> is not known here.`, 'warning');
		}
	}
}

/** Tells text where there should be elements alone. */
export function tellStrayText({name, children}: XmlElement, tell: Tell): void {
	const text = children.find(node => typeof node === 'string' && /\S/.test(node));
	if (typeof text === 'string') {
		tell.lost('stray-text', `There is text between the elements of a <${name}>: ${JSON.stringify(text.trim().slice(0, 100))}.`, 'warning');
	}
}

/** Tells what stands beside the text in an element that should have nothing else. */
function tellBesideText(element: XmlElement, tell: Tell): void {
	tellAttributes(element, [], tell);
	const inner = element.children.find(node => typeof node === 'object');
	if (typeof inner === 'object') {
		tell.lost('unknown-element', `<${inner.name}> in <${element.name}> is not known here.`, 'warning');
	}
}

/** What an element is called in messages: by what it is about, if that can be said. */
function labelOf({name}: XmlElement, {names}: Shape, found: ReadonlyMap<string, XmlElement>): string {
	const key = names.find(field => ['Ref', 'InformationObject', 'ContentObject', 'Filename', 'Entity', 'PUID'].includes(field));
	const word = key === undefined ? undefined : textOf(found.get(key))?.trim();
	return word ? `A <${name}> with the ${key} ${JSON.stringify(word)}` : `A <${name}>`;
}

/** `true`, `false`, `1` or `0` (XML Schema, boolean). */
function readBoolean(word: string | undefined, describe: () => string, tell: Tell): boolean | undefined {
	if (word === undefined || ['true', 'false', '1', '0'].includes(word.toLowerCase())) {
		return word === undefined ? undefined : word.toLowerCase() === 'true' || word === '1';
	}
	tell.lost('not-boolean', `${describe()} is ${JSON.stringify(word)}, neither true nor false.`);
	return undefined;
}
