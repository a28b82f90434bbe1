import {ConfigurationError, Secret, type Credential} from '@fonds/core';

/** User name and password, with the seed of the second factor where the account has one. */
export interface PasswordCredentials {
	readonly username: string;
	readonly password: string | Secret;
	/** The Base32 seed the user was shown when enrolling, not a six-digit code. */
	readonly twoFactorSecret?: string | Secret | undefined;
}

/** User name and the secret the tenancy shares with external systems. Needs the tenant. Deprecated by Preservica since 7.6. */
export interface SharedSecretCredentials {
	readonly username: string;
	readonly sharedSecret: string | Secret;
}

/** An access token someone else obtained. It lasts 15 minutes and cannot be renewed. */
export interface TokenCredentials {
	readonly token: string | Secret;
}

/** A function that gets an access token, from a broker for instance. Asked again when a token ends or is refused. */
export interface TokenFunctionCredentials {
	readonly token: (options: {readonly signal: AbortSignal}) => Promise<string | Secret | Credential>;
}

/** The ways to prove who one is. */
export type Credentials = PasswordCredentials | SharedSecretCredentials | TokenCredentials | TokenFunctionCredentials;

/** Wraps what may be a secret in clear text. */
export function secretOf(value: string | Secret): Secret {
	return typeof value === 'string' ? new Secret(value) : value;
}

/**
 * Refuses credentials that cannot work.
 *
 * @throws ConfigurationError that names what is missing, never what is there.
 */
export function checkCredentials(credentials: Credentials): void {
	const given: Readonly<Record<string, unknown>> = {...credentials};
	const secret = ['token', 'sharedSecret', 'password'].find(name => name in given) ?? 'password';
	for (const name of secret === 'token' ? [secret] : ['username', secret]) {
		const value = given[name];
		const text = value instanceof Secret ? value.reveal() : value;
		if (typeof text !== 'function' && (typeof text !== 'string' || text === '')) {
			throw new ConfigurationError(`The credentials for Preservica have no ${name}.`);
		}
	}
}
