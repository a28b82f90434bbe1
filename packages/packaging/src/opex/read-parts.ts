import {content, type XmlElement} from '@fonds/core/xml';
import {resembles} from './resembles.ts';
import {versionOf} from './names.ts';
import type {Tell} from './tell.ts';

/** The children of an element by the names they have, or were meant to have. */
export interface Parts {
	/** A text as it is; undefined if it is empty or not there. What is there a second time is unknown. */
	text(name: string): string | undefined;
	/** Every child of this name. */
	all(name: string): readonly XmlElement[];
	/** Is there a child of this name? */
	has(name: string): boolean;
}

/** What an element may have. */
export interface PartRules {
	/** Names of attributes. @default [] */
	readonly attributes?: readonly string[] | undefined;
	/** Whether children may be there more than once. @default false */
	readonly repeatable?: boolean | undefined;
}

/** Sorts the children of elements, and tells what the schema does not want. */
export interface PartReader {
	/** @param elements - More than one where an element was there more than once: what is in them belongs together. */
	read(elements: readonly XmlElement[], names: readonly string[], rules?: PartRules): Parts;
	/** The text of an element in which there is only text. */
	text(element: XmlElement, attributes?: readonly string[]): string;
	/** What was not known, or was there twice. */
	readonly unknown: readonly XmlElement[];
}

export function createPartReader(tell: Tell): PartReader {
	const unknown: XmlElement[] = [];
	const text: PartReader['text'] = (element, attributes = []) => {
		tellAttributes(element, attributes, tell);
		return textOf(element, unknown, tell);
	};
	return {
		unknown,
		text,
		read(elements, names, {attributes = [], repeatable = false} = {}) {
			const found = new Map<string, XmlElement[]>();
			for (const element of elements) {
				tellAttributes(element, attributes, tell);
				sort(element, names, found, unknown, repeatable, tell);
			}
			return {
				all: name => found.get(name) ?? [],
				has: name => found.has(name),
				text(name) {
					const [first, ...others] = found.get(name) ?? [];
					unknown.push(...others);
					return (first && text(first)) || undefined;
				},
			};
		},
	};
}

/** Those of XML Schema's own are for programs that validate. */
function tellAttributes(element: XmlElement, known: readonly string[], tell: Tell): void {
	for (const {name, namespace} of element.attributes) {
		if (namespace !== 'http://www.w3.org/2001/XMLSchema-instance' && !(namespace === '' && known.includes(name))) {
			tell('unknown-attribute', `<${element.name}> has the attribute ${name}, which OPEX does not know.`);
		}
	}
}

function sort(
	parent: XmlElement,
	names: readonly string[],
	found: Map<string, XmlElement[]>,
	unknown: XmlElement[],
	repeatable: boolean,
	tell: Tell,
): void {
	let last = 0;
	for (const node of parent.children) {
		if (typeof node === 'string') {
			tellText(node, parent, tell);
			continue;
		}
		const name = meantName(node, parent, names, tell);
		if (name === undefined) {
			unknown.push(node);
			continue;
		}
		const at = names.indexOf(name);
		if (at < last) {
			tell('wrong-order', `<${name}> stands after <${names[last]}> in <${parent.name}>; the schema wants it before.`);
		}
		last = Math.max(last, at);
		const known = found.get(name);
		if (known === undefined) {
			found.set(name, [node]);
		} else {
			if (!repeatable) {
				tell('repeated-element', `<${name}> is in <${parent.name}> more than once.`);
			}
			known.push(node);
		}
	}
}

function tellText(text: string, parent: XmlElement, tell: Tell): void {
	if (text.trim() !== '') {
		tell('unexpected-text', `<${parent.name}> holds the text ${JSON.stringify(text.trim().slice(0, 60))}, where only elements belong.`);
	}
}

/** The name of the schema that an element has, or resembles. */
function meantName(node: XmlElement, parent: XmlElement, names: readonly string[], tell: Tell): string | undefined {
	const isOwn = versionOf(node.namespace) !== undefined;
	const meant =
		isOwn || node.namespace === '' ? (names.find(name => node.name === name) ?? names.find(name => resembles(node.name, name))) : undefined;
	if (meant === undefined) {
		tell('unknown-element', `<${node.name}> in <${parent.name}> is not known in OPEX.`);
		return undefined;
	}
	if (node.name !== meant) {
		tell('misspelt', `<${node.name}> in <${parent.name}> is read as <${meant}>, which it resembles.`);
	}
	if (node.namespace !== parent.namespace) {
		const where = isOwn ? 'in the namespace of another version' : 'in no namespace';
		tell('wrong-namespace', `<${node.name}> in <${parent.name}> is ${where}.`);
	}
	return meant;
}

function textOf(element: XmlElement, unknown: XmlElement[], tell: Tell): string {
	for (const node of element.children) {
		if (typeof node === 'object') {
			tell('unknown-element', `<${node.name}> is in <${element.name}>, where only a text belongs.`);
			unknown.push(node);
		}
	}
	return content(element);
}
