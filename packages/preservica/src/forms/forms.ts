import {DecodeError, path, type Path, type RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import type {MetadataForm, NewMetadataForm} from './metadata-form.ts';
import type {MetadataGroup, MetadataGroupChange, NewGroupField, NewMetadataGroup} from './metadata-group.ts';

/** What listing forms takes. */
export interface FormsOptions extends RequestOptions {
	/** Those for metadata of this schema only. @default all */
	readonly schemaUri?: string | undefined;
}

/**
 * Metadata groups, which are schemas made of fields, and the forms that metadata is entered in.
 *
 * Before Preservica 6.7 every method throws `ConfigurationError` with code `version`.
 */
export class Forms {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * All metadata groups, without their fields (MDG-01).
	 *
	 * @throws ConfigurationError with code `version` before Preservica 6.7.
	 */
	async groups(options: RequestOptions = {}): Promise<MetadataGroup[]> {
		const {groupList} = await this.#codecs(options);
		return [...(await getJson(this.#session.http, path`api/metadata/groups`, groupList, options)).groups];
	}

	/**
	 * Reads one metadata group with its fields (MDG-02).
	 *
	 * @throws NotFoundError when there is no such group.
	 */
	async group(id: string, options: RequestOptions = {}): Promise<MetadataGroup> {
		const {group} = await this.#codecs(options);
		return getJson(this.#session.http, path`api/metadata/groups/${id}`, group, options);
	}

	/**
	 * Adds a metadata group (MDG-03). Not repeated when the answer is lost: it may have been added.
	 *
	 * @throws ConfigurationError for a field without an id, or with that of another.
	 * @throws DecodeError when it was added, but the answer does not tell what.
	 */
	async addGroup(group: NewMetadataGroup, options: RequestOptions = {}): Promise<MetadataGroup> {
		const codecs = await this.#codecs(options);
		const {decodeIfAny, sendNew} = await import('../json/open-json.ts');
		const advice = 'The group may have been added: look into forms.groups() before adding it again.';
		const decode = (answer: string) => decodeIfAny(answer, codecs.group) ?? untold('group');
		return sendNew(this.#session.http, path`api/metadata/groups/`, codecs.encodeGroup(group), {decode, advice}, options);
	}

	/**
	 * Adds fields after those a group has (MDG-02, MDG-04). The group is read, changed and sent back: what somebody else changes in between is
	 * overwritten.
	 *
	 * @throws ConfigurationError when the group has a field of the same id.
	 * @throws NotFoundError when there is no such group; DecodeError when the server does not tell its fields, which would be lost.
	 */
	addFields(id: string, fields: readonly NewGroupField[], options: RequestOptions = {}): Promise<MetadataGroup> {
		return this.#change(id, ({withFields}, whole) => withFields(whole, fields), options);
	}

	/**
	 * Changes a group (MDG-02, MDG-04). The group is read, changed and sent back with everything that this client does not know: what somebody
	 * else changes in between is overwritten.
	 *
	 * @throws ConfigurationError for a field without an id, or with that of another, and for a new one without a name.
	 * @throws NotFoundError when there is no such group; DecodeError when the server does not tell its fields, which would be lost.
	 */
	updateGroup(id: string, change: MetadataGroupChange, options: RequestOptions = {}): Promise<MetadataGroup> {
		return this.#change(id, ({withChange}, whole) => withChange(whole, change), options);
	}

	/**
	 * Deletes a metadata group (MDG-05).
	 *
	 * @throws NotFoundError when there is no such group.
	 */
	deleteGroup(id: string, options: RequestOptions = {}): Promise<void> {
		return this.#delete(path`api/metadata/groups/${id}`, options);
	}

	/**
	 * Deletes all metadata groups that have a schema URI, and gives what was deleted (MDG-01, MDG-05). None is an empty list.
	 *
	 * @throws PartlyDoneError when one of several cannot be deleted after others were.
	 */
	async deleteGroupsBySchema(schemaUri: string, options: RequestOptions = {}): Promise<MetadataGroup[]> {
		const {eachInTurn} = await import('../operations/each-in-turn.ts');
		const groups = (await this.groups(options)).filter(group => group.schemaUri === schemaUri);
		const wording = {done: 'were deleted', what: `metadata groups of ${schemaUri}`, name: ({id}: MetadataGroup) => id};
		await eachInTurn(groups, wording, options, ({id}) => this.deleteGroup(id, options));
		return groups;
	}

	/**
	 * All forms, or those of one schema (MDG-06).
	 *
	 * @throws ConfigurationError with code `version` before Preservica 6.7.
	 */
	async forms({schemaUri, ...options}: FormsOptions = {}): Promise<MetadataForm[]> {
		const {formList} = await this.#codecs(options);
		const place = path`api/metadata/forms`;
		return [...(await getJson(this.#session.http, place, formList, {...options, query: {schemaUri}})).metadataForms];
	}

	/**
	 * Reads one form (MDG-07).
	 *
	 * @throws NotFoundError when there is no such form.
	 */
	async form(id: string, options: RequestOptions = {}): Promise<MetadataForm> {
		const {form} = await this.#codecs(options);
		return getJson(this.#session.http, path`api/metadata/forms/${id}`, form, options);
	}

	/**
	 * Adds a form (MDG-08). Not repeated when the answer is lost: it may have been added.
	 *
	 * @throws DecodeError when it was added, but the answer does not tell what; PermissionError when this account may not add one.
	 */
	async addForm(form: NewMetadataForm, options: RequestOptions = {}): Promise<MetadataForm> {
		const codecs = await this.#codecs(options);
		const {decodeIfAny, sendNew} = await import('../json/open-json.ts');
		const advice = 'The form may have been added: look into forms.forms() before adding it again.';
		const decode = (answer: string) => decodeIfAny(answer, codecs.form) ?? untold('form');
		return sendNew(this.#session.http, path`api/metadata/forms/`, form, {decode, advice}, options);
	}

	/**
	 * Puts a form in the place of one (MDG-09): all of it, as in `updateForm(id, {...await forms.form(id), title})`. The last writer wins.
	 *
	 * @throws NotFoundError, PermissionError when there is no such form, or no right to change it.
	 */
	async updateForm(id: string, form: NewMetadataForm, options: RequestOptions = {}): Promise<MetadataForm> {
		const codecs = await this.#codecs(options);
		const {decodeIfAny, sendBody} = await import('../json/open-json.ts');
		const response = await sendBody(this.#session.http, 'PUT', path`api/metadata/forms/${id}`, form, options);
		return decodeIfAny(await response.text(), codecs.form) ?? this.form(id, options);
	}

	/**
	 * Deletes a form (MDG-09).
	 *
	 * @throws NotFoundError when there is no such form.
	 */
	deleteForm(id: string, options: RequestOptions = {}): Promise<void> {
		return this.#delete(path`api/metadata/forms/${id}`, options);
	}

	/**
	 * A CSV to be filled with the metadata of entities, for the fields of forms: by id, or by title (MDG-10, MDG-06). `spreadsheets` sends the
	 * filled one.
	 *
	 * Several ids are sent with commas between them, which no public source shows.
	 *
	 * @throws NotFoundError when no form has the title; ConfigurationError with code `ambiguous`, naming them, when several have.
	 */
	async csvTemplate(which: string | readonly string[] | {readonly title: string}, options: RequestOptions = {}): Promise<string> {
		await this.#codecs(options);
		const {readCsvTemplate} = await import('./csv-template.ts');
		return readCsvTemplate(this.#session, this, which, options);
	}

	async #change(
		id: string,
		change: (codecs: Codecs, whole: Parameters<Codecs['withFields']>[0]) => object,
		options: RequestOptions,
	): Promise<MetadataGroup> {
		const codecs = await this.#codecs(options);
		const {decodeIfAny, sendBody} = await import('../json/open-json.ts');
		const place = path`api/metadata/groups/${id}`;
		const body = change(codecs, await getJson(this.#session.http, place, codecs.wholeGroup, options));
		const response = await sendBody(this.#session.http, 'PUT', place, body, options);
		return decodeIfAny(await response.text(), codecs.group) ?? this.group(id, options);
	}

	async #delete(place: Path, options: RequestOptions): Promise<void> {
		await this.#codecs(options);
		await sendAndForget(this.#session.http, 'DELETE', place, options);
	}

	async #codecs(options: RequestOptions): Promise<Codecs> {
		await requireServer(this.#session, '6.7', 'The Metadata API', options);
		return import('./forms-json.ts');
	}
}

type Codecs = typeof import('./forms-json.ts');

function untold(what: string): never {
	throw new DecodeError(`The server accepted the ${what} but did not say its id.`);
}
