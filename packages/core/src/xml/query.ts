import {DecodeError} from '../errors/decode-error.ts';
import type {XmlAttribute, XmlElement} from './element.ts';
import {matches, type Match, type XmlName} from './family.ts';

/**
 * The first child that matches.
 *
 * @throws DecodeError naming both elements when there is none.
 */
export function child(parent: XmlElement, match: Match): XmlElement {
	const found = optionalChild(parent, match);
	if (found === undefined) {
		throw new DecodeError(`<${parent.name}> has no ${describe(match)}`);
	}
	return found;
}

/** The first child that matches, undefined when there is none. */
export function optionalChild(parent: XmlElement, match: Match): XmlElement | undefined {
	for (const node of parent.children) {
		if (typeof node === 'object' && matches(node, match)) {
			return node;
		}
	}
	return undefined;
}

/** All children that match, in document order. */
export function children(parent: XmlElement, match: Match): XmlElement[] {
	return parent.children.filter((node): node is XmlElement => typeof node === 'object' && matches(node, match));
}

/**
 * The text of the first child that matches, '' when that child is empty.
 *
 * @throws DecodeError naming both elements when there is no such child.
 */
export function text(parent: XmlElement, match: Match): string {
	return content(child(parent, match));
}

/** The text of the first child that matches; undefined when there is none or it is empty. */
export function optionalText(parent: XmlElement, match: Match): string | undefined {
	const found = optionalChild(parent, match);
	return (found && content(found)) || undefined;
}

/** An element's own text, untrimmed, without that of the elements in it. */
export function content(element: XmlElement): string {
	const {children: nodes} = element;
	const [first] = nodes;
	if (nodes.length === 1 && typeof first === 'string') {
		return first;
	}
	return nodes.filter(node => typeof node === 'string').join('');
}

/**
 * The value of an attribute: a string names one without a namespace, `xlink('href')` one of a namespace family.
 *
 * @throws DecodeError naming element and attribute when there is none.
 */
export function attribute(element: XmlElement, name: string | XmlName): string {
	const value = optionalAttribute(element, name);
	if (value === undefined) {
		throw new DecodeError(`<${element.name}> has no attribute ${typeof name === 'string' ? name : name.name}`);
	}
	return value;
}

/** The value of an attribute, undefined when there is none; '' when it is empty. */
export function optionalAttribute(element: XmlElement, name: string | XmlName): string | undefined {
	const wanted: (item: XmlAttribute) => boolean =
		typeof name === 'string' ? item => item.name === name && item.namespace === '' : item => matches(item, name);
	return element.attributes.find(wanted)?.value;
}

function describe(match: Match): string {
	return 'name' in match ? `<${match.name}>` : match.map(({name}) => `<${name}>`).join(' or ');
}
