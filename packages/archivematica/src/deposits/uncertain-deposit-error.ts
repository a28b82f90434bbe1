import {SdkError} from '@fonds/core';
import type {DepositEntry} from './deposit.ts';

/** The code of every error after which a deposit may have been created. */
export const startUncertain = 'start-uncertain';

/** A deposit may have been created, and nothing proves it: the answer was lost, or the server broke on the way. Its code is `start-uncertain`. */
export class UncertainDepositError extends SdkError {
	/**
	 * Deposits of that name the collection has now, older ones included; `undefined` where it could not be asked. That there are none proves
	 * little: the request may still be under way.
	 */
	readonly found: readonly DepositEntry[] | undefined;

	constructor(message: string, {found, cause}: {readonly found: readonly DepositEntry[] | undefined; readonly cause?: unknown}) {
		super(message, {code: startUncertain, cause});
		this.found = found;
	}

	override get name(): string {
		return 'UncertainDepositError';
	}
}
