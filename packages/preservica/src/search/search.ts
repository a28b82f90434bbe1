import type {Session} from '../auth/session.ts';

/** The search index, and what the Content API tells. */
export class Search {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
