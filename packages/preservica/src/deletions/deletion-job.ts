import {createJob, JobFailedError, type Job, type JobState, type JsonValue} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {readJobState} from '../operations/operation-job.ts';
import {requireSuccess} from '../operations/outcome.ts';
import {isFinished, type ServerProgress} from '../operations/progress-state.ts';
import {readProgress} from '../operations/progress.ts';
import type {DeletableType, DeletionRequest, DeletionResult} from './deletion.ts';
import {nameOf} from './name-of.ts';

/** What a deletion's job keeps in its JSON. */
export type DeletionData = {
	readonly type: DeletableType;
	readonly ref: string;
	readonly title: string;
	readonly requestedBy: string | null;
	readonly comment: string;
};

/** A deletion on its way: `pending` waits for approval. */
export type DeletionJob = Job<ServerProgress, DeletionResult>;

const kind = 'preservica-deletion';

/** Follows a deletion by its progress token (ENT-02). */
export function createDeletionJob(session: Session, token: string, data: DeletionData): DeletionJob {
	return createJob<ServerProgress, DeletionResult, DeletionData>({
		kind,
		id: token,
		data,
		poll: async (same, options) => {
			const status = await readProgress(session, token, options);
			return {status, data: same, finished: isFinished(status.state)};
		},
		result: (status, {type, ref, title}) => {
			requireCarriedOut(status, `The deletion of the ${nameOf({type, ref, title})}`);
			return {type, ref, title, deleted: true};
		},
	});
}

/** The server tells a rejection and an end by an administrator in the same words (reference 3.5). */
function requireCarriedOut(status: ServerProgress, what: string): void {
	if (status.state === 'cancelled') {
		const reasons = status.errors.length === 0 ? '' : ` The server says: ${status.errors.join('; ')}.`;
		throw new JobFailedError(`${what} was rejected, or its workflow was ended (${status.detail}). Nothing was deleted.${reasons}`, {
			status,
			code: 'deletion-rejected',
		});
	}
	requireSuccess(status, what, 'Look in Preservica for what is still there.');
}

/**
 * What a kept state says.
 *
 * @throws ConfigurationError when it is of something else.
 */
export function readDeletionState(state: JobState): {readonly token: string; readonly data: DeletionData} {
	return readJobState(state, kind, isDeletionData);
}

/** What was asked for, in the words of results. */
export function requestOf({type, ref, title, requestedBy, comment}: DeletionData): DeletionRequest {
	return {entity: {type, ref, title}, requestedBy: requestedBy ?? undefined, comment};
}

function isDeletionData(data: JsonValue): data is DeletionData {
	if (typeof data !== 'object' || data === null || Array.isArray(data)) {
		return false;
	}
	const {type, ref, title, requestedBy, comment} = Object.fromEntries(Object.entries(data));
	return (
		(type === 'asset' || type === 'folder') &&
		[ref, title, comment].every(text => typeof text === 'string') &&
		(requestedBy === null || typeof requestedBy === 'string')
	);
}
