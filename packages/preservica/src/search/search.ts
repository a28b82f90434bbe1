import {Pages, type Page, type PollOptions, type RequestOptions} from '@fonds/core';
import {streamFrom} from '@fonds/core/streams';
import type {Session} from '../auth/session.ts';
import type {EntityReference} from '../entities/entity.ts';
import type {Facet, IndexField, SearchHit} from './hit.ts';
import type {ObjectDetails} from './object-details.ts';
import type {RangeFacet, SearchOptions, SearchQuery} from './query.ts';
import type {ReportOptions} from './report.ts';

/** What reading the details of an entity takes. */
export interface ObjectDetailsOptions extends RequestOptions {
	/** Properties to leave out, such as `history`. @default the server's choice */
	readonly excludeProperties?: readonly string[] | undefined;
}

/** What listing the children of a folder takes. */
export interface SearchChildrenOptions extends SearchOptions {
	/** Virtual children too? @default the server's choice */
	readonly includeVirtual?: boolean | undefined;
}

const searching = () => import('./run-search.ts');

/**
 * The search index, and what the Content API tells. Nothing is in the index before the server has indexed it, some time after an ingest or a
 * change; `entities` tells how things are now. Every method throws what `HttpClient.send` throws, besides what it names.
 */
export class Search {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * The indexes of the server: what queries can name (CON-04).
	 *
	 * @throws PermissionError, NotFoundError when this account, the licence or the version does not have the Content API.
	 */
	async fields(options: RequestOptions = {}): Promise<IndexField[]> {
		return (await searching()).readFields(this.#session, options);
	}

	/**
	 * Finds entities, page by page while the list is read (CON-05; below a folder CON-06).
	 *
	 * ```ts
	 * for await (const hit of search.find({text: 'oxford', fields: ['xip.title'], filter: {'xip.document_type': 'IO'}})) {
	 * 	console.log(hit.ref, hit.values['xip.title']);
	 * }
	 * ```
	 *
	 * @throws ConfigurationError, while it is read, for a filter that restricts nothing; with code `version` when `not` is used before 7.5.
	 * @throws DecodeError, while it is read, with code `incomplete-list` when the server counts more hits than it gives.
	 */
	find<F extends string = never>(query: SearchQuery<F>, options: SearchOptions = {}): Pages<SearchHit<F>> {
		return hits(({placeOf, walkHits}) => walkHits(this.#session, placeOf(query), query, options));
	}

	/**
	 * The folders at the root that the query finds; its text is not used by the server (CON-07).
	 *
	 * @throws what `find` throws, while it is read.
	 */
	topLevel<F extends string = never>(query: Omit<SearchQuery<F>, 'in' | 'text'> = {}, options: SearchOptions = {}): Pages<SearchHit<F>> {
		return hits(({topLevelPlace, walkHits}) => walkHits(this.#session, topLevelPlace, query, options));
	}

	/**
	 * What is directly in a folder, as far as the query finds it (CON-08).
	 *
	 * @throws what `find` throws, while it is read.
	 */
	childrenOf<F extends string = never>(
		folder: string | EntityReference<'folder'>,
		query: Omit<SearchQuery<F>, 'in'> = {},
		{includeVirtual, ...options}: SearchChildrenOptions = {},
	): Pages<SearchHit<F>> {
		return hits(({childrenPlace, walkHits}) => walkHits(this.#session, childrenPlace(folder, includeVirtual), query, options));
	}

	/**
	 * How many entities `find` would find (CON-05, CON-06).
	 *
	 * @throws ConfigurationError as `find` does; DecodeError when the server does not count.
	 */
	async count(query: Omit<SearchQuery, 'fields' | 'sort'>, options: RequestOptions = {}): Promise<number> {
		return (await searching()).countHits(this.#session, query, options);
	}

	/**
	 * Counts the values of indexes among everything `find` would find (CON-05, CON-06): `facets(query, ['xip.format_group_r_Display'])`, or by
	 * ranges `facets(query, [{field: 'xip.created', ranges: [{to: '2015-01-01', title: 'before 2015'}, {from: '2015-01-01', title: 'since'}]}])`.
	 * An index for which the server counts nothing is undefined: it has to be `facetable`.
	 *
	 * @throws ConfigurationError as `find` does.
	 */
	async facets<const F extends string>(
		query: Omit<SearchQuery, 'fields' | 'sort'>,
		facets: readonly (F | RangeFacet<F>)[],
		options: RequestOptions = {},
	): Promise<Readonly<Record<F, Facet | undefined>>> {
		return (await searching()).countFacets(this.#session, query, facets, options);
	}

	/**
	 * The text that the server took out of the files of an asset (CON-05); undefined when it has none.
	 *
	 * @throws NotFoundError when the index has no such asset: there is none, there is no right to see it, or it is not indexed yet.
	 */
	async fullText(asset: string | EntityReference<'asset'>, options: RequestOptions = {}): Promise<string | undefined> {
		return (await searching()).readFullText(this.#session, asset, options);
	}

	/**
	 * An entity as the portal of the server shows it: properties, metadata after the display transform, links (CON-01).
	 *
	 * @throws NotFoundError when there is no such entity, or no right to see it.
	 */
	async objectDetails(entity: EntityReference, {excludeProperties, ...options}: ObjectDetailsOptions = {}): Promise<ObjectDetails> {
		return (await searching()).readDetails(this.#session, entity, options, excludeProperties);
	}

	/**
	 * Everything a query finds as CSV (UTF-8, RFC 4180), with a header (CON-05, CON-06). Pages are fetched while the stream is read, and one is
	 * in memory. Cells that a spreadsheet would run as formulas are made harmless unless told otherwise. `saveReport` of
	 * `@fonds/preservica/node` writes it into a file.
	 *
	 * @throws what `find` throws, and the reason of an abort, while it is read.
	 */
	report(query: SearchQuery, options: ReportOptions = {}): ReadableStream<Uint8Array<ArrayBuffer>> {
		const find = (fields: readonly string[]): AsyncIterable<Page<SearchHit>> => {
			const {signal, timeout, totalTimeout, pageSize, readAhead} = options;
			return this.find({...query, fields}, {signal, timeout, totalTimeout, pageSize, readAhead}).pages();
		};
		return streamFrom(
			(async function* () {
				const {columnsOf, writeReport} = await import('./report.ts');
				const columns = columnsOf(options, query.fields);
				yield* writeReport(find([...new Set(columns.map(({field}) => field))]), columns, options);
			})(),
		);
	}

	/**
	 * Waits until the index has an entity, which takes a while after an ingest (CON-05).
	 *
	 * @throws TimeoutError when `deadline` is over.
	 */
	async waitUntilIndexed(entity: EntityReference, options: PollOptions = {}): Promise<void> {
		await (await searching()).waitForIndex(this.#session, entity.ref, options);
	}
}

/** The list is made when it is first read. */
function hits<F extends string>(
	walk: (module: Awaited<ReturnType<typeof searching>>) => AsyncIterable<Page<SearchHit<F>>>,
): Pages<SearchHit<F>> {
	return new Pages(async function* () {
		yield* walk(await searching());
	});
}
