import {path, type Job, type JobState, type ProgressListener, type RequestOptions} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import type {EntityReference} from '../entities/entity.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import {createExportJob, resumeExportJob, type ExportResult} from './export-job.ts';

/** What an export shall hold. */
export interface ExportOptions extends RequestOptions {
	/** With the files? @default 'Content' */
	readonly content?: 'Content' | 'NoContent' | undefined;
	/** With descriptive metadata, and with the events? @default 'Metadata' */
	readonly metadata?: 'Metadata' | 'NoMetadata' | 'MetadataWithEvents' | undefined;
	/** Which generations of the files? pyPreservica sends `All` unless told otherwise, though its documentation says latest active. @default 'LatestActive' */
	readonly generations?: 'LatestActive' | 'AllActive' | 'All' | undefined;
	/** Within the folders above? @default true */
	readonly parentHierarchy?: boolean | undefined;
}

/** What downloading an export takes. */
export interface ExportDownloadOptions extends RequestOptions {
	/** Told the bytes that passed, in the phase `download`. */
	readonly onProgress?: ProgressListener | undefined;
}

/** OPEX exports: started, followed, downloaded. Needs 6.2. */
export class Exports {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Starts the export of an asset, or of a folder with all below it (ENT-38). The job's result can be downloaded.
	 *
	 * Preservica looks for an export workflow with the same settings and fails where there is none: at once, or as the end of the job. Not
	 * repeated when the answer is lost.
	 *
	 * @throws ConfigurationError for settings the server has no word for, with code `version` for a server older than 6.2.
	 * @throws NotFoundError, PermissionError when there is no such entity, or no right to export it.
	 */
	async start(entity: EntityReference<'asset' | 'folder'>, options: ExportOptions = {}): Promise<Job<ServerProgress, ExportResult>> {
		const {content, metadata, generations, parentHierarchy, ...requestOptions} = options;
		const {type, ref} = entity;
		const session = this.#session;
		await requireServer(session, '6.2', 'Exporting', requestOptions);
		const {requestExport} = await import('./request-export.ts');
		const token = await requestExport(session, entity, {content, metadata, generations, parentHierarchy}, requestOptions);
		return createExportJob(session, token, {type, ref});
	}

	/**
	 * Goes on with a job of another process: `exports.resume(JSON.parse(text))`, where the text is `JSON.stringify(job)` (ENT-02).
	 *
	 * @throws ConfigurationError when the state is of something else.
	 */
	resume(state: JobState): Job<ServerProgress, ExportResult> {
		return resumeExportJob(this.#session, state);
	}

	/**
	 * The bytes of a finished export, a ZIP (ENT-38). Digests of the whole are not known: what can be checked while it passes is that as many bytes
	 * came as were announced, and that they end like a whole ZIP. Digests of the packages inside are in its OPEX documents.
	 *
	 * The stream fails where its end would have been with `FixityError` when bytes are missing, with `DecodeError` and code `incomplete-zip` when
	 * what came is no whole ZIP.
	 *
	 * @param what - The result of the job, or its token.
	 * @throws NotFoundError when the server has no such export, or not any more.
	 */
	async download(
		what: string | Pick<ExportResult, 'token'>,
		{onProgress, ...options}: ExportDownloadOptions = {},
	): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
		const token = typeof what === 'string' ? what : what.token;
		const {requireZip} = await import('./require-zip.ts');
		const response = await this.#session.http.send('GET', path`api/entity/actions/exports/${token}/content`, {...options, identity: true});
		return requireZip(response, {path: `${token}.zip`, signal: options.signal, onProgress});
	}
}
