import type {Collection} from '../../store/collection.ts';
import type {Store} from '../../store/store.ts';

/** An XML document that the tenancy works with: a schema, a document or a transform. */
export interface RegisteredDocument {
	readonly apiId: string;
	readonly name: string;
	/** What the lists say of it, by element, in their order. */
	readonly fields: Readonly<Record<string, string>>;
	readonly content: string;
}

/** What kinds of documents there are. */
export type RegisteredKind = 'schemas' | 'documents' | 'transforms';

/** The documents the tenancy works with, by kind. */
export type RegisteredXml = Readonly<Record<RegisteredKind, Collection<RegisteredDocument>>>;

/** Opens the collections. */
export function openRegisteredXml(store: Store): RegisteredXml {
	return {
		schemas: store.collection('preservica.schemas'),
		documents: store.collection('preservica.documents'),
		transforms: store.collection('preservica.transforms'),
	};
}
