import type {Session} from '../auth/session.ts';

/** Ingest processes, switched on and off. */
export class Processes {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
