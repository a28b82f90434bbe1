import {ConfigurationError, type Job, type JobState, type ProgressListener, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {Bucket} from './listed-bucket.ts';
import type {CleanedLocation, CleanLocationOptions} from './clean-location.ts';
import {createIngestJob, resumeIngestJob, type IngestResult, type IngestStatus} from './ingest.ts';
import type {UploadCredentials, UploadLocation} from './location.ts';
import {smallestPart} from './part-size.ts';
import type {UploadSource} from './upload-source.ts';
import type {ObjectOptions} from './upload-target.ts';
import type {LocationUpload, LocationUploadOptions} from './upload-to-location.ts';
import {checkedCount} from '../whole-number.ts';

/** What an upload takes. */
export interface UploadOptions extends Pick<RequestOptions, 'signal'> {
	/** Reference of the folder to ingest into. Not needed when the package itself names one. */
	readonly folder?: string | undefined;
	/** Told the bytes the server has, part by part, in the phase `upload`. */
	readonly onProgress?: ProgressListener | undefined;
	/** Bytes of a part, at least 5 MiB. @default by the package's size, from 8 MiB */
	readonly partSize?: number | undefined;
	/** Parts sent at the same time; so many are in memory. @default 4 */
	readonly concurrency?: number | undefined;
	/** Milliseconds one attempt to send a part may take. @default two minutes, and the time the part takes at 50 kB/s */
	readonly timeout?: number | undefined;
	/**
	 * Called, and waited for, before the one request with which the package is there, that is, before an ingest can begin. What it keeps lets a
	 * later process find out what became of an upload whose end nobody saw. When it fails, so does the upload, and nothing is ingested.
	 */
	readonly beforeArrival?: ((upload: ArrivingUpload) => void | Promise<void>) | undefined;
}

/** An upload whose last request is about to be sent. */
export interface ArrivingUpload {
	/** The bucket or the container. */
	readonly bucket: string;
	/** Name of the object. */
	readonly key: string;
	/** References of the assets, as the package named them; empty when the packager did not say. */
	readonly assets: readonly string[];
}

/** Where a package goes that is sent in one request. */
export interface FolderUploadOptions extends RequestOptions {
	/** Reference of the folder. */
	readonly folder: string;
	/** Name of the package, such as `letters.zip`. */
	readonly filename: string;
}

/** Uploads packages and follows their ingest. */
export class Uploads {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Sends a package to the tenant's bucket and starts its ingest (UPL-04, UPL-05, UPL-06, UPL-07, UPL-08). Resolves when the server has it
	 * all; the job tells what becomes of it.
	 *
	 * When it fails or is aborted, the stream is cancelled and what the server has of the upload is removed before this rejects.
	 *
	 * @throws SdkError with code `upload-unconfirmed` when the answer to the last request was lost, so that the ingest may have begun.
	 * @throws PackageError when the package is empty.
	 * @throws PermissionError, NotFoundError when this account may not upload, or the tenant has no such bucket.
	 */
	async upload(source: UploadSource, options: UploadOptions = {}): Promise<Job<IngestStatus, IngestResult>> {
		Promise.resolve(source.assets).catch(() => {}); // Looked at after the stream's end, if that comes.
		const {sendPackage} = await loadFor(source, options, () => import('./send-package.ts'));
		const {receipt: progressToken, assets} = await sendPackage(this.#session, source, options);
		return createIngestJob(this.#session, progressToken, assets);
	}

	/**
	 * Sends a package to a location: a bucket of AWS, or of what speaks its protocol, or a container of Azure (UPL-12, UPL-13). Needs
	 * Preservica 6.5. Resolves when the storage has it all. There is no job to follow: the ingest starts when Preservica next looks into the
	 * location; `monitors` and `workflows` show it.
	 *
	 * A bucket of AWS is told the size of the package, so it must be known and exact (see `withoutSize`). Temporary credentials that end on the
	 * way are renewed. When the upload fails or is aborted, the stream is cancelled and what has arrived is removed before this rejects.
	 *
	 * @throws ConfigurationError with code `location` that lists the locations there are, when there is none of this name; with code `size`
	 * when the size must be known and is not; with code `version` when the server is too old.
	 * @throws SdkError with code `upload-unconfirmed` when the answer to the last request was lost and the package is not there.
	 * @throws PackageError when the package is empty, or not of the size it announced.
	 * @throws AuthenticationError with code `credentials-ended` when the storage refuses new credentials, too.
	 */
	async uploadToLocation(source: UploadSource, options: LocationUploadOptions): Promise<LocationUpload> {
		Promise.resolve(source.assets).catch(() => {}); // Looked at after the stream's end, if that comes.
		const {uploadToLocation} = await loadFor(source, options, () => import('./upload-to-location.ts'));
		return uploadToLocation(this.#session, source, options);
	}

	/**
	 * The places besides the tenant's bucket that packages can be sent to (UPL-12). Needs Preservica 6.5.
	 *
	 * @throws ConfigurationError with code `version` when the server is older.
	 */
	async locations(options: RequestOptions = {}): Promise<readonly UploadLocation[]> {
		return (await import('./locations.ts')).readLocations(this.#session, options);
	}

	/**
	 * Temporary access to a location, for a client of your own (UPL-12, UPL-13). Needs Preservica 6.5. The secrets in it print `[redacted]`.
	 *
	 * @param location - Name of the bucket or the container, `apiId`, or what `locations()` gave.
	 * @throws ConfigurationError with code `location` that lists the locations there are, when there is none of this name.
	 * @throws ConfigurationError with code `version` before Preservica 6.5.
	 */
	async credentials(location: string | UploadLocation, options: RequestOptions = {}): Promise<UploadCredentials> {
		const {findLocation, readCredentials} = await import('./locations.ts');
		const {apiId} = await findLocation(this.#session, location, options);
		return readCredentials(this.#session, apiId, options);
	}

	/**
	 * Deletes what has lain in a location for long: packages whose ingest is over, or never began (UPL-12, UPL-13). A dry run, which deletes
	 * nothing, unless told otherwise: read its `objects` before you set `dryRun: false`.
	 *
	 * @param location - Name of the bucket or the container, `apiId`, or what `locations()` gave.
	 * @throws CleaningError that names what was deleted and what remains, when some could not be deleted.
	 * @throws ConfigurationError with code `location` that lists the locations there are, when there is none of this name.
	 * @throws ConfigurationError with code `version` before Preservica 6.5.
	 */
	async cleanLocation(location: string | UploadLocation, options: CleanLocationOptions = {}): Promise<CleanedLocation> {
		return (await import('./clean-location.ts')).cleanLocation(this.#session, location, options, Date.now());
	}

	/**
	 * Sends a whole package to a folder in one request, and gives what the server says (UPL-10). An older way that one client of 2020 used;
	 * whether present servers know it is not published, and nothing follows the ingest: prefer `upload`. Not repeated when the answer is lost.
	 *
	 * @param content - A package: a folder that it names itself goes before `folder`.
	 * @throws NotFoundError when there is no such folder, or the server does not know this way.
	 * @throws ConfigurationError without content or a file name.
	 */
	async uploadToFolder(content: Blob, options: FolderUploadOptions): Promise<string> {
		return (await import('./upload-to-folder.ts')).uploadToFolder(this.#session, content, options);
	}

	/**
	 * The buckets of the server that this account may see (UPL-01).
	 *
	 * @throws PermissionError, NotFoundError when this account has no buckets, or the server offers none.
	 */
	async buckets(options: ObjectOptions = {}): Promise<readonly Bucket[]> {
		const {listBuckets, openBuckets} = await import('./bucket.ts');
		return listBuckets(openBuckets(this.#session), options);
	}

	/**
	 * Is there such a bucket (UPL-02)?
	 *
	 * @param name - @default the tenant's bucket, to which `upload` sends
	 * @throws ConfigurationError without a name when the server does not tell the tenant.
	 * @throws PermissionError when this account may not see it: that is neither yes nor no.
	 */
	async hasBucket(name?: string, options: ObjectOptions = {}): Promise<boolean> {
		const {isBucketThere, openBuckets, tenantBucket} = await import('./bucket.ts');
		return isBucketThere(openBuckets(this.#session), name ?? (await tenantBucket(this.#session, options)), options);
	}

	/**
	 * Does an object still lie in the tenant's bucket (UPL-03)? An ingest takes its package away.
	 *
	 * @throws ConfigurationError when the server does not tell the tenant.
	 * @throws PermissionError when this account may not see it: that is neither yes nor no.
	 */
	async hasObject(key: string, options: ObjectOptions = {}): Promise<boolean> {
		const [{openBuckets, tenantBucket}, {isThere}] = await Promise.all([import('./bucket.ts'), import('./s3-object.ts')]);
		return isThere(openBuckets(this.#session), await tenantBucket(this.#session, options), key, options);
	}

	/**
	 * Removes an object from the tenant's bucket, such as a package that no workflow took (UPL-09). None to remove is fine.
	 *
	 * @throws ConfigurationError when the server does not tell the tenant.
	 * @throws PermissionError, NotFoundError when this account may not remove it, or the tenant has no such bucket.
	 */
	async removeObject(key: string, options: ObjectOptions = {}): Promise<void> {
		const [{openBuckets, tenantBucket}, {removeObject}] = await Promise.all([import('./bucket.ts'), import('./s3-object.ts')]);
		await removeObject(openBuckets(this.#session), await tenantBucket(this.#session, options), key, options);
	}

	/**
	 * Goes on with a job of another process: `uploads.resume(JSON.parse(text))`, where the text is `JSON.stringify(job)` (ENT-02).
	 *
	 * @throws ConfigurationError when the state is of something else.
	 */
	resume(state: JobState): Job<IngestStatus, IngestResult> {
		return resumeIngestJob(this.#session, state);
	}
}

/** The clients of storage are large, so they come when an upload starts. */
async function loadFor<T>(source: UploadSource, options: UploadOptions, load: () => Promise<T>): Promise<T> {
	try {
		checkOptions(options);
		return await load();
	} catch (error) {
		source.bytes.cancel(error).catch(() => {}); // Nobody will read it.
		throw error;
	}
}

function checkOptions({folder, partSize, concurrency}: UploadOptions): void {
	if (folder !== undefined && !/^[\w-]+$/.test(folder)) {
		throw new ConfigurationError(`${JSON.stringify(folder)} is not the reference of a folder.`);
	}
	if (partSize !== undefined && !(Number.isSafeInteger(partSize) && partSize >= smallestPart)) {
		throw new ConfigurationError(`partSize is ${partSize}; it must be a whole number of bytes, at least 5 MiB (${smallestPart}).`);
	}
	checkedCount('concurrency', concurrency ?? 1);
}
