import type {SwordCall} from './call.ts';
import {findDeposit, refuseMethod} from './call.ts';
import {stateFeed} from './documents.ts';

/** SW-05: for anybody, also when the deposit has been finalised. */
export function depositState(call: SwordCall, id: string): Response {
	const found = findDeposit(call, id);
	if (call.request.method !== 'GET') refuseMethod(call, 'GET');
	return stateFeed(found, call.sword.downloadsOf.get(found.deposit.uuid));
}
