import type {Session} from '../auth/session.ts';

/** The deletions each session asked for, by their progress tokens. */
const requests = new WeakMap<Session, Set<string>>();

/** Keeps in mind who asked. */
export function rememberRequest(session: Session, token: string): void {
	const tokens = requests.get(session) ?? new Set();
	requests.set(session, tokens.add(token));
}

/** Did this very session ask? */
export function hasRequested(session: Session, token: string): boolean {
	return requests.get(session)?.has(token) ?? false;
}
