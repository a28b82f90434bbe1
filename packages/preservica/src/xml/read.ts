import {DecodeError} from '@fonds/core';
import {child, content, optionalText, text, type Match, type XmlElement} from '@fonds/core/xml';

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
