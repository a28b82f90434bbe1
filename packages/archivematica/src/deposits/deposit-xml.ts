import {DecodeError} from '@fonds/core';
import {attribute, child, children, content, decodeXml, namespace, optionalAttribute, optionalChild, optionalText} from '@fonds/core/xml';
import type {Match, XmlElement} from '@fonds/core/xml';
import {isUuid} from '../paths/uuid.ts';
import type {DepositCollection, DepositDownload, DepositEntry, DepositReceipt, DepositService, DepositState} from './deposit.ts';

const atomNamespace = 'http://www.w3.org/2005/Atom';
const atom = namespace(atomNamespace);
const app = namespace('http://www.w3.org/2007/app');
const terms = 'http://purl.org/net/sword/terms/';

/** Documents of the server use both namespaces for the same words. */
const sword = (name: string): Match => [namespace('http://purl.org/net/sword/')(name), namespace(terms)(name)];

/** SW-01. */
export function decodeService(root: XmlElement, base: URL): DepositService {
	expectRoot(root, 'service');
	const collections = children(root, app('workspace')).flatMap(workspace => children(workspace, app('collection')));
	return {version: optionalText(root, sword('version'))?.trim(), collections: collections.map(item => decodeCollection(item, base))};
}

function decodeCollection(collection: XmlElement, base: URL): DepositCollection {
	const url = ownLink(attribute(collection, 'href'), base);
	const uuid = /\/location\/([^/]+)\/sword\/collection\/$/.exec(new URL(url).pathname)?.[1];
	if (uuid === undefined) {
		throw new DecodeError(`A collection of the service document has the address ${url}, which is none of a collection.`);
	}
	return {uuid: decodeURIComponent(uuid), title: optionalText(collection, atom('title'))?.trim(), url};
}

/** SW-02 GET. */
export function decodeDeposits(root: XmlElement): readonly DepositEntry[] {
	expectRoot(root, 'feed');
	return children(root, atom('entry')).map(entry => decodeEntry(entry));
}

/** An entry of a list, or of its own (SW-03 GET). */
export function decodeEntry(entry: XmlElement): DepositEntry {
	expectRoot(entry, 'entry');
	return {uuid: uuidOf(entry), title: optionalText(entry, atom('title'))?.trim()};
}

/** The receipt (reference SW-02): addresses are taken by `rel`, the rest of it does not conform. */
export function decodeReceipt(root: XmlElement, base: URL): DepositReceipt {
	const link = (rel: string) => {
		const href = linkOf(root, rel);
		return href === undefined ? undefined : ownLink(href, base);
	};
	return {
		...decodeEntry(root),
		summary: optionalText(root, atom('summary'))?.trim(),
		links: {edit: link('edit'), media: link('edit-media'), add: link(`${terms}add`), statement: link(`${terms}statement`)},
	};
}

/** SW-05. */
export function decodeState(root: XmlElement): DepositState {
	expectRoot(root, 'feed');
	const category = children(root, atom('category')).find(item => optionalAttribute(item, 'scheme') === `${terms}state`);
	if (!category) {
		throw new DecodeError('<feed> has no <category> with the state of the deposit');
	}
	const text = content(category).trim();
	return {
		state: attribute(category, 'term'),
		text,
		finalisationFailed: text.includes('last finalization attempt failed'),
		downloads: children(root, atom('entry')).map(entry => decodeDownload(entry)),
	};
}

/** In entries, the summary is a child of the link (reference SW-02). */
function decodeDownload(entry: XmlElement): DepositDownload {
	const link = optionalChild(entry, atom('link'));
	const summary = (link && optionalText(link, atom('summary'))) ?? optionalText(entry, atom('summary'));
	return {
		name: optionalText(entry, atom('title')),
		url: optionalText(entry, atom('id')) ?? (link && optionalAttribute(link, 'href')),
		state: summary?.trim(),
	};
}

/** The UUID in the addresses of a deposit, or its bare `id`. */
function uuidOf(entry: XmlElement): string {
	const links = [linkOf(entry, 'edit'), linkOf(entry, 'self')];
	const id = content(child(entry, atom('id'))).trim();
	for (const address of [...links, id]) {
		const uuid = /\/file\/([\w-]+)\/sword\/$/.exec(address ?? '')?.[1];
		if (uuid !== undefined) {
			return uuid;
		}
	}
	if (!isUuid(id)) {
		throw new DecodeError('<entry> has no address of a deposit');
	}
	return id;
}

function linkOf(entry: XmlElement, rel: string): string | undefined {
	const link = children(entry, atom('link')).find(item => optionalAttribute(item, 'rel') === rel);
	return link && optionalAttribute(link, 'href');
}

/** Addresses are made of what the server takes for its own name, which a proxy may hide: they are those of the origin we know. */
function ownLink(href: string, base: URL): string {
	const url = URL.parse(href, base);
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new DecodeError('A link of a SWORD document is no address.');
	}
	return new URL(url.pathname.replace(/^\/+/, '/') + url.search, base).href;
}

function expectRoot({name, namespace: found}: XmlElement, expected: string): void {
	if (name !== expected || ![atomNamespace, 'http://www.w3.org/2007/app'].includes(found)) {
		throw new DecodeError(`<${name}> came where <${expected}> of SWORD was expected`);
	}
}

/**
 * Reads the one document whose prefix `atom` nobody declares (SW-03 GET), by declaring it; nothing else is mended.
 *
 * @throws DecodeError when it is not well-formed beyond that.
 */
export async function readUndeclaredAtom(response: Response): Promise<XmlElement> {
	const text = await response.text();
	const declared = text.replace(
		/^(\uFEFF?\s*(?:<\?xml\b[^>]*\?>\s*)?<atom:entry)(?=[\s>])(?![^>]*\sxmlns:atom\s*=)/,
		`$1 xmlns:atom="${atomNamespace}"`,
	);
	return decodeXml(new Response(declared, {headers: {'content-type': response.headers.get('content-type') ?? ''}}));
}
