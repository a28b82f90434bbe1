import {JobFailedError} from '@fonds/core';
import type {ServerProgress} from './progress-state.ts';

const outcomes: Readonly<Partial<Record<ServerProgress['state'], string>>> = {
	failed: 'failed',
	mixed: 'succeeded in part only',
	cancelled: 'was cancelled or aborted',
};

/**
 * Turns the end of work that did not succeed altogether into an error with the server's reasons.
 *
 * @param what - The work, as the start of a sentence. Must not hold secrets.
 * @param advice - Said after the reasons.
 * @throws JobFailedError when the work failed, succeeded in part, or was ended.
 */
export function requireSuccess(status: ServerProgress, what: string, advice?: string): void {
	const outcome = outcomes[status.state];
	if (outcome !== undefined) {
		const reasons = status.errors.length === 0 ? 'the server gives no reason; look at the work in Preservica' : status.errors.join('; ');
		throw new JobFailedError(
			`${what} ${outcome} (${status.detail}): ${reasons}${/[.!?]$/.test(reasons) ? '' : '.'}${advice === undefined ? '' : ` ${advice}`}`,
			{status},
		);
	}
}
