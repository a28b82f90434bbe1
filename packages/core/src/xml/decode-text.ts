import {DecodeError} from '../errors/decode-error.ts';
import {fail} from './fail.ts';

/**
 * Decodes the bytes of a document (XML 1.0, appendix F): byte order mark, else `encoding`, else what the XML declaration
 * says, else UTF-8. ISO-8859-1 is read as its superset windows-1252, as browsers do.
 *
 * @throws DecodeError for an encoding nobody knows and for bytes that are not of it.
 */
export function decodeText(bytes: Uint8Array, encoding?: string): string {
	const label = markedEncoding(bytes) ?? encoding ?? declaredEncoding(bytes) ?? 'utf-8';
	const decoder = createDecoder(label);
	if (isAscii(label)) {
		refuseBeyondAscii(bytes, label);
	}
	try {
		return decoder.decode(bytes);
	} catch (error) {
		if (error instanceof TypeError) {
			return failAtFirstBadByte(bytes, label);
		}
		throw error;
	}
}

function markedEncoding([first, second, third, fourth]: Uint8Array): string | undefined {
	if (first === 0xef && second === 0xbb && third === 0xbf) {
		return 'utf-8';
	}
	if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0 && fourth === 0 && third !== 0)) {
		return 'utf-16le';
	}
	return (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c && third === 0 && fourth !== 0) ? 'utf-16be' : undefined;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
	const start = String.fromCharCode(...bytes.subarray(0, 200));
	const label = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1];
	// Who can read this declaration byte by byte does not have UTF-16. .NET writes it so when it prints to a string first.
	return label !== undefined && /^(?:utf-16|ucs-2|iso-10646-ucs-2)/i.test(label) ? 'utf-8' : label;
}

function createDecoder(label: string): TextDecoder {
	try {
		return new TextDecoder(label, {fatal: true});
	} catch (error) {
		throw new DecodeError(`The document is in the encoding "${label.slice(0, 40)}", which is not known here (line 1, column 1)`, {
			cause: error,
		});
	}
}

function isAscii(label: string): boolean {
	return /^(?:us-)?ascii$/i.test(label);
}

function refuseBeyondAscii(bytes: Uint8Array, label: string): void {
	const at = bytes.findIndex(byte => byte > 127);
	if (at !== -1) {
		fail(new TextDecoder().decode(bytes.subarray(0, at)), at, `A byte is not ${label}, which the document says it is in`);
	}
}

function failAtFirstBadByte(bytes: Uint8Array, label: string): never {
	let good = 0;
	let bad = bytes.length;
	while (bad - good > 1) {
		const middle = Math.floor((good + bad) / 2);
		if (decodes(bytes.subarray(0, middle), label)) {
			good = middle;
		} else {
			bad = middle;
		}
	}
	const before = new TextDecoder(label).decode(bytes.subarray(0, good), {stream: true});
	return fail(before, before.length, `The bytes are not ${label}`);
}

function decodes(bytes: Uint8Array, label: string): boolean {
	try {
		new TextDecoder(label, {fatal: true}).decode(bytes, {stream: true});
		return true;
	} catch {
		return false;
	}
}
