import {ConfigurationError, DecodeError, type Page, type Path, type RequestOptions} from '@fonds/core';
import {content, namespace, type XmlElement, type XmlName} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {findAll} from '../xml/find-all.ts';
import {either} from '../xml/names.ts';
import {readList} from '../xml/read-list.ts';
import {optionalAddress} from '../xml/values.ts';

const adminApi = namespace('http://preservica.com/AdminAPI');
const noNamespace = namespace('');

/** A name of the Admin API. Recorded answers have it without any namespace, too. */
export function admin(name: string): readonly XmlName[] {
	return [adminApi(name), noNamespace(name)];
}

const paging = [...admin('Paging'), ...either('Paging')];
const next = [...admin('Next'), ...either('Next')];

/** Reads a list of the Admin API. No public client knows one in pages; should a server lead to another page, it is read as well. */
export function readAdminList<T>(
	session: Session,
	place: Path,
	item: string,
	decode: (source: XmlElement) => T,
	options: RequestOptions,
): Promise<T[]> {
	return readList(session.http, place, response => decodeAdminPage(response, item, decode), options);
}

/** The items, whatever is around them: the wrappers of users, roles and tags are in no public source (reference 6.2). */
function decodeAdminPage<T>(response: XmlElement, item: string, decode: (source: XmlElement) => T): Page<T> {
	const found = findAll(response, admin(item));
	if (found.length === 0 && !isListOf(item, response)) {
		throw new DecodeError(
			`The answer is <${response.name}> in the namespace ${JSON.stringify(response.namespace.slice(0, 200))}, not a list of <${item}>. Another server, or a proxy, may have answered.`,
		);
	}
	const [page] = findAll(response, paging);
	return {items: found.map(decode), total: undefined, next: page && optionalAddress(page, next)};
}

function isListOf(item: string, {name, namespace: uri}: XmlElement): boolean {
	return uri === '' ? name === `${item}s` || name === `${item}sResponse` : /^http:\/\/preservica\.com\/AdminAPI(?:\/|$)/.test(uri);
}

/**
 * The text of an element that is a name: of a user, a role, a security tag.
 *
 * @throws DecodeError when it is blank.
 */
export function nameIn(source: XmlElement): string {
	const name = content(source).trim();
	if (name === '') {
		throw new DecodeError(`<${source.name}> holds no name.`);
	}
	return name;
}

/**
 * The namespace that documents for the Admin API are written in.
 *
 * @throws ConfigurationError with code `version` for servers that have none yet.
 */
export async function adminNamespace(session: Session, feature: string, {signal}: RequestOptions): Promise<string> {
	const {admin: uri} = await session.namespaces({signal});
	if (uri === undefined) {
		throw new ConfigurationError(`${feature} needs Preservica 6.2 or newer.`, {code: 'version'});
	}
	return uri;
}
