import type {Finding} from '../findings/finding.ts';

/** The lines of a tag file: LF, CR or CRLF end one (RFC 8493, 1.3). */
export function linesOf(text: string): readonly string[] {
	const lines = text.split(/\r\n|\n|\r/);
	return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Decodes a tag file; without an encoding that is known, as UTF-8. Bytes that are none in it are told. */
export function decodeTagFile(bytes: Uint8Array, encoding: string, path: string, tell: (finding: Finding) => void): string {
	const known = encodingOf(bytes, encoding);
	if (known === undefined) {
		tell({code: 'encoding-unknown', severity: 'error', path, message: `The encoding "${encoding}" is not known here.`});
	}
	try {
		return new TextDecoder(known ?? 'utf-8', {fatal: true}).decode(bytes);
	} catch {
		tell({code: 'encoding-wrong', severity: 'error', path, message: `"${path}" is not ${encoding}, as bagit.txt says.`});
		return new TextDecoder(known ?? 'utf-8').decode(bytes);
	}
}

/** A byte order mark tells which UTF-16 it is; the web's decoder takes the name alone for the little one. */
function encodingOf(bytes: Uint8Array, encoding: string): string | undefined {
	if (/^utf-?16$/i.test(encoding)) {
		return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-16le';
	}
	try {
		return new TextDecoder(encoding).encoding;
	} catch {
		return undefined;
	}
}
