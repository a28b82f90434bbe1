import {ConfigurationError, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {DocumentQuery, DocumentStore} from './document-store.ts';
import type {NewXmlDocument, Which, XmlDocument, XmlDocumentType, XmlSource, XmlSourceOptions} from './stored-document.ts';

/** What replacing a document takes. */
export interface ReplaceDocumentOptions extends RequestOptions, XmlSourceOptions {
	/** What it is for, where the list does not tell. @default as the list has it */
	readonly type?: XmlDocumentType | undefined;
}

const content = () => import('./xml-source.ts');

/** The XML documents of the tenancy. Changing them takes a manager: the server decides, and refuses with `PermissionError`. */
export class Documents {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * All documents (ADM-17).
	 *
	 * @throws DecodeError when the answer is no list of documents: it would pass for an empty one.
	 */
	async list(options: RequestOptions = {}): Promise<XmlDocument[]> {
		return (await this.#open()).list(options);
	}

	/**
	 * The text of a document (ADM-18).
	 *
	 * @throws NotFoundError when there is none; ConfigurationError with code `ambiguous`, naming them, when there are several.
	 */
	async content(which: Which<XmlDocument>, options: RequestOptions = {}): Promise<string> {
		const store = await this.#open();
		const response = await store.content(await store.idOf(which, options), options);
		return (await content()).readStoredXml(response, 'document');
	}

	/**
	 * Adds a document (ADM-19). Gives what the server says of it, `undefined` when it says nothing. Not repeated when the answer is lost: it may
	 * have been added.
	 *
	 * @throws DecodeError with line and column, before anything is sent, when the content is not well-formed XML.
	 */
	async add(document: NewXmlDocument, {check, ...options}: RequestOptions & XmlSourceOptions = {}): Promise<XmlDocument | undefined> {
		const ready = await (await content()).readyXml(document.content, `document ${JSON.stringify(document.name)}`, {check});
		return (await this.#open()).addOnce({name: document.name, type: document.type ?? 'MetadataTemplate'}, ready, options);
	}

	/**
	 * Deletes a document and adds it with another content and the same name: servers cannot change one in place (ADM-17 to ADM-20). Its id changes.
	 * When the new one cannot be added, the old one is put back. The signal is not listened to between the two.
	 *
	 * @throws ReplacementError when the new one was not added; its `content` is the old one.
	 */
	async replace(
		which: Which<XmlDocument>,
		source: XmlSource,
		{type, ...options}: ReplaceDocumentOptions = {},
	): Promise<XmlDocument | undefined> {
		const {replaceDocument} = await import('./replace-document.ts');
		return replaceDocument(await this.#open(), {which, content: source, query: entry => queryOf(entry, type), options});
	}

	/**
	 * Deletes a document (ADM-20).
	 *
	 * @throws NotFoundError when there is none; ConfigurationError with code `ambiguous`, naming them, when there are several.
	 */
	async delete(which: Which<XmlDocument>, options: RequestOptions = {}): Promise<void> {
		const store = await this.#open();
		await store.delete(await store.idOf(which, options), options);
	}

	async #open(): Promise<DocumentStore<XmlDocument>> {
		const {documentStore} = await import('./document-stores.ts');
		return documentStore(this.#session);
	}
}

/** A template in place of an index definition would be worse than none. */
function queryOf({name, ...entry}: XmlDocument, type: XmlDocumentType | undefined): DocumentQuery {
	const known = type ?? entry.type;
	if (known === undefined) {
		throw new ConfigurationError(`The server does not tell the type of the document ${JSON.stringify(name)}: give it.`);
	}
	return {name, type: known};
}
