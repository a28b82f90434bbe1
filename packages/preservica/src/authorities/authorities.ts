import type {Session} from '../auth/session.ts';

/** Authority tables and their records (reference metadata). */
export class Authorities {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
