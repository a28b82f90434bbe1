import type {EntityReference} from '../entities/entity.ts';

/** A value of an index. Dates are milliseconds since 1970. */
export type FieldValue = string | number | boolean | readonly (string | number | boolean)[];

/** What a search found: fits wherever an entity is named. */
export interface SearchHit<F extends string = string> extends EntityReference {
	/** The values of the indexes that were asked for; `undefined` where the entity has none. */
	readonly values: {readonly [K in F]: FieldValue | undefined};
	/** Passages with the words that were found, as the server wrote them: HTML made of other people's texts. */
	readonly highlights: readonly string[];
}

/** An index of the server. */
export interface IndexField {
	/** By which queries name it, such as `xip.title`. */
	readonly name: string;
	/** Of its schema, such as `xip`. */
	readonly shortName: string;
	/** Within its schema, such as `title`. */
	readonly index: string;
	/** URI of its schema. */
	readonly uri: string | undefined;
	readonly displayName: string | undefined;
	/** The server's word, such as `SINGLE_VALUED_DATE` or `STRING_DEFAULT`. */
	readonly type: string | undefined;
	/** Can its values be counted? */
	readonly facetable: boolean | undefined;
}

/** How often a value, or a range of values, occurs among the hits. */
export interface FacetTerm {
	/** The server's name of it. */
	readonly name: string;
	/** The same for people; of a range its title. */
	readonly displayName: string;
	readonly count: number;
	/** Which of the ranges that were asked for, from 0; undefined for a value. */
	readonly range: number | undefined;
}

/** The values of an index, counted. */
export interface Facet {
	readonly displayName: string | undefined;
	readonly terms: readonly FacetTerm[];
}
