import type {XmlElement} from '@fonds/core/xml';

/** What a repository says of itself. */
export interface OaiRepository {
	readonly name: string;
	readonly baseUrl: string;
	/** `2.0`. */
	readonly protocolVersion: string;
	readonly adminEmails: readonly string[];
	/** Nothing is older: the server's own text. */
	readonly earliestDatestamp: string;
	/** What it remembers of deleted records: all (`persistent`), some (`transient`), nothing (`no`). */
	readonly deletedRecords: 'no' | 'transient' | 'persistent' | (string & {});
	/** `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ`: how fine `from` and `until` may be. */
	readonly granularity: string;
	readonly compressions: readonly string[];
	readonly descriptions: readonly XmlElement[];
}

/** A form that metadata come in. */
export interface OaiMetadataFormat {
	/** By which it is asked for, such as `oai_dc` or `XIP`. */
	readonly prefix: string;
	/** Where its schema is. */
	readonly schema: string;
	readonly namespace: string;
}

/** A set that harvests can be limited to. */
export interface OaiSet {
	/** By which it is asked for; colons stand for levels. */
	readonly spec: string;
	readonly name: string;
	readonly descriptions: readonly XmlElement[];
}

/** A record without its metadata. */
export interface OaiHeader {
	readonly identifier: string;
	/** When it was made, changed or deleted: the server's own text. */
	readonly datestamp: string;
	/** The specs of the sets it is in. */
	readonly sets: readonly string[];
	readonly deleted: boolean;
}

/** A record. */
export interface OaiRecord extends OaiHeader {
	/** Undefined of a deleted record. */
	readonly metadata: XmlElement | undefined;
	/** The metadata as a document, '' of a deleted record. */
	readonly xml: string;
	/** Statements about the record: rights, provenance. */
	readonly about: readonly XmlElement[];
}
