import {content, optionalChild, type Match, type XmlElement} from '@fonds/core/xml';

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
