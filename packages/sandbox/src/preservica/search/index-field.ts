import type {Kind} from '../model.ts';

/** How the values of a field are compared: as a date, as a whole, or by the words in them. `STRING_EXACT`, `DATE` and `STRING_DEFAULT` are the names custom index definitions have. */
export type FieldType = 'SINGLE_VALUED_DATE' | 'DATE' | 'STRING_EXACT' | 'STRING_DEFAULT';

/** A date is in milliseconds since 1970. */
export type FieldValue = string | number;

/** A field of the search index. */
export interface IndexField {
	readonly shortName: string;
	readonly index: string;
	/** The schema its values come from; `undefined` for XIP, whose namespace has the version of the server. */
	readonly uri: string | undefined;
	readonly displayName: string;
	readonly type: FieldType;
	readonly facetable: boolean;
	/** Is its value answered as a list, even if there is only one? */
	readonly many: boolean;
	/** Which kinds of entities have it. */
	readonly kinds: readonly Kind[];
}

/** The name of a field in requests and answers. */
export function keyOf({shortName, index}: IndexField): string {
	return `${shortName}.${index}`;
}

export function isDate({type}: IndexField): boolean {
	return type === 'SINGLE_VALUED_DATE' || type === 'DATE';
}
