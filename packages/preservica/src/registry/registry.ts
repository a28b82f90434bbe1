import type {Session} from '../auth/session.ts';
import {RegistryCollection, type RegistryPlace} from './registry-collection.ts';

/** What a registry is made of. */
export interface RegistryOptions {
	/** Where it is on the server; from 7.1 on at `api/Registry/par`, too. @default 'Registry/par' */
	readonly base?: string | undefined;
}

/**
 * The Preservation Action Registry: formats, tools, and what is done with which of them, in the JSON of parcore.org.
 *
 * The access token of the session is sent with everything. Until 7.4 servers wanted name and password (HTTP Basic) for changes; this client
 * does not send them.
 */
export class Registry {
	/** Families of formats. */
	readonly formatFamilies: RegistryCollection;
	/** Kinds of preservation actions. */
	readonly preservationActionTypes: RegistryCollection;
	/** Technical properties. */
	readonly properties: RegistryCollection;
	/** Formats of representations. */
	readonly representationFormats: RegistryCollection;
	/** File formats, by their PUID. */
	readonly fileFormats: RegistryCollection;
	/** Programs that preservation actions use. */
	readonly tools: RegistryCollection;
	/** Preservation actions. */
	readonly preservationActions: RegistryCollection;
	/** Rules that say which action a format takes. */
	readonly businessRules: RegistryCollection;
	/** Sets of business rules. */
	readonly ruleSets: RegistryCollection;

	constructor(session: Session, {base = 'Registry/par'}: RegistryOptions = {}) {
		const place = (segment: string, key?: string): RegistryPlace => ({
			base: base.replaceAll(/^\/+|\/+$/g, ''),
			segment,
			key,
			slashes: segment === 'file-formats',
		});
		this.formatFamilies = new RegistryCollection(session, place('format-families', 'formatFamilies'));
		this.preservationActionTypes = new RegistryCollection(session, place('preservation-action-types', 'preservationActionTypes'));
		this.properties = new RegistryCollection(session, place('properties', 'parProperties'));
		this.representationFormats = new RegistryCollection(session, place('representation-formats'));
		this.fileFormats = new RegistryCollection(session, place('file-formats'));
		this.tools = new RegistryCollection(session, place('tools'));
		this.preservationActions = new RegistryCollection(session, place('preservation-actions'));
		this.businessRules = new RegistryCollection(session, place('business-rules'));
		this.ruleSets = new RegistryCollection(session, place('rulesets'));
	}
}
