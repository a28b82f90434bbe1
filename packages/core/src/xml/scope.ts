/** A qualified name with its namespace looked up. */
export interface ResolvedName {
	readonly prefix: string | undefined;
	readonly name: string;
	readonly namespace: string;
}

/** The namespaces in force inside an element that declares some; looks further in the element around it. */
export class Scope {
	readonly #parent: Scope | undefined;
	readonly #namespaces: ReadonlyMap<string, string>;
	readonly #elements = new Map<string, ResolvedName>();

	constructor(namespaces: ReadonlyMap<string, string>, parent?: Scope) {
		this.#namespaces = namespaces;
		this.#parent = parent;
	}

	/** The namespace of a prefix, '' standing for the default one; undefined when nothing binds it. */
	lookup(prefix: string): string | undefined {
		return this.#namespaces.get(prefix) ?? this.#parent?.lookup(prefix);
	}

	/** Resolves the name of an element. Remembers it: most elements of a document share a few names. */
	element(qualified: string): ResolvedName | undefined {
		let resolved = this.#elements.get(qualified);
		if (resolved === undefined) {
			resolved = this.#resolve(qualified);
			if (resolved !== undefined) {
				this.#elements.set(qualified, resolved);
			}
		}
		return resolved;
	}

	/** Resolves the name of an attribute, to which the default namespace does not apply. */
	attribute(qualified: string): ResolvedName | undefined {
		return qualified.includes(':') ? this.#resolve(qualified) : {prefix: undefined, name: qualified, namespace: ''};
	}

	#resolve(qualified: string): ResolvedName | undefined {
		const colon = qualified.indexOf(':');
		const prefix = colon === -1 ? '' : qualified.slice(0, colon);
		const namespace = this.lookup(prefix);
		return namespace === undefined ? undefined : {prefix: prefix || undefined, name: qualified.slice(colon + 1), namespace};
	}
}
