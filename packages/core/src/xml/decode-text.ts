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
	let decoder: TextDecoder;
	try {
		decoder = new TextDecoder(label, {fatal: true});
	} catch (error) {
		throw new DecodeError(`The document is in the encoding "${label.slice(0, 40)}", which is not known here (line 1, column 1)`, {
			cause: error,
		});
	}

	const wide = /^(?:us-)?ascii$/i.test(label) ? bytes.findIndex(byte => byte > 127) : -1;
	if (wide !== -1) {
		fail(decoder.decode(bytes.subarray(0, wide)), wide, `A byte is not ${label}, which the document says it is in`);
	}
	try {
		return decoder.decode(bytes);
	} catch (error) {
		if (error instanceof TypeError) {
			const before = readablePart(bytes, label);
			fail(before, before.length, `The bytes are not ${label}`);
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

/** The text before the first bad byte. */
function readablePart(bytes: Uint8Array, label: string): string {
	let text = '';
	let good = 0;
	for (let step = 2 ** 31; step >= 1; step /= 2) {
		try {
			text = new TextDecoder(label, {fatal: true}).decode(bytes.subarray(0, good + step), {stream: true});
			good += step;
		} catch {
			// The bad byte is among these.
		}
	}
	return text;
}
