import {parseXml, type XmlElement} from '@fonds/core/xml';
import {prefixOf} from './vocabulary.ts';

/** Keys of JSON that clients follow. */
const followed = 'next|previous|first|last|self|href|endpoint';

/** A link of the target, and what it becomes. */
interface Move {
	readonly target: URL;
	readonly own: string;
}

/**
 * Points the links that clients follow to the proxy. An address in a title, a description, an identifier or metadata stays as it is: a
 * client that writes the object back would else put the proxy's address into the archive.
 */
export function rewriteLinks(kind: 'xml' | 'json', text: string, move: Move): string {
	if (kind === 'xml') return rewriteXml(text, move);
	return text.replaceAll(new RegExp(`((?<!\\\\)"(?:${followed})"\\s*:\\s*")${originPattern(move.target)}`, 'gu'), `$1${move.own}`);
}

/** As for links, for a header. */
export function rewriteLocation(value: string, {target, own}: Move): string {
	return value.replace(new RegExp(`^${originPattern(target)}`, 'iu'), own);
}

/** The text itself is changed, not the parsed document, so that all else stays as it was. */
function rewriteXml(text: string, {target, own}: Move): string {
	const origin = new RegExp(`^\\s*${originPattern(target)}(?=/(?:api|sdb|Registry|OAI-PMH)/)`, 'iu');
	if (!text.includes(target.hostname)) return text;
	const links = linksOf(text);
	return text.replaceAll(/(?<=>)[^<>]+(?=<)/gu, value => (links.has(value.replaceAll('&amp;', '&')) ? value.replace(origin, own) : value));
}

/** Texts of elements of the API itself, which stand nowhere else in the document. */
function linksOf(text: string): ReadonlySet<string> {
	const links = new Set<string>();
	const others = new Set<string>();
	const visit = ({namespace, children}: XmlElement): void => {
		const prefix = prefixOf(namespace);
		for (const node of children) {
			if (typeof node !== 'string') visit(node);
			else (prefix === undefined || prefix === 'xip' ? others : links).add(node);
		}
	};
	try {
		visit(parseXml(text));
	} catch {
		return new Set(); // damaged: the client is to see it as it is
	}
	return new Set([...links].filter(link => !others.has(link)));
}

/** In JSON the slashes may be escaped. */
function originPattern({protocol, hostname, port}: URL): string {
	const standard = protocol === 'https:' ? '443' : '80';
	const slash = String.raw`\\?/`;
	return `${protocol}${slash}${slash}${escapeRegExp(hostname)}${port === '' ? `(?::${standard})?` : `:${port}`}(?=[/\\\\?#"]|$)`;
}

function escapeRegExp(text: string): string {
	return text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);
}
