import type {Session} from '../auth/session.ts';

/** Retention policies and their assignments. */
export class Retention {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
