import {ConfigurationError, createJob, type Job, type JobState, type JsonValue, type PollOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {requireSuccess} from './outcome.ts';
import {isFinished, type ServerProgress} from './progress-state.ts';
import {progressTokenOf, readProgress} from './progress.ts';

/** How work on the server is followed and what is made of its end. */
export interface OperationDefinition<Result, Data extends JsonValue> {
	/** The kind of work, such as `preservica-move`. A job is resumed under the same one. */
	readonly kind: string;
	/** The progress token. */
	readonly token: string;
	/** The work in a sentence, such as `The move of the asset a1`. Must not hold secrets. */
	readonly what: string;
	/** What the result is made of; kept in the job's JSON. */
	readonly data: Data;
	/** What came of work that succeeded. */
	result(data: Data, options: PollOptions): Result | Promise<Result>;
	/** Said after the reason when the work failed: what was done all the same, or what to do now. */
	readonly advice?: string | undefined;
}

/** Follows work by its progress token (ENT-02). The job fails with `JobFailedError` unless the work succeeded altogether. */
export function createOperationJob<Result, Data extends JsonValue>(
	session: Session,
	definition: OperationDefinition<Result, Data>,
): Job<ServerProgress, Result> {
	const {kind, token, what, advice} = definition;
	return createJob<ServerProgress, Result, Data>({
		kind,
		id: token,
		data: definition.data,
		poll: async (data, options) => {
			const status = await readProgress(session, token, options);
			return {status, data, finished: isFinished(status.state)};
		},
		result: (status, data, options) => {
			requireSuccess(status, what, advice);
			return definition.result(data, options);
		},
	});
}

/** The job behind the answer to an asynchronous call, which is a bare progress token (reference 1.11). */
export async function followOperation<Result = void, Data extends JsonValue = null>(
	session: Session,
	response: Response,
	definition: Omit<OperationDefinition<Result, Data>, 'token'>,
): Promise<Job<ServerProgress, Result>> {
	return createOperationJob(session, {...definition, token: await progressTokenOf(response, definition.what)});
}

/**
 * The token and the data of a kept state.
 *
 * @throws ConfigurationError when the state is of something else.
 */
export function readJobState<Data extends JsonValue>(
	{kind, id, data}: JobState,
	wanted: string,
	isData: (data: JsonValue) => data is Data,
): {readonly token: string; readonly data: Data} {
	if (kind !== wanted || typeof id !== 'string' || id === '' || !isData(data)) {
		throw new ConfigurationError(`This is not the state of such a job: its kind would be ${wanted}.`);
	}
	return {token: id, data};
}
