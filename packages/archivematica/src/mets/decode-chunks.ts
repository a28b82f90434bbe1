import {DecodeError} from '@fonds/core';

/** Decodes the bytes of a document piece by piece. */
export interface ChunkDecoder {
	/**
	 * The characters that are complete.
	 *
	 * @throws UndecodableError for bytes that are not of the document's encoding.
	 */
	decode(bytes: Uint8Array): string;
	/** What is left at the end. */
	end(): string;
}

/** Bytes that are not of their encoding, and the text before them, for the place. */
export class UndecodableError extends Error {
	readonly before: string;

	constructor(message: string, before: string) {
		super(message);
		this.before = before;
	}
}

/** How many bytes an XML declaration is looked for in. */
const prologue = 200;

/**
 * Makes a decoder for the encoding of the document: its byte order mark, else what its XML declaration says, else UTF-8 (XML 1.0, appendix F).
 *
 * Archivematica writes UTF-8 and ASCII; windows-1252 has been seen.
 */
export function createChunkDecoder(): ChunkDecoder {
	let held: Uint8Array | undefined = new Uint8Array(0);
	let label = 'utf-8';
	let decoder = new TextDecoder();

	const decode = (bytes: Uint8Array, stream: boolean): string => {
		if (/^(?:us-)?ascii$/i.test(label) && bytes.some(byte => byte > 127)) {
			throw undecodable(bytes, label);
		}
		try {
			return decoder.decode(bytes, {stream});
		} catch {
			throw undecodable(bytes, label);
		}
	};

	const open = (first: Uint8Array, stream: boolean): string => {
		held = undefined;
		label = encodingOf(first);
		try {
			decoder = new TextDecoder(label, {fatal: true});
		} catch (cause) {
			throw new DecodeError(`The METS is in the encoding '${label.slice(0, 40)}', which is not known here (line 1, column 1).`, {cause});
		}
		return decode(first, stream);
	};

	return {
		decode(bytes) {
			if (held === undefined) {
				return decode(bytes, true);
			}
			held = join(held, bytes);
			return held.length < prologue ? '' : open(held, true);
		},
		end() {
			return held === undefined ? decode(new Uint8Array(0), false) : open(held, false);
		},
	};
}

function undecodable(bytes: Uint8Array, label: string): UndecodableError {
	const isContinuation = (byte: number) => /^utf-?8$/i.test(label) && (byte & 0xc0) === 0x80;
	const start = bytes.findIndex(byte => !isContinuation(byte)); // The first bytes may belong to a character of the piece before.
	const whole = bytes.subarray(Math.max(start, 0));
	const ascii = /ascii$/i.test(label) ? whole.findIndex(byte => byte > 127) : -1;
	const text = new TextDecoder(label).decode(ascii === -1 ? whole : whole.subarray(0, ascii));
	return new UndecodableError(`The bytes are not ${label}, which the document is in`, text.split('\uFFFD', 1)[0] ?? '');
}

function encodingOf(bytes: Uint8Array): string {
	const [first, second, third, fourth] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf) {
		return 'utf-8';
	}
	if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0 && fourth === 0)) {
		return 'utf-16le';
	}
	if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c && third === 0)) {
		return 'utf-16be';
	}
	const start = String.fromCharCode(...bytes.subarray(0, prologue));
	const label = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1] ?? 'utf-8';
	return /^(?:utf-16|ucs-2|iso-10646-ucs-2)/i.test(label) ? 'utf-8' : label; // Whoever can read that byte by byte does not have UTF-16.
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
	const whole = new Uint8Array(first.length + second.length);
	whole.set(first);
	whole.set(second, first.length);
	return whole;
}
