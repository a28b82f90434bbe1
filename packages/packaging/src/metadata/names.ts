import {ConfigurationError} from '@fonds/core';
import {element, writeXml} from '@fonds/core/xml';
import type {MappedElement, MappedValue, MetadataMapping} from './mapping.ts';

/** What `xml:lang` can be (XML Schema, xs:language). */
export const languageTag: RegExp = /[A-Za-z]{1,8}(?:-[A-Za-z\d]{1,8})*/;

/** How deep documents can be: XML is read and written so by default. */
const maxDepth = 100;

/** A name that was looked up. */
export interface ResolvedName {
	readonly namespace: string;
	/** With its prefix. */
	readonly name: string;
}

/** Looks up a prefixed name. @throws ConfigurationError for a prefix without a namespace. */
export function resolve(name: string, {namespaces, name: mapping}: MetadataMapping): ResolvedName {
	const prefix = /^([^:]*):/.exec(name)?.[1] ?? '';
	const namespace = Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : prefix === '' ? '' : undefined;
	if (namespace === undefined) {
		throw new ConfigurationError(`The mapping to ${mapping} has no namespace for the prefix of ${JSON.stringify(name)}.`);
	}
	return {namespace, name};
}

/** An attribute's name as `element` takes it. */
export function attributeKey(name: string, mapping: MetadataMapping): string {
	return name.includes(':') && !name.startsWith('xml:') ? `{${resolve(name, mapping).namespace}}${name}` : name;
}

/**
 * Checks a mapping as far as that does not need a table.
 *
 * @throws ConfigurationError for names that are none, prefixes without a namespace, and elements that nothing can be in.
 */
export function checkMapping(mapping: MetadataMapping): void {
	const prefix = Object.keys(mapping.namespaces).find(name => name !== '' && !/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name));
	if (prefix !== undefined) {
		throw new ConfigurationError(`The mapping to ${mapping.name} has the prefix ${JSON.stringify(prefix)}, which is none.`);
	}
	checkWritable([mapping.root], '', mapping.attributes, mapping);
	for (const item of mapping.content) {
		checkElement(item, false, 1, mapping);
	}
}

function checkElement(item: MappedElement, isFed: boolean, depth: number, mapping: MetadataMapping): void {
	const {element: path, column, value, content, separator, language} = item;
	const names = path.split('/');
	checkWritable(names, value ?? '', item.attributes, mapping);
	const problem =
		depth + names.length > maxDepth
			? `is nested deeper than ${maxDepth} levels`
			: column === undefined && value === undefined && content === undefined && !isFed
				? 'has neither column, value nor content'
				: value !== undefined && (column !== undefined || content !== undefined)
					? 'has a value that is always the same, and a column or content'
					: separator === ''
						? 'has an empty separator'
						: typeof language === 'string' && !new RegExp(`^${languageTag.source}$`).test(language)
							? `has the language ${JSON.stringify(language)}, which is no tag such as en or de-AT`
							: undefined;
	if (problem !== undefined) {
		throw new ConfigurationError(`In the mapping to ${mapping.name}, ${path} ${problem}.`);
	}
	for (const inner of content ?? []) {
		checkElement(inner, isFed || column !== undefined, depth + names.length, mapping);
	}
}

/** What cannot be written is found by writing it. */
function checkWritable(
	names: readonly string[],
	value: string,
	attributes: Readonly<Record<string, MappedValue>> = {},
	mapping: MetadataMapping,
): void {
	const constants = Object.entries(attributes).map(([name, given]) => [
		attributeKey(name, mapping),
		typeof given === 'string' ? given : (given.otherwise ?? ''),
	]);
	for (const name of names) {
		const resolved = resolve(name, mapping);
		writeXml(element(resolved.namespace, resolved.name, value, Object.fromEntries(constants)));
	}
}
