import type {JobState, PollOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import type {DeletionJob} from './deletion-job.ts';
import type {DeletionPlan, DeletionRequest} from './deletion.ts';
import type {DeletionPlanOptions} from './deletions.ts';

/** What deciding about a deletion takes. Waits until the server is ready for the decision. */
export interface DecisionOptions extends PollOptions {
	/** Why. It is kept with the event. */
	readonly comment: string;
	/** Milliseconds to wait for the deletion to be `pending`. @default 300_000 */
	readonly deadline?: number | undefined;
}

/** A deletion that somebody asked for, as the approver sees it. */
export interface DeletionReview extends DeletionRequest {
	readonly status: ServerProgress;
	/** What would go, read now by the approver's own session; undefined when it is gone already. */
	readonly plan: DeletionPlan | undefined;
}

/** A deletion's job, or what was kept of one. */
export type DeletionState = JobState | Pick<DeletionJob, 'toJSON'>;

const deciding = () => import('./decide.ts');

/**
 * Deletion, the part of the person who decides: made of a session of its own, signed in as somebody else than who asked. The same session, or
 * one of the same user, is refused here, and by the server.
 *
 * ```ts
 * const approver = new Preservica({server, credentials: {username: 'second.person@example.org', password}});
 * const approval = new DeletionApproval(approver.session);
 * console.log(await approval.review(state));
 * await approval.approve(state, {comment: 'Checked against the accession register'});
 * ```
 */
export class DeletionApproval {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Shows what is asked, by whom and why, and what would go (ENT-02, ENT-04, ENT-05). Nothing is changed.
	 *
	 * The server tells how the work behind a token stands, but not what it deletes: that is what the state says of it.
	 *
	 * @param state - The job's JSON as the job gave it: `JSON.parse(text)`.
	 * @throws ConfigurationError with code `same-person` for who asked, or when the state is of something else.
	 */
	async review(state: DeletionState, options: DeletionPlanOptions = {}): Promise<DeletionReview> {
		return (await deciding()).review(this.#session, state, options);
	}

	/**
	 * Lets the deletion happen (ENT-23), as soon as it waits for approval. Follow it to its end by the job that this gives.
	 *
	 * @throws ConfigurationError with code `same-person` for who asked, without a comment, or when the state is of something else.
	 * @throws ConflictError with code `deletion-ended` when there is nothing to decide any more, with code `title-changed` when the entity is
	 * called something else now than when it was asked for.
	 * @throws PermissionError without the right to approve; TimeoutError when it did not come to wait for approval within `deadline`.
	 */
	async approve(state: DeletionState, options: DecisionOptions): Promise<DeletionJob> {
		return (await deciding()).decide(this.#session, state, true, options);
	}

	/**
	 * Refuses the deletion (ENT-23): nothing is deleted, and the job of who asked fails with code `deletion-rejected`.
	 *
	 * @throws what `approve` throws, whatever the entity is called.
	 */
	async reject(state: DeletionState, options: DecisionOptions): Promise<void> {
		await (await deciding()).decide(this.#session, state, false, options);
	}
}
