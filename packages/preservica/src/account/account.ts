import type {Session} from '../auth/session.ts';

/** The signed-in user: details, password, security tags, edition of the tenancy. */
export class Account {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
