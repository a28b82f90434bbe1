import {SdkError} from '@fonds/core';
import {startUncertain} from '../dashboard/uncertain-start.ts';
import type {FoundTransfers} from './find-started.ts';
import type {TransferIntent} from './intent.ts';

/**
 * A transfer may have been started, and nothing proves it: the answer was lost, or an intent of another process is to be started on a server
 * that does not honour idempotency keys. Its code is `start-uncertain`.
 */
export class UncertainStartError extends SdkError {
	/** What was to be started. */
	readonly intent: TransferIntent;
	/** Units of the same name that the dashboard told of, after the loss. That there are none proves nothing. */
	readonly found: FoundTransfers;

	constructor(
		message: string,
		{intent, found, cause}: {readonly intent: TransferIntent; readonly found: FoundTransfers; readonly cause?: unknown},
	) {
		super(message, {code: startUncertain, cause});
		this.intent = intent;
		this.found = found;
	}

	override get name(): string {
		return 'UncertainStartError';
	}
}
