import type {Session} from '../auth/session.ts';

/** Subscriptions to what happens on the server. */
export class Webhooks {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
