import {HttpError} from '@fonds/core';
import {serverMessage} from '../http/server-message.ts';
import {uncertainError} from '../http/uncertain-error.ts';

/** The code of every error after which a transfer may or may not have been started. */
export const startUncertain = 'start-uncertain';

/** The code of the error for a start that the server is still working on, under the same idempotency key. */
export const startInProgress = 'start-in-progress';

/** The code of the error for an idempotency key that belongs to another start. */
export const keyReused = 'idempotency-key-reused';

/**
 * Tells errors that leave the start open from those that prove nothing was started.
 *
 * The dashboard answers 500 also when its own server took longer than 30 seconds (AM-22), so a 5xx proves nothing; a 4xx does.
 *
 * @param isRepeatable - Whether the server recognises the start when it comes again.
 */
export function explainUncertainStart(error: unknown, name: string, isRepeatable = false): unknown {
	const advice = isRepeatable
		? 'Start it again with the same idempotency key, which this server honours: there will be one transfer.'
		: 'Look for it among the waiting, unapproved and completed transfers before starting it again, or there will be two.';
	return (
		uncertainError(error, startUncertain, reason => `Whether the transfer '${name}' was started is not known: ${reason} ${advice}`) ?? error
	);
}

/** The classic start says 500 with a reason in JSON for everything it refuses, before a transfer exists (AM-01). */
export function isStartRefusal(error: unknown): boolean {
	return (
		error instanceof HttpError && error.status === 500 && /^\s*\{/.test(error.body ?? '') && serverMessage(error.body ?? '') !== undefined
	);
}
