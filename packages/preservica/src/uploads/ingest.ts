import {ConfigurationError, createJob, JobFailedError, type Job, type JobState, type JsonValue} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {isFinished, type ServerProgress} from '../progress/progress-xml.ts';
import {readProgress} from '../progress/progress.ts';

/** How an ingest stands. `pending` and `suspended` wait for a person; `unknown` is a word this release does not know. */
export interface IngestStatus extends ServerProgress {}

/** What an ingest made. */
export interface IngestResult {
	/** References of the assets, as the package named them; empty when the packager did not say. */
	readonly assets: readonly string[];
}

const kind = 'preservica-ingest';

const outcomes: Readonly<Partial<Record<IngestStatus['state'], string>>> = {
	failed: 'failed',
	mixed: 'succeeded in part only',
	cancelled: 'was cancelled or aborted',
};

/** Follows an ingest by its progress token (ENT-02). */
export function createIngestJob(session: Session, token: string, assets: readonly string[]): Job<IngestStatus, IngestResult> {
	return createJob<IngestStatus, IngestResult, {readonly assets: readonly string[]}>({
		kind,
		id: token,
		data: {assets},
		poll: async (data, options) => {
			const status = await readProgress(session, token, options);
			return {status, data, finished: isFinished(status.state)};
		},
		result: (status, data) => {
			const outcome = outcomes[status.state];
			if (outcome !== undefined) {
				const reasons =
					status.errors.length === 0 ? 'the server gives no reason; look at the ingest in Preservica' : status.errors.join('; ');
				throw new JobFailedError(`The ingest ${token} ${outcome} (${status.detail}): ${reasons}.`, {status});
			}
			return data;
		},
	});
}

/**
 * The job behind a kept state.
 *
 * @throws ConfigurationError when the state is of something else.
 */
export function resumeIngestJob(session: Session, state: JobState): Job<IngestStatus, IngestResult> {
	const {data} = state;
	if (state.kind !== kind || typeof state.id !== 'string' || state.id === '' || !hasAssets(data)) {
		throw new ConfigurationError(`This is not the state of a Preservica ingest (its kind would be ${kind}).`);
	}
	return createIngestJob(session, state.id, data.assets);
}

function hasAssets(data: JsonValue): data is {readonly assets: readonly string[]} {
	if (typeof data !== 'object' || data === null || !('assets' in data)) {
		return false;
	}
	const {assets} = data;
	return Array.isArray(assets) && assets.every(asset => typeof asset === 'string');
}
