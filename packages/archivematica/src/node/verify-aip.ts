/// <reference types="node" />
import {stat} from 'node:fs/promises';
import {verifyStream} from '@fonds/core/hash';
import {streamFrom} from '@fonds/core/streams';
import type {BagReport} from '../bag/bag-report.ts';
import type {PackageEvidence} from '../storage/evidence.ts';
import type {StorageService} from '../storage/storage-service.ts';
import {checkSavedBag} from './check-saved-bag.ts';
import {readFile} from './read-folder.ts';
import {saveAip} from './save-aip.ts';
import type {SaveAipOptions} from './save-aip.ts';

/** Options of {@link verifyAip}. */
export type VerifyAipOptions = Omit<SaveAipOptions, 'overwrite'>;

/** What was found about a package. */
export interface AipVerification {
	/** Where it is. */
	readonly path: string;
	/** Bytes of the file; `undefined` for a folder. */
	readonly size: number | undefined;
	/** Whether it was downloaded for this. */
	readonly downloaded: boolean;
	/** What the Storage Service knows of it. `evidence.strength` tells whether the file has the digest it was stored with. */
	readonly evidence: PackageEvidence;
	/** The bag in it, and the METS in that. */
	readonly bag: BagReport;
	/** Whether the bag has no error; that the file is the stored one is not a finding but an error. */
	readonly valid: boolean;
}

/**
 * Verifies a package from the outside in: the file against what the Storage Service recorded, the bag in it against its manifests, and the
 * files against size and digests of the METS.
 *
 * @param path - A file or folder where the package is; where there is nothing, it is downloaded and saved there.
 * @throws FixityError when the file is not the one that was stored, and whatever {@link saveAip} and `checkSavedBag` throw.
 */
export async function verifyAip(
	storage: StorageService,
	uuid: string,
	path: string,
	options: VerifyAipOptions = {},
): Promise<AipVerification> {
	const {onProgress, resume, keepPart: _, evidence: given, ...request} = options;
	const evidence = given ?? (await storage.evidence(uuid, request));
	const found = await stat(path).catch(() => undefined);
	const {size} = found === undefined ? await saveAip(storage, uuid, path, {...options, resume, evidence}) : found;
	if (found?.isFile()) {
		await verifyFile(path, evidence, options);
	}
	const bag = await checkSavedBag(path, {signal: options.signal, onProgress, mets: true});
	return {path, size: found?.isDirectory() ? undefined : size, downloaded: found === undefined, evidence, bag, valid: bag.valid};
}

async function verifyFile(
	path: string,
	{size, fixities}: PackageEvidence,
	{signal, onProgress}: Pick<VerifyAipOptions, 'onProgress' | 'signal'>,
): Promise<void> {
	const verified = verifyStream(streamFrom(readFile(path)), {size, fixities}, {path, signal, onProgress, phase: 'verify'});
	const reader = verified.getReader();
	while (!(await reader.read()).done) {
		// The stream fails at its end if the bytes are others.
	}
}
