import type {Page} from '@fonds/core';
import {child, children, optionalAttribute, optionalChild, optionalText, writeXml, type XmlElement} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import {optionalTrimmed} from '../xml/read.ts';
import type {Fragment} from './entity.ts';
import type {Identifier, MetadataFragment} from './metadata.ts';

const container = either('MetadataContainer');
const ref = either('Ref');
const body = either('Content');
const identifiers = either('Identifiers');
const identifier = either('Identifier');
const apiId = either('ApiId');
const type = either('Type');
const value = either('Value');
const owner = either('Entity');

/** Reads a `MetadataResponse` (ENT-24). */
export function decodeMetadata(response: XmlElement, {url, schema}: Fragment): MetadataFragment {
	const source = child(response, container);
	const element = child(source, body).children.find((node): node is XmlElement => typeof node === 'object');
	return {
		ref: optionalTrimmed(source, ref),
		schema: optionalAttribute(source, 'schemaUri') ?? schema ?? element?.namespace ?? '',
		url,
		xml: element === undefined ? '' : writeXml(element, {declaration: false}),
		element,
	};
}

/** Reads a page of identifiers (ENT-17). */
export function decodeIdentifiers(response: XmlElement): Page<Identifier> {
	const list = optionalChild(response, identifiers);
	const items = list === undefined ? [] : children(list, identifier);
	return decodePage(
		response,
		items.map(item => ({
			id: optionalTrimmed(item, apiId),
			type: optionalText(item, type) ?? '',
			value: optionalText(item, value) ?? '',
			entity: optionalTrimmed(item, owner),
		})),
	);
}
