import type {Page, RequestOptions} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {Harvest, type HarvestOptions} from './harvest.ts';
import type {OaiHeader, OaiMetadataFormat, OaiRecord, OaiRepository, OaiSet} from './oai-record.ts';

/** Which records are meant. */
export interface HarvestSelection {
	/** The form of the metadata; `oaiPmh.metadataFormats()` tells which there are. @default 'oai_dc' */
	readonly metadataPrefix?: 'oai_dc' | 'XIP' | (string & {}) | undefined;
	/** Changed at this time or later. Days (`2024-05-01`) where the repository knows no finer times. */
	readonly from?: Date | string | undefined;
	/** Changed at this time or earlier; a day or a moment, as `from` is. */
	readonly until?: Date | string | undefined;
	/** Spec of a set. */
	readonly set?: string | undefined;
	/** The resumption token of an earlier harvest: goes on from there, and all else said here is what that harvest said. */
	readonly resume?: string | undefined;
}

/** What reading one record takes. */
export interface OaiRecordOptions extends RequestOptions {
	/** The form of the metadata. @default 'oai_dc' */
	readonly metadataPrefix?: HarvestSelection['metadataPrefix'];
}

/** What listing the forms of metadata takes. */
export interface OaiFormatsOptions extends RequestOptions {
	/** A record: only what there is of it. @default what there is of any */
	readonly identifier?: string | undefined;
}

/** What listing sets takes. */
export interface OaiSetsOptions extends HarvestOptions {
	/** The resumption token of an earlier list, to go on from there. */
	readonly resume?: string | undefined;
}

const reading = () => import('./read-oai.ts');

/**
 * Harvesting by OAI-PMH 2.0 (OAI-01). Every method throws `OaiPmhError` for an error of the protocol, besides what `HttpClient.send` throws
 * and what it names. A server that is busy (503 with `Retry-After`) is asked again when it says so.
 */
export class OaiPmh {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * What the repository says of itself (OAI-01, Identify).
	 *
	 * @throws DecodeError when the answer is not OAI-PMH 2.0: another server, or a proxy, may have answered.
	 */
	async identify(options: RequestOptions = {}): Promise<OaiRepository> {
		return (await reading()).readRepository(this.#session, options);
	}

	/**
	 * The forms that metadata come in; none is an empty list (OAI-01, ListMetadataFormats).
	 *
	 * @throws OaiPmhError with code `id-does-not-exist` when there is no such record.
	 */
	async metadataFormats({identifier, ...options}: OaiFormatsOptions = {}): Promise<OaiMetadataFormat[]> {
		return (await reading()).readFormats(this.#session, identifier, options);
	}

	/**
	 * The sets, none where the repository has no sets (OAI-01, ListSets).
	 *
	 * @throws OaiPmhError, while it is read, with code `bad-resumption-token` when a token has expired.
	 */
	sets(options: OaiSetsOptions = {}): Harvest<OaiSet> {
		return harvest(({walkSets}) => walkSets(this.#session, options));
	}

	/**
	 * Records without their metadata; none is an empty list (OAI-01, ListIdentifiers).
	 *
	 * @throws what `records` throws.
	 */
	identifiers(selection: HarvestSelection = {}, options: HarvestOptions = {}): Harvest<OaiHeader> {
		return harvest(({walkHeaders}) => walkHeaders(this.#session, selection, options));
	}

	/**
	 * Records, deleted ones too; none is an empty list (OAI-01, ListRecords).
	 *
	 * ```ts
	 * for await (const {items, next} of oaiPmh.records({from: '2024-05-01'}).pages()) {
	 * 	await keep(items, next); // `oaiPmh.records({resume: next})` goes on from here.
	 * }
	 * ```
	 *
	 * @throws OaiPmhError, while it is read, with code `bad-resumption-token` when a token has expired, `cannot-disseminate-format`
	 * when there is no such form of metadata.
	 * @throws DecodeError, while it is read, with code `endless-list` when the server leads round in circles.
	 * @throws ConfigurationError, while it is read, when a date is none, or one is a day and the other a moment.
	 */
	records(selection: HarvestSelection = {}, options: HarvestOptions = {}): Harvest<OaiRecord> {
		return harvest(({walkRecords}) => walkRecords(this.#session, selection, options));
	}

	/**
	 * One record (OAI-01, GetRecord).
	 *
	 * @throws OaiPmhError with code `id-does-not-exist`, or `cannot-disseminate-format`.
	 */
	async record(identifier: string, {metadataPrefix = 'oai_dc', ...options}: OaiRecordOptions = {}): Promise<OaiRecord> {
		return (await reading()).readRecord(this.#session, identifier, metadataPrefix, options);
	}
}

/** The list is made when it is first read. */
function harvest<T>(walk: (module: Awaited<ReturnType<typeof reading>>) => AsyncIterable<Page<T>>): Harvest<T> {
	return new Harvest(async function* () {
		yield* walk(await reading());
	});
}
