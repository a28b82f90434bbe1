import {parse as parseNodes, type TNode} from 'txml/txml';
import {DecodeError} from '../errors/decode-error.ts';
import {decodeText} from './decode-text.ts';
import type {XmlAttribute, XmlDeclaration, XmlElement, XmlNode} from './element.ts';
import {unescapeName} from './escaped-name.ts';
import {declarationProblem, xmlNamespace} from './namespaces.ts';
import {fail} from './fail.ts';
import {scan} from './scan.ts';
import {Scope} from './scope.ts';

/** How a document is read. */
export interface ParseXmlOptions {
	/** How many elements may be inside each other, the root counted. @default 100 */
	readonly maxDepth?: number | undefined;
	/** Encoding of bytes without a byte order mark when something outside the document names it (RFC 7303, 3.2). */
	readonly encoding?: string | undefined;
}

/** Walks the start tags in the order they have in the source, to say where a namespace is wrong. */
interface Walk {
	readonly source: string;
	readonly tags: readonly number[];
	index: number;
}

const outermost = new Scope(
	new Map([
		['', ''],
		['xml', xmlNamespace],
	]),
);
const none: readonly never[] = Object.freeze([]);

/**
 * Reads a whole document: one well-formed root element, names resolved to namespaces, text and whitespace in order.
 * Comments and processing instructions are left out.
 *
 * Bytes are decoded by their byte order mark, the encoding option, or their XML declaration, in this order; else as UTF-8.
 * A text's declaration is not consulted.
 *
 * @throws DecodeError with line and column for anything that is not well-formed (XML 1.0 and Namespaces in XML 1.0), a
 * doctype, an entity other than the five of XML, bytes that are not of their encoding, or too deep a nesting.
 */
export function parseXml(source: string | Uint8Array, options: ParseXmlOptions = {}): XmlElement {
	const decoded = typeof source === 'string' ? source : decodeText(source, options.encoding);
	const marked = decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded;
	const document = marked.includes('\r') ? marked.replaceAll(/\r\n?/g, '\n') : marked; // XML 1.0, 2.11
	const {root, tags} = scan(document, options.maxDepth ?? 100);
	try {
		const [node] = parseNodes(root, {selfClosingTags: [], decodeEntities: true, keepWhitespace: true});
		return typeof node === 'object'
			? convert(node, outermost, {source: document, tags, index: 0})
			: fail(document, 0, 'The document has no element');
	} catch (error) {
		if (error instanceof RangeError) {
			throw new DecodeError('The document is nested too deep for this machine. Lower maxDepth.', {cause: error});
		}
		throw error;
	}
}

function convert(node: TNode, outer: Scope, walk: Walk): XmlElement {
	const at = walk.tags[walk.index++]!; // the scan noted a place for each element
	const names = Object.keys(node.attributes);
	const declarations = names.length === 0 ? none : declarationsOf(node, names, at, walk.source);
	const scope =
		declarations.length === 0 ? outer : new Scope(new Map(declarations.map(({prefix, namespace}) => [prefix, namespace])), outer);
	const qualified = unescapeName(node.tagName);
	const resolved = scope.element(qualified) ?? fail(walk.source, at, `The prefix of <${qualified}> is not declared`);
	return {
		name: resolved.name,
		prefix: resolved.prefix,
		namespace: resolved.namespace,
		attributes: names.length === declarations.length ? none : attributesOf(node, names, scope, at, walk.source),
		children: convertChildren(node.children, scope, walk),
		declarations,
	};
}

function convertChildren(nodes: readonly (TNode | string)[], scope: Scope, walk: Walk): readonly XmlNode[] {
	if (nodes.length === 0) {
		return none;
	}
	const children: XmlNode[] = [];
	let text = '';
	for (const node of nodes) {
		if (typeof node === 'string') {
			text += node;
			continue;
		}
		if (text !== '') {
			children.push(text);
			text = '';
		}
		children.push(convert(node, scope, walk));
	}
	if (text !== '') {
		children.push(text);
	}
	return children;
}

function isDeclaration(name: string): boolean {
	return name.startsWith('xmlns') && (name.length === 5 || name.charCodeAt(5) === 58);
}

function declarationsOf(node: TNode, names: readonly string[], at: number, source: string): readonly XmlDeclaration[] {
	const declarations: XmlDeclaration[] = [];
	for (const name of names) {
		if (isDeclaration(name)) {
			const prefix = name.slice(6);
			const namespace = node.attributes[name]!; // the scan refuses attributes without a value
			const problem = declarationProblem(prefix, namespace);
			if (problem !== undefined) {
				fail(source, at, problem);
			}
			declarations.push({prefix, namespace});
		}
	}
	return declarations.length === 0 ? none : declarations;
}

function attributesOf(node: TNode, names: readonly string[], scope: Scope, at: number, source: string): readonly XmlAttribute[] {
	const attributes: XmlAttribute[] = [];
	const qualifiedNames = new Set<string>();
	for (const raw of names) {
		if (isDeclaration(raw)) {
			continue;
		}
		const qualified = unescapeName(raw);
		const {prefix, name, namespace} =
			scope.attribute(qualified) ?? fail(source, at, `The prefix of the attribute ${qualified} is not declared`);
		if (prefix !== undefined) {
			const expanded = `{${namespace}}${name}`;
			if (qualifiedNames.has(expanded)) {
				fail(source, at, `<${unescapeName(node.tagName)}> has the attribute ${name} of ${namespace} twice`);
			}
			qualifiedNames.add(expanded);
		}
		attributes.push({name, prefix, namespace, value: node.attributes[raw]!});
	}
	return attributes;
}
