import {ConfigurationError} from '@fonds/core';
import {element, writeXml, type XmlElement} from '@fonds/core/xml';
import type {PropertyDescription} from './content-description.ts';

/** Makes sure that a text can be written as the content of this element. @throws ConfigurationError */
export function checkText(name: string, text: string | undefined): void {
	if (text !== undefined && !/^[\t\n -~]*$/.test(text)) {
		writeXml(element('', name, text)); // Asked only when it is not plain ASCII, of which everything can be written.
	}
}

/** Makes sure that a text is there and can be written. @throws ConfigurationError */
export function checkNotEmpty(name: string, text: string, what: string): string {
	if (text === '') {
		throw new ConfigurationError(`${what} has an empty ${name}.`);
	}
	checkText(name, text);
	return text;
}

/** Gives a date as XML Schema's `dateTime`. @throws ConfigurationError */
export function checkDate(date: Date | string, what: string): string {
	if (typeof date === 'string') {
		if (!/^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/.test(date) || Number.isNaN(Date.parse(date.slice(0, 19)))) {
			throw new ConfigurationError(`${what} has the date ${JSON.stringify(date)}. Give it like 2024-01-31T10:15:00Z.`);
		}
		return date;
	}
	if (Number.isNaN(date.getTime())) {
		throw new ConfigurationError(`${what} has a date that is not a date.`);
	}
	return date.toISOString();
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
	checkText('PUID', puid);
	checkText('PropertyName', name);
	checkText('Value', value);
	return {group, puid, name, value};
}

/** Makes sure that an element can be written. @throws ConfigurationError */
export function checkElement(xml: XmlElement): void {
	writeXml(xml);
}
