import {ConfigurationError} from '../errors/configuration-error.ts';
import {describeCharacter, endOfName, findForbidden} from './characters.ts';
import type {XmlElement, XmlNode} from './element.ts';
import {escapeAttribute, escapeText} from './escape.ts';
import {WriteScope} from './write-scope.ts';

/** How a document is written. */
export interface WriteXmlOptions {
	/** Begins with an XML declaration. @default true */
	readonly declaration?: boolean | undefined;
	/** How many elements may be inside each other, the root counted; `parseXml` takes no more. @default 100 */
	readonly maxDepth?: number | undefined;
}

/** An element that is open, and how far its children are written. */
interface Frame {
	readonly element: XmlElement;
	readonly qualifiedName: string;
	readonly scope: WriteScope;
	index: number;
}

/**
 * Writes a document that `parseXml` reads to the same tree. Nothing is indented: white space is content.
 *
 * Elements and attributes keep their prefixes; a namespace is declared where it is first needed, beside what
 * `declarations` says. An element without a prefix takes one that is in force for its namespace before it declares
 * a default namespace. Where a prefix is taken on the same element by another namespace, a new one is made.
 *
 * @throws ConfigurationError for what XML 1.0 cannot hold, naming the element: illegal characters and names, attributes
 * that are there twice, too deep a nesting.
 */
export function writeXml(root: XmlElement, options: WriteXmlOptions = {}): string {
	const maxDepth = options.maxDepth ?? 100;
	const open: Frame[] = [];
	let output = options.declaration === false ? '' : '<?xml version="1.0" encoding="UTF-8"?>\n';

	const begin = (element: XmlElement, outer: WriteScope): void => {
		if (open.length >= maxDepth) {
			throw invalid(element, `is nested deeper than ${maxDepth} levels`);
		}
		const {scope, qualifiedName, markup} = startTag(element, outer);
		if (element.children.every(node => node === '')) {
			output += `<${markup}/>`;
			return;
		}
		output += `<${markup}>`;
		open.push({element, qualifiedName, scope, index: 0});
	};

	begin(root, WriteScope.outermost);
	for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
		const node: XmlNode | undefined = frame.element.children[frame.index++];
		if (node === undefined) {
			output += `</${frame.qualifiedName}>`;
			open.pop();
		} else if (typeof node === 'string') {
			output += escapeText(checked(node, frame.element, 'its text'));
		} else {
			begin(node, frame.scope);
		}
	}
	return output;
}

function startTag(element: XmlElement, outer: WriteScope): {scope: WriteScope; qualifiedName: string; markup: string} {
	const scope = outer.enter(element);
	const qualifiedName = scope.element(checkedName(element, element, 'name'));
	if (element.attributes.length === 0 && scope.declared === undefined) {
		return {scope, qualifiedName, markup: qualifiedName};
	}
	const names = new Set<string>();
	let attributes = '';
	for (const attribute of element.attributes) {
		if (attribute.namespace === '' && attribute.name === 'xmlns') {
			throw invalid(element, 'has an attribute named xmlns; namespaces are declared in declarations');
		}
		const name = scope.attribute(checkedName(attribute, element, 'attribute'));
		const expanded = `{${attribute.namespace}}${attribute.name}`;
		if (names.has(expanded)) {
			throw invalid(element, `has the attribute ${attribute.name} twice`);
		}
		names.add(expanded);
		attributes += ` ${name}="${escapeAttribute(checked(attribute.value, element, `its attribute ${attribute.name}`))}"`;
	}

	let declarations = '';
	for (const [prefix, namespace] of scope.declared ?? []) {
		declarations += ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(checked(namespace, element, 'a namespace'))}"`;
	}
	return {scope, qualifiedName, markup: qualifiedName + declarations + attributes};
}

const knownNames = new Set<string>();

function checkedName<T extends {readonly name: string; readonly prefix: string | undefined}>(
	item: T,
	element: XmlElement,
	what: string,
): T {
	if (item.prefix !== undefined) {
		checkName(item.prefix, element, what);
	}
	checkName(item.name, element, what);
	return item;
}

function checkName(name: string, element: XmlElement, what: string): void {
	if (knownNames.has(name)) {
		return;
	}
	if (name === '' || endOfName(name, 0) < name.length) {
		throw invalid(element, `has an illegal ${what}: ${JSON.stringify(name)}`);
	}
	if (knownNames.size < 1000) {
		knownNames.add(name);
	}
}

function checked(text: string, element: XmlElement, where: string): string {
	const at = findForbidden(text);
	if (at !== -1) {
		throw invalid(element, `holds the character ${describeCharacter(text, at)} in ${where}, which XML 1.0 does not allow`);
	}
	return text;
}

function invalid(element: XmlElement, problem: string): ConfigurationError {
	return new ConfigurationError(`<${element.name}> ${problem}.`, {code: 'invalid-xml'});
}
