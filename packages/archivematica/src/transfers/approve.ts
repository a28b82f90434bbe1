import {HttpError} from '@fonds/core';
import type {TransferData} from './transfer-data.ts';
import {goesOn, waitsFor} from './verdict.ts';
import type {FollowContext, Verdict} from './verdict.ts';

/** Whether a question asks for the approval of a transfer, of whatever kind (reference 4.7). */
export function isApproval(question: string): boolean {
	return /^approve .*transfer$/i.test(question);
}

/** Tries, or looks after an approval, and milliseconds that both have to pass before a person is asked. */
const patience = {tries: 6, time: 30_000};

/**
 * Approves a transfer that waits for it, where this job is the one to do so (AM-03).
 *
 * The dashboard refuses until it has noticed the transfer, so a refusal is tried again at the next look. An answer that was lost does no harm
 * either: the next look shows whether the question is still there.
 */
export async function approve(data: TransferData, question: string, {dashboard, options, now}: FollowContext): Promise<Verdict> {
	const {approval} = data;
	if (approval === null) {
		return waitsFor(data, question);
	}
	const {type, given, tries} = approval;
	const directory = approval.directory ?? data.directory ?? '';
	const since = approval.since ?? now();
	const again = {...approval, tries: tries + 1, since};
	if (tries >= patience.tries && now() - since >= patience.time) {
		return waitsFor(data, question, given ? 'It was approved, and the dashboard still asks.' : 'The dashboard refused the approval.');
	}
	if (given) {
		return goesOn({...data, approval: again}, 'running');
	}
	try {
		await dashboard.approve({directory, type}, options);
		return goesOn({...data, approval: {...approval, given: true, tries: 0, since: null}});
	} catch (error) {
		if (error instanceof HttpError && error.status === 500) {
			return goesOn({...data, approval: again}, 'running', `The dashboard does not take the approval yet: ${error.message}`);
		}
		throw error;
	}
}
