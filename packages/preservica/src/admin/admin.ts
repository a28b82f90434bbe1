import type {Session} from '../auth/session.ts';

/** Users, roles, security tags, schemas, documents and transforms. */
export class Admin {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
