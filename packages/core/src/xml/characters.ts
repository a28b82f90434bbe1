/** Bits of a character of ASCII: may start a name, may go on in one. A colon does neither, it separates. */
const nameStart = 1;
const namePart = 2;
const ascii = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_') {
	ascii[letter.charCodeAt(0)] = nameStart | namePart;
}
for (const other of '0123456789-.') {
	ascii[other.charCodeAt(0)] = namePart;
}

/** XML 1.0 (fifth edition) NameStartChar and what NameChar adds, beyond ASCII. */
const wideStart =
	/[\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}]/u;
const widePart = /\xb7|[\u0300-\u036f]|[\u203f-\u2040]/;

/** The offset behind the name without a colon (NCName) that starts at `at`; `at` itself when none does. */
export function endOfName(source: string, at: number): number {
	let bit = nameStart;
	let end = at;
	for (;;) {
		const code = source.charCodeAt(end);
		if (code < 128) {
			if ((ascii[code]! & bit) === 0) {
				return end;
			}
			end++;
		} else {
			const width = wideNameCharacter(source, end, bit);
			if (width === 0) {
				return end;
			}
			end += width;
		}
		bit = namePart;
	}
}

function wideNameCharacter(source: string, at: number, bit: number): number {
	const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
	return wideStart.test(character) || (bit === namePart && widePart.test(character)) ? character.length : 0;
}

/** The offset behind the name with at most one colon (QName) that starts at `at`; `at` itself when none does. */
export function endOfQualifiedName(source: string, at: number): number {
	const end = endOfName(source, at);
	if (end === at || source.charCodeAt(end) !== 58) {
		return end;
	}
	const local = endOfName(source, end + 1);
	return local === end + 1 || source.charCodeAt(local) === 58 ? at : local;
}

/** Is this a name without a colon? */
export function isName(text: string): boolean {
	return text !== '' && endOfName(text, 0) === text.length;
}

/** May a document hold the character with this code point (XML 1.0, 2.2 Char)? */
export function isCharacter(code: number): boolean {
	return code >= 32 ? code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff && code <= 0x10ffff) : isSpace(code);
}

/** Space, tab, carriage return, line feed: XML 1.0, 2.3 S. */
export function isSpace(code: number): boolean {
	return code === 32 || code === 10 || code === 9 || code === 13;
}

const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/; // oxlint-disable-line no-control-regex

/** Offset of the first character XML 1.0 forbids, half of a surrogate pair included; -1 when there is none. */
export function findForbidden(text: string): number {
	return text.search(forbidden);
}

/** Names a character in a message: `U+0001`. */
export function describeCharacter(text: string, at: number): string {
	return `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
