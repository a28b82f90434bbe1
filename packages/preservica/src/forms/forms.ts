import type {Session} from '../auth/session.ts';

/** Metadata groups and forms. */
export class Forms {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
