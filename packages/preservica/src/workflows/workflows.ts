import type {Session} from '../auth/session.ts';

/** Workflows: contexts, instances. */
export class Workflows {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
