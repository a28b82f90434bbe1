import type {JsonValue} from '@fonds/core';

/** What a field of a metadata group holds. */
export type GroupFieldType = 'STRING' | 'LONGSTRING' | 'DATE' | 'NUMBER' | (string & {});

/** A field of a metadata group. What the server does not tell is `undefined`. */
export interface GroupField {
	readonly id: string;
	readonly name: string;
	readonly type: GroupFieldType | undefined;
	readonly minOccurs: number | undefined;
	/** -1 for any number. */
	readonly maxOccurs: number | undefined;
	readonly visible: boolean | undefined;
	readonly editable: boolean | undefined;
	/** Whether the field can be searched. */
	readonly indexed: boolean | undefined;
	readonly defaultValue: string | undefined;
	/** The values to choose from; `undefined` when any will do. */
	readonly values: readonly string[] | undefined;
}

/** A metadata group: fields that make a schema of their own. */
export interface MetadataGroup {
	readonly id: string;
	readonly name: string;
	readonly description: string | undefined;
	/** Made by the server: `http://www.preservica.com/metadata/group/…`. */
	readonly schemaUri: string | undefined;
	/** `undefined` when the server does not tell, as in lists. */
	readonly fields: readonly GroupField[] | undefined;
}

/** What may be said of a field; other properties are sent as they are. The defaults are those of new fields. */
export interface GroupFieldProperties {
	/** @default 'STRING' */
	readonly type?: GroupFieldType | undefined;
	/** @default 0 */
	readonly minOccurs?: number | undefined;
	/** @default 1 */
	readonly maxOccurs?: number | undefined;
	/** @default true */
	readonly visible?: boolean | undefined;
	/** @default true */
	readonly editable?: boolean | undefined;
	/** @default true */
	readonly indexed?: boolean | undefined;
	/** @default '' */
	readonly defaultValue?: string | undefined;
	/** The values to choose from. @default any */
	readonly values?: readonly string[] | undefined;
	readonly [property: string]: JsonValue | undefined;
}

/** A field to be added. */
export interface NewGroupField extends GroupFieldProperties {
	readonly id: string;
	readonly name: string;
}

/** A field as it shall be: of one that is there, only its id is needed and what changes. */
export interface GroupFieldChange extends GroupFieldProperties {
	readonly id: string;
	readonly name?: string | undefined;
}

/** A group to be added. Other properties are sent as they are. */
export interface NewMetadataGroup {
	readonly name: string;
	readonly fields: readonly NewGroupField[];
	readonly description?: string | undefined;
	readonly [property: string]: JsonValue | readonly NewGroupField[] | undefined;
}

/** What changes in a group; what is left out stays. */
export interface MetadataGroupChange {
	readonly name?: string | undefined;
	readonly description?: string | undefined;
	/** All fields, in their order: those that are left out are taken away. */
	readonly fields?: readonly GroupFieldChange[] | undefined;
}
