/** An element of an answer. Names carry their prefix as it is to be written. */
export interface Tag {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>;
	readonly content: readonly Content[];
}

/** Markup that is already serialised, with its namespaces declared in it. */
export interface Raw {
	readonly raw: string;
}

/** What can stand in an element; `undefined` leaves nothing. */
export type Content = Tag | Raw | string | number | boolean | undefined;

/** An element without attributes. */
export function tag(name: string, ...content: readonly Content[]): Tag {
	return {name, attributes: {}, content};
}

/** An element with attributes; an attribute that is `undefined` is left out. */
export function tagWith(name: string, attributes: Tag['attributes'], ...content: readonly Content[]): Tag {
	return {name, attributes, content};
}

/** An element with this text, or nothing when there is none. */
export function optionalTag(name: string, text: string | number | boolean | undefined): Tag | undefined {
	return text === undefined ? undefined : tag(name, text);
}

/** How a document is written. */
export interface WriteOptions {
	/** Puts each element on its own line. @default false */
	readonly pretty?: boolean | undefined;
}

/** Serialises a document. */
export function writeDocument(root: Tag, {pretty = false}: WriteOptions = {}): string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${pretty ? '\n' : ''}${write(root, pretty ? '\n' : '')}`;
}

/** Serialises an element on its own. */
export function writeElement(element: Tag): string {
	return write(element, '');
}

function write({name, attributes, content}: Tag, lineBreak: string): string {
	const start = `<${name}${Object.entries(attributes).map(writeAttribute).join('')}`;
	const parts = content.filter(part => part !== undefined);
	if (parts.length === 0) return `${start}/>`;
	const inner = lineBreak && `${lineBreak}  `;
	const spread = inner !== '' && parts.every(part => typeof part === 'object' && 'name' in part);
	return spread
		? `${start}>${parts.map(part => inner + writeContent(part, inner)).join('')}${lineBreak}</${name}>`
		: `${start}>${parts.map(part => writeContent(part, inner)).join('')}</${name}>`;
}

function writeContent(content: Exclude<Content, undefined>, lineBreak: string): string {
	if (typeof content !== 'object') return escape(String(content));
	return 'raw' in content ? content.raw : write(content, lineBreak);
}

function writeAttribute([name, value]: readonly [string, string | number | boolean | undefined]): string {
	if (value === undefined) return '';
	return ` ${name}="${escape(String(value)).replace(/["\t\n]/gu, character => `&#${character.charCodeAt(0)};`)}"`;
}

/** Characters XML 1.0 cannot hold become U+FFFD; a carriage return would be read back as a line feed. */
function escape(text: string): string {
	return (
		text
			// oxlint-disable-next-line no-control-regex -- these are the characters it is about
			.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, '\uFFFD')
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('\r', '&#13;')
	);
}
