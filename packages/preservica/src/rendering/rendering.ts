import type {Session} from '../auth/session.ts';

/** Links to the viewer of the server. */
export class Rendering {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}
}
