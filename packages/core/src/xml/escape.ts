const inText: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;'};
const inAttribute: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'"': '&quot;',
	'\t': '&#9;',
	'\n': '&#10;',
	'\r': '&#13;',
};

/** A carriage return would be read back as a line feed (XML 1.0, 2.11). */
export function escapeText(text: string): string {
	return /[&<>\r]/.test(text) ? text.replaceAll(/[&<>\r]/g, character => inText[character]!) : text;
}

/** Tab and line ends would be read back as spaces (XML 1.0, 3.3.3). */
export function escapeAttribute(value: string): string {
	return /[&<"\t\n\r]/.test(value) ? value.replaceAll(/[&<"\t\n\r]/g, character => inAttribute[character]!) : value;
}
