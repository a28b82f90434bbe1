import type {EntityReference} from '../entities/entity.ts';
import type {PagedOptions} from '../xml/read-list.ts';

/** A span of days, both included; a side that is left out is open. A `Date` counts as its day in UTC. */
export interface DateSpan {
	readonly from?: Date | string | undefined;
	readonly to?: Date | string | undefined;
}

/** What an index is compared with: one value, values of which any will do, or a span of days. `*` is any value, `%` any value or none. */
export type FieldFilter = string | readonly string[] | DateSpan;

/** An index to sort by. */
export interface SortField {
	readonly field: string;
	/** @default 'asc' */
	readonly order?: 'asc' | 'desc' | undefined;
}

/** What is looked for. Indexes are named as `search.fields()` names them, such as `xip.title`. */
export interface SearchQuery<F extends string = string> {
	/** Words to look for, in the server's query language. @default '%', everything */
	readonly text?: string | undefined;
	/** Indexes whose values each hit brings along. @default none */
	readonly fields?: readonly F[] | undefined;
	/** Only what has these values, by index. */
	readonly filter?: Readonly<Record<string, FieldFilter | undefined>> | undefined;
	/** Only what does not have these values, by index. Needs Preservica 7.5. */
	readonly not?: Readonly<Record<string, FieldFilter | undefined>> | undefined;
	/** By what hits are ordered, first things first. @default the server's choice, which may change from page to page */
	readonly sort?: readonly (string | SortField)[] | undefined;
	/** Only what is anywhere below this folder. @default everywhere */
	readonly in?: string | EntityReference<'folder'> | undefined;
}

/** What a search takes besides the query. Pages are of 100 hits unless told otherwise. */
export type SearchOptions = PagedOptions;

/** One range of a facet. */
export interface FacetRange {
	/** Where it begins. @default open */
	readonly from?: Date | string | undefined;
	/** Where it ends. @default where the next range begins; open for the last one */
	readonly to?: Date | string | undefined;
	readonly title: string;
}

/** An index whose values are counted by ranges, such as years. */
export interface RangeFacet<F extends string = string> {
	readonly field: F;
	readonly ranges: readonly FacetRange[];
}
