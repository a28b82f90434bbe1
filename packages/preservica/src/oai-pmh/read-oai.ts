import {DecodeError, type Page, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {HarvestOptions} from './harvest.ts';
import {encodeSpan} from './oai-dates.ts';
import type {OaiSetsOptions, HarvestSelection} from './oai-pmh.ts';
import {answerTo, decodeFormats, decodeHeaders, decodeRecords, decodeRepository, decodeSets} from './oai-pmh-xml.ts';
import type {OaiErrorCode} from './oai-pmh-error.ts';
import type {OaiHeader, OaiMetadataFormat, OaiRecord, OaiRepository, OaiSet} from './oai-record.ts';
import {askOai, walkHarvest} from './walk-harvest.ts';

/** What a repository says of itself. */
export async function readRepository(session: Session, options: RequestOptions): Promise<OaiRepository> {
	return decodeRepository(required('Identify', await askOai(session, 'Identify', {}, options)));
}

/** The forms of metadata, of all records or of one. */
export async function readFormats(session: Session, identifier: string | undefined, options: RequestOptions): Promise<OaiMetadataFormat[]> {
	const response = await askOai(session, 'ListMetadataFormats', {identifier}, options);
	const source = answerTo('ListMetadataFormats', response, ['noMetadataFormats']);
	return source === undefined ? [] : decodeFormats(source);
}

/** One record. */
export async function readRecord(
	session: Session,
	identifier: string,
	metadataPrefix: string,
	options: RequestOptions,
): Promise<OaiRecord> {
	const response = await askOai(session, 'GetRecord', {identifier, metadataPrefix}, options);
	const [record] = decodeRecords(required('GetRecord', response));
	if (record === undefined) {
		throw new DecodeError(`The answer to GetRecord holds no record for ${JSON.stringify(identifier)}.`);
	}
	return record;
}

/** The sets. */
export function walkSets(session: Session, {resume, ...options}: OaiSetsOptions): AsyncIterable<Page<OaiSet>> {
	return walkHarvest(session, {verb: 'ListSets', parameters: {}, resume, empty: ['noSetHierarchy'], decode: decodeSets}, options);
}

const noRecords: readonly OaiErrorCode[] = ['noRecordsMatch'];

/** Records without their metadata. */
export function walkHeaders(session: Session, selection: HarvestSelection, options: HarvestOptions): AsyncIterable<Page<OaiHeader>> {
	return walkHarvest(session, {verb: 'ListIdentifiers', ...encode(selection), empty: noRecords, decode: decodeHeaders}, options);
}

/** Records. */
export function walkRecords(session: Session, selection: HarvestSelection, options: HarvestOptions): AsyncIterable<Page<OaiRecord>> {
	return walkHarvest(session, {verb: 'ListRecords', ...encode(selection), empty: noRecords, decode: decodeRecords}, options);
}

function encode({metadataPrefix = 'oai_dc', from, until, set, resume}: HarvestSelection) {
	return {parameters: {metadataPrefix, set, ...encodeSpan(from, until)}, resume};
}

function required(verb: string, response: Parameters<typeof answerTo>[1]) {
	const source = answerTo(verb, response);
	if (source === undefined) {
		throw new DecodeError(`The answer to ${verb} is empty.`);
	}
	return source;
}
