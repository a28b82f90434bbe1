import type {XmlElement} from '@fonds/core/xml';

/** The three kinds of things with a reference. */
export type EntityType = 'asset' | 'folder' | 'contentObject';

/** Which entity is meant. Everything that has a type and a reference fits: entities, stubs. */
export interface EntityReference<T extends EntityType = EntityType> {
	readonly type: T;
	readonly ref: string;
}

/** The reference of an entity that is named by it, or by what has it. */
export function refOf(entity: string | EntityReference): string {
	return typeof entity === 'string' ? entity : entity.ref;
}

/** An entity as lists name it. Read the rest with `entities.entity(stub)`. */
export interface EntityStub<T extends EntityType = EntityType> extends EntityReference<T> {
	/** '' when the list gives none. */
	readonly title: string;
}

/** An entity whose kind a list leaves out, or names by a word that this release does not know. */
export interface UnknownEntity {
	readonly type: undefined;
	readonly ref: string;
	/** '' when the list gives none. */
	readonly title: string;
}

/** An entity that was made, changed or deleted. `type` tells whether its kind is known: of deleted entities it may not be. */
export type ChangedEntity = (EntityStub | UnknownEntity) & {
	readonly description: string | undefined;
	readonly deleted: boolean;
};

/** Where a piece of descriptive metadata is. */
export interface Fragment {
	/** URI of its schema, undefined when the server leaves it out of the list. */
	readonly schema: string | undefined;
	readonly url: string;
}

/** What folders, assets and content objects have in common. */
export interface EntityFields<T extends EntityType> extends EntityStub<T> {
	readonly description: string | undefined;
	readonly securityTag: string;
	/** A label such as `Manuscript` in place of the default `Asset` or `Folder`. */
	readonly customType: string | undefined;
	/** The folder of an asset or folder, the asset of a content object; undefined for a folder at the root. */
	readonly parent: string | undefined;
	/** A tombstone: the entity was deleted and only this is left of it. */
	readonly deleted: boolean;
	readonly fragments: readonly Fragment[];
	/** What the server said beyond the fields above. It is written back when the entity is saved. */
	readonly extra: readonly XmlElement[];
}

/** A folder (structural object). */
export interface Folder extends EntityFields<'folder'> {}

/** An asset (information object): what an archivist describes and a reader asks for. */
export interface Asset extends EntityFields<'asset'> {}

/** A component of an asset, which holds its files. */
export interface ContentObject extends EntityFields<'contentObject'> {}

/** Any of the three, told apart by `type`. */
export type Entity = Folder | Asset | ContentObject;

/** The entity of a kind. */
export type EntityOf<T extends EntityType> = Extract<Entity, {readonly type: T}>;

interface WireNames {
	/** In addresses. */
	readonly path: string;
	/** In XIP. */
	readonly element: string;
	/** In lists and in ids of the Content API. */
	readonly code: string;
	/** In sentences. */
	readonly words: string;
}

/** How the archivist's words are spelled on the wire. */
export const wireNames: Readonly<Record<EntityType, WireNames>> = {
	folder: {path: 'structural-objects', element: 'StructuralObject', code: 'SO', words: 'folder'},
	asset: {path: 'information-objects', element: 'InformationObject', code: 'IO', words: 'asset'},
	contentObject: {path: 'content-objects', element: 'ContentObject', code: 'CO', words: 'content object'},
};
