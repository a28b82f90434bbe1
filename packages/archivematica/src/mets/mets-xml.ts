import {children, content, optionalAttribute, optionalChild, optionalText} from '@fonds/core/xml';
import type {XmlElement, XmlNode} from '@fonds/core/xml';
import type {
	MetsDescription,
	MetsDivision,
	MetsField,
	MetsFileEntry,
	MetsHeader,
	MetsMetadata,
	MetsSection,
	MetsStructure,
	MetsTransformation,
} from './mets-section.ts';
import {isNamed, mets, premis, xlink} from './names.ts';
import {decodeAgent, decodeEvent, decodeObject, decodeRights} from './premis-xml.ts';

/** Reads the attributes of the root and, where there is one, `metsHdr`. */
export function decodeHeader(root: XmlElement, source: XmlElement | undefined): MetsHeader {
	return {
		kind: 'header',
		objectId: attributeOf(root, 'OBJID'),
		label: attributeOf(root, 'LABEL'),
		profile: attributeOf(root, 'PROFILE'),
		created: source && attributeOf(source, 'CREATEDATE'),
		modified: source && attributeOf(source, 'LASTMODDATE'),
		agents: (source === undefined ? [] : children(source, mets('agent'))).map(agent => ({
			role: attributeOf(agent, 'ROLE'),
			type: attributeOf(agent, 'TYPE'),
			name: optionalText(agent, mets('name')),
			notes: children(agent, mets('note')).map(content),
		})),
	};
}

/** Reads a `dmdSec`. */
export function decodeDescription(source: XmlElement): MetsDescription {
	const {wrap, wrapped, place} = placeOf(source, undefined, undefined);
	const object = wrapped.find(item => isPremis(item, 'object'));
	return {
		kind: 'description',
		...place,
		xml: wrapped[0],
		fields: object === undefined ? wrapped.flatMap(fieldsOf) : [],
		object: object && decodeObject(object),
		href: wrap && attributeOf(wrap, xlink('href')),
	};
}

/** Reads a section of an `amdSec`: one thing, or all those in a `premis` element. */
export function decodeAdministrative(
	source: XmlElement,
	administrativeSection: string | undefined,
	about: string | undefined,
): readonly MetsSection[] {
	const {wrap, wrapped, place} = placeOf(source, administrativeSection, about);
	const items = wrapped.flatMap(item => (isPremis(item, 'premis') || isPremis(item, 'rights') ? elementsOf(item) : [item]));
	const known = items.flatMap((xml): readonly MetsSection[] => {
		if (isPremis(xml, 'object')) {
			const object = decodeObject(xml);
			return [{kind: 'object', ...place, about: object.uuid ?? about, xml, object}];
		}
		if (isPremis(xml, 'event')) {
			return [{kind: 'event', ...place, xml, event: decodeEvent(xml)}];
		}
		if (isPremis(xml, 'agent')) {
			return [{kind: 'agent', ...place, xml, agent: decodeAgent(xml)}];
		}
		return isPremis(xml, 'rightsStatement') ? [{kind: 'rights', ...place, xml, rights: decodeRights(xml)}] : [];
	});
	const href = wrap && attributeOf(wrap, xlink('href'));
	return known.length > 0
		? known
		: [{kind: 'other', ...place, element: source.name, xml: wrapped[0], fields: wrapped.flatMap(fieldsOf), href}];
}

/** Reads a `file` of the `fileSec`; `use` is that of its group. */
export function decodeFile(source: XmlElement, use: string | undefined): MetsFileEntry {
	const href = children(source, mets('FLocat'))
		.map(location => optionalAttribute(location, xlink('href')))
		.find(value => value !== undefined);
	return {
		kind: 'file',
		id: attributeOf(source, 'ID'),
		group: attributeOf(source, 'USE') ?? use,
		groupId: attributeOf(source, 'GROUPID'),
		href,
		path: pathOf(href),
		administrativeSections: idsOf(source, 'ADMID'),
		descriptions: idsOf(source, 'DMDID'),
		transformations: children(source, mets('transformFile'))
			.toSorted((a, b) => orderOf(a) - orderOf(b))
			.map(decodeTransformation),
	};
}

/** Reads the attributes of a `structMap`. */
export function decodeStructure(source: XmlElement): MetsStructure {
	return {id: attributeOf(source, 'ID'), type: attributeOf(source, 'TYPE'), label: attributeOf(source, 'LABEL')};
}

/** Reads a `div` without those in it; `outer` are the labels around it. */
export function decodeDivision(
	source: XmlElement,
	structure: MetsStructure,
	outer: readonly string[],
	files: readonly string[],
): MetsDivision {
	const label = attributeOf(source, 'LABEL');
	return {
		kind: 'division',
		structure,
		path: [...outer, label ?? ''],
		type: attributeOf(source, 'TYPE'),
		label,
		administrativeSections: idsOf(source, 'ADMID'),
		descriptions: idsOf(source, 'DMDID'),
		files,
	};
}

function placeOf(source: XmlElement, administrativeSection: string | undefined, about: string | undefined) {
	const wrap = optionalChild(source, [mets('mdWrap'), mets('mdRef')]);
	const data = wrap && optionalChild(wrap, mets('xmlData'));
	const wrapped = data === undefined ? [] : elementsOf(data);
	const status = attributeOf(source, 'STATUS');
	const place: MetsMetadata = {
		id: attributeOf(source, 'ID'),
		administrativeSection,
		status,
		superseded: /superseded|deleted/i.test(status ?? ''),
		created: attributeOf(source, 'CREATED'),
		metadataType: wrap && attributeOf(wrap, 'MDTYPE'),
		otherMetadataType: wrap && attributeOf(wrap, 'OTHERMDTYPE'),
		about,
		xml: undefined,
	};
	return {wrap, wrapped, place};
}

function decodeTransformation(source: XmlElement): MetsTransformation {
	return {
		type: attributeOf(source, 'TRANSFORMTYPE') ?? '',
		algorithm: attributeOf(source, 'TRANSFORMALGORITHM'),
		key: attributeOf(source, 'TRANSFORMKEY'),
	};
}

function orderOf(step: XmlElement): number {
	return Number(optionalAttribute(step, 'TRANSFORMORDER') ?? 0);
}

/** Descriptions are read by their leaves. The outermost element of a record (`dcterms:dublincore`) is no part of the names. */
function fieldsOf(source: XmlElement): readonly MetsField[] {
	const nested = elementsOf(source);
	return nested.length === 0 ? leavesOf(source, []) : nested.flatMap(item => leavesOf(item, []));
}

function leavesOf(source: XmlElement, outer: readonly string[]): readonly MetsField[] {
	const path = [...outer, source.name];
	const value = content(source).trim();
	const own = value === '' ? [] : [{name: path.join('/'), namespace: source.namespace, value}];
	return [...own, ...elementsOf(source).flatMap(item => leavesOf(item, path))];
}

/** Where the file is from the document; `undefined` for an address. Older releases did not encode, so what cannot be decoded stays. */
function pathOf(href: string | undefined): string | undefined {
	if (href === undefined || href === '' || /^[a-z][a-z\d+.-]*:\/\//i.test(href)) {
		return undefined;
	}
	try {
		return decodeURIComponent(href);
	} catch {
		return href;
	}
}

function isPremis(source: XmlElement, name: string): boolean {
	return isNamed(source, premis(name));
}

/** Attributes of METS are in no namespace. */
function attributeOf(source: XmlElement, name: Parameters<typeof optionalAttribute>[1]): string | undefined {
	return optionalAttribute(source, name)?.trim() || undefined;
}

function idsOf(source: XmlElement, name: string): readonly string[] {
	return attributeOf(source, name)?.split(/\s+/) ?? [];
}

function elementsOf(source: XmlElement): readonly XmlElement[] {
	return source.children.filter((node: XmlNode): node is XmlElement => typeof node === 'object');
}
