import {ConfigurationError, HttpError, NetworkError, PackageError} from '@fonds/core';
import {verifyStream, type ExpectedDigest} from '@fonds/core/hash';
import type {PackageEntry} from '../entries/entry.ts';
import type {Bag, FetchItem} from './bag.ts';
import {digestsInManifests} from './manifest-digests.ts';

/** Options of {@link missingEntries}. */
export interface MissingEntriesOptions {
	/** Which addresses may be asked. A bag from a stranger names any address it likes, also of your own network. */
	readonly allow: (url: URL) => boolean;
	/** @default the global fetch */
	readonly fetch?: typeof globalThis.fetch | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * The files that a holey bag lacks, as entries that fetch them (RFC 8493, 2.2.3). Each is verified while it is read, with its length and its digests in
 * all manifests, and fails at its end when it is another. No credentials are sent.
 *
 * @throws ConfigurationError for an address that is not allowed, is not of the web or holds credentials, and for a file that no manifest has; PackageError
 * with the problem `bad-bag` when the tag files are damaged. From an entry: FixityError, HttpError, NetworkError.
 */
export function missingEntries(bag: Bag, options: MissingEntriesOptions): readonly PackageEntry[] {
	const damage = bag.findings.find(({severity}) => severity === 'error');
	if (damage !== undefined) {
		throw new PackageError(`What this bag lacks cannot be told: ${damage.message}`, {problem: 'bad-bag', path: damage.path});
	}
	const digests = digestsInManifests(bag.manifests);
	return bag.fetch
		.filter(({path}) => !bag.tree.files.has(path))
		.map(item => {
			const url = new URL(item.url);
			checkAllowed(item, url, options);
			const fixities = digests.get(item.path);
			if (fixities === undefined) {
				throw new ConfigurationError(`"${item.path}" has no digest in a manifest that it could be verified with.`);
			}
			return {path: item.path, size: item.size, open: () => open(item, url, fixities, options)};
		});
}

async function open(
	item: FetchItem,
	url: URL,
	fixities: readonly ExpectedDigest[],
	options: MissingEntriesOptions,
): Promise<ReadableStream<Uint8Array>> {
	const {status, body} = await ask(item, url, options, 0);
	if (status !== 200) {
		await body?.cancel();
		throw new HttpError(`The request for "${item.path}" was answered with ${status}, not with the whole file.`, {
			status,
			method: 'GET',
			url: url.href,
		});
	}
	return verifyStream(body ?? new Blob([]).stream(), {size: item.size, fixities}, {path: item.path, signal: options.signal});
}

/** Follows redirects itself: each address has to be allowed before it is asked. */
async function ask(item: FetchItem, url: URL, options: MissingEntriesOptions, hops: number): Promise<Response> {
	checkAllowed(item, url, options);
	const response = await send(item, url, options);
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

async function send({path}: FetchItem, url: URL, {fetch = globalThis.fetch, signal}: MissingEntriesOptions): Promise<Response> {
	signal?.throwIfAborted();
	try {
		const headers = {'accept-encoding': 'identity'};
		return await fetch(url, {signal: signal ?? null, credentials: 'omit', redirect: 'manual', headers});
	} catch (cause) {
		signal?.throwIfAborted();
		throw new NetworkError(`"${path}" could not be fetched from ${url.host}: nothing came back.`, {cause});
	}
}

function checkAllowed({path}: FetchItem, url: URL, {allow}: Pick<MissingEntriesOptions, 'allow'>): void {
	const hasCredentials = url.username !== '' || url.password !== '';
	if (hasCredentials || !/^https?:$/.test(url.protocol) || !allow(url)) {
		const where = `${url.protocol}//${url.host}${hasCredentials ? ' with credentials in the address' : ''}`;
		throw new ConfigurationError(`"${path}" would be fetched from ${where}, which is not allowed.`, {code: 'foreign-link'});
	}
}
