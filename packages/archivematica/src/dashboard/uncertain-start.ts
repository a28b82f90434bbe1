import {DecodeError, HttpError, isSdkError, NetworkError, TimeoutError} from '@fonds/core';
import {serverMessage} from '../http/server-message.ts';

/** The code of every error after which a transfer may or may not have been started. */
export const startUncertain = 'start-uncertain';

/**
 * Tells errors that leave the start open from those that prove nothing was started.
 *
 * The dashboard answers 500 also when its own server took longer than 30 seconds (AM-22), so a 5xx proves nothing; a 4xx does.
 */
export function explainUncertainStart(error: unknown, name: string): unknown {
	const message =
		`Whether the transfer '${name}' was started is not known: ${error instanceof Error ? error.message : 'the answer was lost.'} ` +
		'Look for it among the waiting, unapproved and completed transfers before starting it again, or there will be two.';
	const options = {code: startUncertain, cause: error};
	if (isSdkError(error, 'network')) {
		return new NetworkError(message, options);
	}
	if (isSdkError(error, 'timeout')) {
		return new TimeoutError(message, options);
	}
	if (isSdkError(error, 'decode')) {
		return new DecodeError(message, options);
	}
	if (error instanceof HttpError && (error.status ?? 0) >= 500) {
		const {status, method, url, body} = error;
		return new HttpError(message, {...options, status, method, url, body});
	}
	return error;
}

/** The classic start says 500 with a reason in JSON for everything it refuses, before a transfer exists (AM-01). */
export function isStartRefusal(error: unknown): boolean {
	return (
		error instanceof HttpError && error.status === 500 && /^\s*\{/.test(error.body ?? '') && serverMessage(error.body ?? '') !== undefined
	);
}
