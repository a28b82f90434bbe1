import type {XmlAttribute, XmlElement} from '@fonds/core/xml';
import type {Shape} from './shape.ts';
import {branch, leaf, sorted} from './shape.ts';
import {typeOfField} from './value-type.ts';
import {names, prefixOf} from './vocabulary.ts';

/** An element whose name may be anybody's, and all that is in it. */
const other = '{other}';

/**
 * What a document looks like. Elements of the makers' namespaces keep their names; of all others, and of what stands in the `Content` of
 * metadata, only that they were there is said.
 */
export function shapeOfXml(root: XmlElement, keep: ReadonlySet<string>): {shape: Shape; namespaces: readonly string[]} {
	const namespaces = new Set<string>();
	const shape = branch(['xml'], [memberOf(root, keep, namespaces)]);
	return {shape, namespaces: sorted([...namespaces])};
}

function memberOf(element: XmlElement, keep: ReadonlySet<string>, namespaces: Set<string>): [name: string, shape: Shape] {
	const name = nameOf(element, keep);
	if (name === undefined) return [other, leaf('opaque')];
	if (element.namespace !== '') namespaces.add(element.namespace);
	const elements = element.children.filter(node => typeof node !== 'string');
	if (element.name === 'Content' && elements.length > 0) return [name, leaf('opaque')];

	const text = element.children.filter(node => typeof node === 'string').join('');
	const types =
		elements.length > 0 ? ['element', ...(text.trim() === '' ? [] : [typeOfField('', text)])] : [typeOfField(element.name, text)];
	const attributes = element.attributes.map(attribute => shapeOfAttribute(attribute));
	return [name, branch(types, [...attributes, ...elements.map(child => memberOf(child, keep, namespaces))])];
}

function nameOf({namespace, name}: XmlElement, keep: ReadonlySet<string>): string | undefined {
	if (namespace === '') return names.has(name) || keep.has(name) ? name : undefined;
	const prefix = prefixOf(namespace);
	return prefix !== undefined && isPlain(name) ? `${prefix}:${name}` : undefined;
}

function shapeOfAttribute({namespace, name, value}: XmlAttribute): [name: string, shape: Shape] {
	const prefix = namespace === '' ? '' : prefixOf(namespace);
	const shown = prefix === undefined || !isPlain(name) ? other : `${prefix}${prefix && ':'}${name}`;
	return [`@${shown}`, leaf(typeOfField(name, value))];
}

/** Is this a name as the makers give them? */
function isPlain(name: string): boolean {
	return /^[A-Za-z][A-Za-z-]{0,47}$/u.test(name);
}
