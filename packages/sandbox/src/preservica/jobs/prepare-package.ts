import type {Blobs} from '../../store/blobs.ts';
import {accessBlobs} from '../../zip/random-access.ts';
import type {PreparedContainer} from '../ingest/container.ts';
import {prepareContainer} from '../ingest/container.ts';
import {IngestProblem} from '../ingest/description.ts';
import type {PreparedIngest} from '../ingest/prepare.ts';
import {prepareIngest} from '../ingest/prepare.ts';
import type {Repository} from '../repository.ts';
import type {ArrivedPackage} from './job.ts';

/** What came of reading a package. */
export type Preparation =
	| ({readonly prepared: PreparedIngest} & Partial<Pick<PreparedContainer, 'taken' | 'waiting'>>)
	| {readonly reasons: readonly string[]};

/** Reads a package to its end. Fails only when it is aborted. */
export async function preparePackage(
	{parts, folder, container}: ArrivedPackage,
	repository: Repository,
	blobs: Blobs,
	signal: AbortSignal,
): Promise<Preparation> {
	try {
		if (container) return await prepareContainer(container, repository, blobs, signal);
		return {prepared: await prepareIngest({source: accessBlobs(blobs, parts), folder}, repository, blobs, signal)};
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof IngestProblem) return {reasons: error.reasons};
		return {reasons: [`The ingest broke off: ${error instanceof Error ? error.message : String(error)}`]};
	}
}

/** Removes what a package that was read and not taken in has left. */
export async function dropPackage(preparation: Preparation, blobs: Blobs): Promise<void> {
	if ('prepared' in preparation && preparation.prepared.blob !== undefined) await blobs.delete(preparation.prepared.blob);
}
