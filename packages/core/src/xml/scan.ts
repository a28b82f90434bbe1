import {describeCharacter, endOfName, endOfQualifiedName, findForbidden, isSpace} from './characters.ts';
import {needsEscape, escapeName} from './escaped-name.ts';
import {fail} from './fail.ts';
import {endOfReference} from './reference.ts';
import {createRewriter, type Rewriter} from './rewriter.ts';

/** A document that is known to be well-formed. */
export interface Scan {
	/** The root element in a form txml reads rightly: without comments and processing instructions, see also `escaped-name.ts`. */
	readonly root: string;
	/** Where each start tag is in the source, in document order. */
	readonly tags: readonly number[];
}

interface State {
	readonly source: string;
	readonly maxDepth: number;
	readonly rewriter: Rewriter;
	readonly tags: number[];
	/** Names of the elements that are open. */
	readonly open: string[];
	/** Names of the attributes of the tag that is read. */
	readonly attributes: Set<string>;
	readonly nextAmpersand: (from: number) => number;
	readonly nextLess: (from: number) => number;
	readonly nextSectionEnd: (from: number) => number;
}

const tab = 9;
const lineFeed = 10;
const bang = 33;
const quote = 34;
const apostrophe = 39;
const slash = 47;
const less = 60;
const equals = 61;
const greater = 62;
const question = 63;

/**
 * Checks what txml does not: that the source, with line feeds only, is one well-formed document (XML 1.0) without a
 * doctype whose elements are at most `maxDepth` deep. Reads the source once and never recurses.
 *
 * @throws DecodeError with line and column.
 */
export function scan(source: string, maxDepth: number): Scan {
	const bad = findForbidden(source);
	if (bad !== -1) {
		fail(source, bad, `The character ${describeCharacter(source, bad)} is not allowed in XML`);
	}

	const state: State = {
		source,
		maxDepth,
		rewriter: createRewriter(source),
		tags: [],
		open: [],
		attributes: new Set(),
		nextAmpersand: finder(source, '&'),
		nextLess: finder(source, '<'),
		nextSectionEnd: finder(source, ']]>'),
	};
	const start = scanOutside(state, scanDeclaration(source));
	if (start === source.length) {
		fail(source, start, 'The document has no element');
	}
	const end = scanRoot(state, start);
	const rest = scanOutside(state, end);
	if (rest < source.length) {
		fail(source, rest, 'A document has one root element, here is a second');
	}
	return {root: state.rewriter.result(start, end), tags: state.tags};
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

const declaration =
	/^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(["'])1\.\d+\1(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])[A-Za-z][\w.-]*\2)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\3)?[ \t\n]*\?>/;

function scanDeclaration(source: string): number {
	if (!/^<\?xml[ \t\n?]/.test(source)) {
		return 0;
	}
	return declaration.exec(source)?.[0].length ?? fail(source, 0, 'The XML declaration is malformed or cut off');
}

/** Skips white space, comments and processing instructions around the root; stops at a tag or the end. */
function scanOutside(state: State, from: number): number {
	const {source} = state;
	let at = from;
	for (;;) {
		at = skipSpace(source, at);
		if (at === source.length) {
			return at;
		}
		if (source.charCodeAt(at) !== less) {
			fail(source, at, state.tags.length === 0 ? 'This is text, not an XML document' : 'Text after the root element');
		}
		const next = source.charCodeAt(at + 1);
		if (next === question) {
			at = scanInstruction(state, at);
		} else if (next === bang) {
			at = source.startsWith('<!--', at) ? scanComment(state, at) : failAtMarkup(source, at);
		} else {
			return at;
		}
	}
}

function scanRoot(state: State, start: number): number {
	const {source, open} = state;
	let at = scanStartTag(state, start);
	while (open.length > 0) {
		const end = state.nextLess(at);
		if (end === Infinity) {
			fail(source, source.length, `The document is cut off inside <${open.at(-1)}>`);
		}
		if (end > at) {
			scanText(state, at, end);
		}
		const next = source.charCodeAt(end + 1);
		if (next === slash) {
			at = scanEndTag(state, end);
		} else if (next === bang) {
			at = scanBang(state, end);
		} else if (next === question) {
			at = scanInstruction(state, end);
		} else {
			at = scanStartTag(state, end);
		}
	}
	return at;
}

function scanText(state: State, from: number, end: number): void {
	const section = state.nextSectionEnd(from);
	if (section < end) {
		fail(state.source, section, ']]> in text has to be written as ]]&gt;');
	}
	scanReferences(state, from, end);
}

function scanReferences(state: State, from: number, end: number): void {
	let at = state.nextAmpersand(from);
	while (at < end) {
		at = state.nextAmpersand(endOfReference(state.source, at));
	}
}

function scanStartTag(state: State, start: number): number {
	const {source, open, attributes} = state;
	const end = endOfQualifiedName(source, start + 1);
	const name = source.slice(start + 1, end);
	if (name === '') {
		failAtName(source, start + 1, 'element');
	}
	if (open.length >= state.maxDepth) {
		fail(source, start, `Elements are nested deeper than ${state.maxDepth} levels`);
	}
	if (needsEscape(name)) {
		state.rewriter.replace(start + 1, end, escapeName(name));
	}
	state.tags.push(start);
	if (attributes.size > 0) {
		attributes.clear();
	}

	let at = end;
	for (;;) {
		const next = skipSpace(source, at);
		const code = source.charCodeAt(next);
		if (code === greater) {
			open.push(name);
			return next + 1;
		}
		if (code === slash) {
			return source.charCodeAt(next + 1) === greater ? next + 2 : failInTag(source, next + 1, name, 'only > may follow /');
		}
		if (next === at) {
			failInTag(source, next, name, 'white space has to come before an attribute');
		}
		at = scanAttribute(state, next, name);
	}
}

function scanAttribute(state: State, start: number, element: string): number {
	const {source, attributes} = state;
	const end = endOfQualifiedName(source, start);
	const name = source.slice(start, end);
	if (name === '') {
		failInTag(source, start, element, 'an attribute has an illegal name');
	}
	if (attributes.has(name)) {
		fail(source, start, `<${element}> has the attribute ${name} twice`);
	}
	attributes.add(name);
	if (needsEscape(name)) {
		state.rewriter.replace(start, end, escapeName(name));
	}

	const sign = skipSpace(source, end);
	if (source.charCodeAt(sign) !== equals) {
		failInTag(source, sign, element, `the attribute ${name} has no value`);
	}
	const opening = skipSpace(source, sign + 1);
	const mark = source.charCodeAt(opening);
	if (mark !== quote && mark !== apostrophe) {
		failInTag(source, opening, element, `the value of the attribute ${name} has no quotes`);
	}
	return scanValue(state, opening + 1, mark, element, name);
}

function scanValue(state: State, start: number, mark: number, element: string, name: string): number {
	const {source} = state;
	const end = source.indexOf(mark === quote ? '"' : "'", start);
	const nextLess = state.nextLess(start);
	if (end === -1 || nextLess < end) {
		const at = Math.min(nextLess, source.length);
		fail(
			source,
			at,
			`In the attribute ${name} of <${element}>: ${at === source.length ? 'the document is cut off' : '< has to be written as &lt;'}`,
		);
	}
	scanReferences(state, start, end);
	for (let at = start; at < end; at++) {
		const code = source.charCodeAt(at);
		if (code === tab || code === lineFeed) {
			state.rewriter.replace(at, at + 1, ' '); // XML 1.0, 3.3.3
		}
	}
	return end + 1;
}

function scanEndTag(state: State, start: number): number {
	const {source, open} = state;
	const name = open.pop()!;
	const end = start + 2 + name.length;
	const close = skipSpace(source, end);
	if (!source.startsWith(name, start + 2) || source.charCodeAt(close) !== greater) {
		const foundEnd = endOfQualifiedName(source, start + 2);
		const found = source.slice(start + 2, foundEnd);
		const malformed = found === '' || found === name || foundEnd === source.length;
		fail(source, start, malformed ? `The end tag of <${name}> is malformed or cut off` : `<${name}> is closed by </${found}>`);
	}
	if (needsEscape(name)) {
		state.rewriter.replace(start + 2, end, escapeName(name));
	}
	return close + 1;
}

function scanBang(state: State, start: number): number {
	const {source} = state;
	if (source.startsWith('<!--', start)) {
		return scanComment(state, start);
	}
	if (!source.startsWith('<![CDATA[', start)) {
		failAtMarkup(source, start);
	}
	const end = state.nextSectionEnd(start + 9);
	return end === Infinity ? fail(source, start, 'A CDATA section is cut off') : end + 3;
}

function scanComment({source, rewriter}: State, start: number): number {
	const end = source.indexOf('--', start + 4);
	if (end === -1) {
		fail(source, start, 'A comment is cut off');
	}
	if (source.charCodeAt(end + 2) !== greater) {
		fail(source, end, 'A comment cannot hold --');
	}
	rewriter.replace(start, end + 3, '');
	return end + 3;
}

function scanInstruction({source, rewriter}: State, start: number): number {
	const nameEnd = endOfName(source, start + 2);
	const name = source.slice(start + 2, nameEnd);
	const end = source.indexOf('?>', nameEnd);
	if (end === -1) {
		fail(source, start, 'A processing instruction is cut off');
	}
	if (name === '' || (end > nameEnd && !isSpace(source.charCodeAt(nameEnd)))) {
		failAtName(source, start + 2, 'processing instruction');
	}
	if (name.toLowerCase() === 'xml') {
		fail(source, start, 'The XML declaration belongs at the very beginning');
	}
	rewriter.replace(start, end + 2, '');
	return end + 2;
}

function skipSpace(source: string, from: number): number {
	let at = from;
	while (isSpace(source.charCodeAt(at))) {
		at++;
	}
	return at;
}

function failAtMarkup(source: string, at: number): never {
	fail(source, at, /^<!doctype/i.test(source.slice(at, at + 9)) ? 'A doctype declaration is not allowed' : 'Malformed markup after <!');
}

function failAtName(source: string, at: number, what: string): never {
	fail(source, at, at >= source.length ? 'The document is cut off' : `An ${what} has an illegal name`.replace('An p', 'A p'));
}

function failInTag(source: string, at: number, name: string, problem: string): never {
	fail(source, at, at >= source.length ? `The document is cut off inside the tag <${name}>` : `In the tag <${name}>: ${problem}`);
}
