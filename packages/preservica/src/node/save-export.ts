/// <reference types="node" />
import {lstat} from 'node:fs/promises';
import {SdkError, type Job, type PollOptions} from '@fonds/core';
import {saveStream} from '@fonds/core/node';
import type {EntityReference} from '../entities/entity.ts';
import type {ExportResult} from '../exports/export-job.ts';
import type {ExportDownloadOptions, ExportOptions, Exports} from '../exports/exports.ts';
import type {ServerProgress} from '../operations/progress-state.ts';

/** What saving an export takes. What it shall hold counts only where the export is started by this. */
export interface SaveExportOptions extends ExportOptions, ExportDownloadOptions, PollOptions {
	/** Replace an existing file? @default false */
	readonly overwrite?: boolean | undefined;
}

/** An export on the disk. */
export interface SavedExport {
	readonly path: string;
	readonly size: number;
	/** By which the server knows it. */
	readonly token: string;
}

/**
 * Exports an entity and downloads what came of it, a ZIP. The file gets its name only after its length was compared with the announced one
 * and the end of the ZIP was there; whatever goes wrong, nothing is left behind.
 *
 * With an entity, a failed download means another export. Start the job yourself to be able to try again: `saveExport(exports, job, path)`.
 *
 * @param what - What to export, a job that was started or resumed, or the result of one.
 * @throws SdkError with code `file-exists`, before anything is started; `no-space`, `no-directory` or `not-writable`.
 * @throws JobFailedError when the export failed; else what `start` and `download` throw, and what the stream of `download` fails with.
 */
export async function saveExport(
	exports: Pick<Exports, 'start' | 'download'>,
	what: EntityReference<'asset' | 'folder'> | Job<ServerProgress, ExportResult> | ExportResult,
	path: string,
	options: SaveExportOptions = {},
): Promise<SavedExport> {
	const {content, metadata, generations, parentHierarchy, interval, deadline, sleep, overwrite, onProgress, ...rest} = options;
	if (overwrite !== true) {
		await refuseExisting(path);
	}
	const start = {...rest, content, metadata, generations, parentHierarchy};
	const finish = async (job: Job<ServerProgress, ExportResult>) => job.done({...rest, interval, deadline, sleep});
	const {token} = 'token' in what ? what : await finish('done' in what ? what : await exports.start(what, start));
	const stream = await exports.download(token, {...rest, onProgress});
	const {size} = await saveStream(path, stream, {signal: rest.signal, overwrite});
	return {path, size, token};
}

/** An export may take hours: that a name is taken shall be told before it. */
async function refuseExisting(path: string): Promise<void> {
	const isThere = await lstat(path).then(
		() => true,
		() => false, // If it cannot be looked at, saving says why.
	);
	if (isThere) {
		throw new SdkError(`${path} exists already and was left as it is. Choose another name, or set overwrite.`, {code: 'file-exists'});
	}
}
