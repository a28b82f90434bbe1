import {ConflictError, NotFoundError, path, PermissionError, TimeoutError, type PollOptions, type RequestOptions} from '@fonds/core';
import {writeXml, xmlContentType} from '@fonds/core/xml';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {Entities} from '../entities/entities.ts';
import {wireNames} from '../entities/entity.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {isFinished} from '../operations/progress-state.ts';
import {readProgress} from '../operations/progress.ts';
import type {DecisionOptions, DeletionReview, DeletionState} from './deletion-approval.ts';
import {createDeletionJob, readDeletionState, requestOf, type DeletionData, type DeletionJob} from './deletion-job.ts';
import {encodeDecision} from './deletion-xml.ts';
import type {DeletionPlanOptions} from './deletions.ts';
import {makePlan} from './plan.ts';
import {requireComment} from './require-comment.ts';
import {requireAnother} from './two-people.ts';

/** Shows a deletion to who may decide about it (ENT-02, ENT-04, ENT-05). */
export async function review(
	session: Session,
	state: DeletionState,
	{limit = 20, ...options}: DeletionPlanOptions,
): Promise<DeletionReview> {
	const {token, data} = await open(session, state, options);
	const status = await readProgress(session, token, options);
	const plan = await makePlan(session, data, limit, options).catch((error: unknown) => {
		if (error instanceof ConflictError && error.code === 'deleted') {
			return undefined;
		}
		throw error;
	});
	return {...requestOf(data), status, plan};
}

/** Approves or rejects a deletion, as soon as it waits for that (ENT-23). */
export async function decide(session: Session, state: DeletionState, approved: boolean, options: DecisionOptions): Promise<DeletionJob> {
	const {comment, interval, deadline = 300_000, sleep, ...requestOptions} = options;
	requireComment(comment);
	const {token, data} = await open(session, state, requestOptions);
	await requireServer(session, '6.2', 'Approving a deletion', requestOptions);
	if (approved) {
		await requireTitle(session, data, requestOptions);
	}
	const job = createDeletionJob(session, token, data);
	await untilPending(job, {...requestOptions, interval, deadline, sleep});
	await send(session, token, approved, comment, requestOptions);
	return job;
}

/** What a state says, if another person than who asked may decide about it. */
async function open(
	session: Session,
	state: DeletionState,
	options: RequestOptions,
): Promise<{readonly token: string; readonly data: DeletionData}> {
	const read = readDeletionState('toJSON' in state ? state.toJSON() : state);
	await requireAnother(session, read.token, read.data, options);
	return read;
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
