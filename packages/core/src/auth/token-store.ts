import type {Secret} from './secret.ts';

/** A token as it is kept. */
export interface StoredToken {
	/** The token. */
	readonly value: Secret;
	/** When it ends, in milliseconds since 1970. */
	readonly expiresAt: number | undefined;
}

/** Keeps tokens so that several clients, or several runs, share one. A key names one server, tenant and user. */
export interface TokenStore {
	/** The token of this key, if there is one; it may have ended. */
	get(key: string): Promise<StoredToken | undefined>;
	/** Keeps a token in place of the one before. */
	set(key: string, token: StoredToken): Promise<void>;
	/** Forgets a token. */
	delete(key: string): Promise<void>;
}

/** Keeps tokens as long as the program runs. */
export function createMemoryTokenStore(): TokenStore {
	const tokens = new Map<string, StoredToken>();
	return {
		async get(key) {
			return tokens.get(key);
		},
		async set(key, token) {
			tokens.set(key, token);
		},
		async delete(key) {
			tokens.delete(key);
		},
	};
}
