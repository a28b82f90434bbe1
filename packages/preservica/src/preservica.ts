import {Session, type SessionOptions} from './auth/session.ts';
import {Bitstreams} from './bitstreams/bitstreams.ts';
import {Entities} from './entities/entities.ts';
import {Uploads} from './uploads/uploads.ts';

/** What a client is made of. */
export interface PreservicaOptions extends SessionOptions {}

/**
 * Everything of one Preservica server, as one user.
 *
 * ```ts
 * const preservica = new Preservica({server: 'eu.preservica.com', credentials: {username, password}});
 * const asset = await preservica.entities.asset(ref);
 * ```
 */
export class Preservica {
	/** Sign-in, version, tenant: shared by all that follows. */
	readonly session: Session;
	/** Folders, assets, content objects. */
	readonly entities: Entities;
	/** Files. */
	readonly bitstreams: Bitstreams;
	/** Packages on their way in. */
	readonly uploads: Uploads;

	/**
	 * Nothing is sent before the first call.
	 *
	 * @throws ConfigurationError when the address or the credentials cannot work.
	 */
	constructor(options: PreservicaOptions) {
		this.session = new Session(options);
		this.entities = new Entities(this.session);
		this.bitstreams = new Bitstreams(this.session);
		this.uploads = new Uploads(this.session);
	}
}
