import {AuthenticationError, ConflictError, HttpError, NotFoundError, PermissionError} from '@fonds/core';
import type {ErrorAnswer, SdkError} from '@fonds/core';
import {serverMessage} from './server-message.ts';

/** The code of the error for a unit that exists and has no job yet (AM-04). */
export const notStarted = 'not-started';

/**
 * Errors of the dashboard.
 *
 * It never answers 401: a refused key is a 403 (reference 1.2), and so is an address that is not on its list. An unknown unit is a 400.
 */
export function describeDashboardError(answer: ErrorAnswer): SdkError | undefined {
	const message = serverMessage(answer.body);
	if (answer.status === 403) {
		return /not authorized/i.test(message ?? '')
			? new PermissionError(`${start('dashboard', answer, message)} Add the address to the dashboard's API allowlist.`, answer)
			: new AuthenticationError(
					`${start('dashboard', answer, message)} Check user name and API key: the dashboard shows the key in the user's profile.`,
					answer,
				);
	}
	return describeUnitError(message, answer) ?? describeKnown(message, answer) ?? describeByStatus('dashboard', answer, message);
}

/** What the dashboard says with a status that says too little, the code of the error, and what it means. */
const knownMessages: readonly (readonly [message: RegExp, code: string, meaning: string])[] = [
	[/^Unable to approve (?:the )?partial reingest/, 'reingest-not-waiting', 'It does not wait for an approval, or not yet.'],
	[/^AtoM (?:URL|authentication settings) not defined/, 'atom-not-configured', 'An administrator of the dashboard sets it.'],
	[/^Unable to fetch levels of description from AtoM/, 'atom-unreachable', 'The levels it had may be gone: fetch them again.'],
	[
		/^Unexepected error in the validation process/,
		'csv-unreadable',
		'The file is not UTF-8, a row is too short, or an optional column of rights.csv is missing.',
	],
];

function describeKnown(message: string | undefined, answer: ErrorAnswer): HttpError | undefined {
	const known = knownMessages.find(([pattern]) => message !== undefined && pattern.test(message));
	return known && new HttpError(`${start('dashboard', answer, message)} ${known[2]}`, {...answer, code: known[1]});
}

/** Errors the dashboard gives about units and tasks with a status that says too little; old servers send them with 200. */
export function describeUnitError(
	message: string | undefined,
	answer: Pick<ErrorAnswer, 'status' | 'method' | 'url'>,
): SdkError | undefined {
	if (message?.startsWith('Unable to determine the status')) {
		return new HttpError(`${start('dashboard', answer, message)} The unit exists and has no job yet.`, {...answer, code: notStarted});
	}
	const isUnknown = /^(?:Cannot fetch unit|No jobs found for unit|Task with UUID .* does not exist)/.test(message ?? '');
	return isUnknown ? new NotFoundError(start('dashboard', answer, message), answer) : undefined;
}

/**
 * Errors of the Storage Service.
 *
 * 401 stands for both "who are you" and "you may not"; only the first comes with `WWW-Authenticate` (reference 1.3).
 */
export function describeStorageError(answer: ErrorAnswer): SdkError | undefined {
	const message = serverMessage(answer.body);
	if (answer.status === 401) {
		return answer.headers.has('www-authenticate')
			? new AuthenticationError(
					`${start('Storage Service', answer, message)} Check user name and API key; a new password brings a new key.`,
					answer,
				)
			: new PermissionError(
					`${start('Storage Service', answer, message)} The user's role does not allow this. ` +
						'(If a proxy removes WWW-Authenticate, it may also be the key that is wrong.)',
					answer,
				);
	}
	if (answer.status === 400 && /empty attribute 'origin_pipeline'/.test(message ?? '')) {
		return new HttpError(
			`${start('Storage Service', answer, message)} One package here cannot be listed, a SWORD deposit perhaps. Ask for the package types you want.`,
			{...answer, code: 'unlistable-package'},
		);
	}
	return describeByStatus('Storage Service', answer, message);
}

function describeByStatus(server: string, answer: ErrorAnswer, message: string | undefined): SdkError | undefined {
	if (answer.status >= 300 && answer.status < 400) {
		return undefined;
	}
	const text = start(server, answer, message);
	switch (answer.status) {
		case 401: {
			return new AuthenticationError(text, answer);
		}
		case 403: {
			return new PermissionError(text, answer);
		}
		case 404:
		case 410: {
			return new NotFoundError(text, answer);
		}
		case 409: {
			return new ConflictError(text, answer);
		}
		case 429: {
			return undefined;
		}
		default: {
			return new HttpError(text, answer);
		}
	}
}

function start(server: string, answer: Pick<ErrorAnswer, 'status' | 'method' | 'url'>, message: string | undefined): string {
	const {pathname} = new URL(answer.url);
	const says = message === undefined ? '' : `: ${/[.!?]$/.test(message) ? message : `${message}.`}`;
	return `The ${server} answered ${answer.status} to ${answer.method} ${pathname}${says === '' ? '.' : says}`;
}
