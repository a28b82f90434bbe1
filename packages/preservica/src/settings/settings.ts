import {ConfigurationError, DecodeError, path, PermissionError, type Path, type RequestOptions} from '@fonds/core';
import {getJson, type JsonSchema} from '@fonds/core/json';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import type {EnrichmentProfile, EnrichmentRule, NewEnrichmentProfile, NewEnrichmentRule} from './enrichment.ts';

/** What listing rules takes. */
export interface RulesOptions extends RequestOptions {
	/** The id of a profile: its rules only. @default all */
	readonly profile?: string | undefined;
}

/** Rules and profiles of metadata enrichment. Before Preservica 7.7 every method throws `ConfigurationError` with code `version`. */
export class Settings {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * All rules, or those of one profile, in the order of the server (SET-01). The server has no filter: all are read.
	 *
	 * @throws ConfigurationError with code `version` before Preservica 7.7.
	 */
	async rules({profile, ...options}: RulesOptions = {}): Promise<EnrichmentRule[]> {
		const {ruleList} = await this.#codecs(options);
		const {rules} = await getJson(this.#session.http, path`api/settings/metadata-enrichment/config/rules`, ruleList, options);
		return rules.filter(rule => profile === undefined || rule.profile === profile);
	}

	/**
	 * Adds a rule; that of the same priority, and those after it, move down (SET-02). Not repeated when the answer is lost: it may have been
	 * added.
	 *
	 * @throws ConfigurationError for a priority that is no whole number.
	 * @throws DecodeError when it was added, but the answer does not tell what.
	 */
	async addRule(rule: NewEnrichmentRule, options: RequestOptions = {}): Promise<EnrichmentRule> {
		if (!Number.isSafeInteger(rule.priority)) {
			throw new ConfigurationError(`The priority of a rule is ${rule.priority}; it must be a whole number.`);
		}
		const codecs = await this.#codecs(options);
		return this.#add(path`api/settings/metadata-enrichment/config/rules`, codecs.encodeRule(rule), codecs.rule, 'rules', options);
	}

	/**
	 * Deletes a rule (SET-03).
	 *
	 * @throws NotFoundError when there is no such rule.
	 */
	deleteRule(id: string, options: RequestOptions = {}): Promise<void> {
		return this.#delete(path`api/settings/metadata-enrichment/config/rules/${id}`, options);
	}

	/**
	 * All profiles (SET-04).
	 *
	 * @throws ConfigurationError with code `version` before Preservica 7.7.
	 */
	async profiles(options: RequestOptions = {}): Promise<EnrichmentProfile[]> {
		const {profileList} = await this.#codecs(options);
		const place = path`api/settings/metadata-enrichment/config/profiles`;
		return [...(await getJson(this.#session.http, place, profileList, options)).profiles];
	}

	/**
	 * Reads one profile (SET-05).
	 *
	 * @throws NotFoundError when there is no such profile.
	 */
	async profile(id: string, options: RequestOptions = {}): Promise<EnrichmentProfile> {
		const {profile} = await this.#codecs(options);
		return getJson(this.#session.http, path`api/settings/metadata-enrichment/config/profiles/${id}`, profile, options);
	}

	/**
	 * Adds a profile (SET-06). Not repeated when the answer is lost: it may have been added.
	 *
	 * @throws DecodeError when it was added, but the answer does not tell what; PermissionError when this account may not add one.
	 */
	async addProfile(profile: NewEnrichmentProfile, options: RequestOptions = {}): Promise<EnrichmentProfile> {
		const codecs = await this.#codecs(options);
		const place = path`api/settings/metadata-enrichment/config/profiles`;
		return this.#add(place, codecs.encodeProfile(profile), codecs.profile, 'profiles', options);
	}

	/**
	 * Deletes a profile (SET-07); when that is refused, reads the rules to say why (SET-01).
	 *
	 * @throws PermissionError with code `in-use`, naming them, while rules refer to the profile: the server answers 403 then, too.
	 * @throws NotFoundError when there is no such profile.
	 */
	async deleteProfile(id: string, options: RequestOptions = {}): Promise<void> {
		try {
			await this.#delete(path`api/settings/metadata-enrichment/config/profiles/${id}`, options);
		} catch (error) {
			throw error instanceof PermissionError ? await this.#whyRefused(id, error, options) : error;
		}
	}

	/** The answer says no more than that it was refused; the list of rules does. */
	async #whyRefused(id: string, refusal: PermissionError, options: RequestOptions): Promise<PermissionError> {
		const rules = await this.rules({...options, profile: id}).catch(() => []);
		options.signal?.throwIfAborted();
		if (rules.length === 0) {
			return refusal;
		}
		const names = rules.map(rule => rule.id).join(', ');
		const message = `The enrichment profile ${id} cannot be deleted while rules refer to it: ${names}. Delete them first.`;
		const {status, method, url, body} = refusal;
		return new PermissionError(message, {status, method, url, body, code: 'in-use', cause: refusal});
	}

	async #add<T>(place: Path, body: object, schema: JsonSchema<T>, list: 'rules' | 'profiles', options: RequestOptions): Promise<T> {
		const {decodeIfAny, sendNew} = await import('../json/open-json.ts');
		const advice = `It may have been added: look into settings.${list}() before adding it again.`;
		const decode = (answer: string) => decodeIfAny(answer, schema) ?? untold();
		return sendNew(this.#session.http, place, body, {decode, advice}, options);
	}

	async #delete(place: Path, options: RequestOptions): Promise<void> {
		await this.#codecs(options);
		await sendAndForget(this.#session.http, 'DELETE', place, options);
	}

	async #codecs(options: RequestOptions): Promise<typeof import('./settings-json.ts')> {
		await requireServer(this.#session, '7.7', 'The Settings API', options);
		return import('./settings-json.ts');
	}
}

function untold(): never {
	throw new DecodeError('The server accepted it but said nothing more.');
}
