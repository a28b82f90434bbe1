import type {Session} from '../auth/session.ts';

/** OPEX exports: started, followed, downloaded. */
export class Exports {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
