import {DecodeError, path, type RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import type {ServerProgress} from './progress-state.ts';

/** Asks how work stands (ENT-02). */
export async function readProgress(session: Session, token: string, options: RequestOptions): Promise<ServerProgress> {
	const target = path`api/entity/progress/${token}`;
	const {getProgress} = await import('./get-progress.ts');
	return getProgress(session, target, options);
}

/**
 * Reads the progress token that an asynchronous call answers with, as plain text (reference 1.11).
 *
 * @throws DecodeError when there is none.
 */
export async function progressTokenOf(response: Response, what: string): Promise<string> {
	const token = (await response.text()).trim();
	if (token === '' || /[\s<>{}]/.test(token)) {
		throw new DecodeError(`${what} was accepted, but the answer holds no progress token to follow it by.`);
	}
	return token;
}
