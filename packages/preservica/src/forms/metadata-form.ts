import type {JsonValue} from '@fonds/core';

/** A form that metadata is entered in. No public source describes it further: everything is passed through as it is. */
export interface MetadataForm {
	readonly id: string;
	readonly title?: string | null;
	/** The schema of the metadata it is for. */
	readonly schemaUri?: string | null;
	readonly [property: string]: JsonValue;
}

/** A form to be added, or what a form shall be: all of it. */
export interface NewMetadataForm {
	readonly title?: string | null;
	readonly schemaUri?: string | null;
	readonly [property: string]: JsonValue;
}
