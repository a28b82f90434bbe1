/** XML 1.0 (fifth edition): NameStartChar without the colon, which separates; and NameChar. */
const start =
	'A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}';
const part = `-.0-9\xb7\u0300-\u036f\u203f\u2040${start}`;
const name = `[${start}][${part}]*`;

/** Gives the offset behind the name at `at`; `at` itself when there is none or a colon follows it. */
function ending(pattern: string): (source: string, at: number) => number {
	const expression = new RegExp(pattern, 'uy');
	return (source, at) => {
		expression.lastIndex = at;
		const end = expression.test(source) ? expression.lastIndex : at;
		return source.charCodeAt(end) === 58 ? at : end;
	};
}

/** The offset behind the name without a colon (NCName) that starts at `at`; `at` itself when none does. */
export const endOfName: (source: string, at: number) => number = ending(name);

/** The offset behind the name with at most one colon (QName) that starts at `at`; `at` itself when none does. */
export const endOfQualifiedName: (source: string, at: number) => number = ending(`${name}(?::${name})?`);

/** Space, tab, line feed: XML 1.0, 2.3 S, where the line ends are line feeds. */
export function isSpace(code: number): boolean {
	return code === 32 || code === 10 || code === 9;
}

const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]/u; // oxlint-disable-line no-control-regex

/** Offset of the first character XML 1.0 forbids (2.2 Char), half of a surrogate pair included; -1 when there is none. */
export function findForbidden(text: string): number {
	return text.search(forbidden);
}

/** Names a character in a message: `U+0001`. */
export function describeCharacter(text: string, at: number): string {
	return `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
