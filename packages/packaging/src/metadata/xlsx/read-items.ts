import {DecodeError} from '@fonds/core';
import {parseXml, type XmlElement} from '@fonds/core/xml';
import {hasMoreElements} from '../../tree/parse-document.ts';

/** Elements that are held at a time, and characters that are read at a time. */
const maxElements = 2_000_000;
const chunkLength = 100_000;

/**
 * Reads a part of a workbook whose list has items without number, such as the rows of a sheet, some at a time: as a whole they would take fifty times their size.
 *
 * @param visit - Gets the list, again and again, with some of its items each time.
 * @returns The part, with its list emptied unless comments or the like are in it, for which it is read as a whole.
 * @throws DecodeError for what is not well-formed, or more than fits into memory.
 */
export function readItems(bytes: Uint8Array, list: string, item: string, visit: (items: XmlElement) => void): XmlElement {
	const text = decode(bytes);
	const opening = new RegExp(`<((?:[\\w.-]+:)?)${list}(?=[\\s>])[^<>]*(?<!/)>`).exec(text);
	if (opening === null || /<!|<\?/.test(text.replace(/^<\?/, ''))) {
		const whole = parsePart(text);
		listsOf(whole, list).forEach(visit);
		return whole;
	}
	const [start, prefix = ''] = opening;
	const from = opening.index + start.length;
	const to = text.lastIndexOf(`</${prefix}${list}`);
	const root = /<[^?][^<>]*>/.exec(text)![0];
	const isRoot = text.indexOf(root) === opening.index;
	const [before, after] = [isRoot ? start : root + start, `</${prefix}${list}>${isRoot ? '' : `</${/^<([^\s>]+)/.exec(root)![1]}>`}`];
	const end = `</${prefix}${item}>`;
	for (let at = from; at < to;) {
		const found = text.indexOf(end, at + chunkLength);
		const next = found === -1 || found > to ? to : found + end.length;
		listsOf(parsePart(before + text.slice(at, next) + after), list).forEach(visit);
		at = next;
	}
	return parsePart(text.slice(0, from) + text.slice(Math.max(from, to)));
}

/**
 * Reads a small part.
 *
 * @throws DecodeError for what is not well-formed, or more than fits into memory.
 */
export function readPart(bytes: Uint8Array): XmlElement {
	return parsePart(decode(bytes));
}

function parsePart(text: string): XmlElement {
	if (hasMoreElements(text, maxElements)) {
		throw new DecodeError('The workbook holds more than can be read. Save the table as CSV UTF-8.', {code: 'too-large'});
	}
	return parseXml(text);
}

function listsOf(root: XmlElement, list: string): readonly XmlElement[] {
	return [root, ...root.children.filter(node => typeof node === 'object')].filter(({name}) => name === list);
}

function decode(bytes: Uint8Array): string {
	const encoding = bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
	try {
		return new TextDecoder(encoding, {fatal: true}).decode(bytes);
	} catch (cause) {
		throw new DecodeError('A part of the workbook is neither in UTF-8 nor in UTF-16, as it has to be.', {code: 'damaged', cause});
	}
}
