import {content, parseXml} from '@fonds/core/xml';
import type {User} from '../auth/users.ts';
import type {Entity} from '../model.ts';
import type {Repository} from '../repository.ts';
import {permissions} from '../security.ts';
import type {Tag} from '../xml/write-xml.ts';
import {optionalTag, tag, tagWith} from '../xml/write-xml.ts';

/** An asset, or what is left of one, as harvesters see it. */
export interface OaiRecord {
	readonly asset: Entity;
	readonly deleted: boolean;
	/** When it was last changed, to the second. */
	readonly datestamp: string;
	/** Records are listed in this order. */
	readonly key: string;
}

/** A form in which records can be had. */
export interface MetadataFormat {
	readonly schema: string;
	readonly namespace: string;
	readonly write: (asset: Entity, repository: Repository) => Tag;
}

const dublinCore = 'http://purl.org/dc/elements/1.1/';
const oaiDc = 'http://www.openarchives.org/OAI/2.0/oai_dc/';

/** All that a user may see, oldest change first. */
export function recordsFor(user: User, repository: Repository): readonly OaiRecord[] {
	const toRecord = (asset: Entity, deleted: boolean): OaiRecord => {
		const datestamp = `${(repository.modifiedAt(asset.ref) ?? '1970-01-01T00:00:00').slice(0, 19)}Z`;
		return {asset, deleted, datestamp, key: `${datestamp} ${asset.ref}`};
	};
	return [
		...repository.entities.values().map(entity => toRecord(entity, false)),
		...repository.tombstones.values().map(entity => toRecord(entity, true)),
	]
		.filter(({asset}) => asset.kind === 'IO' && permissions(user.role, asset.securityTag).includes('READ'))
		.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The forms in which records can be had, by prefix. */
export function formatsOf(xipNamespace: string): ReadonlyMap<string, MetadataFormat> {
	return new Map<string, MetadataFormat>([
		['oai_dc', {schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd', namespace: oaiDc, write: writeDublinCore}],
		['XIP', {schema: `${xipNamespace}/XIP.xsd`, namespace: xipNamespace, write: asset => writeXip(asset, xipNamespace)}],
	]);
}

function writeDublinCore(asset: Entity, repository: Repository): Tag {
	const identifiers = [asset.ref, ...repository.identifiersOf(asset.ref).map(({value}) => value)];
	return tagWith(
		'oai_dc:dc',
		{'xmlns:oai_dc': oaiDc, 'xmlns:dc': dublinCore},
		tag('dc:title', asset.title),
		optionalTag('dc:description', asset.description),
		...identifiers.map(identifier => tag('dc:identifier', identifier)),
		...describedAs(asset, repository),
	);
}

/** What the Dublin Core fragments of an asset say. */
function describedAs({ref}: Entity, repository: Repository): readonly Tag[] {
	const fragments = repository.fragmentsOf(ref).filter(({schemaUri}) => schemaUri === dublinCore || schemaUri === oaiDc);
	return fragments.flatMap(({xml}) =>
		parseXml(xml).children.flatMap(node =>
			typeof node === 'object' && node.namespace === dublinCore ? [tag(`dc:${node.name}`, content(node))] : [],
		),
	);
}

function writeXip({ref, title, description, securityTag, customType, parent}: Entity, xmlns: string): Tag {
	return tagWith(
		'XIP',
		{xmlns},
		tag(
			'InformationObject',
			tag('Ref', ref),
			tag('Title', title),
			optionalTag('Description', description),
			tag('SecurityTag', securityTag),
			optionalTag('CustomType', customType),
			optionalTag('Parent', parent),
		),
	);
}
