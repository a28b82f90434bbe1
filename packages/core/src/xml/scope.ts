import type {XmlDeclaration} from './element.ts';
import {xmlNamespace} from './namespaces.ts';

/** A qualified name with its namespace looked up. */
export interface ResolvedName {
	readonly prefix: string | undefined;
	readonly name: string;
	readonly namespace: string;
}

/** The namespaces in force inside an element that declares some. */
export interface Scope {
	/** Namespaces by prefix, '' standing for the default one. Inherits what the elements around declare. */
	readonly namespaces: Record<string, string>;
	/** Names resolved before: most elements of a document share a few. */
	readonly names: Map<string, ResolvedName>;
}

/** The scope around a document. */
export const outermost: Scope = /* @__PURE__ */ createScope([
	{prefix: '', namespace: ''},
	{prefix: 'xml', namespace: xmlNamespace},
]);

/** The scope inside an element. */
export function createScope(declarations: readonly XmlDeclaration[], outer?: Scope): Scope {
	const namespaces: Record<string, string> = Object.create(outer?.namespaces ?? null);
	for (const {prefix, namespace} of declarations) {
		namespaces[prefix] = namespace;
	}
	return {namespaces, names: new Map()};
}

/** Resolves a name of an element, or one of an attribute that has a prefix; undefined when nothing binds its prefix. */
export function resolve(qualified: string, {namespaces, names}: Scope): ResolvedName | undefined {
	let resolved = names.get(qualified);
	if (resolved === undefined) {
		const colon = qualified.indexOf(':');
		const prefix = qualified.slice(0, Math.max(0, colon));
		const namespace = namespaces[prefix];
		if (namespace !== undefined) {
			resolved = {prefix: prefix || undefined, name: qualified.slice(colon + 1), namespace};
			names.set(qualified, resolved);
		}
	}
	return resolved;
}
