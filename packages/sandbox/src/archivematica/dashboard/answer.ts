import {json} from '../http/answers.ts';
import type {State} from '../state.ts';
import {pipelineOf, releaseOf} from '../state.ts';

/** The headers of an answer that went through the API: every success and every handled error but 403 and 405 (reference, 1.12). */
export function versionHeaders(state: State): Readonly<Record<string, string>> {
	return {'x-archivematica-version': releaseOf(state), 'x-archivematica-id': pipelineOf(state).uuid};
}

/** A JSON answer of the dashboard. */
export function answer(state: State, body: unknown, status = 200): Response {
	return json(body, status, versionHeaders(state));
}

/** A handled error of the dashboard. */
export function failure(state: State, status: number, message: string): Response {
	return answer(state, {error: true, message}, status);
}
