import {ConfigurationError} from '../errors/configuration-error.ts';
import type {XmlElement} from './element.ts';
import {declarationProblem, xmlNamespace} from './namespaces.ts';

interface Named {
	readonly name: string;
	readonly prefix: string | undefined;
	readonly namespace: string;
}

/** Chooses prefixes while an element is written, and remembers what the elements around it have declared. */
export class WriteScope {
	static readonly outermost: WriteScope = new WriteScope(
		undefined,
		new Map([
			['', ''],
			['xml', xmlNamespace],
		]),
	);

	readonly #parent: WriteScope | undefined;
	#declared: Map<string, string> | undefined;

	private constructor(parent: WriteScope | undefined, declared: Map<string, string> | undefined) {
		this.#parent = parent;
		this.#declared = declared;
	}

	/** What the element itself declares, by prefix; undefined when that is nothing. Complete when its name and all its attributes were asked for. */
	get declared(): ReadonlyMap<string, string> | undefined {
		return this.#declared;
	}

	/** The scope of an element inside this one. */
	enter(element: XmlElement): WriteScope {
		let declared: Map<string, string> | undefined;
		for (const {prefix, namespace} of element.declarations) {
			const problem = declared?.has(prefix) ? `The prefix ${prefix} is declared twice` : declarationProblem(prefix, namespace);
			if (problem !== undefined) {
				throw new ConfigurationError(`<${element.name}> has a wrong namespace declaration: ${problem}.`, {code: 'invalid-xml'});
			}
			// Some text is written for an element in no namespace, whose default can be nothing but ''.
			if (prefix !== '' || element.namespace !== '' || namespace === '') {
				declared ??= new Map();
				declared.set(prefix, namespace);
			}
		}
		return new WriteScope(this.#declared === undefined ? this.#parent : this, declared);
	}

	/** The name to write for the element, declaring its namespace if need be. */
	element({name, prefix, namespace}: Named): string {
		const wanted = namespace === '' ? '' : (prefix ?? '');
		if (this.#lookup(wanted) === namespace) {
			return qualified(wanted, name);
		}
		const other = prefix === undefined && namespace !== '' ? this.#prefixOf(namespace) : undefined;
		return qualified(other ?? this.#declare(this.#declared?.has(wanted) ? undefined : wanted, namespace), name);
	}

	/** The name to write for an attribute, declaring its namespace if need be. */
	attribute({name, prefix, namespace}: Named): string {
		if (namespace === '') {
			return name;
		}
		if (prefix !== undefined && this.#lookup(prefix) === namespace) {
			return qualified(prefix, name);
		}
		// To bind anew a prefix of an outer element could change what the name of this one means.
		const free = prefix !== undefined && this.#lookup(prefix) === undefined;
		return qualified(this.#prefixOf(namespace) ?? this.#declare(free ? prefix : undefined, namespace), name);
	}

	#lookup(prefix: string): string | undefined {
		return this.#declared?.get(prefix) ?? (this.#parent === undefined ? undefined : this.#parent.#lookup(prefix));
	}

	/** A prefix, not the default namespace, in force for a namespace. */
	#prefixOf(namespace: string, inner: WriteScope = this): string | undefined {
		for (const [prefix, declared] of this.#declared ?? []) {
			if (prefix !== '' && declared === namespace && inner.#lookup(prefix) === namespace) {
				return prefix;
			}
		}
		return this.#parent === undefined ? undefined : this.#parent.#prefixOf(namespace, inner);
	}

	#declare(wanted: string | undefined, namespace: string): string {
		let prefix = wanted;
		for (let number = 1; prefix === undefined; number++) {
			prefix = this.#lookup(`ns${number}`) === undefined ? `ns${number}` : undefined;
		}
		const problem = declarationProblem(prefix, namespace);
		if (problem !== undefined) {
			throw new ConfigurationError(`A name cannot be written with the prefix "${prefix}" for ${namespace}: ${problem}.`, {
				code: 'invalid-xml',
			});
		}
		this.#declared ??= new Map();
		this.#declared.set(prefix, namespace);
		return prefix;
	}
}

function qualified(prefix: string, name: string): string {
	return prefix === '' ? name : `${prefix}:${name}`;
}
