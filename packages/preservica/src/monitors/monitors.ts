import type {Session} from '../auth/session.ts';

/** What the server works at, as its process monitor tells it. */
export class Monitors {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
