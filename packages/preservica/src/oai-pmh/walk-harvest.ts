import {DecodeError, paginate, path, type Page, type RequestOptions} from '@fonds/core';
import {getXml, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import type {HarvestOptions, HarvestPage} from './harvest.ts';
import {answerTo, decodeHarvestPage} from './oai-pmh-xml.ts';
import type {OaiErrorCode} from './oai-pmh-error.ts';

/** What a harvest asks, and what it makes of an answer. */
export interface HarvestRequest<T> {
	readonly verb: string;
	/** Of the first request; those that follow have the resumption token alone. */
	readonly parameters: Readonly<Record<string, string | undefined>>;
	/** The token to go on with. */
	readonly resume: string | undefined;
	/** Conditions that mean an empty list. */
	readonly empty: readonly OaiErrorCode[];
	readonly decode: (source: XmlElement) => readonly T[];
}

/** Asks one verb of OAI-PMH. */
export function askOai(
	{http}: Session,
	verb: string,
	parameters: HarvestRequest<unknown>['parameters'],
	options: RequestOptions,
): Promise<XmlElement> {
	return getXml(http, path`OAI-PMH/`, {...options, query: {verb, ...parameters}, headers: {accept: 'text/xml, application/xml'}});
}

/** Walks a list from resumption token to resumption token. */
export function walkHarvest<T>(
	session: Session,
	{verb, parameters, resume, empty, decode}: HarvestRequest<T>,
	{readAhead, ...options}: HarvestOptions,
): AsyncIterable<Page<T>> {
	const load = async (next: string | undefined, signal: AbortSignal | undefined): Promise<HarvestPage<T>> => {
		const token = next ?? resume;
		const asked = token === undefined ? parameters : {resumptionToken: token};
		const source = answerTo(verb, await askOai(session, verb, asked, {...options, signal}), empty);
		if (source === undefined) {
			return {items: [], total: undefined, next: undefined, expires: undefined};
		}
		const page = decodeHarvestPage(source, decode(source));
		if (page.next !== undefined && page.next === token) {
			throw new DecodeError('The harvest does not end: the server gives the resumption token again that it was sent.', {
				code: 'endless-list',
			});
		}
		return page;
	};
	return paginate(load, {signal: options.signal, readAhead}).pages();
}
