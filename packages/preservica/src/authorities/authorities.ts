import {DecodeError, path, type RequestOptions} from '@fonds/core';
import {getJson} from '@fonds/core/json';
import {streamFrom} from '@fonds/core/streams';
import {requireServer} from '../auth/require-server.ts';
import type {Session} from '../auth/session.ts';
import {sendAndForget} from '../operations/send-and-forget.ts';
import type {AddedRecord, AuthorityRecord, AuthorityTable, NewAuthorityRecord, NewAuthorityTable} from './authority.ts';
import type {ExportCsvOptions} from './export-csv.ts';
import type {ImportCsvOptions, ImportedRow} from './import-csv.ts';

/**
 * Authority tables and their records (reference metadata). Before Preservica 6.7 every method throws `ConfigurationError` with code `version`.
 *
 * Tables and records cannot be changed and tables cannot be deleted: no public source knows a request for that.
 */
export class Authorities {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * All tables, as a rule without their fields (AUT-01).
	 *
	 * @throws ConfigurationError with code `version` before Preservica 6.7.
	 */
	async tables(options: RequestOptions = {}): Promise<AuthorityTable[]> {
		const {tableList} = await this.#codecs(options);
		return [...(await getJson(this.#session.http, path`api/reference-metadata/tables`, tableList, options)).tables];
	}

	/**
	 * Reads one table with its fields (AUT-02).
	 *
	 * @throws NotFoundError when there is no such table.
	 */
	async table(ref: string, options: RequestOptions = {}): Promise<AuthorityTable> {
		const {table} = await this.#codecs(options);
		return getJson(this.#session.http, path`api/reference-metadata/tables/${ref}`, table, options);
	}

	/**
	 * Adds a table and reads what the server made of it (AUT-03, AUT-02). Not repeated when the answer is lost: it may have been added.
	 *
	 * @throws ConfigurationError when it has no name, or fields without a name or with the same one.
	 * @throws DecodeError when it was added, but the answer does not say its reference.
	 */
	async addTable(table: NewAuthorityTable, options: RequestOptions = {}): Promise<AuthorityTable> {
		const {encodeTable, reference} = await this.#codecs(options);
		const {sendNew} = await import('../json/open-json.ts');
		const advice = 'The table may have been added: look into authorities.tables() before adding it again.';
		const decode = (answer: string) => reference(answer) ?? withoutReference(table.name);
		const place = path`api/reference-metadata/tables`;
		const ref = await sendNew(this.#session.http, place, encodeTable(table), {decode, advice}, options);
		const {orSayDone} = await import('../operations/lost-answer.ts');
		return orSayDone(`The table was added: its reference is ${ref}.`, () => this.table(ref, options));
	}

	/**
	 * The records of a table, all at once: no public source knows this list in pages (AUT-04).
	 *
	 * @throws NotFoundError when there is no such table, or no right to see it.
	 */
	async records(table: string, options: RequestOptions = {}): Promise<AuthorityRecord[]> {
		const {recordList} = await this.#codecs(options);
		const place = path`api/reference-metadata/tables/${table}/records`;
		return [...(await getJson(this.#session.http, place, recordList, {...options, query: {expand: true}})).records];
	}

	/**
	 * Reads one record (AUT-06).
	 *
	 * @throws NotFoundError when there is no such record.
	 */
	async record(ref: string, options: RequestOptions = {}): Promise<AuthorityRecord> {
		const {record} = await this.#codecs(options);
		return getJson(this.#session.http, path`api/reference-metadata/records/${ref}`, record, options);
	}

	/**
	 * Adds a record to a table (AUT-05). Not repeated when the answer is lost: it may have been added.
	 *
	 * @throws NotFoundError, PermissionError when there is no such table, or no right to add to it.
	 */
	async addRecord(table: string, record: NewAuthorityRecord, options: RequestOptions = {}): Promise<AddedRecord> {
		const {encodeRecord, normalizeRecord, reference} = await this.#codecs(options);
		const {sendNew} = await import('../json/open-json.ts');
		const sent = normalizeRecord(record);
		const place = path`api/reference-metadata/tables/${table}/records`;
		const advice = 'The record may have been added: look into authorities.records() before adding it again.';
		const ref = await sendNew(this.#session.http, place, encodeRecord(sent), {decode: reference, advice}, options);
		return {ref, ...sent};
	}

	/**
	 * Deletes a record (AUT-07).
	 *
	 * @throws NotFoundError when there is no such record.
	 */
	async deleteRecord(ref: string, options: RequestOptions = {}): Promise<void> {
		await this.#codecs(options);
		await sendAndForget(this.#session.http, 'DELETE', path`api/reference-metadata/records/${ref}`, options);
	}

	/**
	 * Adds the rows of a CSV to a table, one after the other while the results are read (AUT-02, AUT-05). Every row has one result, in order;
	 * nothing is sent before the first is asked for, and nothing more after the last.
	 *
	 * Columns are matched to the fields of the table by name, else by display name, in any case. Empty cells are sent as empty texts.
	 *
	 * @throws ConfigurationError when columns fit no field, naming them; DecodeError when the CSV cannot be read. No row was sent then.
	 */
	async *importCsv(table: string, csv: string | Blob, options: ImportCsvOptions = {}): AsyncGenerator<ImportedRow, void> {
		const {importRows} = await import('./import-csv.ts');
		yield* importRows(this, table, csv, options);
	}

	/**
	 * Writes the records of a table as CSV that `importCsv` reads: one column a field, named as the field is (AUT-02, AUT-04). References and
	 * security tags of the records are not in it.
	 *
	 * @throws NotFoundError, while it is read, when there is no such table, or no right to see it.
	 * @throws DecodeError, while it is read, when a record has several values in one field, which a cell cannot hold.
	 */
	exportCsv(table: string, options: ExportCsvOptions = {}): ReadableStream<Uint8Array<ArrayBuffer>> {
		const rows = async function* (authorities: Authorities): AsyncGenerator<string> {
			const {exportRows} = await import('./export-csv.ts');
			yield* exportRows(authorities, table, options);
		};
		return streamFrom(rows(this));
	}

	async #codecs(options: RequestOptions): Promise<typeof import('./authority-json.ts')> {
		await requireServer(this.#session, '6.7', 'The Authority API', options);
		return import('./authority-json.ts');
	}
}

function withoutReference(table: string): never {
	throw new DecodeError(`The server accepted the table ${JSON.stringify(table)} but did not say its reference.`);
}
