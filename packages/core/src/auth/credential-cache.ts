import {shareWork} from '../async/share-work.ts';
import type {Secret} from './secret.ts';
import type {TokenStore} from './token-store.ts';

/** Something that proves who we are, for a while. */
export interface Credential {
	/** What is sent. */
	readonly value: Secret;
	/** When it ends, in milliseconds since 1970; `undefined` when nobody knows. */
	readonly expiresAt: number | undefined;
}

/** How credentials are got and kept. */
export interface CredentialCacheOptions {
	/** Signs in. The signal ends when nobody waits any more. */
	readonly acquire: (options: {readonly signal: AbortSignal}) => Promise<Credential>;
	/** Milliseconds before its end a credential is renewed; at most half of what it had left when it came. @default 60_000 */
	readonly renewAhead?: number | undefined;
	/** The present, in milliseconds since 1970. @default Date.now */
	readonly now?: (() => number) | undefined;
	/** Shares the credential with other clients and runs. @default none */
	readonly store?: TokenStore | undefined;
	/** Names the credential in the store. @default 'default' */
	readonly key?: string | undefined;
}

/** One credential, shared by everybody. */
export interface CredentialCache {
	/**
	 * A credential that is good now. Callers at the same time share one renewal; a caller's abort ends only its own wait.
	 *
	 * @throws whatever `acquire` and the store throw
	 */
	get(options?: {readonly signal?: AbortSignal | undefined}): Promise<Credential>;
	/** Gives up a credential the server refused, if it is still the current one. */
	invalidate(refused: Secret): void;
}

interface Held {
	readonly credential: Credential;
	readonly renewAt: number;
}

/** Keeps one credential and renews it ahead of its end, once for all callers. */
export function createCredentialCache({
	acquire,
	renewAhead = 60_000,
	now = Date.now,
	store,
	key = 'default',
}: CredentialCacheOptions): CredentialCache {
	let held: Held | undefined;
	let refusedValue: string | undefined;

	const hold = (credential: Credential): Credential => {
		const {expiresAt = Infinity} = credential;
		held = {credential, renewAt: expiresAt - Math.min(renewAhead, Math.max(0, (expiresAt - now()) / 2))};
		return credential;
	};

	const fromStore = async (): Promise<Credential | undefined> => {
		const stored = await store?.get(key);
		const isGood =
			stored &&
			stored.value.reveal() !== refusedValue &&
			stored.value.reveal() !== held?.credential.value.reveal() &&
			(stored.expiresAt ?? Infinity) - renewAhead > now();
		return isGood ? stored : undefined;
	};

	const renew = shareWork(async signal => {
		const before = held;
		try {
			const stored = await fromStore();
			if (stored) {
				return hold(stored);
			}

			const credential = await acquire({signal});
			await store?.set(key, credential);
			return hold(credential);
		} catch (error) {
			const end = before?.credential.expiresAt ?? 0;
			if (signal.aborted || !before || held !== before || end <= now()) {
				throw error;
			}

			// What we have is good until its end; signing in again before would only annoy the server.
			held = {credential: before.credential, renewAt: end};
			return before.credential;
		}
	});

	return {
		async get({signal} = {}) {
			signal?.throwIfAborted();
			return held && now() < held.renewAt ? held.credential : renew(signal);
		},
		invalidate(refused) {
			if (held?.credential.value.reveal() === refused.reveal()) {
				held = undefined;
				refusedValue = refused.reveal();
			}
		},
	};
}
