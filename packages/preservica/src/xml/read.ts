import {DecodeError} from '@fonds/core';
import {child, content, optionalChild, optionalText, text, type Match, type XmlElement} from '@fonds/core/xml';

/** Text of a required child without the white space that pretty-printed answers put around it (reference 2.5.2). */
export function trimmed(parent: XmlElement, match: Match): string {
	const value = text(parent, match).trim();
	if (value === '') {
		throw new DecodeError(`<${child(parent, match).name}> in <${parent.name}> is empty.`);
	}
	return value;
}

/** Text of a child, trimmed; undefined when it is absent or blank. */
export function optionalTrimmed(parent: XmlElement, match: Match): string | undefined {
	return optionalText(parent, match)?.trim() || undefined;
}

/** An address in an element's text. Recorded answers have line breaks inside addresses, which no address contains. */
export function address(source: XmlElement): string {
	const value = content(source).replaceAll(/\s+/g, '');
	if (value === '') {
		throw new DecodeError(`<${source.name}> holds no address.`);
	}
	return value;
}

/** The address in a child; undefined when it is absent or blank. */
export function optionalAddress(parent: XmlElement, match: Match): string | undefined {
	const found = optionalChild(parent, match);
	return (found && content(found).replaceAll(/\s+/g, '')) || undefined;
}

/** XML Schema booleans, in any case: the servers and their clients write `True` too (reference 1.7). */
export function isTrue(value: string | undefined): boolean {
	return value !== undefined && /^\s*(?:true|1)\s*$/i.test(value);
}

/** The number at the end of an address: `…/generations/2` is 2; undefined when it does not end in one. */
export function lastNumber(url: string): number | undefined {
	const digits = /\/(\d+)\/?(?:\?.*)?$/.exec(url)?.[1];
	return digits === undefined ? undefined : Number(digits);
}
