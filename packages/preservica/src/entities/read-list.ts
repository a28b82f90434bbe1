import {paginate, type HttpClient, type Page, type Path, type RequestOptions} from '@fonds/core';
import {getXml, type XmlElement} from '@fonds/core/xml';

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
