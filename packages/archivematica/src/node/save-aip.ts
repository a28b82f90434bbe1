import {saveStream} from '@fonds/core/node';
import type {PackageEvidence} from '../storage/evidence.ts';
import type {PackageDownloadOptions, StorageService} from '../storage/storage-service.ts';

/** Options of {@link saveAip}. */
export interface SaveAipOptions extends PackageDownloadOptions {
	/** Whether a file that is there may be replaced. @default false */
	readonly overwrite?: boolean | undefined;
}

/** A package that was saved. */
export interface SavedAip {
	readonly path: string;
	readonly size: number;
	/** What it was verified with: `evidence.strength` tells how much that proves. */
	readonly evidence: PackageEvidence;
}

/**
 * Downloads a package into a file, which gets its name only after everything was verified. Nothing is left when that fails.
 *
 * @throws FixityError when the bytes are others than were stored, and whatever {@link StorageService.download} throws.
 */
export async function saveAip(storage: StorageService, uuid: string, path: string, options: SaveAipOptions = {}): Promise<SavedAip> {
	const {overwrite, onProgress, ...request} = options;
	const {evidence: known, ...plain} = request;
	const evidence = known ?? (await storage.evidence(uuid, plain));
	const stream = await storage.download(uuid, {...plain, onProgress, evidence});
	const {size} = await saveStream(path, stream, {signal: plain.signal, overwrite});
	return {path, size, evidence};
}
