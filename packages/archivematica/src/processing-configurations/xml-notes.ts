import {element, parseXml, writeXml} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';

/** A document whose comments and processing instructions are kept, each as a placeholder in the tree. */
export interface NotedXml {
	readonly root: XmlElement;
	/** Makes a placeholder for a new comment. */
	readonly comment: (text: string) => XmlElement;
	/** The text of a comment, `undefined` for anything else. */
	readonly commentText: (node: XmlElement) => string | undefined;
	/** The document with another root: what stood before and after it stays. */
	readonly write: (root: XmlElement) => string;
}

/**
 * Reads a document and keeps its notes, for which the trees of `parseXml` have no place.
 *
 * @throws DecodeError when it is not well-formed.
 */
export function parseNotedXml(source: string): NotedXml {
	parseXml(source); // Only what is well-formed can be taken apart as simply as below.
	const notes: string[] = [];
	const placeholder = (note: string): XmlElement => element(noteNamespace, 'note', undefined, {index: String(notes.push(note) - 1)});
	const {before, body, after} = takeApart(source, note => writeXml(placeholder(note), {declaration: false}));
	const noteOf = (node: XmlElement) => (node.namespace === noteNamespace ? notes[Number(node.attributes[0]?.value)] : undefined);
	return {
		root: parseXml(body),
		comment: text => placeholder(`<!-- ${text} -->`),
		commentText: node => /^<!--(.*)-->$/s.exec(noteOf(node) ?? '')?.[1]?.trim(),
		write(root) {
			const written = writeXml(root, {declaration: false}).replaceAll(
				writtenPlaceholder,
				(whole, index: string) => notes[Number(index)] ?? whole,
			);
			return asUtf8(before) + written + after;
		},
	};
}

/** No document uses it. */
const noteNamespace = 'urn:fonds:xml-note';

const writtenPlaceholder = new RegExp(`<note xmlns="${noteNamespace}" index="(\\d+)"/>`, 'g');

/** Comments, processing instructions, character data, tags. */
const markup = /<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<(?:"[^"]*"|'[^']*'|[^>"'])*>/gs;

/** The root with its notes replaced, and what is around it. */
function takeApart(source: string, replace: (note: string) => string): {before: string; body: string; after: string} {
	let depth = 0;
	let start: number | undefined;
	let end = 0;
	let copied = 0;
	let body = '';
	for (const {0: token, index} of source.matchAll(markup)) {
		const isNote = token.startsWith('<!--') || token.startsWith('<?');
		if (isNote && depth > 0) {
			body += source.slice(copied, index) + replace(token);
			copied = index + token.length;
		}
		if (!isNote && !token.startsWith('<!')) {
			start ??= copied = index;
			depth += token.startsWith('</') ? -1 : token.endsWith('/>') ? 0 : 1;
			end = index + token.length;
		}
	}
	return {before: source.slice(0, start), body: body + source.slice(copied, end), after: source.slice(end)};
}

/** What is written is text, and text is UTF-8 wherever it goes. */
function asUtf8(before: string): string {
	return before.replace(/^(\s*<\?xml[^?]*?\sencoding\s*=\s*)(?:"[^"]*"|'[^']*')/, '$1"UTF-8"');
}
