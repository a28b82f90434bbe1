import {paginate, type HttpClient, type Page, type Pages, type Path, type RequestOptions, type SendOptions} from '@fonds/core';
import {getXml, type XmlElement} from '@fonds/core/xml';
import {checkedPageSize} from './page-size.ts';

/** What reading a list of unknown length takes. */
export interface PagedOptions extends RequestOptions {
	/** How many entries to ask for at a time, at most 1000. @default 100 */
	readonly pageSize?: number | undefined;
	/** Pages fetched before they are needed. @default 0 */
	readonly readAhead?: number | undefined;
}

/** A list that is fetched page by page while it is read; the first request has `start` and `max`, the others are the server's own links. */
export function listPages<T>(
	http: HttpClient,
	first: Path | string,
	decode: (response: XmlElement) => Page<T>,
	{pageSize = 100, readAhead, ...options}: PagedOptions = {},
	query: SendOptions['query'] = {},
): Pages<T> {
	return paginate(
		async (next, signal) =>
			decode(
				await (next === undefined
					? getXml(http, first, {...options, signal, query: {...query, start: 0, max: checkedPageSize(pageSize)}})
					: getXml(http, next, {...options, signal})),
			),
		{signal: options.signal, readAhead},
	);
}

/** Reads a list to its end, page after page. */
export function readList<T>(
	http: HttpClient,
	first: Path,
	decode: (response: XmlElement) => Page<T>,
	options: RequestOptions,
	query: Readonly<Record<string, string>> = {},
): Promise<T[]> {
	const load = async (next: string | undefined, signal: AbortSignal | undefined): Promise<Page<T>> =>
		decode(await (next === undefined ? getXml(http, first, {...options, signal, query}) : getXml(http, next, {...options, signal})));
	return paginate(load, {signal: options.signal}).toArray();
}
