import {ConfigurationError} from '../errors/configuration-error.ts';
import {xmlNamespace, xmlnsNamespace} from './namespaces.ts';

/** An XML element. Read by namespace and name, never by prefix: prefixes are kept only to be written back. */
export interface XmlElement {
	readonly name: string;
	readonly prefix: string | undefined;
	/** '' when the element is in no namespace. */
	readonly namespace: string;
	readonly attributes: readonly XmlAttribute[];
	/** Elements and text in document order. Whitespace is kept; neighbouring text and CDATA sections are one string. */
	readonly children: readonly XmlNode[];
	/** Prefixes this element declares. They are kept because values such as `xsi:type="premis:file"` may use them. */
	readonly declarations: readonly XmlDeclaration[];
}

/** An attribute. Namespace declarations are not attributes, they are in `declarations`. */
export interface XmlAttribute {
	readonly name: string;
	readonly prefix: string | undefined;
	/** '' without a prefix: the default namespace does not apply to attributes (Namespaces in XML 1.0, 6.2). */
	readonly namespace: string;
	readonly value: string;
}

/** A prefix bound to a namespace. */
export interface XmlDeclaration {
	/** '' for the default namespace. */
	readonly prefix: string;
	readonly namespace: string;
}

/** An element or a piece of text. Comments and processing instructions are left out of the tree. */
export type XmlNode = XmlElement | string;

/** What `element` takes as content: text, or nodes of which the undefined ones are left out. */
export type XmlContent = string | number | boolean | readonly (XmlNode | undefined)[];

/**
 * Builds an element: `element(xip, 'Title', title)`, `element(opex, 'opex:Transfer', [source, fixities])`.
 *
 * A name may carry the prefix it would like to be written with. Undefined nodes and attributes are left out.
 * Attribute names are `type`, `xml:lang`, or `{namespace}prefix:name`; `xmlns` and `xmlns:prefix` declare a namespace,
 * which names of the same element may use as `prefix:name`.
 *
 * @throws ConfigurationError for a prefix that nothing binds and for a number XML Schema cannot hold.
 */
export function element(
	namespace: string,
	name: string,
	content?: XmlContent,
	attributes?: Readonly<Record<string, string | undefined>>,
): XmlElement {
	const [prefix, localName] = splitName(name);
	const children = childrenOf(content, name);
	if (attributes === undefined) {
		return {name: localName, prefix, namespace, attributes: none, children, declarations: none};
	}
	const entries = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
	const declarations = entries.filter(([key]) => isDeclaration(key)).map(([key, value]) => ({prefix: key.slice(6), namespace: value}));
	return {
		name: localName,
		prefix,
		namespace,
		attributes: entries.filter(([key]) => !isDeclaration(key)).map(([key, value]) => attributeOf(key, value, declarations, name)),
		children,
		declarations,
	};
}

const none: readonly never[] = [];

function isDeclaration(key: string): boolean {
	return key === 'xmlns' || key.startsWith('xmlns:');
}

function splitName(name: string): [prefix: string | undefined, localName: string] {
	const colon = name.indexOf(':');
	return colon === -1 ? [undefined, name] : [name.slice(0, colon), name.slice(colon + 1)];
}

function attributeOf(key: string, value: string, declarations: readonly XmlDeclaration[], owner: string): XmlAttribute {
	const end = key.startsWith('{') ? key.lastIndexOf('}') : -1;
	const [prefix, name] = splitName(key.slice(end + 1));
	if (end > 0) {
		return {name, prefix, namespace: key.slice(1, end), value};
	}
	if (prefix === undefined) {
		return {name, prefix, namespace: '', value};
	}

	const namespace =
		declarations.find(declaration => declaration.prefix === prefix)?.namespace ?? (prefix === 'xml' ? xmlNamespace : undefined);
	if (namespace === undefined || namespace === xmlnsNamespace) {
		throw new ConfigurationError(
			`The attribute ${key} of <${owner}> has a prefix without a namespace. Write it as {namespace}${key}, or declare xmlns:${prefix} beside it.`,
		);
	}
	return {name, prefix, namespace, value};
}

function childrenOf(content: XmlContent | undefined, owner: string): readonly XmlNode[] {
	if (content === undefined || content === '') {
		return [];
	}
	if (typeof content === 'object') {
		return content.filter((node): node is XmlNode => node !== undefined && node !== '');
	}
	if (typeof content === 'number' && !Number.isFinite(content)) {
		throw new ConfigurationError(`<${owner}> cannot hold the number ${content}.`);
	}
	return [String(content)];
}
