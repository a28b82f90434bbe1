/// <reference types="node" />
import {unlink} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {FixityError} from '@fonds/core';
import {saveStream} from '@fonds/core/node';
import type {PackageEvidence} from '../storage/evidence.ts';
import type {PackageDownloadOptions, StorageService} from '../storage/storage-service.ts';
import {withLock} from './lock.ts';
import {appendStream, beginningOf, nameFile, refuseExisting} from './part-file.ts';

/** Options of {@link saveAip}. */
export interface SaveAipOptions extends Omit<PackageDownloadOptions, 'begin'> {
	/** Whether a file that is there may be replaced. @default false */
	readonly overwrite?: boolean | undefined;
	/**
	 * Whether a download that broke leaves what it has in `.<uuid>.part` beside the file, for the next call to go on with. Only for packages with
	 * digests.
	 *
	 * @default true
	 */
	readonly keepPart?: boolean | undefined;
}

/** A package that was saved. */
export interface SavedAip {
	readonly path: string;
	readonly size: number;
	/** What it was verified with: `evidence.strength` tells how much that proves. */
	readonly evidence: PackageEvidence;
}

/**
 * Downloads a package into a file, which gets its name only after everything was verified and is on the disk.
 *
 * A call that broke leaves its part; the next one, also of another process, reads that again, verifies it with the rest, and asks for what is
 * missing. A part that turns out wrong is deleted.
 *
 * @throws FixityError when the bytes are others than were stored; ConfigurationError with code `in-progress` while another process saves the
 *   same package there; SdkError with code `file-exists`; and whatever {@link StorageService.download} throws.
 */
export async function saveAip(storage: StorageService, uuid: string, path: string, options: SaveAipOptions = {}): Promise<SavedAip> {
	const {overwrite = false, keepPart = true, onProgress, resume, evidence: given, ...request} = options;
	const evidence = given ?? (await storage.evidence(uuid, request));
	const download = {...request, onProgress, resume, evidence};
	if (!overwrite) {
		await refuseExisting(path);
	}
	if (!keepPart || evidence.strength !== 'digest') {
		const {size} = await saveStream(path, await storage.download(uuid, download), {signal: request.signal, overwrite});
		return {path, size, evidence};
	}
	const part = join(dirname(path), `.${basename(evidence.package.uuid)}.part`);
	return withLock(`${part}.lock`, path, async () => {
		const begin = await beginningOf(part, evidence.size);
		try {
			const stream = await storage.download(uuid, {...download, begin});
			const {size} = await appendStream(part, stream, begin?.size ?? 0);
			request.signal?.throwIfAborted();
			await nameFile(part, path, overwrite);
			return {path, size, evidence};
		} catch (error) {
			if (error instanceof FixityError) {
				await unlink(part).catch(() => {});
			}
			throw error;
		}
	});
}
