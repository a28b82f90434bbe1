import type {Markup} from '../xml-writer.ts';
import {markup} from '../xml-writer.ts';
import type {FileFormat} from './formats.ts';

/** The attributes of the root of a METS document. */
export const metsRoot: Readonly<Record<string, string>> = {
	'xmlns:mets': 'http://www.loc.gov/METS/',
	'xmlns:xlink': 'http://www.w3.org/1999/xlink',
	'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
	'xsi:schemaLocation': 'http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/version1121/mets.xsd',
};

const premisRoot = {
	'xmlns:premis': 'http://www.loc.gov/premis/v3',
	'xsi:schemaLocation': 'http://www.loc.gov/premis/v3 http://www.loc.gov/standards/premis/v3/premis.xsd',
	version: '3.0',
};

/** A PREMIS object of a file. */
export interface PremisFile {
	readonly uuid: string;
	readonly compositionLevel: number;
	readonly sha256: string;
	readonly size: number;
	readonly format: FileFormat;
	readonly createdBy: string | undefined;
	readonly created: string;
	readonly originalName: string | undefined;
}

/** A PREMIS event. */
export interface PremisEvent {
	readonly uuid: string;
	readonly type: string;
	readonly date: string;
	readonly detail: string;
	readonly outcome: string;
	readonly note: string;
}

/** One file's technical metadata as METS wraps it. */
export function techMd(id: string, file: PremisFile): Markup {
	return markup('mets:techMD', {ID: id}, wrap('PREMIS:OBJECT', premisFile(file)));
}

/** An event as METS wraps it. */
export function eventMd(id: string, event: PremisEvent, by: readonly PremisAgent[] = [systemAgent]): Markup {
	return markup('mets:digiprovMD', {ID: id}, wrap('PREMIS:EVENT', premisEvent(event, by)));
}

/** Who made an event happen, by its kind of identifier. */
export interface PremisAgent {
	readonly type: string;
	readonly value: string;
	readonly name: string;
	readonly kind: string;
}

/** The program. */
export const systemAgent: PremisAgent = {
	type: 'preservation system',
	value: 'Archivematica-1.17',
	name: 'Archivematica',
	kind: 'software',
};

/** The program, the archive and the person: those whom the events of files name. */
export const agents: readonly PremisAgent[] = [
	systemAgent,
	{type: 'repository code', value: 'sandbox', name: 'sandbox', kind: 'organization'},
	{type: 'Archivematica user pk', value: '1', name: 'username="archivist", first_name="", last_name=""', kind: 'Archivematica user'},
];

/** An agent as METS wraps it. */
export function agentMd(id: string, {type, value, name, kind}: PremisAgent = systemAgent): Markup {
	const agent = markup(
		'premis:agent',
		premisRoot,
		identifier('premis:agentIdentifier', type, value),
		markup('premis:agentName', {}, name),
		markup('premis:agentType', {}, kind),
	);
	return markup('mets:digiprovMD', {ID: id}, wrap('PREMIS:AGENT', agent));
}

/** An event or an agent somebody else wrote, as METS wraps it. */
export function givenMd(id: string, given: Markup): Markup {
	const type = given.name === 'premis:agent' ? 'PREMIS:AGENT' : 'PREMIS:EVENT';
	return markup('mets:digiprovMD', {ID: id}, wrap(type, markup(given.name, premisRoot, ...given.children)));
}

/** An intellectual entity (the package itself) as METS wraps it. */
export function entityMd(id: string, uuid: string, originalName: string): Markup {
	const entity = markup(
		'premis:object',
		{...premisRoot, 'xsi:type': 'premis:intellectualEntity'},
		identifier('premis:objectIdentifier', 'UUID', uuid),
		markup('premis:originalName', {}, originalName),
	);
	return markup('mets:dmdSec', {ID: id}, wrap('PREMIS:OBJECT', entity));
}

function wrap(type: string, content: Markup): Markup {
	return markup('mets:mdWrap', {MDTYPE: type}, markup('mets:xmlData', {}, content));
}

function premisFile({uuid, compositionLevel, sha256, size, format, createdBy, created, originalName}: PremisFile): Markup {
	const application = createdBy === undefined ? [] : [markup('premis:creatingApplicationName', {}, createdBy)];
	return markup(
		'premis:object',
		{...premisRoot, 'xsi:type': 'premis:file'},
		identifier('premis:objectIdentifier', 'UUID', uuid),
		markup(
			'premis:objectCharacteristics',
			{},
			markup('premis:compositionLevel', {}, String(compositionLevel)),
			markup('premis:fixity', {}, markup('premis:messageDigestAlgorithm', {}, 'sha256'), markup('premis:messageDigest', {}, sha256)),
			markup('premis:size', {}, String(size)),
			premisFormat(format),
			markup('premis:creatingApplication', {}, ...application, markup('premis:dateCreatedByApplication', {}, created)),
		),
		...(originalName === undefined ? [] : [markup('premis:originalName', {}, originalName)]),
	);
}

function premisFormat({name, version, puid}: FileFormat): Markup {
	const registry = [markup('premis:formatRegistryName', {}, 'PRONOM'), markup('premis:formatRegistryKey', {}, puid ?? '')];
	return markup(
		'premis:format',
		{},
		markup('premis:formatDesignation', {}, markup('premis:formatName', {}, name), markup('premis:formatVersion', {}, version)),
		...(puid === undefined ? [] : [markup('premis:formatRegistry', {}, ...registry)]),
	);
}

function premisEvent({uuid, type, date, detail, outcome, note}: PremisEvent, by: readonly PremisAgent[]): Markup {
	return markup(
		'premis:event',
		premisRoot,
		identifier('premis:eventIdentifier', 'UUID', uuid),
		markup('premis:eventType', {}, type),
		markup('premis:eventDateTime', {}, date),
		markup('premis:eventDetailInformation', {}, markup('premis:eventDetail', {}, detail)),
		markup(
			'premis:eventOutcomeInformation',
			{},
			markup('premis:eventOutcome', {}, outcome),
			markup('premis:eventOutcomeDetail', {}, markup('premis:eventOutcomeDetailNote', {}, note)),
		),
		...by.map(agent => identifier('premis:linkingAgentIdentifier', agent.type, agent.value)),
	);
}

function identifier(name: string, type: string, value: string): Markup {
	return markup(name, {}, markup(`${name}Type`, {}, type), markup(`${name}Value`, {}, value));
}
