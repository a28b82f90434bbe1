import {JobFailedError} from '@fonds/core';
import type {DepositData} from './deposit-data.ts';
import {finishUncertain as uncertain} from './edit-deposit.ts';
import type {DepositResult, DepositStatus} from './deposit-status.ts';

/** What came of a deposit. @throws JobFailedError when it was not handed to a pipeline, not as a whole, or nobody can say so. */
export function outcomeOfDeposit(status: DepositStatus, {finishUncertain, found, pending}: DepositData): DepositResult {
	const {deposit, state, stage, transfer, detail = ''} = status;
	if (state === 'failed' && stage === 'media') {
		throw new JobFailedError(`The deposit ${deposit} is not whole. ${detail}`, {status, code: 'deposit-incomplete'});
	}
	if (state !== 'succeeded') {
		throw new JobFailedError(`The deposit ${deposit} is not with a pipeline. ${detail}`.trim(), {
			status,
			code: state === 'unknown' && stage === 'finalisation' && finishUncertain ? uncertain : codes[state],
		});
	}
	return {
		deposit,
		transfer,
		unconfirmed: pending,
		found: found.map(({uuid, name, list, waitingFor}) => ({uuid, name, list, waitingFor: waitingFor ?? undefined})),
	};
}

const codes = {running: 'deposit-unknown', failed: 'deposit-failed', unknown: 'deposit-unknown'} as const;
