import type {Session} from '../auth/session.ts';

/** Harvesting by OAI-PMH. */
export class OaiPmh {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
