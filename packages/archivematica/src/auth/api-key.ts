import {ConfigurationError, Secret} from '@fonds/core';
import type {Authenticator} from '@fonds/core';

/** Who calls. */
export interface ApiKey {
	readonly username: string;
	/** The key of this user; the two servers have separate users and keys. */
	readonly apiKey: string | Secret;
}

/**
 * Proves who we are with `Authorization: ApiKey user:key`. Both servers also take the key in the query string and then repeat it in their
 * links and logs (reference 1.2, 1.3, 1.8): this never does that.
 *
 * @throws {@link ConfigurationError} for a name or key that the header cannot carry.
 */
export function createApiKeyAuthenticator({username, apiKey}: ApiKey): Authenticator {
	const secret = typeof apiKey === 'string' ? new Secret(apiKey) : apiKey;
	if (!/^[!-9;-~]+$/.test(username)) {
		throw new ConfigurationError(
			`The user name ${JSON.stringify(username)} cannot be sent with an API key: it must be ASCII, without blanks and colons. Use another account.`,
		);
	}
	if (!/^[!-~]+$/.test(secret.reveal())) {
		throw new ConfigurationError(`The API key of ${username} is empty or has characters no key has. Copy it from the user's profile.`);
	}
	return {
		headers: async () => ({authorization: `ApiKey ${username}:${secret.reveal()}`}),
	};
}
