import type {XmlElement} from '@fonds/core/xml';
import {optionalTrimmed, trimmed} from '../xml/read.ts';
import {admin} from './admin-xml.ts';
import type {DocumentKind} from './document-store.ts';
import type {XmlDocument, XmlSchema, XmlTransform} from './stored-document.ts';

/** Schemas (ADM-13). */
export const schemaKind: DocumentKind<XmlSchema> = {
	noun: 'schema',
	place: 'schemas',
	element: 'Schema',
	decode: source => ({...common(source), description: field(source, 'Description'), schemaUri: field(source, 'SchemaUri')}),
};

/** Documents (ADM-17). */
export const documentKind: DocumentKind<XmlDocument> = {
	noun: 'document',
	place: 'documents',
	element: 'Document',
	decode: source => ({...common(source), type: field(source, 'DocumentType'), schemaUri: field(source, 'SchemaUri')}),
};

/** Transforms (ADM-21). */
export const transformKind: DocumentKind<XmlTransform> = {
	noun: 'transform',
	place: 'transforms',
	element: 'Transform',
	decode: source => ({
		...common(source),
		purpose: field(source, 'Purpose'),
		fromSchemaUri: field(source, 'FromSchemaUri'),
		toSchemaUri: field(source, 'ToSchemaUri'),
	}),
};

function common(source: XmlElement): {readonly id: string; readonly name: string} {
	return {id: trimmed(source, admin('ApiId')), name: trimmed(source, admin('Name'))};
}

function field(source: XmlElement, name: string): string | undefined {
	return optionalTrimmed(source, admin(name));
}
