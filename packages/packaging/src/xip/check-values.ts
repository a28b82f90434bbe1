import {ConfigurationError} from '@fonds/core';
import {element, writeXml, type XmlElement} from '@fonds/core/xml';
import type {PropertyDescription} from './content-description.ts';

/** How many elements may be inside each other for `parseXml` to read them again. */
const largestDepth = 100;

/** Makes sure that a text can be written as the content of this element. @throws ConfigurationError */
export function checkText(name: string, text: string | undefined): void {
	if (text !== undefined && !/^[\t\n -~]*$/.test(text)) {
		writeXml(element('', name, text)); // Asked only when it is not plain ASCII, of which everything can be written.
	}
}

/** Makes sure that a text can be written, and read as it is: readers take white space around words for layout. @throws ConfigurationError */
export function checkWord(name: string, text: string | undefined, what: string): void {
	if (text !== undefined && text.trim() !== text) {
		throw new ConfigurationError(`${what} has the ${name} ${JSON.stringify(text)}, with white space around it. Take that away.`);
	}
	checkText(name, text);
}

/** Makes sure that a text is there and can be written. @throws ConfigurationError */
export function checkNotEmpty(name: string, text: string, what: string): string {
	if (text === '') {
		throw new ConfigurationError(`${what} has an empty ${name}.`);
	}
	checkText(name, text);
	return text;
}

/** XML Schema's `long`. */
export function isLong(text: string): boolean {
	return /^[+-]?\d{1,40}$/.test(text) && BigInt.asIntN(64, BigInt(text.replace('+', ''))) === BigInt(text.replace('+', ''));
}

/** XML Schema's `short`. @throws ConfigurationError */
export function checkPriority(priority: number, what: string): number {
	if (!Number.isInteger(priority) || priority < -32_768 || priority > 32_767) {
		throw new ConfigurationError(`${what} has a format with the priority ${priority}, which is no whole number that XIP can hold.`);
	}
	return priority;
}

/** @throws ConfigurationError */
export function checkProperty({group, puid, name, value}: PropertyDescription): PropertyDescription {
	checkText('Group', group);
	checkWord('PUID', puid, `The property ${JSON.stringify(name)}`);
	checkText('PropertyName', name);
	checkText('Value', value);
	return {group, puid, name, value};
}

/** Makes sure that an element can be written, and read again: up to three are around it. @throws ConfigurationError */
export function checkFragment(content: XmlElement, what: string): void {
	try {
		writeXml(content, {maxDepth: largestDepth - 3});
	} catch (cause) {
		throw new ConfigurationError(`${what} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {cause});
	}
}
