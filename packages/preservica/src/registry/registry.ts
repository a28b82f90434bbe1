import type {Session} from '../auth/session.ts';

/** The Preservation Action Registry. */
export class Registry {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
