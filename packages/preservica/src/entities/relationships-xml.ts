import type {Page} from '@fonds/core';
import {children, element, optionalAttribute, optionalChild, type XmlElement} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import type {NewRelationship, Relationship} from './relationship.ts';
import {decodeNamed} from './stubs-xml.ts';

/** Reads a page of relationships (ENT-21). */
export function decodeRelationships(response: XmlElement): Page<Relationship> {
	const list = optionalChild(response, either('Links'));
	const items = list === undefined ? [] : children(list, either('Link'));
	return decodePage(
		response,
		items.map(source => ({
			id: optionalAttribute(source, 'apiId')?.trim() || undefined,
			type: optionalAttribute(source, 'linkType')?.trim() ?? '',
			direction: optionalAttribute(source, 'linkDirection')?.trim() ?? '',
			other: decodeNamed(source),
		})),
	);
}

/** The body of ENT-21. */
export function encodeRelationship({from, to, type}: NewRelationship, xip: string): XmlElement {
	return element(xip, 'Link', [element(xip, 'Type', type), element(xip, 'FromEntity', from.ref), element(xip, 'ToEntity', to.ref)]);
}
