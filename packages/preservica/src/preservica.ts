import type {HttpMethod, Path, SendOptions} from '@fonds/core';
import {Session, type SessionOptions} from './auth/session.ts';
import {Account} from './account/account.ts';
import {Admin} from './admin/admin.ts';
import {Authorities} from './authorities/authorities.ts';
import {Deletions} from './deletions/deletions.ts';
import {Events} from './events/events.ts';
import {Exports} from './exports/exports.ts';
import {Forms} from './forms/forms.ts';
import {LegalHolds} from './legal-holds/legal-holds.ts';
import {Monitors} from './monitors/monitors.ts';
import {OaiPmh} from './oai-pmh/oai-pmh.ts';
import {Operations} from './operations/operations.ts';
import {Processes} from './processes/processes.ts';
import {Registry} from './registry/registry.ts';
import {Rendering} from './rendering/rendering.ts';
import {Retention} from './retention/retention.ts';
import {Search} from './search/search.ts';
import {Settings} from './settings/settings.ts';
import {Webhooks} from './webhooks/webhooks.ts';
import {Workflows} from './workflows/workflows.ts';
import {Bitstreams} from './bitstreams/bitstreams.ts';
import {Entities} from './entities/entities.ts';
import {Uploads} from './uploads/uploads.ts';

/** What a client is made of. */
export interface PreservicaOptions extends SessionOptions {}

/** What a request of your own takes. */
export interface RawRequestOptions<T> extends SendOptions {
	/** Reads the answer: `response => decodeJson(response, schema)` of `@fonds/core/json`, `decodeXml` of `@fonds/core/xml`. */
	readonly decode: (response: Response) => Promise<T> | T;
}

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
	/** The signed-in user: details, password, security tags, edition of the tenancy. */
	readonly account: Account;
	/** Users, roles, security tags, schemas, documents and transforms. */
	readonly admin: Admin;
	/** Authority tables and their records (reference metadata). */
	readonly authorities: Authorities;
	/** Deletion, requested by one person and approved by another. */
	readonly deletions: Deletions;
	/** What happened to entities and in the repository. */
	readonly events: Events;
	/** OPEX exports: started, followed, downloaded. */
	readonly exports: Exports;
	/** Metadata groups and forms. */
	readonly forms: Forms;
	/** Legal holds, and the assets under them. */
	readonly legalHolds: LegalHolds;
	/** What the server works at, as its process monitor tells it. */
	readonly monitors: Monitors;
	/** Harvesting by OAI-PMH. */
	readonly oaiPmh: OaiPmh;
	/** Work that goes on on the server, by its progress token. */
	readonly operations: Operations;
	/** Ingest processes, switched on and off. */
	readonly processes: Processes;
	/** The Preservation Action Registry. */
	readonly registry: Registry;
	/** Links to the viewer of the server. */
	readonly rendering: Rendering;
	/** Retention policies and their assignments. */
	readonly retention: Retention;
	/** The search index, and what the Content API tells. */
	readonly search: Search;
	/** Rules and profiles of metadata enrichment. */
	readonly settings: Settings;
	/** Subscriptions to what happens on the server. */
	readonly webhooks: Webhooks;
	/** Workflows: contexts, instances. */
	readonly workflows: Workflows;

	/**
	 * Nothing is sent before the first call.
	 *
	 * @throws ConfigurationError when the address or the credentials cannot work.
	 */
	constructor(options: PreservicaOptions) {
		const session = new Session(options);
		this.session = session;
		this.entities = new Entities(session);
		this.bitstreams = new Bitstreams(session);
		this.uploads = new Uploads(session);
		this.account = new Account(session);
		this.admin = new Admin(session);
		this.authorities = new Authorities(session);
		this.deletions = new Deletions(session);
		this.events = new Events(session);
		this.exports = new Exports(session);
		this.forms = new Forms(session);
		this.legalHolds = new LegalHolds(session);
		this.monitors = new Monitors(session);
		this.oaiPmh = new OaiPmh(session);
		this.operations = new Operations(session);
		this.processes = new Processes(session);
		this.registry = new Registry(session);
		this.rendering = new Rendering(session);
		this.retention = new Retention(session);
		this.search = new Search(session);
		this.settings = new Settings(session);
		this.webhooks = new Webhooks(session);
		this.workflows = new Workflows(session);
	}

	/**
	 * Sends what this release has no method for: signed in, repeated, limited and failing like everything else. For APIs without any public
	 * description (reference 2.16): analytics, authentication management, reporting, policies.
	 *
	 * ```ts
	 * const certificates = await preservica.request('GET', path`api/auth/certificates`, {decode: response => decodeJson(response, schema)});
	 * ```
	 *
	 * @param target - A path below the server's address, or a URL that the server gave.
	 * @throws ConfigurationError with code `foreign-link` for a URL of another origin.
	 */
	async request<T>(method: HttpMethod, target: Path | URL | string, {decode, ...options}: RawRequestOptions<T>): Promise<T> {
		return decode(await this.session.http.send(method, target, options));
	}
}
