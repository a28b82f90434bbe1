import type {JsonValue} from '@fonds/core';

/** A field of an authority table. */
export interface AuthorityField {
	readonly name: string;
	/** `ShortText`; no public source names others. */
	readonly type: string | undefined;
	readonly displayName: string | undefined;
	readonly includeInSummary: boolean | undefined;
}

/** A table of authority records, such as places or people. */
export interface AuthorityTable {
	readonly ref: string;
	readonly name: string;
	readonly securityTag: string | undefined;
	readonly description: string | undefined;
	/** The field that stands for a record where one line of it is shown. */
	readonly displayField: string | undefined;
	/** Where in metadata the table is used, as the server tells it. */
	readonly metadataConnections: readonly JsonValue[];
	/** `undefined` when the server does not tell, as in lists. */
	readonly fields: readonly AuthorityField[] | undefined;
}

/** A field of a table to be added. */
export interface NewAuthorityField {
	readonly name: string;
	/** @default 'ShortText' */
	readonly type?: string | undefined;
	/** @default the name */
	readonly displayName?: string | undefined;
	/** @default true */
	readonly includeInSummary?: boolean | undefined;
}

/** A table to be added. */
export interface NewAuthorityTable {
	readonly name: string;
	readonly fields: readonly NewAuthorityField[];
	/** @default 'open' */
	readonly securityTag?: string | undefined;
	readonly description?: string | undefined;
	readonly displayField?: string | undefined;
	readonly metadataConnections?: readonly JsonValue[] | undefined;
}

/** What a record has in one field. */
export interface AuthorityValue {
	/** The name of the field. */
	readonly name: string;
	/** Text as a rule; `null` for none. */
	readonly value: JsonValue;
}

/** A record of a table. */
export interface AuthorityRecord {
	readonly ref: string;
	readonly securityTag: string | undefined;
	readonly values: readonly AuthorityValue[];
}

/** A record that was added. */
export interface AddedRecord extends Omit<AuthorityRecord, 'ref'> {
	/** `undefined` when the server does not tell. */
	readonly ref: string | undefined;
}

/** A record to be added. */
export interface NewAuthorityRecord {
	/** By the names of fields, or one after the other as `record` reads them. Names are sent as they are. */
	readonly values: Readonly<Record<string, JsonValue>> | readonly AuthorityValue[];
	/** @default 'open' */
	readonly securityTag?: string | undefined;
}
