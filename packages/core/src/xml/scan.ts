import {describeCharacter, endOfName, endOfQualifiedName, findForbidden, isSpace} from './characters.ts';
import {escapeName, needsEscape} from './escaped-name.ts';
import {fail} from './fail.ts';

/** A document that is known to be well-formed. */
export interface Scan {
	/** The root element in a form txml reads rightly: without comments and processing instructions, see also `escaped-name.ts`. */
	readonly root: string;
	/** Where each start tag is in the source, in document order. */
	readonly tags: readonly number[];
}

const bang = 33;
const quote = 34;
const apostrophe = 39;
const slash = 47;
const less = 60;
const equals = 61;
const greater = 62;
const question = 63;

const declaration =
	/^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(["'])1\.\d+\1(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])[A-Za-z][\w.-]*\2)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\3)?[ \t\n]*\?>/;

/** Without a doctype a document knows five entities (XML 1.0, 4.6); any other would be lost, so it is refused. */
const reference = /&(?:(?:amp|lt|gt|quot|apos)|#(x[\da-fA-F]+|\d+));/y;

/**
 * Checks what txml does not: that the source, with line feeds only, is one well-formed document (XML 1.0) without a
 * doctype whose elements are at most `maxDepth` deep. Reads the source once and never recurses.
 *
 * @throws DecodeError with line and column.
 */
export function scan(source: string, maxDepth: number): Scan {
	const tags: number[] = [];
	/** Names of the elements that are open. */
	const open: string[] = [];
	/** Names of the attributes of the tag that is read. */
	const attributes = new Set<string>();
	const nextAmpersand = finder(source, '&');
	const nextLess = finder(source, '<');
	const nextSectionEnd = finder(source, ']]>');
	/** How far the source is read. */
	let at = 0;
	/** What txml is to read, up to the offset `copied`. Nothing is copied until something is replaced. */
	let root = '';
	let copied = 0;

	const refuse: (problem: string, where?: number) => never = (problem, where = at) => fail(source, where, problem);

	const replace = (start: number, end: number, text: string): void => {
		root += source.slice(copied, start) + text;
		copied = end;
	};

	/** Gives the character behind the white space. */
	const skipSpace = (): number => {
		let code = source.charCodeAt(at);
		while (isSpace(code)) {
			code = source.charCodeAt(++at);
		}
		return code;
	};

	/** Finds the end of what has begun at `at`. */
	const find = (mark: string, from: number, what: string): number => {
		const end = source.indexOf(mark, from);
		return end === -1 ? refuse(`${what} is cut off`) : end;
	};

	const readReferences = (from: number, end: number): void => {
		for (let found = nextAmpersand(from); found < end; found = nextAmpersand(reference.lastIndex)) {
			reference.lastIndex = found;
			const match = reference.exec(source);
			if (match === null) {
				const unknown = /^&[^\s&;<]{1,40};/.exec(source.slice(found, found + 42));
				return refuse(unknown ? `Unknown entity ${unknown[0]}` : 'A bare & has to be written as &amp;', found);
			}
			const [whole, number = '32'] = match;
			const code = Number(`0${number}`); // 0x41, 065
			if (code > 0x10ffff || findForbidden(String.fromCodePoint(code)) !== -1) {
				refuse(`${whole.slice(0, 20)} is not a character XML allows`, found);
			}
		}
	};

	/** Reads a comment, a processing instruction or, inside the root, a CDATA section; false at anything else. */
	const readMarkup = (): boolean => {
		const next = source.charCodeAt(at + 1);
		const start = at;
		if (next === question) {
			const nameEnd = endOfName(source, at + 2);
			const end = find('?>', nameEnd, 'A processing instruction');
			at += 2;
			if (nameEnd === at || (end > nameEnd && !isSpace(source.charCodeAt(nameEnd)))) {
				refuse('A processing instruction has an illegal name');
			}
			if (source.slice(at, nameEnd).toLowerCase() === 'xml') {
				refuse('The XML declaration belongs at the very beginning', start);
			}
			at = end + 2;
		} else if (next !== bang) {
			return false;
		} else if (source.startsWith('<!--', at)) {
			const end = find('--', at + 4, 'A comment');
			if (source.charCodeAt(end + 2) !== greater) {
				refuse('A comment cannot hold --', end);
			}
			at = end + 3;
		} else if (open.length > 0 && source.startsWith('<![CDATA[', at)) {
			at = find(']]>', at + 9, 'A CDATA section') + 3;
			return true;
		} else {
			refuse(/^<!doctype/i.test(source.slice(at, at + 9)) ? 'A doctype declaration is not allowed' : 'Malformed markup after <!');
		}
		replace(start, at, '');
		return true;
	};

	/** Skips white space, comments and processing instructions around the root; stops at a tag or the end. */
	const readOutside = (): void => {
		for (;;) {
			const code = skipSpace();
			if (at === source.length) {
				return;
			}
			if (code !== less) {
				refuse(tags.length === 0 ? 'This is text, not an XML document' : 'Text after the root element');
			}
			if (!readMarkup()) {
				return;
			}
		}
	};

	/** Reads a name; '' when there is none. */
	const readName = (): string => {
		const start = at;
		at = endOfQualifiedName(source, start);
		const name = source.slice(start, at);
		if (needsEscape(name)) {
			replace(start, at, escapeName(name));
		}
		return name;
	};

	const refuseTag: (name: string, problem: string) => never = (name, problem) =>
		refuse(at >= source.length ? `The document is cut off inside the tag <${name}>` : `In the tag <${name}>: ${problem}`);

	const readStartTag = (): void => {
		const start = at++;
		const name = readName();
		if (name === '') {
			refuse(at >= source.length ? 'The document is cut off' : 'An element has an illegal name');
		}
		if (open.length >= maxDepth) {
			refuse(`Elements are nested deeper than ${maxDepth} levels`, start);
		}
		tags.push(start);
		if (attributes.size > 0) {
			attributes.clear();
		}

		for (;;) {
			const end = at;
			const code = skipSpace();
			if (code === greater) {
				at++;
				open.push(name);
				return;
			}
			if (code === slash) {
				at++;
				if (source.charCodeAt(at) !== greater) {
					refuseTag(name, 'only > may follow /');
				}
				at++;
				return;
			}
			if (at === end) {
				refuseTag(name, 'white space has to come before an attribute');
			}
			readAttribute(name);
		}
	};

	const readAttribute = (element: string): void => {
		const start = at;
		const name = readName();
		if (name === '') {
			refuseTag(element, 'an attribute has an illegal name');
		}
		if (attributes.has(name)) {
			refuse(`<${element}> has the attribute ${name} twice`, start);
		}
		attributes.add(name);
		if (skipSpace() !== equals) {
			refuseTag(element, `the attribute ${name} has no value`);
		}
		at++;
		const mark = skipSpace();
		if (mark !== quote && mark !== apostrophe) {
			refuseTag(element, `the value of the attribute ${name} has no quotes`);
		}
		at++;
		const end = source.indexOf(mark === quote ? '"' : "'", at);
		const stop = Math.min(nextLess(at), source.length);
		if (end === -1 || stop < end) {
			const problem = stop === source.length ? 'the document is cut off' : '< has to be written as &lt;';
			refuse(`In the attribute ${name} of <${element}>: ${problem}`, stop);
		}
		readReferences(at, end);
		const value = source.slice(at, end);
		if (/[\t\n]/.test(value)) {
			replace(at, end, value.replaceAll(/[\t\n]/g, ' ')); // XML 1.0, 3.3.3
		}
		at = end + 1;
	};

	const readEndTag = (name: string): void => {
		const start = at;
		const from = start + 2;
		const end = from + name.length;
		at = end;
		if (skipSpace() !== greater || !source.startsWith(name, from)) {
			const foundEnd = endOfQualifiedName(source, from);
			const found = source.slice(from, foundEnd);
			const malformed = found === '' || found === name || foundEnd === source.length;
			refuse(malformed ? `The end tag of <${name}> is malformed or cut off` : `<${name}> is closed by </${found}>`, start);
		}
		if (needsEscape(name)) {
			replace(from, end, escapeName(name));
		}
		at++;
	};

	const bad = findForbidden(source);
	if (bad !== -1) {
		refuse(`The character ${describeCharacter(source, bad)} is not allowed in XML`, bad);
	}
	if (/^<\?xml[ \t\n?]/.test(source)) {
		at = declaration.exec(source)?.[0].length ?? refuse('The XML declaration is malformed or cut off');
	}
	readOutside();
	if (at === source.length) {
		refuse('The document has no element');
	}

	root = '';
	copied = at;
	readStartTag();
	while (open.length > 0) {
		const end = nextLess(at);
		if (end === Infinity) {
			refuse(`The document is cut off inside <${open.at(-1)}>`, source.length);
		}
		if (end > at) {
			if (nextSectionEnd(at) < end) {
				refuse(']]> in text has to be written as ]]&gt;', nextSectionEnd(at));
			}
			readReferences(at, end);
			at = end;
		}
		if (source.charCodeAt(at + 1) === slash) {
			readEndTag(open.pop()!);
		} else if (!readMarkup()) {
			readStartTag();
		}
	}
	replace(at, at, '');
	const result = {root, tags};

	readOutside();
	return at < source.length ? refuse('A document has one root element, here is a second') : result;
}

/** Finds the next occurrence from offsets that only grow, so that a whole document costs one search. */
function finder(source: string, wanted: string): (from: number) => number {
	let found = -1;
	return from => {
		if (found < from) {
			const at = source.indexOf(wanted, from);
			found = at === -1 ? Infinity : at;
		}
		return found;
	};
}
