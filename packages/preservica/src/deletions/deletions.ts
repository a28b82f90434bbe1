import type {Session} from '../auth/session.ts';

/** Deletion, requested by one person and approved by another. */
export class Deletions {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
