import {AuthenticationError, Secret, type ErrorAnswer} from '@fonds/core';

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

/** Describes a refused sign-in. What a sign-in answers stays out of the error: it may hold tokens and seeds. */
export function describeSignInError(answer: ErrorAnswer): AuthenticationError | undefined {
	const {status, method, url, body} = answer;
	const {host} = new URL(url);
	const fields = parseObject(body);
	if (status === 401 && typeof fields?.['message'] === 'string' && fields['message'].startsWith('needs.2fa')) {
		const {message, continuationToken, tenant} = fields;
		return new ChallengeError(
			{
				message,
				continuation: typeof continuationToken === 'string' ? new Secret(continuationToken) : undefined,
				tenant: typeof tenant === 'string' ? tenant : undefined,
			},
			answer,
		);
	}

	const problem = problemOf(url, status, fields !== undefined);
	return problem === undefined ? undefined : new AuthenticationError(`${problem} (${host} answered ${status}.)`, {status, method, url});
}

function problemOf(url: string, status: number, isJson: boolean): string | undefined {
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
