import {
	ConflictError,
	NotFoundError,
	path,
	PermissionError,
	TimeoutError,
	type JobState,
	type PollOptions,
	type RequestOptions,
} from '@fonds/core';
import {writeXml, xmlContentType} from '@fonds/core/xml';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {Entities} from '../entities/entities.ts';
import {wireNames} from '../entities/entity.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {isFinished, type ServerProgress} from '../operations/progress-state.ts';
import {readProgress} from '../operations/progress.ts';
import {createDeletionJob, readDeletionState, requestOf, type DeletionData, type DeletionJob} from './deletion-job.ts';
import type {DeletionPlan, DeletionRequest} from './deletion.ts';
import {encodeDecision} from './deletion-xml.ts';
import {requireComment, type DeletionPlanOptions} from './deletions.ts';
import {makePlan} from './plan.ts';
import {requireAnother} from './two-people.ts';

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
type DeletionState = JobState | Pick<DeletionJob, 'toJSON'>;

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
	async review(state: DeletionState, {limit = 20, ...options}: DeletionPlanOptions = {}): Promise<DeletionReview> {
		const {token, data} = await this.#open(state, options);
		const status = await readProgress(this.#session, token, options);
		const plan = await makePlan(new Entities(this.#session), data, limit, options).catch((error: unknown) => {
			if (error instanceof ConflictError && error.code === 'deleted') {
				return undefined;
			}
			throw error;
		});
		return {...requestOf(data), status, plan};
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
		return this.#decide(state, true, options);
	}

	/**
	 * Refuses the deletion (ENT-23): nothing is deleted, and the job of who asked fails with code `deletion-rejected`.
	 *
	 * @throws what `approve` throws, whatever the entity is called.
	 */
	async reject(state: DeletionState, options: DecisionOptions): Promise<void> {
		await this.#decide(state, false, options);
	}

	async #open(state: DeletionState, options: RequestOptions): Promise<{readonly token: string; readonly data: DeletionData}> {
		const read = readDeletionState('toJSON' in state ? state.toJSON() : state);
		const {token, data} = read;
		await requireAnother(this.#session, token, data, options);
		return read;
	}

	async #decide(state: DeletionState, approved: boolean, options: DecisionOptions): Promise<DeletionJob> {
		const {comment, interval, deadline = 300_000, sleep, ...requestOptions} = options;
		const session = this.#session;
		requireComment(comment);
		const {token, data} = await this.#open(state, requestOptions);
		await requireServer(session, '6.2', 'Approving a deletion', requestOptions);
		if (approved) {
			await requireTitle(session, data, requestOptions);
		}
		const job = createDeletionJob(session, token, data);
		await untilPending(job, {...requestOptions, interval, deadline, sleep});
		await send(session, token, approved, comment, requestOptions);
		return job;
	}
}

/** What is approved must be what was asked for; what is gone already is for the server to tell. */
async function requireTitle(session: Session, {type, ref, title}: DeletionData, options: RequestOptions): Promise<void> {
	const {deleted, title: now} = await new Entities(session).entity({type, ref}, options);
	if (!deleted && now !== title) {
		throw new ConflictError(
			`The ${wireNames[type].words} ${ref} was called ${JSON.stringify(title)} when its deletion was asked for, and is called ${JSON.stringify(now)} now. Reject it, and ask again.`,
			{code: 'title-changed'},
		);
	}
}

/** The server takes a decision only while the deletion is pending. Who may not see its progress goes on, and the server decides. */
async function untilPending(job: DeletionJob, options: PollOptions): Promise<void> {
	try {
		for await (const {state, detail} of job.watch(options)) {
			if (state === 'pending') {
				return;
			}
			if (isFinished(state)) {
				throw new ConflictError(`The deletion ${job.id} has ended (${detail}): there is nothing to decide any more.`, {
					code: 'deletion-ended',
				});
			}
		}
	} catch (error) {
		if (error instanceof TimeoutError && error.code === 'deadline') {
			throw new TimeoutError(`The deletion ${job.id} did not come to wait for approval within ${options.deadline} ms.`, {code: 'deadline'});
		}
		if (!(error instanceof PermissionError || error instanceof NotFoundError)) {
			throw error;
		}
	}
}

/** Sent once: a second decision would meet a deletion that does not wait any more (ENT-23). */
async function send(session: Session, token: string, approved: boolean, comment: string, options: RequestOptions): Promise<void> {
	const {entity} = await session.namespaces(options);
	try {
		await orSayUncertain('The decision may have arrived all the same: look at the progress of the deletion.', () =>
			session.http.send('PUT', path`api/entity/actions/deletions/${token}`, {
				...options,
				headers: {'content-type': xmlContentType},
				body: writeXml(encodeDecision(approved, comment, entity)),
				retry: false,
			}),
		);
	} catch (error) {
		throw error instanceof PermissionError ? withoutRight(error, token) : error;
	}
}

function withoutRight({status, method, url, body}: PermissionError, token: string): PermissionError {
	return new PermissionError(
		`This account may not decide about the deletion ${token}: it takes the right to approve deletions, and another person than who asked.`,
		{status, method, url, body},
	);
}
