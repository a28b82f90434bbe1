import {parse as parseNodes, type TNode} from 'txml/txml';
import {DecodeError} from '../errors/decode-error.ts';
import type {XmlAttribute, XmlDeclaration, XmlElement, XmlNode} from './element.ts';
import {unescapeName} from './escaped-name.ts';
import {declarationProblem} from './namespaces.ts';
import {fail} from './fail.ts';
import {scan} from './scan.ts';
import {createScope, outermost, resolve, type Scope} from './scope.ts';

const none: readonly never[] = Object.freeze([]);

/** Reads a document whose bytes are decoded. */
export function parseText(text: string, maxDepth: number = 100): XmlElement {
	const marked = text.replace(/^\ufeff/, '');
	const document = marked.includes('\r') ? marked.replaceAll(/\r\n?/g, '\n') : marked; // XML 1.0, 2.11
	try {
		const {root, tags} = scan(document, maxDepth);
		const nodes = parseNodes(root, {selfClosingTags: [], decodeEntities: true, keepWhitespace: true});
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the scan found that there is one root element
		return convert(nodes[0] as TNode, document, tags);
	} catch (error) {
		if (error instanceof RangeError) {
			throw new DecodeError('The document is too deep for this machine. Lower maxDepth.', {
				cause: error,
			});
		}
		throw error;
	}
}

/** Turns what txml read into an element. The places of the start tags, in the order of the source, say where a namespace is wrong. */
function convert(root: TNode, source: string, tags: readonly number[]): XmlElement {
	let index = 0;
	const expandedNames = new Set<string>();

	const elementOf = ({tagName, attributes: raw, children}: TNode, outer: Scope): XmlElement => {
		const at = tags[index++]!; // the scan noted a place for each element
		const names = Object.keys(raw);
		const declarations = names.length === 0 ? none : declarationsOf(raw, names, at);
		const scope = declarations.length === 0 ? outer : createScope(declarations, outer);
		const qualified = unescapeName(tagName);
		const {prefix, name, namespace} = resolve(qualified, scope) ?? fail(source, at, `The prefix of <${qualified}> is not declared`);
		return {
			name,
			prefix,
			namespace,
			attributes: names.length === declarations.length ? none : attributesOf(raw, names, scope, at, qualified),
			children: childrenOf(children, scope),
			declarations,
		};
	};

	const childrenOf = (nodes: readonly (TNode | string)[], scope: Scope): readonly XmlNode[] => {
		const children: XmlNode[] = [];
		for (const node of nodes) {
			const last = children.length - 1;
			if (typeof node === 'object') {
				children.push(elementOf(node, scope));
			} else if (last >= 0 && typeof children[last] === 'string') {
				children[last] += node;
			} else if (node !== '') {
				children.push(node);
			}
		}
		return children.length === 0 ? none : children;
	};

	const declarationsOf = (raw: TNode['attributes'], names: readonly string[], at: number): readonly XmlDeclaration[] => {
		const declarations: XmlDeclaration[] = [];
		for (const name of names) {
			if (isDeclaration(name)) {
				const prefix = name.slice(6);
				const namespace = raw[name]!; // the scan refuses attributes without a value
				const problem = declarationProblem(prefix, namespace);
				if (problem !== undefined) {
					fail(source, at, problem);
				}
				declarations.push({prefix, namespace});
			}
		}
		return declarations.length === 0 ? none : declarations;
	};

	const attributesOf = (
		raw: TNode['attributes'],
		names: readonly string[],
		scope: Scope,
		at: number,
		owner: string,
	): readonly XmlAttribute[] => {
		const attributes: XmlAttribute[] = [];
		expandedNames.clear();
		for (const key of names) {
			if (isDeclaration(key)) {
				continue;
			}
			const qualified = unescapeName(key);
			const value = raw[key]!;
			if (!qualified.includes(':')) {
				attributes.push({name: qualified, prefix: undefined, namespace: '', value}); // The default namespace does not apply.
				continue;
			}
			const {prefix, name, namespace} =
				resolve(qualified, scope) ?? fail(source, at, `The prefix of the attribute ${qualified} is not declared`);
			const expanded = `{${namespace}}${name}`;
			if (expandedNames.has(expanded)) {
				fail(source, at, `<${owner}> has the attribute ${name} of ${namespace} twice`);
			}
			expandedNames.add(expanded);
			attributes.push({name, prefix, namespace, value});
		}
		return attributes;
	};

	return elementOf(root, outermost);
}

function isDeclaration(name: string): boolean {
	return name.startsWith('xmlns') && (name.length === 5 || name[5] === ':');
}
