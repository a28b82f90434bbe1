import type {XmlElement} from '@fonds/core/xml';

interface Step {
	readonly anywhere: boolean;
	readonly namespace: string | undefined;
	readonly name: string;
	readonly attribute: boolean;
	/** What an attribute must say. */
	readonly where: readonly [name: string, value: string] | undefined;
}

const stepPattern = /(\/\/|\/)(@?)(?:([\w.-]+):)?([\w.-]+|\*)(?:\[@([\w.-]+)\s*=\s*(?:'([^']*)'|"([^"]*)")\])?/uy;

/**
 * Makes a reader of the texts an XPath leads to. It knows as much XPath as custom index definitions use: steps to children and descendants, `*`,
 * attributes, and `[@name='value']`.
 *
 * @param namespaces By prefix.
 * @returns `undefined` for an expression it does not know.
 */
export function readPath(path: string, namespaces: ReadonlyMap<string, string>): ((root: XmlElement) => readonly string[]) | undefined {
	const steps: Step[] = [];
	const expression = path.trim().replace(/\/text\(\)$/u, '');
	stepPattern.lastIndex = 0;
	while (stepPattern.lastIndex < expression.length) {
		const found = stepPattern.exec(expression);
		if (!found) return undefined;
		const [, axis, at, prefix, name = '', attribute, single, double] = found;
		const namespace = prefix === undefined ? undefined : namespaces.get(prefix);
		if (prefix !== undefined && namespace === undefined) return undefined;
		const where = attribute === undefined ? undefined : ([attribute, single ?? double ?? ''] as const);
		steps.push({anywhere: axis === '//', namespace, name, attribute: at === '@', where});
	}
	return root => follow(steps, root);
}

function follow(steps: readonly Step[], root: XmlElement): readonly string[] {
	let found: readonly XmlElement[] = [{...root, children: [root]}];
	for (const step of steps) {
		if (step.attribute) return found.flatMap(element => attributesOf(element, step));
		found = [...new Set(found.flatMap(element => [...(step.anywhere ? descendants(element) : elements(element))]))].filter(element =>
			matches(element, step),
		);
	}
	return found.map(element => textOf(element).trim()).filter(text => text !== '');
}

function attributesOf(element: XmlElement, {name, namespace = ''}: Step): readonly string[] {
	return element.attributes.filter(each => each.name === name && each.namespace === namespace).map(({value}) => value);
}

/** A name without a prefix stands for any namespace: assumed. */
function matches(element: XmlElement, {name, namespace, where}: Step): boolean {
	if (name !== '*' && element.name !== name) return false;
	if (namespace !== undefined && element.namespace !== namespace) return false;
	return !where || element.attributes.some(each => each.name === where[0] && each.value === where[1]);
}

function elements(parent: XmlElement): readonly XmlElement[] {
	return parent.children.filter(node => typeof node === 'object');
}

function* descendants(parent: XmlElement): Generator<XmlElement> {
	for (const element of elements(parent)) {
		yield element;
		yield* descendants(element);
	}
}

/** The text of an element and of those in it. */
function textOf(element: XmlElement): string {
	return element.children.map(node => (typeof node === 'string' ? node : textOf(node))).join('');
}
