import type {XmlElement} from '@fonds/core/xml';
import {children, namespace, optionalAttribute, optionalText, parseXml} from '@fonds/core/xml';
import type {RegisteredDocument} from '../admin/registered-xml.ts';
import type {Fragment, Kind} from '../model.ts';
import type {FieldType, FieldValue, IndexField} from './index-field.ts';
import {isDate} from './index-field.ts';
import {readPath} from './xpath.ts';

/** A field that a custom index definition makes of metadata fragments. */
export interface CustomField extends IndexField {
	readonly uri: string;
	readonly values: (root: XmlElement) => readonly FieldValue[];
}

const custom = namespace('http://www.preservica.com/customindex/v1');
const types: readonly FieldType[] = ['DATE', 'STRING_EXACT', 'STRING_DEFAULT'];

/** The kinds of entities `xipTypes` names, by their names of today and of version 5. */
const kindsOf: Readonly<Record<string, Kind>> = {SO: 'SO', COLLECTION: 'SO', IO: 'IO', DELIVERABLE_UNIT: 'IO'};

/** The fields that the custom index definitions among a tenancy's documents make. One that cannot be read makes none. */
export function readCustomFields(documents: readonly RegisteredDocument[]): readonly CustomField[] {
	return documents.filter(({fields}) => fields['DocumentType'] === 'CustomIndexDefinition').flatMap(({content}) => readDefinition(content));
}

/** The values of a field in the fragments of its schema. */
export function customValues(field: CustomField, fragments: readonly Fragment[]): readonly FieldValue[] {
	return fragments.filter(({schemaUri}) => schemaUri === field.uri).flatMap(({xml}) => field.values(parseXml(xml)));
}

function readDefinition(content: string): readonly CustomField[] {
	const root = attempt(() => parseXml(content));
	const shortName = root && optionalText(root, custom('shortName'))?.trim();
	const uri = root && optionalText(root, custom('schemaUri'))?.trim();
	if (!root || shortName === undefined || uri === undefined) return [];
	const mapped = children(root, custom('namespaceMapping')).map(
		each => [optionalAttribute(each, 'key') ?? '', optionalAttribute(each, 'value') ?? ''] as const,
	);
	const namespaces = new Map([[shortName, uri], ...mapped]);
	return children(root, custom('term')).flatMap(term => readTerm(term, {shortName, uri, namespaces}) ?? []);
}

interface Definition {
	readonly shortName: string;
	readonly uri: string;
	readonly namespaces: ReadonlyMap<string, string>;
}

function readTerm(term: XmlElement, {shortName, uri, namespaces}: Definition): CustomField | undefined {
	const index = optionalAttribute(term, 'indexName');
	const read = readPath(optionalAttribute(term, 'xpath') ?? '', namespaces);
	if (index === undefined || !read) return undefined;
	const kinds = (optionalAttribute(term, 'xipTypes') ?? 'SO,IO').split(',').flatMap(name => kindsOf[name.trim()] ?? []);
	const named = optionalAttribute(term, 'indexType');
	const field = {
		shortName,
		index,
		uri,
		displayName: optionalAttribute(term, 'displayName') ?? index,
		type: types.find(type => type === named) ?? 'STRING_DEFAULT',
		facetable: optionalAttribute(term, 'facetable') !== 'false',
		many: true,
		kinds,
	} as const;
	return {...field, values: root => (isDate(field) ? read(root).map(Date.parse).filter(Number.isFinite) : read(root))};
}

function attempt<T>(run: () => T): T | undefined {
	try {
		return run();
	} catch {
		return undefined;
	}
}
