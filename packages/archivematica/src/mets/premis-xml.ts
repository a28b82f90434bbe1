import type {Fixity, FixityAlgorithm} from '@fonds/core/hash';
import {children, content, optionalAttribute, optionalChild, optionalText} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';
import {premis, xsi} from './names.ts';
import type {
	CreatingApplication,
	GrantedRight,
	PremisAgent,
	PremisEvent,
	PremisFormat,
	PremisIdentifier,
	PremisObject,
	PremisPeriod,
	PremisRights,
	UncheckedDigest,
} from './premis.ts';

/** Reads `object`. Several characteristics of one object (levels of composition) are read as one: what is first counts. */
export function decodeObject(source: XmlElement): PremisObject {
	const characteristics = children(source, premis('objectCharacteristics'));
	const every = (name: string) => characteristics.flatMap(item => children(item, premis(name)));
	const identifiers = identifiersOf(source, 'objectIdentifier');
	const digests = every('fixity').map(decodeDigest);
	const formats = every('format').map(decodeFormat);
	const applications = every('creatingApplication').map(decodeApplication);
	return {
		category: typeOf(source),
		identifiers,
		uuid: uuidOf(identifiers),
		compositionLevel: numberOf(every('compositionLevel')),
		size: numberOf(every('size')),
		fixities: digests.flatMap(digest => ('fixity' in digest ? [digest.fixity] : [])),
		otherDigests: digests.flatMap(digest => ('fixity' in digest ? [] : [digest])),
		formats,
		puid: formats.find(({registry}) => registry?.toUpperCase() === 'PRONOM')?.key,
		originalName: optionalText(source, premis('originalName')),
		creatingApplications: applications,
		created: applications.map(({created}) => created).find(created => created !== undefined),
		inhibitors: every('inhibitors').map(item => ({
			type: textOf(item, 'inhibitorType') ?? '',
			target: textOf(item, 'inhibitorTarget'),
			key: textOf(item, 'inhibitorKey'),
		})),
		relationships: children(source, premis('relationship')).map(item => ({
			type: textOf(item, 'relationshipType') ?? '',
			subType: textOf(item, 'relationshipSubType') ?? '',
			objects: [
				...identifiersOf(item, 'relatedObjectIdentifier'),
				...identifiersOf(item, 'relatedObjectIdentification', 'relatedObjectIdentifier'),
			],
			events: [
				...identifiersOf(item, 'relatedEventIdentifier'),
				...identifiersOf(item, 'relatedEventIdentification', 'relatedEventIdentifier'),
			],
		})),
	};
}

/** Reads `event`. PREMIS 3 put the detail one level deeper. */
export function decodeEvent(source: XmlElement): PremisEvent {
	const identifiers = identifiersOf(source, 'eventIdentifier');
	const details = [source, ...children(source, premis('eventDetailInformation'))].flatMap(item => textsOf(item, 'eventDetail'));
	const outcomes = children(source, premis('eventOutcomeInformation'));
	const notes = outcomes
		.flatMap(item => children(item, premis('eventOutcomeDetail')))
		.flatMap(item => textsOf(item, 'eventOutcomeDetailNote'));
	return {
		identifiers,
		uuid: uuidOf(identifiers),
		type: textOf(source, 'eventType') ?? '',
		dateTime: textOf(source, 'eventDateTime'),
		detail: lines(details),
		outcome: outcomes.flatMap(item => textsOf(item, 'eventOutcome')).at(0),
		outcomeDetail: lines(notes),
		agents: identifiersOf(source, 'linkingAgentIdentifier'),
		objects: identifiersOf(source, 'linkingObjectIdentifier'),
	};
}

/** Reads `agent`. */
export function decodeAgent(source: XmlElement): PremisAgent {
	return {
		identifiers: identifiersOf(source, 'agentIdentifier'),
		name: textOf(source, 'agentName'),
		type: textOf(source, 'agentType'),
		version: textOf(source, 'agentVersion'),
	};
}

/** Reads `rightsStatement`, of whatever basis: each basis has an element of its own, with the same things under its own names. */
export function decodeRights(source: XmlElement): PremisRights {
	const [, kind = ''] = /^(copyright|license|statute|otherRights)Information$/.exec(informationOf(source)?.name ?? '') ?? [];
	const information = informationOf(source);
	const own = (name: string) => (information === undefined ? undefined : textOf(information, kind + name));
	const basis = textOf(source, 'rightsBasis');
	return {
		identifiers: identifiersOf(source, 'rightsStatementIdentifier'),
		basis: basis === 'Other' ? (own('Basis') ?? basis) : basis,
		status: own('Status'),
		jurisdiction: own('Jurisdiction'),
		citation: own('Citation'),
		terms: own('Terms'),
		determined: own('StatusDeterminationDate') ?? own('InformationDeterminationDate'),
		applies: information === undefined ? undefined : periodOf(information, `${kind}ApplicableDates`),
		notes: information === undefined ? [] : textsOf(information, `${kind}Note`),
		granted: children(source, premis('rightsGranted')).map(decodeGrant),
		objects: identifiersOf(source, 'linkingObjectIdentifier'),
	};
}

function informationOf(source: XmlElement): XmlElement | undefined {
	return optionalChild(
		source,
		['copyrightInformation', 'licenseInformation', 'statuteInformation', 'otherRightsInformation'].flatMap(premis),
	);
}

function decodeGrant(source: XmlElement): GrantedRight {
	return {
		act: textOf(source, 'act') ?? '',
		restrictions: textsOf(source, 'restriction'),
		termOfGrant: periodOf(source, 'termOfGrant'),
		termOfRestriction: periodOf(source, 'termOfRestriction'),
		notes: textsOf(source, 'rightsGrantedNote'),
	};
}

function periodOf(source: XmlElement, name: string): PremisPeriod | undefined {
	const period = optionalChild(source, premis(name));
	return period && {start: textOf(period, 'startDate'), end: textOf(period, 'endDate')};
}

function decodeFormat(source: XmlElement): PremisFormat {
	const designation = optionalChild(source, premis('formatDesignation'));
	const registry = optionalChild(source, premis('formatRegistry'));
	return {
		name: designation && textOf(designation, 'formatName'),
		version: designation && textOf(designation, 'formatVersion'),
		registry: registry && textOf(registry, 'formatRegistryName'),
		key: registry && textOf(registry, 'formatRegistryKey'),
	};
}

function decodeApplication(source: XmlElement): CreatingApplication {
	return {
		name: textOf(source, 'creatingApplicationName'),
		version: textOf(source, 'creatingApplicationVersion'),
		created: textOf(source, 'dateCreatedByApplication'),
	};
}

/** The algorithms of Archivematica, by their names without punctuation, and the length of their digests in hex. */
const algorithms: ReadonlyMap<string, {readonly algorithm: FixityAlgorithm; readonly length: number}> = new Map([
	['md5', {algorithm: 'md5', length: 32}],
	['sha1', {algorithm: 'sha1', length: 40}],
	['sha256', {algorithm: 'sha256', length: 64}],
	['sha512', {algorithm: 'sha512', length: 128}],
]);

/** The algorithm of this name, in any spelling. */
export function algorithmOf(name: string): FixityAlgorithm | undefined {
	return algorithms.get(plainName(name))?.algorithm;
}

function decodeDigest(source: XmlElement): {readonly fixity: Fixity} | UncheckedDigest {
	const name = textOf(source, 'messageDigestAlgorithm') ?? '';
	const value = (textOf(source, 'messageDigest') ?? '').toLowerCase();
	const known = algorithms.get(plainName(name));
	const isDigest = known !== undefined && value.length === known.length && /^[\da-f]+$/.test(value);
	return isDigest ? {fixity: {algorithm: known.algorithm, value}} : {algorithm: name, value};
}

function plainName(name: string): string {
	return name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
}

/** The local part of `xsi:type`; PREMIS 2 documents without one have it in an element of the same name. */
function typeOf(source: XmlElement): string | undefined {
	const type = optionalAttribute(source, xsi('type')) ?? textOf(source, 'objectCategory');
	return type?.trim().split(':').at(-1) || undefined;
}

/** Identifiers are pairs of elements named after them. */
function identifiersOf(source: XmlElement, name: string, prefix: string = name): readonly PremisIdentifier[] {
	return children(source, premis(name)).map(item => ({
		type: textOf(item, `${prefix}Type`) ?? '',
		value: textOf(item, `${prefix}Value`) ?? '',
	}));
}

function uuidOf(identifiers: readonly PremisIdentifier[]): string | undefined {
	return identifiers.find(({type, value}) => type.toUpperCase() === 'UUID' && value !== '')?.value.toLowerCase();
}

function numberOf(elements: readonly XmlElement[]): number | undefined {
	const text = elements.map(item => content(item).trim()).find(value => /^\d{1,15}$/.test(value));
	return text === undefined ? undefined : Number(text);
}

function textOf(source: XmlElement, name: string): string | undefined {
	return optionalText(source, premis(name))?.trim() || undefined;
}

function textsOf(source: XmlElement, name: string): readonly string[] {
	return children(source, premis(name))
		.map(item => content(item).trim())
		.filter(value => value !== '');
}

function lines(texts: readonly string[]): string | undefined {
	return texts.length === 0 ? undefined : texts.join('\n');
}
