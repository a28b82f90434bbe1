import type {JobState, RequestOptions} from '@fonds/core';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import type {EntityReference} from '../entities/entity.ts';
import {createDeletionJob, readDeletionState, type DeletionJob} from './deletion-job.ts';
import type {DeletableType, DeletionPlan} from './deletion.ts';
import {rememberRequest} from './requesters.ts';
import {requireComment} from './require-comment.ts';

/** What making a plan takes. */
export interface DeletionPlanOptions extends RequestOptions {
	/** How much of what goes is named. All of it is counted. @default 20 */
	readonly limit?: number | undefined;
}

/** What asking for a deletion takes. */
export interface DeletionRequestOptions extends RequestOptions {
	/** Why. The approver reads it, and it is kept with the event. */
	readonly comment: string;
}

/**
 * Deletion, the part of the person who asks for it. Another person decides: see `DeletionApproval`. Needs 6.2.
 *
 * ```ts
 * const plan = await preservica.deletions.plan(folder);
 * const job = await preservica.deletions.request(plan, {comment: 'Duplicates of the letters of 1912'});
 * ```
 */
export class Deletions {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Reads what a deletion would take away (ENT-04, ENT-05, ENT-08, ENT-30): the entity, the folders above it, how much is below it, and the
	 * first titles. Nothing is changed.
	 *
	 * @throws ConfigurationError for a content object: it goes with its asset.
	 * @throws ConflictError with code `deleted` for what is gone already; NotFoundError when there is no such entity, or no right to see it.
	 */
	async plan(entity: EntityReference<DeletableType>, {limit = 20, ...options}: DeletionPlanOptions = {}): Promise<DeletionPlan> {
		const {makePlan} = await import('./plan.ts');
		return makePlan(this.#session, entity, limit, options);
	}

	/**
	 * Asks for the deletion that a plan shows (ENT-22), after counting again that it still is the same. The server waits for another person's
	 * approval then: the job is `pending`. Its JSON is what that person needs; it holds no secret.
	 *
	 * `done` waits for approval and deletion. It gives what was deleted, and fails with `JobFailedError` when the deletion failed, with its
	 * code `deletion-rejected` when it was rejected. Not repeated when the answer is lost.
	 *
	 * @throws ConflictError with code `plan-outdated` when the entity, or how much is in it, is not what the plan shows any more.
	 * @throws ConfigurationError without a comment, and with code `version` for a server older than 6.2.
	 * @throws PermissionError without the right to delete; HttpError with code `no-deletion-workflow` where none is set up.
	 */
	async request(plan: DeletionPlan, {comment, ...options}: DeletionRequestOptions): Promise<DeletionJob> {
		const session = this.#session;
		requireComment(comment);
		await requireServer(session, '6.2', 'Deleting', options);
		const [{requireUnchanged}, {submit}, {userNameOf}] = await Promise.all([
			import('./plan.ts'),
			import('./submit.ts'),
			import('./user-name.ts'),
		]);
		await requireUnchanged(session, plan, options);
		const requestedBy = await userNameOf(session, options);
		const token = await submit(session, plan.entity, comment, options);
		rememberRequest(session, token);
		const {type, ref, title} = plan.entity;
		return createDeletionJob(session, token, {type, ref, title, requestedBy: requestedBy ?? null, comment});
	}

	/**
	 * Goes on with a deletion that another process asked for: `deletions.resume(JSON.parse(text))`, where the text is `JSON.stringify(job)`
	 * (ENT-02).
	 *
	 * @throws ConfigurationError when the state is of something else.
	 */
	resume(state: JobState): DeletionJob {
		const {token, data} = readDeletionState(state);
		return createDeletionJob(this.#session, token, data);
	}
}
