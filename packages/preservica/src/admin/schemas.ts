import type {RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {DocumentQuery, DocumentStore} from './document-store.ts';
import type {NewXmlSchema, Which, XmlSchema, XmlSource, XmlSourceOptions} from './stored-document.ts';

/** What replacing a schema takes. */
export interface ReplaceSchemaOptions extends RequestOptions, XmlSourceOptions {
	/** The name of the file, which no list tells. @default that of a `File`, else the name with `.xsd` */
	readonly originalName?: string | undefined;
}

const content = () => import('./xml-source.ts');

/** The XML schemas of the tenancy. Changing them takes a manager: the server decides, and refuses with `PermissionError`. */
export class Schemas {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * All schemas (ADM-13).
	 *
	 * @throws DecodeError when the answer is no list of schemas: it would pass for an empty one.
	 */
	async list(options: RequestOptions = {}): Promise<XmlSchema[]> {
		return (await this.#open()).list(options);
	}

	/**
	 * The text of a schema (ADM-14).
	 *
	 * @throws NotFoundError when there is none; ConfigurationError with code `ambiguous`, naming them, when there are several.
	 */
	async content(which: Which<XmlSchema>, options: RequestOptions = {}): Promise<string> {
		const store = await this.#open();
		const response = await store.content(await store.idOf(which, options), options);
		return (await content()).readStoredXml(response, 'schema');
	}

	/**
	 * Adds a schema (ADM-15). Gives what the server says of it, `undefined` when it says nothing. Not repeated when the answer is lost: it may
	 * have been added.
	 *
	 * @throws DecodeError with line and column, before anything is sent, when the content is not well-formed XML.
	 */
	async add(schema: NewXmlSchema, {check, ...options}: RequestOptions & XmlSourceOptions = {}): Promise<XmlSchema | undefined> {
		const ready = await (await content()).readyXml(schema.content, `schema ${JSON.stringify(schema.name)}`, {check});
		return (await this.#open()).addOnce(queryOf(schema, ready), ready, options);
	}

	/**
	 * Deletes a schema and adds it with another content and the same name: servers cannot change one in place (ADM-13 to ADM-16). Its id changes.
	 * When the new one cannot be added, the old one is put back. The signal is not listened to between the two.
	 *
	 * @throws ReplacementError when the new one was not added; its `content` is the old one.
	 */
	async replace(
		which: Which<XmlSchema>,
		source: XmlSource,
		{originalName, ...options}: ReplaceSchemaOptions = {},
	): Promise<XmlSchema | undefined> {
		const {replaceDocument} = await import('./replace-document.ts');
		return replaceDocument(await this.#open(), {
			which,
			content: source,
			query: (entry, {fileName}) => queryOf({...entry, originalName}, {fileName}),
			options,
		});
	}

	/**
	 * Deletes a schema (ADM-16).
	 *
	 * @throws NotFoundError when there is none; ConfigurationError with code `ambiguous`, naming them, when there are several.
	 */
	async delete(which: Which<XmlSchema>, options: RequestOptions = {}): Promise<void> {
		const store = await this.#open();
		await store.delete(await store.idOf(which, options), options);
	}

	async #open(): Promise<DocumentStore<XmlSchema>> {
		const {schemaStore} = await import('./document-stores.ts');
		return schemaStore(this.#session);
	}
}

function queryOf(
	{name, description, originalName}: Pick<NewXmlSchema, 'name' | 'description' | 'originalName'>,
	{fileName}: {readonly fileName: string | undefined},
): DocumentQuery {
	return {name, description, originalName: originalName ?? fileName ?? `${name}.xsd`};
}
