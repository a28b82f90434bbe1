import {AuthenticationError, HttpError, RateLimitError, Secret, type ErrorAnswer} from '@fonds/core';

/** What the server asks for after the password. */
export interface Challenge {
	/** The server's word: `needs.2fa`, `needs.2fa.setup`. */
	readonly message: string;
	readonly continuation: Secret | undefined;
	readonly tenant: string | undefined;
}

/** A 401 that is a question rather than a refusal (reference 1.5). The answer holds secrets, so none of it is in the error. */
export class ChallengeError extends AuthenticationError {
	readonly #challenge: Challenge;

	constructor(challenge: Challenge, {status, method, url}: ErrorAnswer) {
		super('The server asks for a second factor.', {status, method, url});
		this.#challenge = challenge;
	}

	get challenge(): Challenge {
		return this.#challenge;
	}
}

/** Describes a sign-in that did not work. What it answers stays out of the error, for it may hold tokens, seeds and what was sent. */
export function describeSignInError(answer: ErrorAnswer): HttpError {
	const {status, method, url, body} = answer;
	const fields = parseObject(body);
	if (status === 401 && typeof fields?.['message'] === 'string' && fields['message'].startsWith('needs.2fa')) {
		return new ChallengeError(challengeOf(fields['message'], fields), answer);
	}

	const refusal = refusalOf(url, status, fields !== undefined);
	const sentence = `${refusal ?? 'The sign-in did not work.'} (${new URL(url).host} answered ${status}.)`;
	const options = {status, method, url};
	if (refusal !== undefined) {
		return new AuthenticationError(sentence, options);
	}
	return status === 429 ? new RateLimitError(sentence, options) : new HttpError(sentence, options);
}

function challengeOf(message: string, {continuationToken, tenant}: Readonly<Record<string, unknown>>): Challenge {
	return {
		message,
		continuation: typeof continuationToken === 'string' ? new Secret(continuationToken) : undefined,
		tenant: typeof tenant === 'string' ? tenant : undefined,
	};
}

/** Why a sign-in was refused; undefined when the server just did not work. */
function refusalOf(url: string, status: number, isJson: boolean): string | undefined {
	if (status === 404) {
		return 'There is no Preservica sign-in at this address. Check the server name.';
	}
	if (status !== 400 && status !== 401 && status !== 403) {
		return undefined;
	}
	if (!isJson) {
		return 'The sign-in was refused with an answer that is not JSON, so it may come from a proxy in front of Preservica. Check the server name and the credentials.';
	}
	if (url.includes('/complete-2fa')) {
		return 'The one-time password was refused. Check the two-factor secret and the clock of this computer.';
	}
	if (url.includes('/acquire-external')) {
		return 'The shared secret was refused. Check user name, tenant and shared secret, and the clock of this computer.';
	}
	return 'The user name or the password was refused. Check both, and the tenant if one is given.';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
