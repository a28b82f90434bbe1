import type {Page} from '@fonds/core';
import {child, children, content, optionalAttribute, optionalChild, optionalText, type XmlElement} from '@fonds/core/xml';
import {either} from '../xml/names.ts';
import {decodePage} from '../xml/paging-xml.ts';
import {address, optionalTrimmed} from '../xml/read.ts';
import {isTrue, lastNumber} from '../xml/values.ts';
import type {ContentObjectStub, Format, Generation, Property, Representation} from './representation.ts';

const representationName = either('Representation');
const contentObjectsName = either('ContentObjects');
const contentObjectName = either('ContentObject');
const generationName = either('Generation');
const bitstreamName = either('Bitstream');

/** Reads a page of representations (ENT-30). An index that an address does not tell is counted within the type. */
export function decodeRepresentations(response: XmlElement, asset: string): Page<Representation> {
	const list = optionalChild(response, either('Representations'));
	const counts = new Map<string, number>();
	const items = (list === undefined ? [] : children(list, representationName)).map(source => {
		const type = optionalAttribute(source, 'type')?.trim() ?? '';
		const count = (counts.get(type) ?? 0) + 1;
		counts.set(type, count);
		const url = address(source);
		return {asset, type, index: lastNumber(url) ?? count, name: optionalAttribute(source, 'name'), url};
	});
	return decodePage(response, items);
}

/**
 * Reads the content objects of a `RepresentationResponse` in page order. The XIP element has the order, the links beside it the titles;
 * recorded answers leave out either.
 */
export function decodeContentObjects(response: XmlElement): ContentObjectStub[] {
	const linked = new Map<string, string>();
	for (const list of children(response, contentObjectsName)) {
		for (const link of children(list, contentObjectName)) {
			const ref = optionalAttribute(link, 'ref')?.trim();
			if (ref) {
				linked.set(ref, optionalAttribute(link, 'title') ?? '');
			}
		}
	}

	const representation = child(response, representationName);
	const list = optionalChild(representation, contentObjectsName);
	const ordered = (list === undefined ? [] : children(list, contentObjectName)).map(item => content(item).trim()).filter(ref => ref !== '');
	const refs = new Set([...ordered, ...linked.keys()]);
	return [...refs].map(ref => ({type: 'contentObject', ref, title: linked.get(ref) ?? ''}));
}

/** A generation as the list names it. */
export interface GenerationLink {
	readonly index: number;
	readonly active: boolean | undefined;
	readonly url: string;
}

/** Reads a page of links to generations (ENT-31). */
export function decodeGenerationLinks(response: XmlElement): Page<GenerationLink> {
	const list = optionalChild(response, either('Generations'));
	const items = (list === undefined ? [] : children(list, generationName)).map((source, position) => {
		const url = address(source);
		return {index: lastNumber(url) ?? position + 1, active: flag(optionalAttribute(source, 'active')), url};
	});
	return decodePage(response, items);
}

/** Reads a `GenerationResponse` (ENT-31). */
export function decodeGeneration(response: XmlElement, contentObject: string, link: GenerationLink): Generation {
	const source = child(response, generationName);
	const bitstreams = children(response, either('Bitstreams')).flatMap(list => children(list, bitstreamName));
	return {
		contentObject,
		index: link.index,
		url: link.url,
		original: isTrue(optionalAttribute(source, 'original')),
		active: flag(optionalAttribute(source, 'active')) ?? link.active ?? false,
		label: optionalText(source, either('Label')),
		formatGroup: optionalTrimmed(source, either('FormatGroup')),
		effectiveDate: optionalTrimmed(source, either('EffectiveDate')),
		formats: listOf(source, 'Formats', 'Format').map(item => decodeFormat(item)),
		properties: listOf(source, 'Properties', 'Property').map(item => decodeProperty(item)),
		bitstreams: bitstreams.map(item => ({filename: optionalAttribute(item, 'filename'), url: address(item)})),
	};
}

function listOf(source: XmlElement, wrapper: string, item: string): XmlElement[] {
	const list = optionalChild(source, either(wrapper));
	return list === undefined ? [] : children(list, either(item));
}

function decodeFormat(source: XmlElement): Format {
	const priority = optionalTrimmed(source, either('Priority'));
	return {
		puid: optionalTrimmed(source, either('PUID')),
		name: optionalTrimmed(source, either('FormatName')),
		version: optionalTrimmed(source, either('FormatVersion')),
		method: optionalTrimmed(source, either('IdentificationMethod')),
		priority: priority !== undefined && /^-?\d+$/.test(priority) ? Number(priority) : undefined,
		valid: flag(optionalAttribute(source, 'valid')),
	};
}

function decodeProperty(source: XmlElement): Property {
	return {
		group: optionalTrimmed(source, either('Group')),
		puid: optionalTrimmed(source, either('PUID')),
		name: optionalTrimmed(source, either('PropertyName')),
		value: optionalText(source, either('Value')),
	};
}

function flag(value: string | undefined): boolean | undefined {
	return value === undefined ? undefined : isTrue(value);
}
