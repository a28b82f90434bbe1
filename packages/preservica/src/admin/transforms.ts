import {ConfigurationError, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {DocumentQuery, DocumentStore} from './document-store.ts';
import type {NewXmlTransform, TransformPurpose, Which, XmlTransform, XmlSource, XmlSourceOptions} from './stored-document.ts';

/** What replacing a transform takes. */
export interface ReplaceTransformOptions extends RequestOptions, XmlSourceOptions {
	/** The name of the file, which no list tells. @default that of a `File`, else the name with `.xsl` */
	readonly originalName?: string | undefined;
}

const content = () => import('./xml-source.ts');

/** The XML transforms of the tenancy. Changing them takes a manager: the server decides, and refuses with `PermissionError`. */
export class Transforms {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * All transforms (ADM-21).
	 *
	 * @throws DecodeError when the answer is no list of transforms: it would pass for an empty one.
	 */
	async list(options: RequestOptions = {}): Promise<XmlTransform[]> {
		return (await this.#open()).list(options);
	}

	/**
	 * The text of a transform (ADM-22).
	 *
	 * @throws NotFoundError when there is none; ConfigurationError with code `ambiguous`, naming them, when there are several.
	 */
	async content(which: Which<XmlTransform>, options: RequestOptions = {}): Promise<string> {
		const store = await this.#open();
		const response = await store.content(await store.idOf(which, options), options);
		return (await content()).readStoredXml(response, 'transform');
	}

	/**
	 * Adds a transform (ADM-23). Gives what the server says of it, `undefined` when it says nothing. Not repeated when the answer is lost: it may
	 * have been added.
	 *
	 * @throws DecodeError with line and column, before anything is sent, when the content is not well-formed XML.
	 */
	async add(transform: NewXmlTransform, {check, ...options}: RequestOptions & XmlSourceOptions = {}): Promise<XmlTransform | undefined> {
		const ready = await (await content()).readyXml(transform.content, `transform ${JSON.stringify(transform.name)}`, {check});
		return (await this.#open()).addOnce(queryOf(transform, ready), ready, options);
	}

	/**
	 * Deletes a transform and adds it with another content and the same name: servers cannot change one in place (ADM-21 to ADM-24). Its id changes.
	 * When the new one cannot be added, the old one is put back. The signal is not listened to between the two.
	 *
	 * @throws ReplacementError when the new one was not added; its `content` is the old one.
	 */
	async replace(
		which: Which<XmlTransform>,
		source: XmlSource,
		{originalName, ...options}: ReplaceTransformOptions = {},
	): Promise<XmlTransform | undefined> {
		const {replaceDocument} = await import('./replace-document.ts');
		return replaceDocument(await this.#open(), {
			which,
			content: source,
			query: (entry, {fileName}) => queryOf({...entry, purpose: knownPurpose(entry), originalName}, {fileName}),
			options,
		});
	}

	/**
	 * Deletes a transform (ADM-24).
	 *
	 * @throws NotFoundError when there is none; ConfigurationError with code `ambiguous`, naming them, when there are several.
	 */
	async delete(which: Which<XmlTransform>, options: RequestOptions = {}): Promise<void> {
		const store = await this.#open();
		await store.delete(await store.idOf(which, options), options);
	}

	async #open(): Promise<DocumentStore<XmlTransform>> {
		const {transformStore} = await import('./document-stores.ts');
		return transformStore(this.#session);
	}
}

/** What is put back must do what it did. */
function knownPurpose({name, purpose}: XmlTransform): TransformPurpose {
	if (purpose === undefined) {
		throw new ConfigurationError(
			`The server does not tell the purpose of the transform ${JSON.stringify(name)}: delete it and add it anew.`,
		);
	}
	return purpose;
}

function queryOf(
	{name, purpose, originalName, ...uris}: Omit<NewXmlTransform, 'content'>,
	{fileName}: {readonly fileName: string | undefined},
): DocumentQuery {
	return {
		name,
		from: uris.fromSchemaUri,
		to: uris.toSchemaUri,
		purpose: purpose.toLowerCase(),
		originalName: originalName ?? fileName ?? `${name}.xsl`,
	};
}
