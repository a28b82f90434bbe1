import {
	createJob,
	DecodeError,
	NotFoundError,
	paginate,
	path,
	type Page,
	type Path,
	type PollOptions,
	type RequestOptions,
} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {contentId} from '../entities/content-id.ts';
import type {EntityReference} from '../entities/entity.ts';
import {decodeValue, getValue} from '../json/value.ts';
import {checkedPageSize} from '../xml/page-size.ts';
import {answerSchema, decodeFacet, decodeHits, fieldsSchema, type SearchAnswer} from './answer-json.ts';
import {checkedRef} from './checked-ref.ts';
import {encodeFields, encodeQuery, fieldOf} from './encode-query.ts';
import type {Facet, IndexField, SearchHit} from './hit.ts';
import {decodeDetails, detailsSchema} from './object-details-json.ts';
import type {ObjectDetails} from './object-details.ts';
import type {RangeFacet, SearchOptions, SearchQuery} from './query.ts';

/** Where a search is asked, with what that place wants to know besides the query. */
export interface SearchPlace {
	readonly path: Path;
	readonly form: Readonly<Record<string, string>>;
}

/** Everywhere (CON-05), or below a folder (CON-06). */
export function placeOf({in: folder}: SearchQuery): SearchPlace {
	return folder === undefined
		? {path: path`api/content/search`, form: {}}
		: {path: path`api/content/search-within`, form: {parenthierarchy: checkedRef(folder)}};
}

/** The folders at the root (CON-07). */
export const topLevelPlace: SearchPlace = {path: path`api/content/top-level-list`, form: {}};

/** What is directly in a folder (CON-08). */
export function childrenPlace(folder: string | EntityReference<'folder'>, includeVirtual: boolean | undefined): SearchPlace {
	const id = contentId({type: 'folder', ref: checkedRef(folder)});
	return {
		path: path`api/content/object-children`,
		form: {id, ...(includeVirtual !== undefined && {includevirtual: String(includeVirtual)})},
	};
}

/**
 * Walks the hits page by page: each begins where the one before ended, until all are there. Where the server does not say how many there are,
 * an empty page is the end.
 */
export function walkHits<F extends string>(
	session: Session,
	place: SearchPlace,
	query: SearchQuery<F>,
	{pageSize = 100, readAhead, ...options}: SearchOptions,
): AsyncIterable<Page<SearchHit<F>>> {
	checkedPageSize(pageSize);
	const load = async (next: string | undefined, signal: AbortSignal | undefined): Promise<Page<SearchHit<F>>> => {
		const [at = '0', before] = next?.split(' ') ?? [];
		const answer = await ask(session, place, query, Number(at), pageSize, {...options, signal});
		return {items: decodeHits(answer, query.fields ?? []), total: answer.totalHits, next: nextOf(answer, Number(at), before)};
	};
	return paginate(load, {signal: options.signal, readAhead}).pages();
}

/** A server that promises more than it gives would lead on for ever, one that ignores `start` would give the same again and again. */
function nextOf({objectIds: [first, ...rest], totalHits = Infinity}: SearchAnswer, start: number, before: string | undefined) {
	if (first === undefined) {
		if (Number.isFinite(totalHits) && totalHits > start) {
			throw new DecodeError(`The server counts ${totalHits} hits, but gave no more than ${start}.`, {code: 'incomplete-list'});
		}
		return undefined;
	}
	if (first === before) {
		throw new DecodeError('The search does not end: the server gave the same hits again.', {code: 'endless-list'});
	}
	const end = start + 1 + rest.length;
	return end < totalHits ? `${end} ${first}` : undefined;
}

/** How many hits there are. */
export async function countHits(session: Session, query: SearchQuery, options: RequestOptions): Promise<number> {
	const {totalHits} = await askOne(session, query, [], options);
	if (totalHits === undefined) {
		throw new DecodeError('The server does not say how many hits there are.');
	}
	return totalHits;
}

/** The values of indexes among the hits, counted. */
export async function countFacets<F extends string>(
	session: Session,
	query: SearchQuery,
	facets: readonly (F | RangeFacet<F>)[],
	options: RequestOptions,
): Promise<Readonly<Record<F, Facet | undefined>>> {
	const answer = await askOne(session, query, facets, options);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has one key for each index that was asked for
	return Object.fromEntries(facets.map(facet => [fieldOf(facet), decodeFacet(answer, fieldOf(facet))])) as Record<F, Facet | undefined>;
}

/** The indexes of the server (CON-04). */
export function readFields({http}: Session, options: RequestOptions): Promise<IndexField[]> {
	return getValue(http, path`api/content/indexed-fields`, fieldsSchema, options);
}

/** The text that the server took out of the files of an asset. */
export async function readFullText(
	session: Session,
	asset: string | EntityReference<'asset'>,
	options: RequestOptions,
): Promise<string | undefined> {
	const ref = checkedRef(asset);
	const hit = await findOne(session, ref, ['xip.full_text'], options);
	if (hit === undefined) {
		throw new NotFoundError(
			`The index has no asset with the reference ${ref}: there is none, this account has no right to see it, or it is not indexed yet.`,
		);
	}
	const value = hit.values['xip.full_text'];
	return value === undefined || value === '' ? undefined : Array.isArray(value) ? value.join('\n') : String(value);
}

/** Waits until the index has the entity. */
export function waitForIndex(session: Session, entity: string, options: PollOptions): Promise<void> {
	const ref = checkedRef(entity);
	const poll = async (data: null, request: RequestOptions) => {
		const finished = (await findOne(session, ref, [], request)) !== undefined;
		return {status: finished, data, finished};
	};
	return createJob({kind: 'preservica-indexing', id: ref, data: null, poll, result: () => {}}).done(options);
}

/** The hit for one entity: `id:` restricts a search to it. */
async function findOne<F extends string>(
	session: Session,
	ref: string,
	fields: readonly F[],
	options: RequestOptions,
): Promise<SearchHit<F> | undefined> {
	const query = {text: `id:${ref}`, fields};
	const answer = await ask(session, placeOf(query), query, 0, 10, options);
	return decodeHits(answer, fields).find(hit => hit.ref.toLowerCase() === ref.toLowerCase());
}

/** An entity as the portal shows it (CON-01). */
export async function readDetails(
	{http}: Session,
	entity: EntityReference,
	options: RequestOptions,
	excludeProperties?: readonly string[],
): Promise<ObjectDetails> {
	const query = {id: contentId(entity), excludeproperties: excludeProperties?.join(',')};
	return decodeDetails(await getValue(http, path`api/content/object-details`, detailsSchema, {...options, query}), entity);
}

/** Asks for as little as possible: what `max=0` means is written nowhere. */
function askOne(session: Session, query: SearchQuery, facets: readonly (string | RangeFacet)[], options: RequestOptions) {
	return ask(session, placeOf(query), {...query, fields: [], sort: []}, 0, 1, options, facets);
}

/** A search changes nothing, so that the POST is safe to repeat. */
async function ask(
	session: Session,
	place: SearchPlace,
	query: SearchQuery,
	start: number,
	max: number,
	options: RequestOptions,
	facets: readonly (string | RangeFacet)[] = [],
): Promise<SearchAnswer> {
	const form = {q: encodeQuery(query, facets), start: String(start), max: String(max), metadata: encodeFields(query.fields), ...place.form};
	if (Object.values(query.not ?? {}).some(filter => filter !== undefined)) {
		await requireServer(session, '7.5', 'Leaving out what has a value (not)', options);
	}
	const headers = {accept: 'application/json'};
	const body = new URLSearchParams(form);
	return decodeValue(await session.http.send('POST', place.path, {...options, headers, body, retry: true}), answerSchema);
}
