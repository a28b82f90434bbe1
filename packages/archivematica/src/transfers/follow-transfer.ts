import type {Look} from '@fonds/core';
import {lookAtStorage} from './look-at-storage.ts';
import {lookAtIngest, lookAtTransfer} from './look-at-unit.ts';
import type {TransferData} from './transfer-data.ts';
import type {TransferStatus} from './transfer-status.ts';
import {isTransient} from '../http/transient.ts';
import {toLook} from './verdict.ts';
import type {FollowContext, Verdict} from './verdict.ts';

/**
 * One look at a transfer on its way to the stored AIP: transfer, then SIP, then package (reference 5.1, 5.9).
 *
 * A server that does not answer is asked again at the next look, until it has been silent for too long. Refused keys and other errors that
 * asking again does not mend are thrown at once; the job can go on later from what it knew.
 */
export async function followTransfer(data: TransferData, context: FollowContext): Promise<Look<TransferStatus, TransferData>> {
	try {
		return toLook(await look({...data, silentSince: null}, context), context);
	} catch (error) {
		const since = data.silentSince ?? context.now();
		if (!isTransient(error) || context.now() - since >= data.limits.silence) {
			throw error;
		}
		const {state} = data;
		const detail = 'The server does not answer at the moment; it is asked again.';
		return toLook({data: {...data, silentSince: since}, state, finished: false, detail}, context);
	}
}

function look(data: TransferData, context: FollowContext): Promise<Verdict> {
	const {stage, sip} = data;
	if (sip === null || stage === 'approval' || stage === 'transfer') {
		return lookAtTransfer(data, context);
	}
	return stage === 'ingest' ? lookAtIngest(data, sip, context) : lookAtStorage(data, sip, context);
}
