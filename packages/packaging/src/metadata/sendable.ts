const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]/u; // oxlint-disable-line no-control-regex

/** A text as XML 1.0 can hold it (2.2 Char), and the first character that was left out of it. */
export function sendable(text: string): {readonly clean: string; readonly problem: string | undefined} {
	const at = text.search(forbidden);
	if (at === -1) {
		return {clean: text, problem: undefined};
	}
	const code = text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0');
	return {clean: text.replaceAll(new RegExp(forbidden, 'gu'), ''), problem: `U+${code}`};
}
