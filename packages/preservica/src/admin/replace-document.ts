import type {RequestOptions} from '@fonds/core';
import type {DocumentQuery, DocumentStore} from './document-store.ts';
import {ReplacementError} from './replacement-error.ts';
import type {StoredDocument, Which, XmlSource, XmlSourceOptions} from './stored-document.ts';
import {contentTypeOf, readyXml, storedBytes, type ReadyXml} from './xml-source.ts';

/** What replacing one takes. */
export interface Replacement<T extends StoredDocument> {
	readonly which: Which<T>;
	readonly content: XmlSource;
	/** What is sent with the old content and with the new one. */
	readonly query: (entry: T, content: Pick<ReadyXml, 'fileName'>) => DocumentQuery;
	readonly options: RequestOptions & XmlSourceOptions;
}

/**
 * Deletes a stored document and adds it with another content: no server is known to change one in place.
 *
 * The old content is read first. From the deletion on the signal is not listened to: ending there would lose the document.
 *
 * @throws ReplacementError when the new one cannot be added. The old one was put back then, if that was possible.
 */
export async function replaceDocument<T extends StoredDocument>(
	store: DocumentStore<T>,
	{which, content, query, options: {check, ...options}}: Replacement<T>,
): Promise<T | undefined> {
	const next = await readyXml(content, `new ${store.kind.noun}`, {check});
	const all = await store.list(options);
	const entry = store.entry(which, all);
	const nextQuery = query(entry, next);
	const oldQuery = query(entry, {fileName: undefined});
	const bytes = await storedBytes(await store.content(entry.id, options), `old ${store.kind.noun}`);
	options.signal?.throwIfAborted();

	const unstoppable = {...options, signal: undefined};
	const added = () => findAdded(store, entry, all, unstoppable).catch(() => undefined);
	await deleteSurely(store, entry, bytes, unstoppable);
	try {
		const made = await store.add(nextQuery, next, unstoppable);
		return made ?? (await added());
	} catch (cause) {
		const made = await added(); // Was the answer lost, not the document?
		if (made !== undefined) {
			return made;
		}
		throw await putBack(store, {entry, query: oldQuery, bytes, cause}, unstoppable);
	}
}

/** Deletes one. A deletion whose answer was lost is done when the list is without it. */
async function deleteSurely<T extends StoredDocument>(
	store: DocumentStore<T>,
	{id, name}: T,
	content: Uint8Array<ArrayBuffer>,
	options: RequestOptions,
): Promise<void> {
	try {
		await store.delete(id, options);
	} catch (cause) {
		const all = await store.list(options).catch(() => undefined);
		if (all === undefined) {
			const message = `The ${store.kind.noun} ${JSON.stringify(name)} may have been deleted: ${messageOf(cause)} It is in the content of this error.`;
			throw new ReplacementError(message, {code: 'not-restored', restored: false, content, cause});
		}
		if (all.some(item => item.id === id)) {
			throw cause;
		}
	}
}

/** One of the same name that was not there before. */
async function findAdded<T extends StoredDocument>(
	store: DocumentStore<T>,
	{name}: T,
	before: readonly T[],
	options: RequestOptions,
): Promise<T | undefined> {
	const known = new Set(before.map(({id}) => id));
	return (await store.list(options)).find(item => item.name === name && !known.has(item.id));
}

interface Lost<T> {
	readonly entry: T;
	readonly query: DocumentQuery;
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly cause: unknown;
}

async function putBack<T extends StoredDocument>(
	store: DocumentStore<T>,
	{entry, query, bytes, cause}: Lost<T>,
	options: RequestOptions,
): Promise<ReplacementError> {
	const start = `The ${store.kind.noun} ${JSON.stringify(entry.name)} was deleted to be replaced, but the new one could not be added: ${messageOf(cause)}`;
	try {
		await store.add(query, {bytes, type: contentTypeOf(bytes)}, options);
		return new ReplacementError(`${start} The old one is there again, under another id.`, {restored: true, content: bytes, cause});
	} catch (error) {
		return new ReplacementError(
			`${start} The old one could not be put back either: ${messageOf(error)} It is in the content of this error.`,
			{
				code: 'not-restored',
				restored: false,
				content: bytes,
				cause,
			},
		);
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
