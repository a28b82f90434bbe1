import {PackageError} from '@fonds/core';
import {parseXml, type XmlElement} from '@fonds/core/xml';

/** Each takes some 650 bytes: more would not fit into the memory that Node or a browser gives a program. */
const mostElements = 5_000_000;

/**
 * Reads an XML document of a package whole.
 *
 * @param path - Of the file, for errors.
 * @throws PackageError with the problem `too-large` for a document of more than five million elements, however few bytes they need, or `unreadable` for one
 * that is not well-formed.
 */
export function parseDocument(xml: string | Uint8Array, path: string | undefined): XmlElement {
	const shown = path === undefined ? 'The document' : `"${path}"`;
	if (hasMoreElements(xml, mostElements)) {
		throw new PackageError(`${shown} has more than ${mostElements} elements, too many to be read at once.`, {problem: 'too-large', path});
	}
	try {
		return parseXml(xml);
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new PackageError(`${shown} cannot be read: ${reason}`, {problem: 'unreadable', path, cause});
	}
}

/** Counts what looks like a start tag, which in a comment or a text of CDATA need not be one. */
export function hasMoreElements(xml: string | Uint8Array, most: number): boolean {
	const find = (from: number): number => (typeof xml === 'string' ? xml.indexOf('<', from) : xml.indexOf(0x3c, from));
	let count = 0;
	for (let at = find(0); at !== -1; at = find(at + 1)) {
		const next = typeof xml === 'string' ? xml.charCodeAt(at + 1) : xml[at + 1];
		if (next !== 0x2f && next !== 0x21 && next !== 0x3f) {
			count += 1;
		}
		if (count > most) {
			return true;
		}
	}
	return false;
}
