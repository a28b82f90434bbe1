/** The kinds of things the Storage Service has. */
export type ResourceName = 'async' | 'file' | 'location' | 'pipeline' | 'space';

/** A kind of thing the Storage Service says it has (SS-01). */
export interface Resource {
	/** A {@link ResourceName}, or one this release does not know. */
	readonly name: string;
	/** Path of its list. */
	readonly list: string;
	/** Path of its schema. */
	readonly schema: string;
}

/** A field of a resource. */
export interface SchemaField {
	/** `string`, `integer`, `boolean`, `datetime`, `related`. */
	readonly type: string;
	readonly helpText: string | undefined;
	readonly nullable: boolean;
	readonly blank: boolean;
	readonly readonly: boolean;
	readonly unique: boolean;
	readonly primaryKey: boolean;
	/** `undefined` where there is none. */
	readonly default: unknown;
	/** `to_one` or `to_many`, of a relation. */
	readonly relatedType: string | undefined;
	/** Path of the schema of what a relation leads to. */
	readonly relatedSchema: string | undefined;
}

/**
 * What the server says of a resource (SS-02). It is incomplete: settings of a protocol are missing, and of a package `path` is said to be a
 * filter and is ignored. The types of `where` are the corrected table.
 */
export interface ResourceSchema {
	readonly listMethods: readonly string[];
	readonly detailMethods: readonly string[];
	readonly defaultLimit: number | undefined;
	readonly fields: Readonly<Record<string, SchemaField>>;
	/** `all` lookups, `related` for also those of what it leads to, or the lookups by name. */
	readonly filtering: Readonly<Record<string, 'all' | 'related' | readonly string[]>>;
}
