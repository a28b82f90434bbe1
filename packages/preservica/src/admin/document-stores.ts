import type {Session} from '../auth/session.ts';
import {DocumentStore} from './document-store.ts';
import {documentKind, schemaKind, transformKind} from './stored-document-xml.ts';
import type {XmlDocument, XmlSchema, XmlTransform} from './stored-document.ts';

/** What `Schemas` are kept in. */
export function schemaStore(session: Session): DocumentStore<XmlSchema> {
	return new DocumentStore(session, schemaKind);
}

/** What `Documents` are kept in. */
export function documentStore(session: Session): DocumentStore<XmlDocument> {
	return new DocumentStore(session, documentKind);
}

/** What `Transforms` are kept in. */
export function transformStore(session: Session): DocumentStore<XmlTransform> {
	return new DocumentStore(session, transformKind);
}
