import {ConfigurationError, HttpError} from '@fonds/core';
import {verifyStream, type Fixity, type FixityAlgorithm} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import type {Bag, FetchItem} from './bag.ts';

/** Options of {@link missingEntries}. */
export interface FetchOptions {
	/** Which addresses may be asked. A bag from a stranger names any address it likes, also of your own network. */
	readonly allow: (url: URL) => boolean;
	/** @default the global fetch */
	readonly fetch?: typeof globalThis.fetch | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * The files that a holey bag lacks, as entries that fetch them (RFC 8493, 2.2.3). Each is verified while it is read, with its length and the strongest
 * digest of the manifests, and fails at its end when it is another. No credentials are sent.
 *
 * @throws ConfigurationError for an address that is not allowed, or a file without a digest that can be verified.
 */
export function missingEntries(bag: Bag, options: FetchOptions): readonly PackageEntry[] {
	return bag.fetch
		.filter(({path}) => !bag.tree.files.has(path))
		.map(item => {
			const url = new URL(item.url);
			checkAllowed(item, url, options);
			const fixity = strongest(bag, item.path);
			return {path: item.path, size: item.size, open: () => open(item, url, fixity, options)};
		});
}

async function open(item: FetchItem, url: URL, fixity: Fixity, options: FetchOptions): Promise<ReadableStream<Uint8Array>> {
	const {status, ok, body} = await ask(item, url, options, 0);
	if (!ok || body === null) {
		await body?.cancel();
		throw new HttpError(`The request for "${item.path}" was answered with ${status}.`, {status, method: 'GET', url: url.href});
	}
	return verifyStream(body, {size: item.size, fixities: [fixity]}, {path: item.path, signal: options.signal});
}

/** Follows redirects itself: each address has to be allowed before it is asked. */
async function ask(item: FetchItem, url: URL, options: FetchOptions, hops: number): Promise<Response> {
	checkAllowed(item, url, options);
	const {fetch = globalThis.fetch, signal} = options;
	const headers = {'accept-encoding': 'identity'};
	const response = await fetch(url, {signal: signal ?? null, credentials: 'omit', redirect: 'manual', headers});
	const isRedirect = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
	if (!isRedirect) {
		return response;
	}
	await response.body?.cancel();
	const location = response.headers.get('location');
	if (location === null || !URL.canParse(location, url) || hops === 5) {
		const why =
			location === null ? 'elsewhere, and where to is hidden in a browser: fetch.txt needs its last address' : 'too often or to nowhere';
		throw new HttpError(`The request for "${item.path}" was sent on ${why}.`, {status: response.status, method: 'GET', url: url.href});
	}
	return await ask(item, new URL(location, url), options, hops + 1);
}

function checkAllowed({path}: FetchItem, url: URL, {allow}: Pick<FetchOptions, 'allow'>): void {
	if (!/^https?:$/.test(url.protocol) || !allow(url)) {
		throw new ConfigurationError(`"${path}" would be fetched from ${url.protocol}//${url.host}, which is not allowed.`, {
			code: 'foreign-link',
		});
	}
}

const strength: readonly FixityAlgorithm[] = ['sha512', 'sha256', 'sha1', 'md5'];

function strongest({manifests}: Bag, path: string): Fixity {
	for (const algorithm of strength) {
		const entry = manifests.find(manifest => manifest.algorithm === algorithm)?.entries.find(each => each.path === path);
		if (entry !== undefined) {
			return {algorithm, value: entry.digest};
		}
	}
	throw new ConfigurationError(`"${path}" has no digest in a manifest that it could be verified with.`);
}
