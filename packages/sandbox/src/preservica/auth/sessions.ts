import type {SandboxContext} from '../../context.ts';
import type {Collection} from '../../store/collection.ts';
import type {User} from './users.ts';
import {Users} from './users.ts';

/** An access token and what came with it. */
export interface Session {
	readonly token: string;
	readonly refreshToken: string;
	readonly username: string;
	readonly expiresAt: number;
}

interface Continuation {
	readonly username: string;
	readonly expiresAt: number;
}

/** What a token is worth. */
export type TokenState =
	| {readonly state: 'valid'; readonly user: User; readonly session: Session}
	| {readonly state: 'expired'}
	| {readonly state: 'unknown'};

/** How long a sign-in may wait for its second factor. Assumed; nothing public says (6.2). */
const continuationLifetime = 5 * 60_000;

/** Tokens: given out, asked about, taken back. They survive a restart. */
export class Sessions {
	readonly users: Users;
	/** In milliseconds. */
	readonly lifetime: number;
	readonly #now: () => number;
	readonly #tokens: Collection<Session>;
	readonly #continuations: Collection<Continuation>;

	constructor(context: SandboxContext, lifetime: number) {
		this.users = new Users(context);
		this.lifetime = lifetime;
		this.#now = () => context.now();
		this.#tokens = context.store.collection('preservica.tokens');
		this.#continuations = context.store.collection('preservica.continuations');
	}

	/** A new token. Ones that ended long ago are forgotten. */
	start(user: User): Session {
		const now = this.#now();
		for (const old of this.#tokens.values()) {
			if (old.expiresAt + this.lifetime < now) this.#tokens.delete(old.token);
		}
		const session = {
			token: crypto.randomUUID(),
			refreshToken: crypto.randomUUID(),
			username: user.username,
			expiresAt: now + this.lifetime,
		};
		this.#tokens.put(session.token, session);
		return session;
	}

	check(token: string | undefined): TokenState {
		const session = token === undefined ? undefined : this.#tokens.get(token);
		const user = session && this.users.get(session.username);
		if (!session || !user?.enabled) return {state: 'unknown'};
		return session.expiresAt > this.#now() ? {state: 'valid', user, session} : {state: 'expired'};
	}

	/** Exchanges a refresh token, once, for a new session (1.5: single use, lives as long as its access token). */
	refresh(session: Session, refreshToken: string): Session | undefined {
		const user = this.users.get(session.username);
		if (!user || session.refreshToken !== refreshToken) return undefined;
		this.#tokens.put(session.token, {...session, refreshToken: ''});
		return this.start(user);
	}

	revoke(token: string): void {
		this.#tokens.delete(token);
	}

	/** Ends every token, as the end of their time would. */
	expireAll(): void {
		for (const session of this.#tokens.values())
			this.#tokens.put(session.token, {...session, expiresAt: Math.min(session.expiresAt, this.#now())});
	}

	/** How many tokens are valid. */
	active(): number {
		return this.#tokens.values().filter(session => session.expiresAt > this.#now()).length;
	}

	/** Starts a sign-in that waits for its second factor. */
	startSecondFactor(user: User): string {
		const now = this.#now();
		for (const [id, old] of this.#continuations.entries()) if (old.expiresAt < now) this.#continuations.delete(id);
		const token = crypto.randomUUID();
		this.#continuations.put(token, {username: user.username, expiresAt: now + continuationLifetime});
		return token;
	}

	/** Whose sign-in waits for its second factor under this token. */
	secondFactorOf(token: string): User | undefined {
		const continuation = this.#continuations.get(token);
		return continuation && continuation.expiresAt >= this.#now() ? this.users.get(continuation.username) : undefined;
	}

	endSecondFactor(token: string): void {
		this.#continuations.delete(token);
	}
}
