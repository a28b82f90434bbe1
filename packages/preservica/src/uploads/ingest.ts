import type {Job, JobState, JsonValue} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {createOperationJob, readJobState} from '../operations/operation-job.ts';
import type {ServerProgress} from '../operations/progress-state.ts';

/** How an ingest stands. `pending` and `suspended` wait for a person; `unknown` is a word this release does not know. */
export interface IngestStatus extends ServerProgress {}

/** What an ingest made. */
export interface IngestResult {
	/** References of the assets, as the package named them; empty when the packager did not say. */
	readonly assets: readonly string[];
}

const kind = 'preservica-ingest';

/** Follows an ingest by its progress token (ENT-02). */
export function createIngestJob(session: Session, token: string, assets: readonly string[]): Job<IngestStatus, IngestResult> {
	return createOperationJob(session, {kind, token, what: `The ingest ${token}`, data: {assets}, result: data => data});
}

/**
 * The job behind a kept state.
 *
 * @throws ConfigurationError when the state is of something else.
 */
export function resumeIngestJob(session: Session, state: JobState): Job<IngestStatus, IngestResult> {
	const {token, data} = readJobState(state, kind, hasAssets);
	return createIngestJob(session, token, data.assets);
}

function hasAssets(data: JsonValue): data is {readonly assets: readonly string[]} {
	if (typeof data !== 'object' || data === null || !('assets' in data)) {
		return false;
	}
	const {assets} = data;
	return Array.isArray(assets) && assets.every(asset => typeof asset === 'string');
}
