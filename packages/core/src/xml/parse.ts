import {decodeText} from './decode-text.ts';
import type {XmlElement} from './element.ts';
import {parseText} from './parse-text.ts';

/** How a document is read. */
export interface ParseXmlOptions {
	/** How many elements may be inside each other, the root counted. @default 100 */
	readonly maxDepth?: number | undefined;
	/** Encoding of bytes without a byte order mark when something outside the document names it (RFC 7303, 3.2). */
	readonly encoding?: string | undefined;
}

/**
 * Reads a whole document: one well-formed root element, names resolved to namespaces, text and whitespace in order.
 * Comments and processing instructions are left out.
 *
 * Bytes are decoded by their byte order mark, the encoding option, or their XML declaration, in this order; else as UTF-8.
 * A text's declaration is not consulted.
 *
 * @throws DecodeError with line and column for anything that is not well-formed (XML 1.0 and Namespaces in XML 1.0), a
 * doctype, an entity other than the five of XML, bytes that are not of their encoding, or too deep a nesting.
 */
export function parseXml(source: string | Uint8Array, {encoding, maxDepth}: ParseXmlOptions = {}): XmlElement {
	return parseText(typeof source === 'string' ? source : decodeText(source, encoding), maxDepth);
}
