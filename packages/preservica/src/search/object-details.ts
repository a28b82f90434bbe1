import type {EntityReference} from '../entities/entity.ts';

/** A property of an entity; a name may occur several times. */
export interface ObjectProperty {
	/** Such as `cmis:creationDate`, whose value is in seconds since 1970. */
	readonly name: string;
	readonly value: string;
}

/** A line of the metadata that is shown to readers. */
export interface DisplayItem {
	readonly kind: 'item';
	readonly name: string;
	readonly value: string;
	/** The index it can be searched by, such as `oai_dc:title`. */
	readonly type: string | undefined;
}

/** A heading with what is below it. */
export interface DisplayGroup {
	readonly kind: 'group';
	readonly title: string;
	readonly content: readonly (DisplayGroup | DisplayItem)[];
}

/** A link the server gives, to its viewer for instance. */
export interface ObjectLink {
	/** Such as `render`. */
	readonly rel: string;
	readonly url: string;
	/** Such as `Play`. */
	readonly type: string | undefined;
}

/** An entity as the portal of the server shows it. */
export interface ObjectDetails extends EntityReference {
	readonly title: string;
	readonly properties: readonly ObjectProperty[];
	/** Descriptive metadata after the server's display transform. */
	readonly metadata: readonly (DisplayGroup | DisplayItem)[];
	readonly description: string | undefined;
	readonly links: readonly ObjectLink[];
}
