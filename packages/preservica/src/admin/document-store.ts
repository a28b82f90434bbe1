import {ConfigurationError, NotFoundError, path, type RequestOptions, type SendOptions} from '@fonds/core';
import {decodeXml, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import {admin, readAdminList} from './admin-xml.ts';
import {findAll} from '../xml/find-all.ts';
import type {StoredDocument, Which} from './stored-document.ts';
import type {ReadyXml} from './xml-source.ts';

/** How one kind of stored documents is named and read. */
export interface DocumentKind<T extends StoredDocument> {
	readonly noun: string;
	/** The last part of its address. */
	readonly place: 'schemas' | 'documents' | 'transforms';
	/** The element of one in a list. */
	readonly element: string;
	readonly decode: (source: XmlElement) => T;
}

/** What adding one sends besides the XML. */
export type DocumentQuery = NonNullable<SendOptions['query']>;

/** Stored documents of one kind: schemas, documents and transforms differ in what a list says of them only (ADM-13 to ADM-24). */
export class DocumentStore<T extends StoredDocument> {
	readonly kind: DocumentKind<T>;
	readonly #session: Session;

	constructor(session: Session, kind: DocumentKind<T>) {
		this.#session = session;
		this.kind = kind;
	}

	list(options: RequestOptions): Promise<T[]> {
		return readAdminList(this.#session, path`api/admin/${this.kind.place}`, this.kind.element, this.kind.decode, options);
	}

	/** The id of one; what it is not told by itself is looked up in the list. */
	async idOf(which: Which<T>, options: RequestOptions): Promise<string> {
		return idIn(which) ?? this.#pick(which, await this.list(options)).id;
	}

	/** What a list says of one. */
	entry(which: Which<T>, all: readonly T[]): T {
		const id = idIn(which);
		return id === undefined ? this.#pick(which, all) : (all.find(item => item.id === id) ?? this.#none(`the id ${JSON.stringify(id)}`));
	}

	content(id: string, options: RequestOptions): Promise<Response> {
		return this.#session.http.send('GET', path`api/admin/${this.kind.place}/${id}/content`, options);
	}

	/** Adds one; an error of an answer that was lost says that it may have been added. */
	async addOnce(query: DocumentQuery, ready: ReadyXml, options: RequestOptions): Promise<T | undefined> {
		await this.#session.token(options); // A failure of that is no doubt.
		const advice = `The ${this.kind.noun} may have been added: look into the list before adding it again.`;
		return orSayUncertain(advice, () => this.add(query, ready, options));
	}

	/** Adds one and gives what the answer says of it: no public source tells what that is. */
	async add(query: DocumentQuery, {bytes, type}: Pick<ReadyXml, 'bytes' | 'type'>, options: RequestOptions): Promise<T | undefined> {
		const headers = {'content-type': type};
		const place = path`api/admin/${this.kind.place}`;
		const response = await this.#session.http.send('POST', place, {...options, headers, query, body: bytes});
		try {
			const root = await decodeXml(response);
			const [source = root] = findAll(root, admin(this.kind.element));
			return this.kind.decode(source);
		} catch {
			options.signal?.throwIfAborted();
			return undefined;
		}
	}

	async delete(id: string, options: RequestOptions): Promise<void> {
		await sendAndForget(this.#session.http, 'DELETE', path`api/admin/${this.kind.place}/${id}`, options);
	}

	#pick(which: Which<T>, all: readonly T[]): T {
		const found = all.filter(item => fits(item, which));
		const [first] = found;
		if (first === undefined) {
			return this.#none(describe(which));
		}
		if (found.length > 1) {
			const names = found.map(({name, id}) => `${JSON.stringify(name)} (${id})`).join(', ');
			throw new ConfigurationError(`${found.length} ${this.kind.place} have ${describe(which)}: ${names}. Name one by its id.`, {
				code: 'ambiguous',
			});
		}
		return first;
	}

	#none(what: string): never {
		throw new NotFoundError(`There is no ${this.kind.noun} with ${what}, or this account has no right to see it.`);
	}
}

/** @throws ConfigurationError when it tells nothing. */
function idIn(which: Which<StoredDocument>): string | undefined {
	if (typeof which === 'string') {
		return which;
	}
	if (Object.values(which).every(value => value === undefined)) {
		throw new ConfigurationError('Say which one: by its id, or by what the list says of it.');
	}
	return which.id;
}

function fits(item: StoredDocument, which: Which<StoredDocument>): boolean {
	const known = new Map<string, unknown>(Object.entries(item));
	return Object.entries(which).every(([key, value]) => value === undefined || known.get(key) === value);
}

function describe(which: Which<StoredDocument>): string {
	return Object.entries(which)
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => `the ${key} ${JSON.stringify(value)}`)
		.join(' and ');
}
