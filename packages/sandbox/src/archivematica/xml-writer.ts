/** An element to be written, with the prefixes Archivematica uses. Attributes that are `undefined` are left out. */
export interface Markup {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string | undefined>>;
	readonly children: readonly (Markup | string)[];
}

/** An element: `markup('mets:file', {ID: 'a'}, 'text', markup(…))`. */
export function markup(name: string, attributes: Markup['attributes'] = {}, ...children: readonly (Markup | string)[]): Markup {
	return {name, attributes, children};
}

/** A comment, for people. */
export function comment(text: string): Markup {
	return {name: '!--', attributes: {text: text.replaceAll('--', '- -')}, children: []};
}

/** The document as text, elements indented by two spaces as in Archivematica's own files. */
export function writeMarkup(root: Markup): string {
	return `<?xml version='1.0' encoding='UTF-8'?>\n${write(root, '')}\n`;
}

function write({name, attributes, children}: Markup, indent: string): string {
	if (name === '!--') return `${indent}<!-- ${attributes['text'] ?? ''} -->`;
	let start = `${indent}<${name}`;
	for (const [key, value] of Object.entries(attributes)) if (value !== undefined) start += ` ${key}="${escape(value)}"`;
	if (children.length === 0) return `${start}/>`;
	if (children.every(child => typeof child === 'string')) return `${start}>${children.map(escape).join('')}</${name}>`;
	const inner = children.map(child => (typeof child === 'string' ? `${indent}  ${escape(child)}` : write(child, `${indent}  `)));
	return `${start}>\n${inner.join('\n')}\n${indent}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	'\n': '&#10;',
	'\r': '&#13;',
	'\t': '&#9;',
};

/** Control characters, most of which XML 1.0 cannot hold, become U+FFFD. */
function escape(text: string): string {
	const escaped = text.replaceAll(/[&<>"\n\r\t]/gu, character => entities[character] ?? '');
	return escaped.replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, '\uFFFD');
}
