/** What a column is called; of several names any one will do. Letter case and blanks around it do not matter. Columns of the same name are taken together. */
export type ColumnName = string | readonly string[];

/** A value that a column gives to an attribute. */
export interface ColumnValue {
	readonly column: ColumnName;
	/** Where the cell is empty, or there is no such column. @default the attribute is left out */
	readonly otherwise?: string | undefined;
	/** The values there may be, in exactly this form. @default any */
	readonly oneOf?: readonly string[] | undefined;
	/** What a value has to look like from its beginning to its end. @default anything; for `xml:lang` a language tag */
	readonly pattern?: RegExp | undefined;
}

/** A value for an attribute: always the same, or that of a column. */
export type MappedValue = string | ColumnValue;

/** An element of the documents, and where what is in it comes from. */
export interface MappedElement {
	/**
	 * Its name with a prefix of the mapping's namespaces, such as `dc:title`; a path, such as `mods:titleInfo/mods:title`, makes the elements around it too, anew for
	 * each value.
	 */
	readonly element: string;
	/** The column whose cells it holds, one element for each that is not empty. */
	readonly column?: ColumnName | undefined;
	/** What is always in it. */
	readonly value?: string | undefined;
	/**
	 * Elements in it. It is written when a column gives at least one of them something; what is always the same does not count. With `column` it is written once for each
	 * value, which goes to those elements in it that have neither `column` nor `value` nor `content`.
	 */
	readonly content?: readonly MappedElement[] | undefined;
	/** Separates several values in one cell. @default the whole cell is one value */
	readonly separator?: string | undefined;
	/** Whether there may be more than one value. @default true */
	readonly repeated?: boolean | undefined;
	/** Whether every row has to have a value for it, or for something in it. @default false */
	readonly required?: boolean | undefined;
	/** The values there may be, in exactly this form. @default any */
	readonly oneOf?: readonly string[] | undefined;
	/** For `xml:lang`. */
	readonly language?: MappedValue | undefined;
	/** Attributes by their names: `type`, or with a prefix of the namespaces, `xlink:href`. Those without a value are left out. */
	readonly attributes?: Readonly<Record<string, MappedValue>> | undefined;
}

/** How rows of a table become documents. */
export interface MetadataMapping {
	/** What the documents are, for messages: `MODS 3.7`. */
	readonly name: string;
	/** Namespaces by prefix. The prefix '' is that of names without one. */
	readonly namespaces: Readonly<Record<string, string>>;
	/** Name of the outermost element. */
	readonly root: string;
	/** Attributes of the outermost element. */
	readonly attributes?: Readonly<Record<string, MappedValue>> | undefined;
	/** What is in it, in this order. */
	readonly content: readonly MappedElement[];
}
