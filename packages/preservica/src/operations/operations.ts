import {ConfigurationError, type Job, type JobState, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {createOperationJob} from './operation-job.ts';
import type {ServerProgress} from './progress-state.ts';
import {readProgress} from './progress.ts';

const kind = 'preservica-operation';

/** Work that goes on on the server, by its progress token. */
export class Operations {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Asks once how work stands (ENT-02).
	 *
	 * @throws NotFoundError when the server knows no such progress token.
	 */
	progress(token: string, options: RequestOptions = {}): Promise<ServerProgress> {
		return readProgress(this.#session, token, options);
	}

	/**
	 * Follows work of any kind to its end (ENT-02): a token that another program was given, for instance. Nothing is asked yet.
	 *
	 * @throws JobFailedError, from the job, when the work failed, was cancelled or succeeded in part only.
	 * @throws NotFoundError, from the job, when the server knows no such progress token.
	 */
	follow(token: string): Job<ServerProgress, void> {
		return createOperationJob(this.#session, {kind, token, what: `The work ${token}`, data: null, result: () => {}});
	}

	/**
	 * Goes on with any job that has a progress token, of whatever kind, from its JSON (ENT-02). What came of it is not told: `resume` of the
	 * group that started the job does.
	 *
	 * @throws ConfigurationError when the state is of something else.
	 */
	resume(state: JobState): Job<ServerProgress, void> {
		if (typeof state.kind !== 'string' || !state.kind.startsWith('preservica-') || typeof state.id !== 'string' || state.id === '') {
			throw new ConfigurationError('This is not the state of a Preservica job.');
		}
		return this.follow(state.id);
	}
}
