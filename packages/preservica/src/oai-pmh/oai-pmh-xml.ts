import {DecodeError} from '@fonds/core';
import {
	child,
	children,
	content,
	detach,
	namespace,
	optionalAttribute,
	optionalChild,
	writeXml,
	type XmlDeclaration,
	type XmlElement,
	type XmlName,
} from '@fonds/core/xml';
import {optionalTrimmed, trimmed} from '../xml/read.ts';
import type {HarvestPage} from './harvest.ts';
import {OaiPmhError, type OaiErrorCode} from './oai-pmh-error.ts';
import type {OaiHeader, OaiMetadataFormat, OaiRecord, OaiRepository, OaiSet} from './oai-record.ts';

const oaiNamespace = 'http://www.openarchives.org/OAI/2.0/';
const oai: (name: string) => XmlName = namespace(oaiNamespace);

/**
 * The element of a verb in an answer, with the namespaces around it; undefined for one of the conditions that mean an empty list.
 *
 * @throws OaiPmhError for any other condition; DecodeError when the answer is not OAI-PMH.
 */
export function answerTo(verb: string, response: XmlElement, empty: readonly OaiErrorCode[] = []): XmlElement | undefined {
	if (response.name !== 'OAI-PMH' || response.namespace !== oaiNamespace) {
		throw new DecodeError(
			`The answer is <${response.name}> in the namespace ${JSON.stringify(response.namespace.slice(0, 200))}, not OAI-PMH 2.0. Another server, or a proxy, may have answered.`,
		);
	}
	const conditions = children(response, oai('error')).map(error => ({
		code: optionalAttribute(error, 'code')?.trim() || 'unknown',
		message: content(error).trim(),
	}));
	if (conditions.length === 0) {
		const found = child(response, oai(verb));
		return {...found, declarations: [...response.declarations, ...found.declarations]};
	}
	if (conditions.every(({code}) => empty.includes(code))) {
		return undefined;
	}
	throw new OaiPmhError(verb, conditions);
}

/** Reads `Identify`. */
export function decodeRepository(source: XmlElement): OaiRepository {
	return {
		name: trimmed(source, oai('repositoryName')),
		baseUrl: optionalTrimmed(source, oai('baseURL')) ?? '',
		protocolVersion: trimmed(source, oai('protocolVersion')),
		adminEmails: texts(source, 'adminEmail'),
		earliestDatestamp: trimmed(source, oai('earliestDatestamp')),
		deletedRecords: trimmed(source, oai('deletedRecord')),
		granularity: trimmed(source, oai('granularity')),
		compressions: texts(source, 'compression'),
		descriptions: inside(source, 'description'),
	};
}

/** Reads `ListMetadataFormats`. */
export function decodeFormats(source: XmlElement): OaiMetadataFormat[] {
	return children(source, oai('metadataFormat')).map(format => ({
		prefix: trimmed(format, oai('metadataPrefix')),
		schema: optionalTrimmed(format, oai('schema')) ?? '',
		namespace: optionalTrimmed(format, oai('metadataNamespace')) ?? '',
	}));
}

/** Reads the sets of a `ListSets`. */
export function decodeSets(source: XmlElement): OaiSet[] {
	return children(source, oai('set')).map(set => ({
		spec: trimmed(set, oai('setSpec')),
		name: optionalTrimmed(set, oai('setName')) ?? '',
		descriptions: inside(set, 'setDescription'),
	}));
}

/** Reads the headers of a `ListIdentifiers`. */
export function decodeHeaders(source: XmlElement): OaiHeader[] {
	return children(source, oai('header')).map(header => decodeHeader(header));
}

/** Reads the records of a `ListRecords` or a `GetRecord`. */
export function decodeRecords(source: XmlElement): OaiRecord[] {
	return children(source, oai('record')).map(record => decodeRecord(record, source.declarations));
}

function decodeRecord(record: XmlElement, inForce: readonly XmlDeclaration[]): OaiRecord {
	const around = {...record, declarations: [...inForce, ...record.declarations].filter(({namespace: uri}) => uri !== oaiNamespace)};
	const [found] = inside(around, 'metadata');
	const metadata = found && detach(around, found);
	return {
		...decodeHeader(child(record, oai('header'))),
		metadata,
		xml: metadata === undefined ? '' : writeXml(metadata, {declaration: false}),
		about: inside(around, 'about').map(statement => detach(around, statement)),
	};
}

/** A page of a list, by its resumption token: an empty one, or none, ends it. */
export function decodeHarvestPage<T>(source: XmlElement, items: readonly T[]): HarvestPage<T> {
	const token = optionalChild(source, oai('resumptionToken'));
	const total = token && optionalAttribute(token, 'completeListSize')?.trim();
	return {
		items,
		total: total !== undefined && /^\d+$/.test(total) ? Number(total) : undefined,
		next: (token && content(token).trim()) || undefined,
		expires: (token && optionalAttribute(token, 'expirationDate')?.trim()) || undefined,
	};
}

function decodeHeader(source: XmlElement): OaiHeader {
	return {
		identifier: trimmed(source, oai('identifier')),
		datestamp: optionalTrimmed(source, oai('datestamp')) ?? '',
		sets: texts(source, 'setSpec'),
		deleted: optionalAttribute(source, 'status')?.trim() === 'deleted',
	};
}

function texts(source: XmlElement, name: string): string[] {
	return children(source, oai(name)).flatMap(item => content(item).trim() || []);
}

/** The elements that containers of a name hold. */
function inside(source: XmlElement, name: string): XmlElement[] {
	return children(source, oai(name)).flatMap(container =>
		container.children.filter((node): node is XmlElement => typeof node === 'object'),
	);
}
