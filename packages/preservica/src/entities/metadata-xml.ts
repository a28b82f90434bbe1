import {DecodeError, type Page} from '@fonds/core';
import {child, children, element, optionalAttribute, optionalChild, writeXml, type XmlElement} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import {optionalTrimmed} from '../xml/read.ts';
import type {Fragment} from './entity.ts';
import type {Identifier, MetadataFragment, NewIdentifier} from './metadata.ts';

const container = either('MetadataContainer');
const ref = either('Ref');
const body = either('Content');
const identifiers = either('Identifiers');
const identifier = either('Identifier');
const apiId = either('ApiId');
const type = either('Type');
const value = either('Value');
const owner = either('Entity');

/**
 * Reads a `MetadataResponse` (ENT-24).
 *
 * @throws DecodeError when there is anything in it but one element, which XIP does not allow: it would be lost.
 */
export function decodeMetadata(response: XmlElement, {url, schema}: Fragment): MetadataFragment {
	const source = child(response, container);
	const root = onlyElement(child(source, body));
	const found = root && asDocument(root);
	return {
		ref: optionalTrimmed(source, ref),
		schema: optionalAttribute(source, 'schemaUri') ?? schema ?? found?.namespace ?? '',
		url,
		xml: found === undefined ? '' : writeXml(found, {declaration: false}),
		element: found,
	};
}

function onlyElement({name, children: nodes}: XmlElement): XmlElement | undefined {
	const [root, ...more] = nodes.filter(node => typeof node !== 'string' || node.trim() !== '');
	if (more.length > 0 || typeof root === 'string') {
		throw new DecodeError(`<${name}> of the metadata holds ${more.length > 0 ? 'more than one thing' : 'text'}.`);
	}
	return root;
}

/** Without what holds off the default namespace of the answer around it, `xmlns=""`: on its own it says nothing. */
function asDocument(root: XmlElement): XmlElement {
	return {...root, declarations: root.declarations.filter(({namespace}) => namespace !== '')};
}

/** A fragment as it is sent. */
export interface FragmentDraft {
	/** Undefined for a new one. */
	readonly ref: string | undefined;
	readonly entity: string;
	readonly schema: string;
	readonly content: XmlElement;
}

/** The body of ENT-25 and ENT-26. The prefix leaves the default namespace to the content. */
export function encodeFragment({ref: own, entity, schema, content}: FragmentDraft, xip: string): XmlElement {
	return element(
		xip,
		'xip:MetadataContainer',
		[
			own === undefined ? undefined : element(xip, 'xip:Ref', own),
			element(xip, 'xip:Entity', entity),
			element(xip, 'xip:Content', [content]),
		],
		{schemaUri: schema},
	);
}

/** Reads a page of identifiers (ENT-17). */
export function decodeIdentifiers(response: XmlElement): Page<Identifier> {
	return decodePage(response, identifiersIn(response));
}

/** Reads the answer to a change (ENT-18, ENT-19); what was sent stands for what it does not tell. */
export function decodeWrittenIdentifier(response: XmlElement | undefined, sent: Identifier): Identifier {
	const found =
		response === undefined ? [] : [...children(response, identifier).map(item => decodeIdentifier(item)), ...identifiersIn(response)];
	const same = found.findLast(item => item.type === sent.type && item.value === sent.value) ?? (found.length === 1 ? found[0] : undefined);
	return same === undefined ? sent : {...same, id: same.id ?? sent.id, entity: same.entity ?? sent.entity};
}

/** The body of ENT-18 and ENT-19. */
export function encodeIdentifier({type: kind, value: text, entity}: NewIdentifier & {readonly entity: string}, xip: string): XmlElement {
	return element(xip, 'Identifier', [element(xip, 'Type', kind), element(xip, 'Value', text), element(xip, 'Entity', entity)]);
}

function identifiersIn(response: XmlElement): Identifier[] {
	const list = optionalChild(response, identifiers);
	return list === undefined ? [] : children(list, identifier).map(item => decodeIdentifier(item));
}

function decodeIdentifier(source: XmlElement): Identifier {
	return {
		id: optionalTrimmed(source, apiId),
		type: optionalTrimmed(source, type) ?? '',
		value: optionalTrimmed(source, value) ?? '',
		entity: optionalTrimmed(source, owner),
	};
}
