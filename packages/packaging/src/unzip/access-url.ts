import {createHttpClient, type RetryOptions} from '@fonds/core';
import {checkWebAddress} from '../sources/web-address.ts';
import {createBlockCache} from './block-cache.ts';
import type {RandomAccess} from './random-access.ts';
import {createRangeClient} from './range-client.ts';
import {readRange} from './range-part.ts';

/** Options of {@link accessUrl}. */
export interface UrlAccessOptions {
	/** Headers for this address, such as credentials. They go to its origin and nowhere else: a redirect to another is refused. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** @default the global fetch */
	readonly fetch?: typeof globalThis.fetch | undefined;
	/** How a request that fails is repeated. */
	readonly retry?: RetryOptions | undefined;
	/** Ends every request, of `accessUrl` and of what it gives. */
	readonly signal?: AbortSignal | undefined;
}

/** The end records, their comment, and the directory of some thousand entries. */
const tailLength = 256 * 1024;

/** What is longer is read by a request of its own, as a stream. */
const streamFrom = 512 * 1024;

/**
 * A file on a web server, of which only the parts that are needed are asked for: `openZip(await accessUrl(url))`. The first request brings its end, where
 * the directory of a ZIP file is; a long directory takes one more. A large entry is one request, read as a stream; small ones that lie side by side share one.
 *
 * The server has to know range requests. A file that changes between two requests is noticed by its `ETag` or `Last-Modified`, if the server sends one, and its length. In a
 * page, a server of another origin has to expose `Content-Range` and `ETag` (`Access-Control-Expose-Headers`).
 *
 * @throws ConfigurationError for an address that is not of the web, or holds credentials.
 * @throws PackageError `no-ranges` if the server does not give parts of files, `changed` (from reading) if the file is another than before.
 * @throws HttpError and its family, NetworkError, TimeoutError as any request.
 */
export async function accessUrl(url: string | URL, options: UrlAccessOptions = {}): Promise<RandomAccess> {
	const address = checkWebAddress(url);
	const {headers, fetch, retry, signal} = options;
	const client = createRangeClient(createHttpClient({baseUrl: address.origin, fetch, headers, retry}), address);
	const tail = await client.tail(tailLength, signal);
	const cache = createBlockCache(client.size(), (offset, length) => client.range(offset, length, signal));
	cache.put(client.size() - tail.length, tail);
	return {
		size: client.size(),
		read: (offset, length) => cache.read(offset, length),
		part(offset, length, partSignal) {
			if (length < streamFrom) {
				cache.expect(offset, length);
				return {size: client.size(), read: (from, most) => cache.read(from, most), close: () => Promise.resolve()};
			}
			const ended = signal === undefined ? partSignal : AbortSignal.any([signal, partSignal]);
			return readRange(client, offset, length, ended);
		},
	};
}
