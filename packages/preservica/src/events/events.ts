import type {Session} from '../auth/session.ts';

/** What happened to entities and in the repository. */
export class Events {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
