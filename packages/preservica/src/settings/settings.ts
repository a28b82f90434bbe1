import type {Session} from '../auth/session.ts';

/** Rules and profiles of metadata enrichment. */
export class Settings {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
