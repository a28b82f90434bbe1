import {createHttpClient, PackageError, type RetryOptions} from '@fonds/core';
import {verifyStream, type Fixity} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import {entryFromStream} from './stream-entry.ts';
import {checkWebAddress} from './web-address.ts';

/** Options of {@link entryFromUrl}. */
export interface UrlEntryOptions {
	/** Path inside the package. @default the last segment of the address, decoded */
	readonly path?: string | undefined;
	/** Its length in bytes. It is verified, and makes the package's length known. @default what the server says, which is verified too */
	readonly size?: number | undefined;
	/** Digests that are known; they are verified. */
	readonly fixities?: readonly Fixity[] | undefined;
	/** Headers for this address, such as credentials. They go to its origin and nowhere else: a redirect to another is refused. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** @default the global fetch */
	readonly fetch?: typeof globalThis.fetch | undefined;
	/** How a request that fails before its answer begins is repeated; one that breaks off later fails the package. */
	readonly retry?: RetryOptions | undefined;
	readonly modified?: Date | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Makes an entry of a file on a web server. It is asked for when the entry's turn comes, without content encoding, and verified while it is read: with its length
 * and the digests that are known. A file of which neither a length nor a digest is known is refused: its end could be anywhere.
 *
 * @throws ConfigurationError for an address that is not of the web, or holds credentials; PackageError with the problem `unsafe-path` or `bad-size`.
 * From the entry: FixityError, PackageError with the problem `unverifiable`, or `unreadable` for an answer that is not the whole file, and what a request fails with.
 */
export function entryFromUrl(url: string | URL, options: UrlEntryOptions = {}): PackageEntry {
	const address = checkWebAddress(url);
	const path = options.path ?? nameOf(address);
	return {...entryFromStream(path, options.size, () => open(address, path, options)), modified: options.modified};
}

function nameOf({pathname}: URL): string {
	const name = pathname.slice(pathname.lastIndexOf('/') + 1);
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

async function open(
	url: URL,
	path: string,
	{size, fixities = [], headers, fetch, retry, signal}: UrlEntryOptions,
): Promise<ReadableStream<Uint8Array>> {
	const client = createHttpClient({baseUrl: url.origin, fetch, headers, retry});
	const response = await client.send('GET', url, {identity: true, signal});
	const expected = size ?? lengthOf(response);
	const problem = problemOf(response.status, expected, fixities, path);
	if (problem !== undefined) {
		await response.body?.cancel();
		throw problem;
	}
	return verifyStream(response.body ?? new Blob([]).stream(), {size: expected, fixities}, {path, signal});
}

/** Other answers that are no failures hold a part of the file (206), word of it (202), or nothing (204). */
function problemOf(status: number, expected: number | undefined, fixities: readonly Fixity[], path: string): PackageError | undefined {
	if (status !== 200) {
		return new PackageError(`The server did not send the whole of "${path}", but an answer with the status ${status}. Ask for it again.`, {
			problem: 'unreadable',
			path,
		});
	}
	return expected === undefined && fixities.length === 0
		? new PackageError(`The server does not say how long "${path}" is. Give its size or a digest, so that it can be verified.`, {
				problem: 'unverifiable',
				path,
			})
		: undefined;
}

/** The length of the bytes that will come. That of an encoded body is another. */
function lengthOf({headers}: Response): number | undefined {
	const encoding = headers.get('content-encoding') ?? 'identity';
	const length = headers.get('content-length') ?? '';
	return encoding === 'identity' && /^\d+$/.test(length) ? Number(length) : undefined;
}
