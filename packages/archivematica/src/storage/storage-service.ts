import {NotFoundError, paginate, path} from '@fonds/core';
import type {HttpClient, Page, Pages, Path, RequestOptions} from '@fonds/core';
import type {Fixity} from '@fonds/core/hash';
import {getJson} from '@fonds/core/json';
import type * as z from 'zod/mini';
import type {MetsFile} from '../mets/mets-inventory.ts';
import {withoutCredentials} from '../http/links.ts';
import {insidePath} from '../paths/server-path.ts';
import type {ServerPath} from '../paths/server-path.ts';
import {metsPath} from './aip-layout.ts';
import {openDownload} from './download.ts';
import type {DownloadOptions} from './download.ts';
import {checkEvidence, gatherEvidence} from './evidence.ts';
import type {PackageEvidence} from './evidence.ts';
import {extractionPath} from './extraction-path.ts';
import {fixityReportSchema} from './fixity-report-json.ts';
import type {FixityReport} from './fixity-report.ts';
import {listOf} from './list-json.ts';
import {decodeDirectory, directoryAnswer, locationSchema} from './location-json.ts';
import type {Directory, Location, LocationFilter} from './location.ts';
import {packageSchema} from './package-json.ts';
import type {PackageFilter, StoragePackage} from './package.ts';
import {decodePointerFile} from './pointer-file.ts';
import type {PointerFile} from './pointer-file.ts';

/** Options of lists. */
export interface ListOptions extends RequestOptions {
	/** Items per request, at most 1000. @default 100 */
	readonly pageSize?: number | undefined;
	/** Pages fetched ahead of the reader. @default 0 */
	readonly readAhead?: number | undefined;
}

/** Options of {@link StorageService.checkFixity}. */
export interface CheckFixityOptions extends RequestOptions {
	/** Whether the Storage Service checks by itself where an external system would. @default false */
	readonly forceLocal?: boolean | undefined;
}

/** Options of {@link StorageService.evidence}. */
export interface EvidenceOptions extends RequestOptions {
	/** Whether the server checks the package first; see {@link StorageService.checkFixity} for what that costs. @default false */
	readonly checkFixity?: boolean | undefined;
}

/** Options of {@link StorageService.extractFile}. */
export interface ExtractFileOptions extends DownloadOptions {
	/** Bytes it should have, as the METS or a manifest says. */
	readonly size?: number | undefined;
	/** Digests it should have. @default none */
	readonly fixities?: readonly Fixity[] | undefined;
}

/** Options of {@link StorageService.download}. */
export interface PackageDownloadOptions extends DownloadOptions {
	/** What {@link StorageService.evidence} gave; asked for when missing. */
	readonly evidence?: PackageEvidence | undefined;
}

/**
 * The Archivematica Storage Service: locations, and the packages in them.
 *
 * Every method throws `AuthenticationError` when the key is refused and `PermissionError` when the user's role does not suffice.
 */
export class StorageService {
	readonly #http: HttpClient;

	constructor(http: HttpClient) {
		this.#http = http;
	}

	/**
	 * Lists locations (SS-10): transfer sources are `{purpose: 'TS'}`.
	 *
	 * The server's order is no order, and rows that come or go in the meantime shift the pages: compare the number with the total where it
	 * matters. What shows up twice on neighbouring pages is given once.
	 */
	locations(filter: LocationFilter = {}, options: ListOptions = {}): Pages<Location> {
		const query = {
			purpose: filter.purpose,
			pipeline__uuid: filter.pipeline,
			space__uuid: filter.space,
			description: filter.description,
			relative_path: filter.relativePath,
		};
		return this.#list(path`api/v2/location/`, query, locationSchema, options);
	}

	/** Reads one location (SS-13). @throws NotFoundError when there is none, or it is disabled. */
	async location(uuid: string, options?: RequestOptions): Promise<Location> {
		return getJson(this.#http, path`api/v2/location/${uuid}/`, locationSchema, options);
	}

	/**
	 * Lists a folder of a location (SS-12): by text, or by the `path` of an entry, which keeps names that are no text.
	 *
	 * A path that does not exist is an empty folder to the server; a file is an error.
	 *
	 * @throws ConfigurationError for a path that leaves the location.
	 */
	async browse(location: string, folder: string | ServerPath = '', options?: RequestOptions): Promise<Directory> {
		const inside = insidePath(folder);
		const query = inside.base64 === '' ? {} : {path: inside.base64};
		const answer = await getJson(this.#http, path`api/v2/location/${location}/browse/`, directoryAnswer, {...options, query});
		return decodeDirectory(location, inside, answer);
	}

	/** Lists packages (SS-17), with the same reservations as {@link StorageService.locations}. */
	packages(filter: PackageFilter = {}, options: ListOptions = {}): Pages<StoragePackage> {
		const {type} = filter;
		const query = {
			package_type: typeof type === 'string' ? type : undefined,
			package_type__in: typeof type === 'object' ? type.join(',') : undefined,
			status: filter.status,
			uuid__in: filter.uuids?.join(','),
			current_location__uuid: filter.location,
			related_packages__uuid: filter.relatedTo,
			stored_date__gte: filter.storedFrom,
			stored_date__lt: filter.storedBefore,
		};
		return this.#list(path`api/v2/file/`, query, packageSchema, options);
	}

	/** Reads one package (SS-20). An AIP has the UUID of its SIP. @throws NotFoundError when there is none. */
	async package(uuid: string, options?: RequestOptions): Promise<StoragePackage> {
		return getJson(this.#http, path`api/v2/file/${uuid}/`, packageSchema, options);
	}

	/** Reads what was recorded of a compressed package (SS-28). @throws NotFoundError when it has none: it is not compressed, or no AIP. */
	async pointerFile(uuid: string, options?: RequestOptions): Promise<PointerFile> {
		const response = await this.#http.send('GET', path`api/v2/file/${uuid}/pointer_file/`, {...options, headers: {accept: '*/*'}});
		return decodePointerFile(new Uint8Array(await response.arrayBuffer()), uuid);
	}

	/**
	 * Has the server check a package (SS-29). It reads all of it, writes a log entry, and on failure mails every user: ask for it when it is
	 * meant, and expect it to take long. It is never repeated by itself.
	 */
	async checkFixity(uuid: string, {forceLocal, ...options}: CheckFixityOptions = {}): Promise<FixityReport> {
		const query = {force_local: forceLocal ? 'true' : undefined};
		const target = path`api/v2/file/${uuid}/check_fixity/`;
		return getJson(this.#http, target, fixityReportSchema, {...options, timeout: options.timeout ?? checking, query, retry: false});
	}

	/** Finds out what a download of this package can be verified with. */
	async evidence(uuid: string, {checkFixity = false, ...options}: EvidenceOptions = {}): Promise<PackageEvidence> {
		const found = await this.package(uuid, options);
		const pointerFile = await this.pointerFile(uuid, options).catch((error: unknown) => {
			if (error instanceof NotFoundError && !isPage(error.body)) {
				return undefined;
			}
			throw error;
		});
		return gatherEvidence(found, pointerFile, checkFixity ? await this.checkFixity(uuid, options) : undefined);
	}

	/**
	 * Downloads a package (SS-27), verified while it streams with what {@link StorageService.evidence} found. The stream fails with a
	 * `FixityError` at its end when the bytes are others than were stored: until then nothing is proved.
	 *
	 * An uncompressed package comes as a tar that the server makes first, which can take minutes; only its length can be checked.
	 *
	 * @throws ConfigurationError with code `not-stored` when the package has no content, HttpError with code `not-local` when it is on tape.
	 */
	async download(uuid: string, {evidence, ...options}: PackageDownloadOptions = {}): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
		const {onProgress: _, resume: __, begin: ___, ...request} = options;
		const known = evidence ?? (await this.evidence(uuid, request));
		checkEvidence(known);
		const {size, fixities, pointerFile} = known;
		const target = path`api/v2/file/${uuid}/download/`;
		return openDownload(this.#http, {target, name: known.package.path || uuid, size, fixities, retry: pointerFile !== undefined}, options);
	}

	/**
	 * Reads one file of a package (SS-26); its announced length is verified, and what is known of it besides.
	 *
	 * @param file - The path with the package's folder in front, such as `<name>-<uuid>/data/METS.<uuid>.xml`; see {@link packageFolder}. Names
	 * inside a package are those of its METS, not those of the transfer.
	 * @throws NotFoundError when the package has no such file, ConfigurationError for a path with `..`; the stream fails with a FixityError.
	 */
	async extractFile(
		uuid: string,
		file: string,
		{size, fixities = [], ...options}: ExtractFileOptions = {},
	): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
		const query = {relative_path_to_file: extractionPath(file)};
		const target = path`api/v2/file/${uuid}/extract_file/`;
		return openDownload(this.#http, {target, query, name: file, size, fixities, retry: false}, options);
	}

	/**
	 * Reads the METS of an AIP, an AIC or a DIP (SS-20, SS-26): give it to `readMets` of `@fonds/archivematica/mets`.
	 *
	 * @throws ConfigurationError with code `no-mets` for other packages, NotFoundError when it has none.
	 */
	async mets(uuid: string, options: DownloadOptions = {}): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
		const {onProgress: _, resume: __, begin: ___, ...request} = options;
		return this.extractFile(uuid, metsPath(await this.package(uuid, request)), options);
	}

	/**
	 * Lists the files of an AIP, an AIC or a DIP as its METS has them (SS-20, SS-26), with sizes, digests and formats. Logs, thumbnails and the
	 * METS itself are not among them.
	 *
	 * @throws ConfigurationError with code `no-mets` for other packages, DecodeError when the METS cannot be read.
	 */
	async files(uuid: string, options: DownloadOptions = {}): Promise<readonly MetsFile[]> {
		const {readMetsInventory} = await import('../mets/mets-inventory.ts');
		const {files} = await readMetsInventory(await this.mets(uuid, options));
		return files;
	}

	#list<T extends {readonly uuid: string}>(
		target: Path,
		filter: Readonly<Record<string, string | undefined>>,
		schema: z.ZodMiniType<T>,
		{pageSize = 100, readAhead, ...options}: ListOptions,
	): Pages<T> {
		const page = listOf(schema);
		const query = {...filter, limit: Math.min(Math.max(pageSize, 1), 1000), offset: 0};
		const before = new Map<string, ReadonlySet<string>>();
		return paginate(
			async (next, signal): Promise<Page<T>> => {
				const request = {...options, signal};
				const answer = await (next === undefined
					? getJson(this.#http, target, page, {...request, query})
					: getJson(this.#http, next, page, request));
				const following = answer.meta.next ? withoutCredentials(answer.meta.next) : undefined;
				const seen = before.get(next ?? '');
				before.delete(next ?? '');
				if (following !== undefined) {
					before.set(following, new Set(answer.objects.map(({uuid}) => uuid)));
				}
				return {items: answer.objects.filter(({uuid}) => !seen?.has(uuid)), total: answer.meta.total_count, next: following};
			},
			{signal: options.signal, readAhead},
		);
	}
}

/** A 404 with a page comes from a proxy, and says nothing about the package. */
function isPage(body: string | undefined): boolean {
	return body?.trimStart().startsWith('<') ?? false;
}

/** Milliseconds a check of a large package may take; a proxy in between often allows less (reference 1.13). */
const checking = 86_400_000;
