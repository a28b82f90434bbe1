import {DecodeError} from '@fonds/core';
import {parseXml, xmlContentType} from '@fonds/core/xml';
import type {XmlSource, XmlSourceOptions} from './stored-document.ts';

/** XML that is ready to be sent. */
export interface ReadyXml {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Names UTF-8 only where that is so: bytes of other encodings say so themselves. */
	readonly type: string;
	/** Of the file it came from. */
	readonly fileName: string | undefined;
}

const declaration = /^\ufeff?<\?xml\s[^>]*?\bencoding\s*=\s*(?<quote>["'])(?<label>[^"']*)\k<quote>/;

/**
 * Makes bytes of XML and checks it.
 *
 * @throws DecodeError with line and column when it is not well-formed.
 */
export async function readyXml(source: XmlSource, what: string, {check = true}: XmlSourceOptions = {}): Promise<ReadyXml> {
	const bytes = typeof source === 'string' ? new TextEncoder().encode(inUtf8(source)) : await bytesOf(source);
	if (check) {
		try {
			parseXml(typeof source === 'string' ? source : bytes);
		} catch (error) {
			throw error instanceof DecodeError ? new DecodeError(`The ${what} is not well-formed XML: ${error.message}`, {cause: error}) : error;
		}
	}
	return {bytes, type: contentTypeOf(bytes), fileName: source instanceof Blob && 'name' in source ? String(source.name) : undefined};
}

/** A text has no encoding, whatever it declares; it gets the one it is sent in. */
function inUtf8(text: string): string {
	return text.replace(declaration, found => found.replace(/(["'])[^"']*\1$/, '$1UTF-8$1'));
}

async function bytesOf(source: Exclude<XmlSource, string>): Promise<Uint8Array<ArrayBuffer>> {
	return source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : new Uint8Array(source);
}

/** The media type for bytes of XML, with a charset only when it is UTF-8. */
export function contentTypeOf(bytes: Uint8Array): string {
	return encodingsOf(bytes).every(label => /^(?:utf-8|(?:us-)?ascii)$/i.test(label)) ? xmlContentType : 'application/xml';
}

/**
 * Reads stored XML as text: by the charset of the answer, else by byte order mark or declaration, else as UTF-8.
 *
 * @throws DecodeError when it is none of them, empty, or a web page.
 */
export async function readStoredXml(response: Response, what: string): Promise<string> {
	const type = response.headers.get('content-type') ?? '';
	const bytes = await storedBytes(response, what);
	const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1];
	for (const label of [...(charset === undefined ? [] : [charset]), ...encodingsOf(bytes), 'utf-8']) {
		try {
			return new TextDecoder(label, {fatal: true}).decode(bytes);
		} catch {
			// The next one, then.
		}
	}
	throw new DecodeError(`The ${what} is in an encoding that is not known here, or not in the one it says it is in.`);
}

/**
 * The bytes of stored XML.
 *
 * @throws DecodeError when there are none, or a web page.
 */
export async function storedBytes(response: Response, what: string): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(await response.arrayBuffer());
	if (bytes.length === 0) {
		throw new DecodeError(`The ${what} is empty on the server.`);
	}
	if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
		throw new DecodeError(`A web page came where the ${what} was expected; it may come from a sign-in page or a proxy.`);
	}
	return bytes;
}

/** What bytes say about their encoding (XML 1.0, appendix F). */
function encodingsOf(bytes: Uint8Array): string[] {
	const [first = 0, second = 0] = bytes;
	if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) {
		return ['utf-16be'];
	}
	if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) {
		return ['utf-16le'];
	}
	const start = String.fromCharCode(...bytes.subarray(0, 200));
	const label = declaration.exec(start)?.groups?.['label'];
	return label === undefined || /^utf-16/i.test(label) ? [] : [label];
}
