import {Pages, path} from '@fonds/core';
import type {HttpClient, Job, JobState, RequestOptions} from '@fonds/core';
import type {Fixity} from '@fonds/core/hash';
import {getJson} from '@fonds/core/json';
import {readAll} from '@fonds/core/streams';
import type {MetsFile} from '../mets/mets-inventory.ts';
import {insidePath} from '../paths/server-path.ts';
import type {ServerPath} from '../paths/server-path.ts';
import {metsPath} from './aip-layout.ts';
import type {TaskStatus} from './async-job.ts';
import type {AsyncTask} from './async-task.ts';
import {onlyCompressed} from './compressed.ts';
import {hasManyRelation, locationFilterable, packageFilterable, pipelineFilterable, spaceFilterable} from './conditions.ts';
import type {FileQuery, FileRecord, FoundFile, NewFileRecord} from './contents.ts';
import type {NewLocation} from './create-location.ts';
import {aipOf, dipsByAip, dipsOf} from './dips.ts';
import type {DipsOptions} from './dips.ts';
import {openDownload} from './download.ts';
import type {DownloadOptions} from './download.ts';
import {encodeFilter} from './encode-filter.ts';
import type {PlainFilters} from './encode-filter.ts';
import {checkEvidence, gatherEvidence} from './evidence.ts';
import type {PackageEvidence} from './evidence.ts';
import {extractionPath} from './extraction-path.ts';
import {fixityReportSchema} from './fixity-report-json.ts';
import type {FixityReport} from './fixity-report.ts';
import {isMissing} from './is-missing.ts';
import {listObjects} from './list.ts';
import type {ListOptions} from './list.ts';
import {decodeDirectory, directoryAnswer, locationSchema} from './location-json.ts';
import type {Directory, Location, LocationFilter, LocationPurpose} from './location.ts';
import type {FileMove, MovedFiles} from './move-files.ts';
import {packageSchema} from './package-json.ts';
import type {PackageFilter, PackageListOptions, StoragePackage} from './package.ts';
import type {PackagesByUuid} from './packages-by-uuid.ts';
import {pipelineSchema} from './pipeline-json.ts';
import type {NewPipeline, Pipeline, PipelineFilter} from './pipeline.ts';
import {decodePointerFile} from './pointer-file.ts';
import type {PointerFile} from './pointer-file.ts';
import type {Resource, ResourceName, ResourceSchema} from './schema.ts';
import {spaceSchema} from './space-json.ts';
import type {NewSpace} from './space-protocols.ts';
import type {Space, SpaceDirectory, SpaceFilter} from './space.ts';
import type {FinishedReingest, NewStoragePackage, WorkOptions} from './store-package.ts';

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
	 * What kinds of things the server has (SS-01). Needs no user, and none is named.
	 *
	 * @throws HttpError when the server cannot answer.
	 */
	async resources(options: RequestOptions = {}): Promise<readonly Resource[]> {
		const {resourcesSchema} = await import('./schema-json.ts');
		return getJson(this.#http, path`api/v2/`, resourcesSchema, {...options, authenticate: false});
	}

	/**
	 * What fields a resource has, and by which it can be filtered (SS-02), as the server says: not all of it is so.
	 *
	 * @throws NotFoundError for a resource that this release does not have.
	 */
	async schema(resource: ResourceName, options: RequestOptions = {}): Promise<ResourceSchema> {
		const {resourceSchema} = await import('./schema-json.ts');
		return getJson(this.#http, path`api/v2/${resource}/schema/`, resourceSchema, options);
	}

	/**
	 * Lists the dashboards the server knows (SS-03), with the same reservations as {@link StorageService.locations}. Disabled ones do not exist
	 * for the API.
	 *
	 * @throws DecodeError, while it is read, with code `incomplete-list` when the server counts more of them than it gives.
	 */
	pipelines(filter: PipelineFilter = {}, options: ListOptions = {}): Pages<Pipeline> {
		const query = encodeFilter(filter, {description: 'description'}, pipelineFilterable);
		return listObjects<Pipeline>(this.#http, {target: path`api/v2/pipeline/`, query, schema: pipelineSchema, keyOf: uuidOf}, options);
	}

	/** Reads one pipeline (SS-05). @throws NotFoundError when there is none, or it is disabled. */
	async pipeline(uuid: string, options: RequestOptions = {}): Promise<Pipeline> {
		return getJson(this.#http, path`api/v2/pipeline/${uuid}/`, pipelineSchema, options);
	}

	/**
	 * Makes a dashboard known (SS-04), with a currently-processing location and the default locations where that is wanted. Where the server is
	 * set so, the pipeline is disabled at first and cannot be read.
	 *
	 * @throws PermissionError when the user may not add pipelines; HttpError with status 500 for a UUID that is in use.
	 */
	async createPipeline(pipeline: NewPipeline = {}, options: RequestOptions = {}): Promise<Pipeline> {
		return (await import('./create-pipeline.ts')).createPipeline(this.#http, pipeline, options);
	}

	/**
	 * Lists spaces (SS-06), their secrets wrapped, with the same reservations as {@link StorageService.locations}.
	 *
	 * @throws DecodeError, while it is read, with code `incomplete-list` when the server counts more of them than it gives.
	 */
	spaces(filter: SpaceFilter = {}, options: ListOptions = {}): Pages<Space> {
		const query = encodeFilter(filter, {protocol: 'access_protocol'}, spaceFilterable);
		return listObjects<Space>(this.#http, {target: path`api/v2/space/`, query, schema: spaceSchema, keyOf: uuidOf}, options);
	}

	/** Reads one space (SS-08), its secrets wrapped. @throws NotFoundError when there is none. */
	async space(uuid: string, options: RequestOptions = {}): Promise<Space> {
		return getJson(this.#http, path`api/v2/space/${uuid}/`, spaceSchema, options);
	}

	/**
	 * Makes a space (SS-07). No directory is made, and nothing is tried out. It can neither be changed nor removed through the API.
	 *
	 * @throws ConfigurationError when a setting of its protocol is missing, or is none the API can set. Any error with code `work-uncertain` when
	 * the answer was lost, or the server failed: it may be there.
	 */
	async createSpace(space: NewSpace, options: RequestOptions = {}): Promise<Space> {
		return (await import('./create-space.ts')).createSpace(this.#http, space, options);
	}

	/**
	 * Lists a folder of a space (SS-09): relative to the space, or absolute.
	 *
	 * @throws ConfigurationError for a path that leaves the space, and for a name that is no text.
	 */
	async browseSpace(space: string, folder: string | ServerPath = '', options: RequestOptions = {}): Promise<SpaceDirectory> {
		return (await import('./browse-space.ts')).browseSpace(this.#http, space, folder, options);
	}

	/**
	 * Lists locations (SS-10): transfer sources are `{purpose: 'TS'}`. Disabled ones do not exist for the API.
	 *
	 * The server's order is no order, and rows that come or go in the meantime shift the pages. What shows up twice is given once; when fewer
	 * came than the server counts, the list is read once more, and what was missed comes at the end.
	 *
	 * @throws ConfigurationError for a filter the server would ignore. DecodeError, while it is read, with code `incomplete-list` when the
	 * server counts more of them than it gives.
	 */
	locations(filter: LocationFilter = {}, options: ListOptions = {}): Pages<Location> {
		const query = encodeFilter(filter, locationFilters, locationFilterable);
		const isJoined = hasManyRelation(filter.where);
		const definition = {target: path`api/v2/location/`, query, schema: locationSchema, keyOf: uuidOf, isJoined};
		return listObjects<Location>(this.#http, definition, options);
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

	/**
	 * Reads the default location for a purpose (SS-16). A fresh server has none.
	 *
	 * The server answers with a redirect, which a page in a browser may not follow: there it fails with the code `redirect`.
	 *
	 * @throws NotFoundError when there is none, with code `disabled-location` when it is one that cannot be read.
	 */
	async defaultLocation(purpose: LocationPurpose, options: RequestOptions = {}): Promise<Location> {
		return (await import('./default-location.ts')).defaultLocation(this.#http, purpose, options);
	}

	/**
	 * Makes a location (SS-11, since 0.12). The directory is not made. It can neither be changed nor removed through the API.
	 *
	 * @throws ConfigurationError for a purpose that is none, and for a path that leaves the space. Any error with code `work-uncertain` when the
	 * answer was lost, or the server failed: it may be there.
	 */
	async createLocation(location: NewLocation, options: RequestOptions = {}): Promise<Location> {
		return (await import('./create-location.ts')).createLocation(this.#http, location, options);
	}

	/**
	 * Has files of another location copied or moved into this one (SS-15, SS-14): copied from backlogs, AIP storages and transfer sources,
	 * moved from elsewhere. Nobody undoes what was done before something failed.
	 *
	 * @throws ConfigurationError for an empty list and for paths that leave their location. Any error with code `work-uncertain` when the
	 * answer was lost: they may be moving. HttpError with code `not-moved` when the server says it did nothing.
	 */
	async moveFiles(location: string, move: FileMove, options: WorkOptions = {}): Promise<Job<TaskStatus, MovedFiles>> {
		return (await import('./move-files.ts')).moveFiles(this.#http, location, move, options);
	}

	/** Goes on with a job of {@link StorageService.moveFiles} that another process kept (SS-37). @throws ConfigurationError when it is none. */
	async resumeMoveFiles(state: JobState): Promise<Job<TaskStatus, MovedFiles>> {
		return (await import('./move-files.ts')).resumeMoveFiles(this.#http, state);
	}

	/**
	 * Lists packages (SS-17), with the same reservations as {@link StorageService.locations}.
	 *
	 * @throws ConfigurationError for a filter the server would ignore. While it is read: DecodeError with code `incomplete-list` when the server
	 * counts more of them than it gives, HttpError with code `unlistable-package` when one cannot be shown and `onUnlistable` is not given.
	 */
	packages(filter: PackageFilter = {}, {onUnlistable, ...options}: PackageListOptions = {}): Pages<StoragePackage> {
		const query = encodeFilter(filter, packageFilters, packageFilterable);
		const isJoined = hasManyRelation(filter.where);
		const definition = {target: path`api/v2/file/`, query, schema: packageSchema, keyOf: uuidOf, isJoined, onUnlistable};
		return listObjects<StoragePackage>(this.#http, definition, options);
	}

	/**
	 * Reads packages by their UUIDs (SS-17), many at a time, and says which there are not.
	 *
	 * @throws HttpError with code `unlistable-package`.
	 */
	async packagesByUuid(uuids: readonly string[], options: RequestOptions = {}): Promise<PackagesByUuid> {
		return (await import('./packages-by-uuid.ts')).packagesByUuid(this.#http, uuids, options);
	}

	/**
	 * Lists the packages a package is related to (SS-17): the DIPs of an AIP, the AIP of a DIP.
	 *
	 * @throws as {@link StorageService.packages}.
	 */
	related(uuid: string, options: PackageListOptions = {}): Pages<StoragePackage> {
		return this.packages({relatedTo: uuid}, options);
	}

	/**
	 * Lists the DIPs of an AIP (SS-17): those stored as related to it, and with `alsoByPath` those whose path ends in its UUID.
	 *
	 * @throws as {@link StorageService.packages}.
	 */
	dipsOf(aip: string, options: DipsOptions = {}): Pages<StoragePackage> {
		return dipsOf(this, aip, options);
	}

	/**
	 * Reads the AIP a DIP was made of (SS-20, SS-17), by its relation or the end of its path; `undefined` when the server has none.
	 *
	 * @throws ConfigurationError when the package is no DIP.
	 */
	async aipOf(dip: string, options: RequestOptions = {}): Promise<StoragePackage | undefined> {
		return aipOf(this, dip, options);
	}

	/**
	 * Reads which AIPs there are, and the UUIDs of the DIPs of each (SS-17). It walks all AIPs and all DIPs.
	 *
	 * @throws as {@link StorageService.packages}.
	 */
	async dipsByAip(options: PackageListOptions = {}): Promise<ReadonlyMap<string, readonly string[]>> {
		return dipsByAip(this, options);
	}

	/**
	 * Lists transfers in the backlog (SS-17).
	 *
	 * @throws as {@link StorageService.packages}.
	 */
	backlog(options: PackageListOptions = {}): Pages<StoragePackage> {
		return this.packages({type: 'transfer', where: {current_location__purpose: 'BL'}}, options);
	}

	/**
	 * Lists stored AIPs that are one compressed file, whatever compressed them (SS-17).
	 *
	 * @throws as {@link StorageService.packages}.
	 */
	compressedAips(options: PackageListOptions = {}): Pages<StoragePackage> {
		return onlyCompressed(this.packages({type: 'AIP', status: 'UPLOADED'}, options));
	}

	/** Reads one package (SS-20). An AIP has the UUID of its SIP. @throws NotFoundError when there is none. */
	async package(uuid: string, options?: RequestOptions): Promise<StoragePackage> {
		return getJson(this.#http, path`api/v2/file/${uuid}/`, packageSchema, options);
	}

	/** Reads what was recorded of a compressed package (SS-28). @throws NotFoundError when it has none: it is not compressed, or no AIP. DecodeError for what is no pointer file. */
	async pointerFile(uuid: string, options?: RequestOptions): Promise<PointerFile> {
		const response = await this.#http.send('GET', path`api/v2/file/${uuid}/pointer_file/`, {...options, headers: {accept: '*/*'}});
		return decodePointerFile(await readAll(response.body ?? new Blob([]).stream(), {limit: largestPointerFile}), uuid);
	}

	/**
	 * Has the server check a package (SS-29). It reads all of it, writes a log entry, and on failure mails every user: ask for it when it is
	 * meant, and expect it to take long. It is never repeated by itself.
	 *
	 * @throws NotFoundError when there is no such package; HttpError with status 500 when its content is gone.
	 */
	async checkFixity(uuid: string, {forceLocal, ...options}: CheckFixityOptions = {}): Promise<FixityReport> {
		const query = {force_local: forceLocal ? 'true' : undefined};
		const target = path`api/v2/file/${uuid}/check_fixity/`;
		return getJson(this.#http, target, fixityReportSchema, {...options, timeout: options.timeout ?? checking, query, retry: false});
	}

	/**
	 * Finds out what a download of this package can be verified with (SS-20, SS-28; with `checkFixity` also SS-29).
	 *
	 * @throws NotFoundError when there is no such package, DecodeError when its pointer file cannot be read.
	 */
	async evidence(uuid: string, {checkFixity = false, ...options}: EvidenceOptions = {}): Promise<PackageEvidence> {
		const found = await this.package(uuid, options);
		const pointerFile = await this.pointerFile(uuid, options).catch((error: unknown) => {
			if (isMissing(error)) {
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
	 * @throws ConflictError with code `not-stored` when the package has no content, HttpError with code `not-local` when it is on tape.
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

	/**
	 * Downloads one chunk of a package that LOCKSS-o-matic holds (SS-27). From other spaces it is the whole package when that is compressed, and
	 * an error otherwise. Only its announced length is verified.
	 *
	 * @throws HttpError with status 500 when there is no such chunk.
	 */
	async downloadChunk(uuid: string, chunk: number, options: DownloadOptions = {}): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
		const target = path`api/v2/file/${uuid}/download/${chunk}/`;
		return openDownload(this.#http, {target, name: `${uuid}, chunk ${chunk}`, size: undefined, fixities: [], retry: false}, options);
	}

	/**
	 * Has content stored as a package (SS-19, SS-18): a DIP that was made elsewhere and lies in the currently-processing location. Usually the
	 * pipeline does that.
	 *
	 * @throws ConfigurationError for what the server would take and make a broken package of. Any error with code `work-uncertain` when the
	 * answer was lost: it may be storing.
	 */
	async storePackage(stored: NewStoragePackage, options: WorkOptions = {}): Promise<Job<TaskStatus, StoragePackage>> {
		return (await import('./store-package.ts')).storePackage(this.#http, stored, options);
	}

	/** Goes on with a job of {@link StorageService.storePackage} that another process kept (SS-37). @throws ConfigurationError when it is none. */
	async resumeStorePackage(state: JobState): Promise<Job<TaskStatus, StoragePackage>> {
		return (await import('./store-package.ts')).resumeStorePackage(this.#http, state);
	}

	/**
	 * Merges reingested content into its AIP (SS-21). This is what a pipeline calls at the end of a reingest, and nobody else needs: to
	 * reingest, use {@link Reingests}. It holds until all is merged, and is never repeated by itself.
	 *
	 * @throws ConfigurationError without `reingest`: the server would overwrite the package's row.
	 */
	async finishReingest(finished: FinishedReingest, options: RequestOptions = {}): Promise<StoragePackage> {
		return (await import('./store-package.ts')).finishReingest(this.#http, finished, options);
	}

	/**
	 * Has a package moved to another location of the same purpose (SS-34, since 0.14). Meanwhile its status is `MOVING`, and after a failure it
	 * stays so until an administrator mends it.
	 *
	 * @throws HttpError when it is not `UPLOADED`, or the location is none to move it to. Any error with code `work-uncertain` when the answer
	 * was lost.
	 */
	async movePackage(uuid: string, location: string, options: RequestOptions = {}): Promise<Job<TaskStatus, StoragePackage>> {
		return (await import('./move-package.ts')).movePackage(this.#http, uuid, location, options);
	}

	/** Goes on with a job of {@link StorageService.movePackage} that another process kept (SS-37). @throws ConfigurationError when it is none. */
	async resumeMovePackage(state: JobState): Promise<Job<TaskStatus, StoragePackage>> {
		return (await import('./move-package.ts')).resumeMovePackage(this.#http, state);
	}

	/**
	 * Lists the work in the background (SS-37, since 0.12): what runs, and what ended within a day.
	 *
	 * @throws NotFoundError before Storage Service 0.12.
	 */
	asyncTasks(options: ListOptions = {}): Pages<AsyncTask> {
		const http = this.#http;
		return new Pages(async function* () {
			const {asyncTaskSchema} = await import('./async-task-json.ts');
			yield* listObjects<AsyncTask>(http, {target: path`api/v2/async/`, query: {}, schema: asyncTaskSchema, keyOf: idOf}, options).pages();
		});
	}

	/**
	 * Reads one piece of work in the background (SS-37, since 0.12).
	 *
	 * @throws NotFoundError when the server does not know it any more: after a day, or after a restart in the middle of it.
	 */
	async asyncTask(id: number, options: RequestOptions = {}): Promise<AsyncTask> {
		return (await import('./async-job.ts')).readTask(this.#http, id, options);
	}

	/**
	 * Calls what is configured to be called after storing, once more (SS-30). It succeeds too when nothing is configured, when the package is
	 * not on disk, and when it has no SHA-512 digests: AIPs usually have not, and then nobody is called. It is never repeated by itself.
	 *
	 * @throws HttpError with code `callbacks-failed` when one of those called did not answer as it should.
	 */
	async sendCallbacks(uuid: string, options: RequestOptions = {}): Promise<void> {
		await (await import('./send-callbacks.ts')).sendCallbacks(this.#http, uuid, options);
	}

	/**
	 * Reads what is noted of the files of a package (SS-31). Only transfers in the backlog usually have such notes.
	 *
	 * @throws NotFoundError when there is no such package.
	 */
	async contents(uuid: string, options: RequestOptions = {}): Promise<readonly FileRecord[]> {
		return (await import('./contents.ts')).readContents(this.#http, uuid, options);
	}

	/**
	 * Notes files of a package (SS-31). What is noted already is noted twice; it is never repeated by itself.
	 *
	 * @throws NotFoundError when there is no such package.
	 */
	async addContents(uuid: string, records: readonly NewFileRecord[], options: RequestOptions = {}): Promise<void> {
		await (await import('./contents.ts')).addContents(this.#http, uuid, records, options);
	}

	/**
	 * Deletes all that is noted of the files of a package (SS-31), and no file.
	 *
	 * @throws NotFoundError when there is no such package.
	 */
	async deleteContents(uuid: string, options: RequestOptions = {}): Promise<void> {
		await (await import('./contents.ts')).deleteContents(this.#http, uuid, options);
	}

	/**
	 * Finds files among the notes of all packages (SS-32): exact matches only. Nothing can be changed here, whatever the document says.
	 *
	 * @throws ConfigurationError when nothing is named to look for.
	 */
	async findFiles(query: FileQuery, options: RequestOptions = {}): Promise<readonly FoundFile[]> {
		return (await import('./contents.ts')).findFiles(this.#http, query, options);
	}

	/**
	 * Makes the notes of a transfer in the backlog anew from its METS (SS-35, since 0.11). Gives how many files were noted, where the server
	 * says so.
	 *
	 * @throws HttpError when the package is no transfer in the backlog.
	 */
	async reindex(uuid: string, options: RequestOptions = {}): Promise<number | undefined> {
		return (await import('./reindex.ts')).reindex(this.#http, uuid, options);
	}
}

const uuidOf = ({uuid}: {readonly uuid: string}): string => uuid;

const idOf = ({id}: {readonly id: number}): string => String(id);

const locationFilters: PlainFilters = {
	purpose: 'purpose',
	pipeline: 'pipeline__uuid',
	space: 'space__uuid',
	description: 'description',
	relativePath: 'relative_path',
};

const packageFilters: PlainFilters = {
	type: {one: 'package_type', several: 'package_type__in'},
	status: 'status',
	uuids: 'uuid__in',
	location: 'current_location__uuid',
	relatedTo: 'related_packages__uuid',
	storedFrom: 'stored_date__gte',
	storedBefore: 'stored_date__lt',
};

/** Bytes; usual are some ten thousand, and more for each event. */
const largestPointerFile = 67_108_864;

/** Milliseconds a check of a large package may take; a proxy in between often allows less (reference 1.13). */
const checking = 86_400_000;
