import {ConfigurationError, type Job, type JobState, type ProgressListener, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {createIngestJob, resumeIngestJob, type IngestResult, type IngestStatus} from './ingest.ts';
import {smallestPart} from './part-size.ts';
import type {sendPackage} from './send-package.ts';
import type {UploadSource} from './upload-source.ts';

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
}

/** Uploads packages and follows their ingest. */
export class Uploads {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Sends a package to the tenant's bucket and starts its ingest. Resolves when the server has it all; the job tells what becomes of it.
	 *
	 * When it fails or is aborted, the stream is cancelled and what the server has of the upload is removed before this rejects.
	 *
	 * @throws SdkError with code `upload-unconfirmed` when the answer to the last request was lost, so that the ingest may have begun.
	 * @throws PackageError when the package is empty.
	 * @throws PermissionError, NotFoundError when this account may not upload, or the tenant has no such bucket.
	 */
	async upload(source: UploadSource, options: UploadOptions = {}): Promise<Job<IngestStatus, IngestResult>> {
		Promise.resolve(source.assets).catch(() => {}); // Looked at after the stream's end, if that comes.
		const send = await loadSender(source, options);
		const {receipt: progressToken, assets} = await send(this.#session, source, options);
		return createIngestJob(this.#session, progressToken, assets);
	}

	/**
	 * Goes on with a job of another process: `uploads.resume(JSON.parse(text))`, where the text is `JSON.stringify(job)`.
	 *
	 * @throws ConfigurationError when the state is of something else.
	 */
	resume(state: JobState): Job<IngestStatus, IngestResult> {
		return resumeIngestJob(this.#session, state);
	}
}

/** The S3 client is large, so it comes when an upload starts. */
async function loadSender(source: UploadSource, options: UploadOptions): Promise<typeof sendPackage> {
	try {
		checkOptions(options);
		const module = await import('./send-package.ts');
		return module.sendPackage;
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
	if (concurrency !== undefined && !(Number.isSafeInteger(concurrency) && concurrency > 0)) {
		throw new ConfigurationError(`concurrency is ${concurrency}; it must be a whole number, at least 1.`);
	}
}
